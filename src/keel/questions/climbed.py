"""What climbed because nobody answered: from whom, to whom, and when. The log of each flag says so for good."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery

from keel.oversight.models import Flag, FlagStep
from keel.practice.ladder import Colour, Said
from keel.questions.asked import Question

LATELY, LONG = 7, 90  # days


@dataclass(frozen=True, slots=True)
class Gone:
    """A question that went to another because she did not answer it, and is open still."""

    question: Question
    on: date


@dataclass(frozen=True, slots=True)
class OverHerHead:
    """What went over somebody's head: the flags of it that are open still, and how many questions went lately."""

    flags: QuerySet[Flag]
    went: Mapping[UUID, date]
    lately: int

    def told(self, found: Iterable[Question]) -> list[Gone]:
        """These questions, which are of its flags, with the day that each went."""
        return [Gone(each, min(self.went[flag.pk] for flag in each.flags)) for each in found]


def over_the_head_of(user: Any, day: date) -> OverHerHead:
    """What was asked of her, was not answered in time, and went to another; in one statement."""
    lately = day - timedelta(days=LATELY)
    is_open = Q(flag__closed_on=None) & ~Q(flag__colour=Colour.SOON)
    steps = FlagStep.objects.visible_to(user).filter(is_open | Q(on__gt=lately))
    hers = _with_who_was_asked(steps).filter(asked_before=user.pk).order_by("pk")
    rows = list(
        hers.values_list("flag", "flag__cause", "flag__closed_on", "flag__owner", "flag__colour", "on")
    )
    went = {
        flag: on
        for flag, _, closed_on, owner, colour, on in rows
        if closed_on is None and owner != user.pk and colour > Colour.SOON
    }
    flags = Flag.objects.visible_to(user).filter(pk__in=went) if went else Flag.objects.none()
    return OverHerHead(flags, went, len({cause for _, cause, *_, on in rows if on > lately}))


def climbed_by_owner(day: date) -> Mapping[int, int]:
    """How many questions climbed lately from each, by user; in one statement."""
    steps = _with_who_was_asked(FlagStep.objects.filter(on__gt=day - timedelta(days=LATELY)))
    return Counter(user for user, _ in steps.values_list("asked_before", "flag__cause").distinct())


def climbed_of(children: QuerySet[Any], day: date) -> Mapping[str, int]:
    """How many questions about these children climbed unanswered, lately and in the last months; in one statement."""
    lately = Q(on__gt=day - timedelta(days=LATELY))
    return _climbed(children, day).aggregate(
        lately=Count("flag__cause", lately, distinct=True), long=Count("flag__cause", distinct=True)
    )


def climbed_by_team(children: QuerySet[Any], day: date) -> Mapping[int | None, int]:
    """The same for each team, in the last months."""
    rows = _climbed(children, day).values("child__standing__team")
    return dict(
        rows.annotate(number=Count("flag__cause", distinct=True)).values_list(
            "child__standing__team", "number"
        )
    )


def _climbed(children: QuerySet[Any], day: date) -> QuerySet[FlagStep]:
    since = day - timedelta(days=LONG)
    return FlagStep.objects.filter(
        child__in=children.values("child"), said=Said.UNANSWERED, on__gt=since
    ).order_by()


def _with_who_was_asked(steps: QuerySet[FlagStep]) -> QuerySet[FlagStep]:
    """Climbs with who was asked before: a step names whom it goes to, and the step before it names her."""
    before = FlagStep.objects.filter(flag=OuterRef("flag"), pk__lt=OuterRef("pk")).order_by("-pk")
    return steps.filter(said=Said.UNANSWERED).annotate(asked_before=Subquery(before.values("owner")[:1]))
