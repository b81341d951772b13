"""The columns that tables of the record are made of, so that the same thing is always kept in the same way.

Texts and numbers that come from a source are never refused for their length or form: what is odd is a finding.
"""

from django.db import models

CODE_LENGTH = 250


def day(*, indexed: bool = False) -> models.DateField:
    """A day, blank where it has not come or is not known."""
    return models.DateField(null=True, blank=True, db_index=indexed)


def moment(*, indexed: bool = False) -> tuple[models.DateField, models.TimeField]:
    """The day on which something happened, and the time of day where it is known."""
    return day(indexed=indexed), models.TimeField(null=True, blank=True)


def later_moment(*, indexed: bool = False) -> tuple[models.DateField, models.TimeField, models.DateField]:
    """The same for something that may be written down on another day than the rest of the row: with that day."""
    return *moment(indexed=indexed), day()


def answer() -> models.BooleanField:
    """Yes, no, or blank for not recorded."""
    return models.BooleanField(null=True, blank=True)


def code() -> models.CharField:
    """A code or short name, as the source or the record has it."""
    return models.CharField(max_length=CODE_LENGTH, blank=True)


def words() -> models.TextField:
    """What somebody wrote or said."""
    return models.TextField(blank=True)


def number() -> models.FloatField:
    """A number, kept as the source gives it."""
    return models.FloatField(null=True, blank=True)


def link(to: str, *, indexed: bool = True, back: str | None = None) -> models.ForeignKey:
    """Another row that this one belongs to, blank where that is not known; ``back`` names the way back."""
    return models.ForeignKey(
        to, on_delete=models.PROTECT, null=True, blank=True, db_index=indexed, related_name=back
    )


def done_by(to: str = "workforce.Worker") -> models.ForeignKey:
    """The worker, or the team, who did it; blank where that is not known."""
    return models.ForeignKey(
        to, on_delete=models.PROTECT, null=True, blank=True, db_index=False, related_name="+"
    )


def shared() -> models.UUIDField:
    """One meeting or visit for brothers and sisters: a row for each child, with the same value here."""
    return models.UUIDField(null=True, blank=True, db_index=True)
