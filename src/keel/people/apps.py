"""The application as Django knows it."""

from importlib import resources
from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate


class PeopleConfig(AppConfig):
    """Children, unborn babies, relatives and all that is known of who they are."""

    name = "keel.people"
    label = "people"
    verbose_name = "People"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """The functions that look up by keys are made anew whenever tables may have changed."""
        post_migrate.connect(_make_functions, sender=self)


def _make_functions(using: str, **_: Any) -> None:
    script = resources.files("keel.people").joinpath("functions.sql").read_text("utf-8")
    with connections[using].cursor() as cursor:
        cursor.execute(script)
