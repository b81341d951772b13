"""The addresses of this room."""

from django.urls import path

from keel.front_door import taking_views, telling_views, views
from keel.front_door.recordings import RECORDINGS
from keel.recording.addresses import addresses

app_name = "front_door"
urlpatterns = [
    path("front-door/", views.front_door, name="front-door"),
    path("front-door/new", views.new, name="new"),
    path("front-door/told/<int:worry>", taking_views.one_waiting, name="one-waiting"),
    path("front-door/told/<int:worry>/<uuid:child>", taking_views.taking, name="taking"),
    path("told/", telling_views.told, name="told"),
    path("told/new", telling_views.telling, name="tell-us"),
    path("told/<int:worry>", telling_views.one_told, name="one-told"),
    *addresses(RECORDINGS),
]
