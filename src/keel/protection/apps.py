"""The application as Django knows it."""

from django.apps import AppConfig


class ProtectionConfig(AppConfig):
    """Strategy discussions, section 47, conferences, plans, core groups and visits."""

    name = "keel.protection"
    label = "protection"
    verbose_name = "Protection"
    default_auto_field = "django.db.models.BigAutoField"
