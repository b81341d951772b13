"""Contacts that wait for a decision, and how long those decided have waited: by the clock, nights and weekends too."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from statistics import median
from typing import Any

from django.db.models import F, QuerySet
from django.utils import timezone

from keel.access.acts import Act
from keel.access.policy import Asker
from keel.access.rules import CELLS, Answer
from keel.clock import today
from keel.front_door.models import Contact
from keel.oversight.models import StoredReading

LAST_DAYS = 28  # over which the median is taken
HOUR = timedelta(hours=1)
MAY_READ = frozenset(
    role
    for (act, role, relation), cell in CELLS.items()
    if act is Act.CONTACT_READ and relation and cell.answer is Answer.YES
)


@dataclass(frozen=True, slots=True)
class Waited:
    """A contact, the whole hours from its coming until its decision or until now, and the day on which it is due.

    Where the time of its coming is not recorded, it is taken to have come as its day began: it may be fewer.
    """

    contact: Contact
    hours: int | None
    due_on: date | None = None

    @property
    def is_at_most(self) -> bool:
        """Whether the time of its coming is not recorded."""
        return self.contact.received_time is None


def now() -> datetime:
    """The moment it is in England, on the day that Keel lives on."""
    return timezone.make_aware(datetime.combine(today(), timezone.localtime().time()))


def readable(asker: Asker, user: Any) -> QuerySet[Contact]:
    """The contacts recorded here of children whose records are open to her; none where no role of hers reads one."""
    if not asker.roles & MAY_READ:
        return Contact.objects.none()
    found = Contact.objects.visible_to(user).filter(source_key="", received_on__lte=today())
    return found.select_related("worker", "team").prefetch_related("child__names")


def undecided(found: QuerySet[Contact]) -> QuerySet[Contact]:
    """Those that wait, the oldest first."""
    waiting = found.filter(outcome="", decided_on=None)
    return waiting.order_by("received_on", F("received_time").asc(nulls_first=True), "pk")


def decided_today(found: QuerySet[Contact]) -> QuerySet[Contact]:
    """Those decided today, the latest first."""
    return found.filter(made_on=today()).order_by(F("made_time").desc(nulls_last=True), "-pk")


def median_hours(found: QuerySet[Contact]) -> float | None:
    """The median hours from coming to decision, of the contacts of the last four weeks that have both times."""
    since = today() - timedelta(days=LAST_DAYS)
    rows = found.filter(made_on__gt=since, made_on__lte=today())
    moments = rows.exclude(received_time=None).exclude(made_time=None).order_by().values_list(
        "received_on", "received_time", "made_on", "made_time"
    )  # fmt: skip
    hours = [(_moment(*row[2:]) - _moment(*row[:2])) / HOUR for row in moments]
    return round(median(hours), 1) if hours else None


def waited(contacts: Iterable[Contact]) -> list[Waited]:
    """How long each has waited, with what is due of those that still wait."""
    rows = list(contacts)
    due = _due(rows)
    return [Waited(row, _hours(row), due.get((row.child_id, row.received_on))) for row in rows]


def _hours(contact: Contact) -> int | None:
    until = _moment(contact.made_on, contact.made_time) if contact.made_on else now()
    return hours_since(contact.received_on, contact.received_time, until)


def hours_since(day: date | None, at: time | None, until: datetime | None = None) -> int | None:
    """The whole hours since a moment; None where its day is not known."""
    return None if day is None else max(int(((until or now()) - _moment(day, at)) / HOUR), 0)


def _moment(day: date, at: time | None) -> datetime:
    return timezone.make_aware(datetime.combine(day, at or time.min))


def _due(contacts: list[Contact]) -> dict[Any, date]:
    """The working day by which a decision is due, as the readings of each record have it."""
    found = StoredReading.objects.filter(
        child__in={row.child_id for row in contacts}, timescale="contact_decision"
    )
    return {(row.child_id, row.started_on): row.due_on for row in found.order_by("pk") if row.due_on}
