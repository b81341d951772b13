"""The addresses of this room."""

from django.urls import path

from keel.front_door import views
from keel.front_door.recordings import RECORDINGS
from keel.recording.addresses import addresses

app_name = "front_door"
urlpatterns = [
    path("front-door/", views.front_door, name="front-door"),
    path("front-door/new", views.new, name="new"),
    *addresses(RECORDINGS),
]
