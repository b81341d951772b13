"""The application as Django knows it."""

from django.apps import AppConfig


class RecordingConfig(AppConfig):
    """Drafts, and the page around every form that records something about a child."""

    name = "keel.recording"
    label = "recording"
    verbose_name = "Recording"
    default_auto_field = "django.db.models.BigAutoField"
