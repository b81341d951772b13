"""What came before: the earlier referrals of a child, and what came of each."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.apps import apps
from django.db.models import Q

from keel.front_door.models import Assessment, Referral
from keel.people.models import Person
from keel.practice.calendar import add_months
from keel.record.codes import words_of
from keel.report.wording import day_text

YEAR = 12  # months over which referrals are counted together


@dataclass(frozen=True, slots=True)
class Earlier:
    """An earlier referral, who made it and what came of it, in words."""

    referral: Referral
    source: str
    came: tuple[str, ...]


def referrals_before(child: Person, day: date, *, but: Referral | None = None) -> list[Referral]:
    """Those of the twelve months up to a day, the latest first; ``but`` one."""
    found = Referral.objects.of(child).filter(received_on__gt=add_months(day, -YEAR), received_on__lte=day)
    return list(found.exclude(pk=but.pk if but else None).order_by("-received_on", "-pk"))


def referrals_in_year(child: Person, day: date, *, itself: Referral | None = None) -> int:
    """How many there are with one that comes on this day: ``itself``, where it is on file already."""
    return len(referrals_before(child, day, but=itself)) + 1


def earlier_referrals(child: Person, day: date) -> list[Earlier]:
    """The same with what came of each."""
    return [
        Earlier(each, words_of("source", each.source), tuple(_came_of(each)))
        for each in referrals_before(child, day)
    ]


def key_events(child: Person, day: date) -> Iterator[str]:
    """What happened at the front door and came of it, a line for each referral ever, the earliest first."""
    for each in Referral.objects.of(child).filter(received_on__lte=day).order_by("received_on", "pk"):
        source = words_of("source", each.source) or "source not recorded"
        yield f"{day_text(each.received_on)}: referral ({source}): {'; '.join(_came_of(each))}."


def _came_of(referral: Referral) -> Iterator[str]:
    if referral.is_no_further_action:
        yield "no further action"
    yield from _assessed(referral)
    for label, words in (
        ("protection.S47Enquiry", "section 47 enquiry"),
        ("protection.ProtectionPlan", "child protection plan"),
    ):
        for row in _within(apps.get_model(label), referral):
            yield f"{words} from {day_text(row.started_on)}"
    if referral.closed_on:
        why = words_of("closing", referral.close_reason).lower() or "reason not recorded"
        yield f"closed on {day_text(referral.closed_on)}: {why}"
    else:
        yield "still open"


def _assessed(referral: Referral) -> Iterator[str]:
    linked = Q(referral=referral) | Q(referral=None, referred_on=referral.received_on)
    for one in Assessment.objects.of(referral.child_id).filter(linked).order_by("pk"):
        if one.authorised_on:
            came = f": {one.outcome.lower()}" if one.outcome else ""
            yield f"assessment authorised on {day_text(one.authorised_on)}{came}"
        else:
            yield "assessment not finished"


def _within(model: Any, referral: Referral) -> Any:
    """What came of it as the record says; where it does not say of which, what began while it was open."""
    meanwhile = Q(referral=None, started_on__gte=referral.received_on)
    if referral.closed_on:
        meanwhile &= Q(started_on__lte=referral.closed_on)
    found = model.objects.of(referral.child_id).filter(Q(referral=referral) | meanwhile)
    return found.order_by("started_on", "pk")
