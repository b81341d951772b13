"""The application as Django knows it."""

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate

from keel.access.tables import opened
from keel.record.view import guard_with

LAST = "keel.web"  # the last application to be migrated


class AccessConfig(AppConfig):
    """Who may see and do what, and who looked: policy, roles, restrictions, audit and row security."""

    name = "keel.access"
    label = "access"
    verbose_name = "Access"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """The walls are put up anew once every table stands; a child's history is told to whom her record is open."""
        guard_with(opened("child"))
        post_migrate.connect(_put_up_walls, dispatch_uid="walls")


def _put_up_walls(sender: AppConfig, **_: Any) -> None:
    if sender.name == LAST:
        from keel.access.walls import apply  # noqa: PLC0415 -- models are not ready when this module is read

        apply()
