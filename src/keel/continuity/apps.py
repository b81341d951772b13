"""The application as Django knows it."""

from django.apps import AppConfig


class ContinuityConfig(AppConfig):
    """Staff, absence, allocation, handover, caseload and what instability does to children."""

    name = "keel.continuity"
    label = "continuity"
    verbose_name = "Continuity"
    default_auto_field = "django.db.models.BigAutoField"
