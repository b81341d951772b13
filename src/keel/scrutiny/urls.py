"""Addresses of scrutiny."""

from django.urls import path

from keel.recording.addresses import addresses
from keel.scrutiny import views
from keel.scrutiny.recordings import RECORDINGS

app_name = "scrutiny"
urlpatterns = [
    *addresses(RECORDINGS),
    path("chair/", views.desk, name="desk"),
    path("chairs/", views.chairs, name="chairs"),
    path("chairs/<int:chair>/", views.desk_of, name="desk-of"),
    path("challenges/", views.register, name="register"),
]
