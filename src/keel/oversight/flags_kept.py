"""Flags kept: what must be answered about a child, by whom, what was answered, and every step in between.

A flag is no cache: it is raised from readings and signals, and from then on has a history of its own. Nothing here is
deleted, and the web role could not if it tried.
"""

from typing import Any, ClassVar
from uuid import uuid4

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from keel.access.sets import OfChildren
from keel.oversight.queries import Entries
from keel.practice.ladder import MATTERS, Colour, Kind, Rung, Said, Source, Why
from keel.record.columns import day, done_by, link, words
from keel.record.kept import keeps_history
from keel.record.models import Entry

NAME, TOLD_BY, CAUSE = 60, 120, 120  # letters
NEVER_DELETED = pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete)
OPEN = Q(closed_on=None)


def _choices(values: Any) -> list[tuple[Any, str]]:
    return [(each.value, each.name) for each in values]


def _key(to: str, **other: Any) -> models.ForeignKey:  # type: ignore[type-arg]
    return models.ForeignKey(to, on_delete=models.PROTECT, **other)


class Flags(OfChildren):
    """Flags of children."""

    def open(self) -> "Flags":
        """Those that are not closed."""
        return self.filter(OPEN)

    def asking(self) -> "Flags":
        """Those that wait for an answer."""
        return self.filter(OPEN, answer_by__isnull=False)


class Flag(models.Model):
    """A matter of a child that a named person must answer, until the fact is put right or a decision is made.

    ``cause`` is the same for flags that have one cause, which are shown and answered as one question. ``strand`` tells
    apart what is asked for each item by itself: each challenge of a child has its own question.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    child = _key("people.Person", related_name="flags", db_index=False)
    matter = models.CharField(max_length=NAME, choices=[(each.key, each.name) for each in MATTERS])
    strand = models.CharField(max_length=TOLD_BY, blank=True)
    cause = models.CharField(max_length=CAUSE)
    opened_on = models.DateField()
    since_on = models.DateField()  # that it has been so, perhaps long before anybody was asked
    rung = models.CharField(max_length=20, choices=_choices(Rung))
    owner = _key(settings.AUTH_USER_MODEL, null=True, related_name="flags", db_index=False)
    colour = models.SmallIntegerField(choices=_choices(Colour))
    read_on = models.DateField()
    answer_by = models.DateField(null=True)
    holds_until = models.DateField(null=True)
    covered_colour = models.SmallIntegerField(default=0, choices=_choices(Colour))
    covered_as = models.CharField(max_length=10, blank=True, choices=_choices(Kind))
    fruitless = models.SmallIntegerField(default=0)
    accepted = models.SmallIntegerField(default=0)
    closed_on = models.DateField(null=True)
    closed_why = models.CharField(max_length=10, blank=True, choices=_choices(Why))

    objects = Flags.as_manager()

    class Meta:
        triggers: ClassVar[list[pgtrigger.Trigger]] = [NEVER_DELETED]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["child", "matter", "strand"], condition=OPEN, name="flag_open_once"
            ),
            models.CheckConstraint(
                condition=Q(closed_on=None, closed_why="") | Q(closed_on__isnull=False) & ~Q(closed_why=""),
                name="flag_closed_for_a_reason",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["owner", "-colour"], name="flag_owner", condition=OPEN),
            models.Index(fields=["child"], name="flag_child"),
        ]

    @property
    def asks(self) -> bool:
        """Whether it waits for an answer."""
        return self.closed_on is None and self.answer_by is not None


class FlagGround(models.Model):
    """One reason for a flag: a timescale or a signal, with the law of the day it was raised."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    flag = _key("oversight.Flag", related_name="grounds")
    child = _key("people.Person", related_name="+", db_index=False)
    source = models.CharField(max_length=10, choices=_choices(Source))
    key = models.CharField(max_length=NAME)
    began_on = models.DateField(null=True)
    told_by = models.CharField(max_length=TOLD_BY, blank=True)
    colour = models.SmallIntegerField(choices=_choices(Colour))
    due_on = models.DateField(null=True)
    since_on = models.DateField(null=True)
    is_past = models.BooleanField(default=False)
    is_covered = models.BooleanField(default=False)  # an answer spoke of it
    law = models.CharField(max_length=80, blank=True)  # the time allowed, as it stood when this was raised
    opened_on = models.DateField()
    closed_on = models.DateField(null=True)

    objects = OfChildren.as_manager()

    class Meta:
        triggers: ClassVar[list[pgtrigger.Trigger]] = [NEVER_DELETED]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["child"], name="ground_open", condition=OPEN),
            models.Index(fields=["key", "child"], name="ground_key", condition=OPEN),
        ]


class FlagStep(models.Model):
    """One line of a flag's log. Only ever added to."""

    flag = _key("oversight.Flag", related_name="steps")
    child = _key("people.Person", related_name="+", db_index=False)
    on = models.DateField()
    at = models.DateTimeField(db_default=Now())
    said = models.CharField(max_length=20, choices=_choices(Said))
    rung = models.CharField(max_length=20, choices=_choices(Rung))
    colour = models.SmallIntegerField(choices=_choices(Colour))
    owner = _key(settings.AUTH_USER_MODEL, null=True, related_name="+", db_index=False)

    objects = OfChildren.as_manager()

    class Meta:
        triggers: ClassVar[list[pgtrigger.Trigger]] = [
            pgtrigger.Protect(name="only_added_to", operation=pgtrigger.Delete | pgtrigger.Update)
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["said", "on"], name="step_said")]


class FlagSeen(models.Model):
    """That somebody saw a flag while it was of a colour, and when first: what leaders knew, and since when."""

    flag = _key("oversight.Flag", related_name="seen", db_index=False)
    child = _key("people.Person", related_name="+", db_index=False)
    user = _key(settings.AUTH_USER_MODEL, related_name="+", db_index=False)
    colour = models.SmallIntegerField(choices=_choices(Colour))
    on = models.DateField()
    at = models.DateTimeField(db_default=Now())

    objects = OfChildren.as_manager()

    class Meta:
        triggers: ClassVar[list[pgtrigger.Trigger]] = [NEVER_DELETED]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["flag", "user", "colour"], name="flag_seen_once")
        ]


@keeps_history
class FlagAnswer(Entry):
    """A manager's or a worker's answer to a flag: what was decided, why, and what is promised by when."""

    flag = link("oversight.Flag", back="answers")
    together = models.UUIDField(default=uuid4)  # the same for children answered about at once
    kind = models.CharField(max_length=10, choices=_choices(Kind))
    rung = models.CharField(max_length=20, choices=_choices(Rung))
    answered_on = day(indexed=True)
    reason = words()
    action = words()
    owner = done_by()
    until_on = day()  # an action's day, or the end of an acceptance
    evidence = words()  # of what is wrong in the record
    done_on = day()
    done = words()
    objects = Entries.as_manager()

    class Meta:
        verbose_name = "answer to a question"
        verbose_name_plural = "answers to questions"
