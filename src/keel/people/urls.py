"""The addresses of this room. None holds a name, a date of birth or a number."""

from django.urls import path

from keel.people.views import alerts, duplicates, find, person

app_name = "people"
urlpatterns = [
    path("", find.find, name="find"),
    path("found/<slug:token>", find.found, name="found"),
    path("duplicates/", duplicates.duplicates, name="duplicates"),
    path("duplicates/look", duplicates.look_again, name="look-again"),
    path("duplicates/<uuid:one>/<uuid:other>", duplicates.compare, name="compare"),
    path("duplicates/merges/<int:merge>", duplicates.undo, name="undo"),
    path("<uuid:person>/", person.person, name="person"),
    path("<uuid:person>/network", person.network, name="network"),
    path("<uuid:person>/alerts", alerts.alerts, name="alerts"),
    path("<uuid:person>/alerts/<int:alert>/close", alerts.close, name="close-alert"),
]
