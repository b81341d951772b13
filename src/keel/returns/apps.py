"""The application as Django knows it."""

from django.apps import AppConfig


class ReturnsConfig(AppConfig):
    """Returns have no tables of their own."""

    name = "keel.returns"
    label = "returns"
    verbose_name = "Returns"
