"""Addresses of questions."""

from django.urls import path

from keel.questions import home, overseeing, views

app_name = "questions"
urlpatterns = [
    path("", home.home, name="home"),
    path("question/<uuid:flag>", views.question, name="question"),
    path("question/promise/<int:answer_id>", views.promise, name="promise"),
    path("child/<uuid:child>/questions", views.of_child, name="of_child"),
    path("oversight/", overseeing.service, name="service"),
    path("oversight/team/<int:team>", overseeing.team, name="team"),
    path("oversight/no-team", overseeing.no_team, name="no-team"),
    path("oversight/known", overseeing.known, name="known"),
    path("oversight/exposure", overseeing.exposed, name="exposed"),
    path("oversight/disabled", overseeing.disabled, name="disabled"),
]
