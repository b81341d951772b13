"""The application as Django knows it."""

from django.apps import AppConfig


class SupervisionConfig(AppConfig):
    """Supervision sessions, and managers' decisions at the points where law and letter ask for one."""

    name = "keel.supervision"
    label = "supervision"
    verbose_name = "Supervision"
    default_auto_field = "django.db.models.BigAutoField"
