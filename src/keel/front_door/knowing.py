"""What the record knows beside an assessment: the visits since, when it is due, and how far a pregnancy is."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.apps import apps

from keel.oversight.models import StoredReading
from keel.people.models import Person
from keel.practice.calendar import week_of_pregnancy
from keel.practice.timescales import BOOK
from keel.practice.timescales.model import Born, Status

VISITS = ("protection.Visit", "protection.InNeedVisit")
DUE = ("assessment_45", "prebirth_assessment")
BEFORE_BIRTH = [timescale.key for timescale in BOOK.values() if timescale.born is Born.UNBORN]
OPEN = (Status.RUNNING.value, Status.OVERDUE.value)
WEEK = 7


@dataclass(frozen=True, slots=True)
class Seen:
    """A visit: its day, whether the child was seen and seen alone, and her own words."""

    on: date
    is_seen: bool | None
    is_alone: bool | None
    own_words: str


def visits_since(child: Person, day: date) -> list[Seen]:
    """Every visit since a day, under a plan or not, the latest first."""
    return sorted(_visits(child, day), key=lambda seen: seen.on, reverse=True)


def _visits(child: Person, day: date) -> Iterator[Seen]:
    for label in VISITS:
        for row in apps.get_model(label)._default_manager.filter(child=child, visited_on__gte=day):
            yield Seen(row.visited_on, row.is_child_seen, row.is_seen_alone, row.own_words)


def due_on(child: Person, since: date) -> date | None:
    """When an assessment of a referral of a day is due, by the readings of her record; the soonest of them."""
    found = StoredReading.objects.filter(child=child, timescale__in=DUE, started_on__gte=since)
    return found.exclude(due_on=None).order_by("due_on").values_list("due_on", flat=True).first()


def weeks_on(child: Person, day: date) -> int | None:
    """Whole weeks of the pregnancy on a day; None for a child who is born."""
    if not child.is_unborn or child.expected_on is None:
        return None
    return (day - week_of_pregnancy(child.expected_on, 0)).days // WEEK


def due_before_birth(child: Person) -> list[tuple[str, date]]:
    """What is due before the birth and not yet done, with its day, the soonest first."""
    found = StoredReading.objects.filter(child=child, timescale__in=BEFORE_BIRTH, status__in=OPEN)
    rows = found.exclude(due_on=None).order_by("due_on", "pk").values_list("timescale", "due_on")
    return [(BOOK[key].name, due) for key, due in rows]
