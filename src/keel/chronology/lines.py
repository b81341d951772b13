"""The chronology: every event of a history as a line with its words, both its dates, and where it stands."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache

from keel.chronology.fields import field_words
from keel.chronology.kinds import GROUPS, SIGNIFICANT, Group
from keel.chronology.tables import Table, table_of
from keel.oversight.rules_held import LateEntries
from keel.practice.history import Event, EventKind, Fact
from keel.practice.timescales.program import to_day
from keel.practice.timescales.wording import fact_text
from keel.record.codes import code_words
from keel.record.telling import Telling, telling_of
from keel.report.wording import counted, day_text

_UNSAID = (Fact.EARLIER_UNKNOWN, Fact.TAKES_OVER, Fact.WITHOUT_WORKER)


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that happened. ``days_later`` is how long after it was written down; None where that is not known."""

    event: Event
    kind: EventKind
    group: Group
    title: str
    words: str
    table: Table | None
    entry: str
    days_later: int | None
    is_late: bool

    @property
    def on(self) -> date:
        """When it happened."""
        return self.event.on

    @property
    def is_significant(self) -> bool:
        """Whether it stands in a chronology of what matters most."""
        return self.kind in SIGNIFICANT

    @property
    def recorded(self) -> str:
        """When it was written down, where that was later."""
        if not self.days_later or self.days_later < 1 or self.event.recorded_on is None:
            return ""
        return f"written down {counted(self.days_later, 'day')} later, on {day_text(self.event.recorded_on)}"


def lines_of(
    events: Iterable[Event], late: LateEntries, workers: Mapping[str, str] | None = None
) -> list[Line]:
    """A line for each event, the latest first. ``workers`` are names by the key that the record has of a worker."""
    lines = [_line(event, late, workers or {}) for event in events if event.kind in GROUPS]
    return lines[::-1]


def _line(event: Event, late: LateEntries, workers: Mapping[str, str]) -> Line:
    source = event.place.source if event.place else ""
    recorded = event.recorded_on
    return Line(
        event=event,
        kind=event.kind,
        group=GROUPS[event.kind],
        title=event.kind.label[:1].upper() + event.kind.label[1:],
        words=" ".join(_sentences(event, source, workers)),
        table=table_of(source),
        entry=(event.place.raw or "") if event.place else "",
        days_later=(recorded - event.on).days if recorded else None,
        is_late=bool(recorded and late(to_day(event.on), to_day(recorded))),
    )


def _sentences(event: Event, source: str, workers: Mapping[str, str]) -> Iterable[str]:
    telling = _telling(event.kind, source)
    if event.minute is not None:
        yield f"At {event.minute // 60:02d}:{event.minute % 60:02d}."
    if event.code and telling and telling.code:
        yield f"{_code(event.code, telling, workers)}."
    facts = [fact_text(fact, said) for fact, said in event.facts.items() if fact not in _UNSAID]
    if facts:
        joined = "; ".join(facts)
        yield f"{joined[:1].upper()}{joined[1:]}."
    if event.number is not None and telling and telling.number:
        yield f"{field_words(telling.number)}: {event.number:g}."
    if event.anchor_on and telling and telling.anchor:
        yield f"{field_words(telling.anchor)}: {day_text(event.anchor_on)}."


def _code(code: str, telling: Telling, workers: Mapping[str, str]) -> str:
    if telling.code == "worker_key":
        return workers.get(code) or f"Worker {code}"
    return code_words(telling.table, telling.code or "", code)


@cache
def _telling(kind: EventKind, source: str) -> Telling | None:
    """Where an event of a kind stands in a table of the record."""
    return next((t for t in telling_of(kind) if t.model.lower() == source), None)
