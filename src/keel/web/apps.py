"""The application as Django knows it."""

from typing import Any

from django.apps import AppConfig, apps
from django.core.management import call_command
from django.db.models.signals import post_migrate


class WebConfig(AppConfig):
    """Base templates, components and the pages that belong to no room."""

    name = "keel.web"
    label = "web"
    verbose_name = "Web"

    def ready(self) -> None:
        """The table of what is kept for a short while is made beside the sessions, before rights are given."""
        post_migrate.connect(
            _make_cache_table, sender=apps.get_app_config("sessions"), dispatch_uid="cache table"
        )


def _make_cache_table(**_: Any) -> None:
    call_command("createcachetable", verbosity=0)
