"""The application as Django knows it."""

from django.apps import AppConfig


class CareConfig(AppConfig):
    """Children looked after, missing episodes and young people leaving care."""

    name = "keel.care"
    label = "care"
    verbose_name = "Care"
    default_auto_field = "django.db.models.BigAutoField"
