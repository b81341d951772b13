"""Children on file with the rows that returns are made of, read many at a time."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.apps import apps

from keel.exchange.particulars import Scheme
from keel.people.models import Person

AT_ONCE = 500  # children read together
TABLES = {  # rows of a child by the day on which they began
    "front_door.Contact": "received_on",
    "front_door.EarlyHelpEpisode": "started_on",
    "front_door.Referral": "received_on",
    "front_door.Assessment": "started_on",
    "protection.S47Enquiry": "started_on",
    "protection.Conference": "held_on",
    "protection.InNeedPlan": "started_on",
    "protection.ProtectionPlan": "started_on",
    "protection.Visit": "visited_on",
    "protection.InNeedVisit": "visited_on",
    "proceedings.PreProceedings": "started_on",
}


@dataclass(slots=True)
class Case:
    """A child, and her rows by table, each list by day. ``day`` is the day of the return: nothing later is in it."""

    child: Person
    day: date
    rows: dict[str, list[Any]] = field(default_factory=lambda: defaultdict(list))

    def of(self, label: str) -> list[Any]:
        """Rows of a table that had begun by the day."""
        began = TABLES[label]
        return [row for row in self.rows[label] if getattr(row, began) <= self.day]

    def by(self, day: date | None) -> date | None:
        """A day, where it had come."""
        return day if day is not None and day <= self.day else None

    def number(self, scheme: Scheme) -> str:
        """An identifier of the child as at now; blank where she has none."""
        held = (one.value for one in self.child.identifiers.all() if one.scheme == scheme and not one.to_on)
        return next(held, "")

    @property
    def key(self) -> str:
        """The authority's number of the child, else Keel's own."""
        return self.number(Scheme.LA_CHILD_ID) or self.child.pk.hex[:10]

    @property
    def born_on(self) -> date | None:
        """Her birth, where she was born by the day."""
        return self.by(self.child.birth_on)

    @property
    def disabilities(self) -> list[str]:
        """Census codes of her disabilities."""
        return sorted({one.code for one in self.child.disabilities.all()})

    def referral_of(self, row: Any) -> Any:
        """The referral that a row belongs to: its own, else the latest before it."""
        own = getattr(row, "referral_id", None)
        referrals = self.of("front_door.Referral")
        if own:
            return next((each for each in referrals if each.pk == own), None)
        began = getattr(row, TABLES[row._meta.label])
        return next((each for each in reversed(referrals) if each.received_on <= began), None)

    def within(self, referral: Any, label: str) -> list[Any]:
        """The rows of a table that belong to a referral."""
        return [row for row in self.of(label) if self.referral_of(row) is referral]


def cases(children: Sequence[UUID], day: date) -> Iterator[Case]:
    """Each child with her rows, by her number."""
    for start in range(0, len(children), AT_ONCE):
        yield from _read(children[start : start + AT_ONCE], day)


def _read(children: Iterable[UUID], day: date) -> list[Case]:
    people = Person.objects.filter(pk__in=children).prefetch_related("identifiers", "disabilities")
    found = {one.pk: Case(one, day) for one in people}
    for label, began in TABLES.items():
        rows = apps.get_model(label)._default_manager.filter(child__in=found).exclude(**{began: None})
        links = [name for name in ("worker", "team") if hasattr(rows.model, name)]
        for row in rows.select_related(*links).order_by(began, "pk") if links else rows.order_by(began, "pk"):
            found[row.child_id].rows[label].append(row)
    return sorted(found.values(), key=lambda case: case.key)
