"""What every row about a person shares."""

from django.db import models


class Sourced(models.Model):
    """A row about a person, and where it came from: ``source_key`` is its identity there, blank if recorded here."""

    source_key = models.CharField(max_length=250, blank=True)
    entered_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        abstract = True


def once_in_source(owner: str, name: str) -> models.UniqueConstraint:
    """A row of a source stands once in the record of whoever owns it."""
    return models.UniqueConstraint(
        fields=[owner, "source_key"], condition=~models.Q(source_key=""), name=f"{name}_once_in_source"
    )
