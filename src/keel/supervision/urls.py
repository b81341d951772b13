"""Addresses of supervision."""

from django.urls import URLPattern, path

from keel.recording.addresses import addresses
from keel.supervision.recordings import RECORDINGS
from keel.supervision.views import register, sessions

app_name = "supervision"
urlpatterns: list[URLPattern] = [
    path("supervision/", sessions.mine, name="mine"),
    path("supervision/begin/", sessions.begin, name="begin"),
    path("supervision/register/", register.register, name="register"),
    path("supervision/<int:session>/", sessions.session, name="session"),
    path("supervision/<int:session>/own-part", sessions.own_part, name="personal"),
    path("supervision/<int:session>/sign", sessions.signature, name="sign"),
    *addresses(RECORDINGS),
]
