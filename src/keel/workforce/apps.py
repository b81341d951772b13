"""The application as Django knows it."""

from django.apps import AppConfig


class WorkforceConfig(AppConfig):
    """Staff, teams and their involvement with children."""

    name = "keel.workforce"
    label = "workforce"
    verbose_name = "Workforce"
    default_auto_field = "django.db.models.BigAutoField"
