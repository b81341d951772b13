"""The application as Django knows it."""

from django.apps import AppConfig


class FrontDoorConfig(AppConfig):
    """Contacts, referrals, early help, assessments and private fostering."""

    name = "keel.front_door"
    label = "front_door"
    verbose_name = "Front door"
    default_auto_field = "django.db.models.BigAutoField"
