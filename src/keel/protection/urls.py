"""The addresses of this room."""

from django.urls import path

from keel.protection import helping_views, plan_views
from keel.protection.recordings import RECORDINGS
from keel.recording.addresses import addresses

app_name = "protection"
urlpatterns = [
    *addresses(RECORDINGS),
    path("child/<uuid:child>/plan", plan_views.newest, name="plan"),
    path("child/<uuid:child>/plan/<int:version>", plan_views.version, name="plan-version"),
    path("child/<uuid:child>/plan/<int:version>/changes", plan_views.compare, name="plan-compare"),
    path("child/<uuid:child>/plan/<int:version>/family", plan_views.family, name="plan-family"),
    path("child/<uuid:child>/plan/progress/<int:plan>", plan_views.progress, name="plan-progress"),
    path("child/<uuid:child>/plan/together", plan_views.together, name="plan-together"),
    path("helping/", helping_views.helping, name="helping"),
    path("helping/<uuid:child>", helping_views.child, name="helping-child"),
    path("plans/signed-anyway", plan_views.signed_anyway, name="plan-overrides"),
]
