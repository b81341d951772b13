"""What every table of a child's history shares."""

from typing import ClassVar

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now


class Entry(models.Model):
    """A row of a child's record: something that happened, or was decided, about one child.

    When it happened stands in fields that end in ``_on``, named by each table. ``recorded_on`` is the day it was
    written down, where that is known (a source may not say); ``entered_at`` is the moment it came into Keel.
    ``episode`` ties together the rows of one strand, such as an enquiry and its conference. ``source_key`` is the
    row's identity in the source that it came from, blank where it was recorded here. A load gives it to one row of a
    child only; it is no constraint, because two records of one child that a merge makes one may each bring the same
    visit under the same key, and neither may be left behind. Where a row came from is kept apart (``loading.Origin``).
    """

    child = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="%(class)s_entries")
    episode = models.CharField(max_length=200, blank=True)
    recorded_on = models.DateField(null=True, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        db_index=False,  # nobody asks a table what one person wrote; the log of looks and changes answers that
        related_name="+",
    )
    entered_at = models.DateTimeField(auto_now_add=True)
    source_key = models.CharField(max_length=250, blank=True)
    is_latest_only = models.BooleanField(default=False)  # the source holds only the latest of this kind

    class Meta:
        abstract = True


class CoverageHeld(models.Model):
    """What the newest source of a format can feed: one row for each kind of event, and one for children themselves.

    ``format`` is the name without its year. ``kind`` is blank in the row about children. A kind that is not held has
    the reason, where the source gave one.
    """

    format = models.CharField(max_length=100)
    as_of = models.DateField()
    kind = models.CharField(max_length=60, blank=True)
    is_held = models.BooleanField()
    is_anchored = models.BooleanField(default=False)  # holds the second date that the kind defines
    facts = ArrayField(models.CharField(max_length=60), default=list)
    why_absent = models.CharField(max_length=300, blank=True)
    has_births = models.BooleanField(default=False)

    class Meta:
        verbose_name_plural = "coverage held"
        constraints = [  # noqa: RUF012
            models.UniqueConstraint(fields=["format", "kind"], name="coverage_of_a_format_once")
        ]


class RecordedHere(models.Model):
    """That a family of the record's entries is written down in Keel from a day on, or (no day) no longer is.

    Said by somebody who answers for it. Never altered and never deleted: the newest of a family holds.
    """

    family = models.CharField(max_length=40)  # a key of keel.record.recorded_here
    from_on = models.DateField(null=True)
    reason = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(db_default=Now())

    class Meta:
        verbose_name_plural = "recorded here"
        triggers: ClassVar[list[pgtrigger.Trigger]] = [
            pgtrigger.Protect(name="only_added_to", operation=pgtrigger.Delete | pgtrigger.Update)
        ]
