"""The addresses of this room."""

from django.urls import path

from keel.recording import views

app_name = "recording"
urlpatterns = [
    path("child/<uuid:child>/record", views.choose, name="choose"),
    path("drafts/", views.drafts, name="drafts"),
]
