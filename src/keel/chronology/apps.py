"""The application as Django knows it."""

from django.apps import AppConfig


class ChronologyConfig(AppConfig):
    """The child's page, her chronology, and lists of children by what is late."""

    name = "keel.chronology"
    label = "chronology"
    verbose_name = "Chronology"
    default_auto_field = "django.db.models.BigAutoField"
