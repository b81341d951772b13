"""The application as Django knows it."""

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate

LAST = "keel.web"  # the last application to be migrated


class ScrutinyConfig(AppConfig):
    """The conference chair's desk, her challenges, and partners' escalations."""

    name = "keel.scrutiny"
    label = "scrutiny"
    verbose_name = "Scrutiny"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """The count of the register is made anew once every table stands."""
        post_migrate.connect(_lay_count, dispatch_uid="scrutiny_register")


def _lay_count(sender: AppConfig, **_: Any) -> None:
    if sender.name == LAST:
        from keel.scrutiny.register import lay  # noqa: PLC0415 -- models are not ready when this module is read

        lay()
