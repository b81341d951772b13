"""Addresses of continuity."""

from django.urls import path

from keel.continuity.recordings import RECORDINGS
from keel.continuity.views import away, child, keeping, leaders, staff
from keel.recording.addresses import addresses

app_name = "continuity"
urlpatterns = [
    *addresses(RECORDINGS),
    path("child/<uuid:child>/continuity", child.pack, name="pack"),
    path("handovers/", child.under_way, name="handovers"),
    path("absences/", away.away, name="away"),
    path("absences/new", away.new, name="absence-new"),
    path("absences/<int:absence>", away.change, name="absence"),
    path("staff/", staff.tree, name="staff"),
    path("staff/me", staff.me, name="me"),
    path("staff/team/<int:team>/", staff.team, name="team"),
    path("staff/team/<int:team>/post", staff.new_post, name="post-new"),
    path("staff/post/<int:post>", staff.post, name="post"),
    path("staff/holding/<int:holding>", staff.leave_post, name="leave-post"),
    path("staff/worker/<int:worker>/", staff.worker, name="worker"),
    path("staff/worker/<int:worker>/training", staff.training, name="training"),
    path("staff/worker/<int:worker>/newly-qualified", staff.qualified, name="qualified"),
    path("staff-kept/", keeping.everybody, name="keep"),
    path("staff-kept/team/new", keeping.new_team, name="keep-team-new"),
    path("staff-kept/team/<int:team>/", keeping.team, name="keep-team"),
    path("staff-kept/team/<int:team>/end", keeping.end_team, name="keep-team-end"),
    path("staff-kept/worker/new", keeping.new_worker, name="keep-worker-new"),
    path("staff-kept/worker/<int:worker>/move", keeping.move_worker, name="keep-worker-move"),
    path("staff-kept/worker/<int:worker>/leave", keeping.leave, name="keep-worker-leave"),
    path("staff/caseloads", leaders.caseloads, name="caseloads"),
    path("staff/start-again", leaders.start_again, name="start-again"),
    path("staff/instability", leaders.instability, name="instability"),
    path("staff/what-if", leaders.what_if, name="what-if"),
]
