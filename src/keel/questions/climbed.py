"""What climbed because nobody answered: from whom, to whom, and when. The log of each flag says so for good."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, Q, QuerySet, Subquery

from keel.oversight.models import Flag, FlagStep
from keel.practice.ladder import Colour, Said
from keel.questions.asked import Question
from keel.questions.sums import LATELY


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


def _with_who_was_asked(steps: QuerySet[FlagStep]) -> QuerySet[FlagStep]:
    """Climbs with who was asked before: a step names whom it goes to, and the step before it names her."""
    before = FlagStep.objects.filter(flag=OuterRef("flag"), pk__lt=OuterRef("pk")).order_by("-pk")
    return steps.filter(said=Said.UNANSWERED).annotate(asked_before=Subquery(before.values("owner")[:1]))
