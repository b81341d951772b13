"""The addresses of this room."""

from django.urls import path

from keel.access.views import exclusions, looks, notices, openings, reason, restrictions, users

app_name = "access"
urlpatterns = [
    path("reason/<uuid:person>/", reason.reason, name="reason"),
    path("mine/", reason.mine, name="mine"),
    path("mine/<int:opening>/close/", reason.close, name="close"),
    path("notices/", notices.notices, name="notices"),
    path("openings/", openings.openings, name="openings"),
    path("openings/<int:opening>/", openings.opening, name="opening"),
    path("looks/<uuid:person>/", looks.looks, name="looks"),
    path("audit/", looks.audit, name="audit"),
    path("restrictions/", restrictions.restrictions, name="restrictions"),
    path("restrictions/of/<uuid:person>/", restrictions.restrict_family, name="restrict"),
    path("restrictions/<int:restriction>/", restrictions.restriction, name="restriction"),
    path("restrictions/<int:restriction>/end/", restrictions.end, name="end-restriction"),
    path("exclusions/of/<uuid:person>/", exclusions.exclude_user, name="exclude"),
    path("exclusions/<int:exclusion>/end/", exclusions.end, name="end-exclusion"),
    path("users/", users.users, name="users"),
    path("users/new/", users.new, name="new-user"),
    path("users/<int:user>/", users.user, name="user"),
    path("users/<int:user>/staff/", users.tie, name="tie"),
    path("users/<int:user>/leave/", users.leave, name="leave"),
    path("users/<int:user>/roles/<int:held>/end/", users.end_role, name="end-role"),
]
