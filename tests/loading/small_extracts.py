"""Extracts of a few lines, and what the record then tells."""

from collections.abc import Iterable
from datetime import date

from keel.exchange.extract import Coverage, Extract, Journal
from keel.practice.history import EventKind, Fact

AS_OF = date(2026, 6, 30)
FORMATS = {"annex-a": "severnshire.xlsx", "cin": "severnshire.xml", "ssd": "severnshire"}
ANNEX_A, CENSUS, STANDARD = "Annex A", "CIN census 2025-26", "Standard Safeguarding Dataset"
EVERYTHING = Coverage(dict.fromkeys(EventKind, frozenset(Fact)), frozenset(EventKind), frozenset(Fact))
Told = tuple  # child, kind, day; a fourth part may give what Journal.add takes


def extract(
    *told: Told,
    form: str = STANDARD,
    as_of: date = date(2026, 6, 30),
    children: dict[str, dict[str, object]] | None = None,
    coverage: Coverage = EVERYTHING,
) -> Extract:
    """An extract of the events told, each on a row of its own unless it says another."""
    journal = Journal()
    for name, known in (children or {}).items():
        journal.child(name, **known)
    for row, (name, kind, on, *more) in enumerate(told, 2):
        known = {"source": "made up", "row": row, "column": "Date", **(more[0] if more else {})}
        journal.add(journal.child(name), kind, on, **known)
    return journal.finish(form, "made up", coverage, reference_on=as_of)


def bring(made: Extract, **asked: object):  # type: ignore[no-untyped-def]
    """Load it, all in one go; what came of it."""
    from keel.loading.models import Load  # noqa: PLC0415 -- only where there is a database
    from keel.loading.running import put_in  # noqa: PLC0415

    return put_in(Load.objects.create(label="made up", **asked), made)


def person(key: str):  # type: ignore[no-untyped-def]
    """Whom a source's key means."""
    from keel.people.models import Identifier  # noqa: PLC0415 -- only where there is a database

    return Identifier.objects.get(scheme="la_child_id", value=key).person


WRITTEN_HERE = (EventKind.CRITICAL_SIGNAL_OPENED, EventKind.CRITICAL_SIGNAL_CLOSED)


def brought_events(events: Iterable) -> list:
    """Those that a source brought: that a red signal opened is written down here."""
    return [event for event in events if event.kind not in WRITTEN_HERE]


def told_of(key: str) -> list[tuple]:
    """What the record tells of a child: kind, day, code, facts."""
    from keel.record.histories import history_of  # noqa: PLC0415 -- only where there is a database

    events = brought_events(history_of(person(key).pk).events)
    return [(event.kind, event.on, event.code, dict(event.facts)) for event in events]


def changes(outcome) -> dict[str, tuple[int, int, int, int, int]]:  # type: ignore[no-untyped-def]
    """Rows added, updated, unchanged, disappeared, returned, for each table where there were any."""
    lines = outcome.load.changes.all()
    counts = {c.table: (c.added, c.updated, c.unchanged, c.disappeared, c.returned) for c in lines}
    return {table: count for table, count in counts.items() if any(count)}


def found(outcome, code: str) -> Iterable:  # type: ignore[no-untyped-def]
    """Findings of the load with a code."""
    return list(outcome.load.findings.filter(code=code))
