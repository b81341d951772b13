"""The application as Django knows it."""

from django.apps import AppConfig


class QuestionsConfig(AppConfig):
    """Everybody's home: what each must answer, and what teams, services and leaders see of it."""

    name = "keel.questions"
    label = "questions"
    verbose_name = "Questions"
    default_auto_field = "django.db.models.BigAutoField"
