"""The application as Django knows it."""

from django.apps import AppConfig


class ProceedingsConfig(AppConfig):
    """Legal planning, pre-proceedings, letters before proceedings and court."""

    name = "keel.proceedings"
    label = "proceedings"
    verbose_name = "Proceedings"
    default_auto_field = "django.db.models.BigAutoField"
