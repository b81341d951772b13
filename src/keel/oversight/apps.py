"""The application as Django knows it."""

from django.apps import AppConfig


class OversightConfig(AppConfig):
    """Readings and signals kept up to date with the record, and the decisions that answer them."""

    name = "keel.oversight"
    label = "oversight"
    verbose_name = "Oversight"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """What is kept of a child is read anew when a room beneath writes to her record, and told on her pages."""
        from keel.oversight.actions import reassess  # noqa: PLC0415 -- models are not ready when this is read
        from keel.oversight.bar import standing_facts  # noqa: PLC0415
        from keel.oversight.tasks import read_again_soon, reassess_later  # noqa: PLC0415
        from keel.people.ways import tell_also  # noqa: PLC0415
        from keel.record.changes import follow  # noqa: PLC0415

        follow(reassess, later=reassess_later, everybody=read_again_soon)
        tell_also(standing_facts)
