"""The application as Django knows it."""

from django.apps import AppConfig


class LoadingConfig(AppConfig):
    """Sources brought into the record: loads, what they changed and what they found."""

    name = "keel.loading"
    label = "loading"
    verbose_name = "Loading"
    default_auto_field = "django.db.models.BigAutoField"
