"""What the authority says it goes by: every change of its own standards, and what each change would do, read before.

Where its entries are recorded is the other thing that it says (:class:`keel.record.models.RecordedHere`).
"""

from typing import ClassVar

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models.functions import Now

from keel.oversight.flags_kept import NAME
from keel.practice.ladder import BY_KEY, Colour

SAID = 200  # letters


class OneChange(models.Model):
    """A new value of a standard from a day on, or back to the value that Keel ships."""

    key = models.CharField(max_length=80)
    is_shipped = models.BooleanField(default=False)
    value = models.FloatField(null=True)  # null where the standard itself holds no number
    unit = models.CharField(max_length=40, blank=True)
    from_on = models.DateField()
    reason = models.TextField()  # and where it stands: its source
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        abstract = True

    @property
    def fields(self) -> dict[str, object]:
        """The same as a table of an overlay, which is how it is checked and laid over."""
        told: dict[str, object] = {
            "from": self.from_on,
            "citation": self.reason,
            "authority": self.by.name or self.by.email,
        }
        if self.is_shipped:
            return {**told, "shipped": True}
        if self.value is None:
            return {**told, "in_force": True}
        value = float(self.value)
        return {
            **told, "value": int(value) if value.is_integer() else value, "unit": self.unit, "in_force": True
        }  # fmt: skip


class StandardChange(OneChange):
    """A change that holds. Never altered and never deleted: what replaces it is another."""

    at = models.DateTimeField(db_default=Now())

    class Meta:
        triggers: ClassVar[list[pgtrigger.Trigger]] = [
            pgtrigger.Protect(name="only_added_to", operation=pgtrigger.Delete | pgtrigger.Update)
        ]
        ordering = ("pk",)


class Tried(models.Model):
    """Something that somebody thinks of saying: what it would raise and close, read by the worker before it is said.

    ``after`` is the newest of its kind that held when it was read: once there is another, it is read again.
    """

    asked_at = models.DateTimeField(db_default=Now())
    share = models.FloatField(default=0)  # read so far, 0 to 1
    begun_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    failed = models.CharField(max_length=SAID, blank=True)  # why nothing came of it
    day = models.DateField(null=True)
    after = models.BigIntegerField(null=True)
    children = models.IntegerField(null=True)

    class Meta:
        abstract = True

    @property
    def is_over(self) -> bool:
        """Nothing more will come of it."""
        return self.finished_at is not None


class StandardPreview(OneChange, Tried):
    """A change of a standard that somebody thinks of."""

    change = models.OneToOneField(StandardChange, on_delete=models.PROTECT, null=True, related_name="preview")


class RecordedPreview(Tried):
    """Somebody thinks of saying that a family of entries is recorded in Keel from a day on, or (no day) no longer."""

    family = models.CharField(max_length=40)
    from_on = models.DateField(null=True)
    reason = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    said = models.OneToOneField(
        "record.RecordedHere", on_delete=models.PROTECT, null=True, related_name="preview"
    )


class TriedLine(models.Model):
    """Open questions of a matter and a colour: now, after it is said, and how many come and go."""

    matter = models.CharField(max_length=NAME)
    colour = models.SmallIntegerField(choices=[(each.value, each.name) for each in Colour])
    before = models.IntegerField()
    after = models.IntegerField()
    raised = models.IntegerField()
    closed = models.IntegerField()

    class Meta:
        abstract = True
        ordering = ("pk",)

    @property
    def name(self) -> str:
        """The matter in words."""
        return BY_KEY[self.matter].name if self.matter in BY_KEY else self.matter


class PreviewLine(TriedLine):
    """What a change of a standard would do."""

    preview = models.ForeignKey(StandardPreview, on_delete=models.CASCADE, related_name="lines")


class RecordedLine(TriedLine):
    """What it would do to say where something is recorded."""

    preview = models.ForeignKey(RecordedPreview, on_delete=models.CASCADE, related_name="lines")
