"""The application as Django knows it."""

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate

LAST = "keel.web"  # the last application to be migrated


class RecordConfig(AppConfig):
    """The base of the record: what every table of a child's history shares, and how a row tells an event."""

    name = "keel.record"
    label = "record"
    verbose_name = "Record"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """A view stands on columns, so it comes down before they change and is made again after."""
        pre_migrate.connect(_take_view_down, sender=self)
        post_migrate.connect(_make_view, dispatch_uid="record_event")


def _take_view_down(**_: Any) -> None:
    from keel.record.view import drop_view  # noqa: PLC0415 -- models are not ready when this module is read

    drop_view()


def _make_view(sender: AppConfig, **_: Any) -> None:
    if sender.name == LAST:
        from keel.record.view import create_view  # noqa: PLC0415 -- models are not ready when this module is read

        create_view()
