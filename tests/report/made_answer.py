"""A small answer made by hand: three children, one late visit, one thing that cannot be computed."""

from datetime import date

import polars as pl

from keel.exchange.extract import Coverage, Extract, Journal
from keel.exchange.findings import Level
from keel.population.answer import CHILDREN, READINGS, SIGNALS, Answer, Computable
from keel.practice.history import EventKind, Fact
from keel.practice.standards import load

AS_OF = date(2025, 3, 31)
SCRIPT = "<script>alert('SEV-0001')</script>"
FORMULA = "=cmd|' /C calc'!A0"
PLAIN = "SEV-000777"
KEYS = (SCRIPT, FORMULA, PLAIN)
WORKER = "<b>A. Worker</b> & Co"


def extract() -> Extract:
    """The file behind the answer, with a finding that quotes an identifier."""
    journal = Journal()
    for place, key in enumerate(KEYS):
        row = journal.child(key, birth_on=date(2015, 5, 1), team="North" if place else None, worker=WORKER)
        journal.add(
            row,
            EventKind.PLAN_STARTED,
            date(2023, 1, 10 + place),
            episode=f"plan:{place}",
            number=place,
            source="List 7",
            row=place + 2,
        )
        journal.add(row, EventKind.VISIT_HELD, date(2025, 1, 6), yes=0, source="List 8", row=place + 2)
    journal.findings.add(
        "impossible-date",
        Level.WARNING,
        f"a date that cannot be, at child {PLAIN}; correct it in the source",
        source="List 7",
        column="Date of birth",
        row=3,
        child=PLAIN,
        raw=f"31/02/2015 {PLAIN}",
    )
    held = {kind: frozenset[Fact]() for kind in (EventKind.PLAN_STARTED, EventKind.VISIT_HELD)}
    return journal.finish("Annex A", "severnshire.xlsx", Coverage(kinds=held))


def children() -> pl.DataFrame:
    """The children: the first with no team, the last unborn with no worker."""
    shared = {
        "is_unborn": False,
        "is_disabled": None,
        "on_plan": True,
        "plan_started_on": date(2023, 1, 10),
        "plan_months": 26,
        "earlier_plans": 0,
        "breaches_past": 0,
        "unknown": 0,
        "amber": 0,
        "red": 0,
        "black": 0,
    }
    rows = [
        {
            "child": 0,
            "key": SCRIPT,
            "team": None,
            "worker": WORKER,
            "breaches_open": 1,
            "red": 1,
            "drift_score": 3,
        },
        {"child": 1, "key": FORMULA, "team": "North", "worker": WORKER, "breaches_open": 0, "drift_score": 0},
        {
            "child": 2,
            "key": PLAIN,
            "team": "North",
            "worker": None,
            "breaches_open": 0,
            "unknown": 1,
            "black": 1,
            "drift_score": 6,
        },
    ]
    return pl.DataFrame(
        [shared | {"age": 9, "category": "NEG", "looked_after": False} | r for r in rows]
    ).select(
        pl.col(name).cast(dtype)
        if name in {*shared, *rows[0], "age", "category", "looked_after"}
        else pl.lit(None, dtype).alias(name)
        for name, dtype in CHILDREN.items()
    )


def _reading(child: int, status: str, **values: object) -> dict[str, object]:
    return {
        "child": child,
        "timescale": "cp_visit",
        "status": status,
        "started_on": date(2025, 1, 6),
        "due_on": date(2025, 1, 20),
        "days_unit": "days",
        "severity": "high",
        "because": "Seen on 6 January 2025; a visit is due within 10 working days; none followed.",
        "start_event": 1,
        **values,
    }


def readings() -> pl.DataFrame:
    """One of each kind that a reader must be able to tell apart."""
    rows = [
        _reading(0, "overdue", days_over=70),
        _reading(1, "met", met_on=date(2025, 1, 17), met_event=3),
        _reading(1, "late", met_on=date(2025, 1, 23), days_over=3, met_event=3, timescale="icpc_15"),
        _reading(
            2, "cannot be computed", due_on=None, because="It is not recorded whether the child was seen."
        ),
    ]
    return pl.DataFrame(rows, schema=READINGS)


def signals() -> pl.DataFrame:
    """A red and a black signal, and one in doubt."""
    because = "No visit since 6 January 2025."
    rows = [
        {
            "child": 0,
            "signal": "D04_visit_missed",
            "severity": "red",
            "since_on": date(2025, 1, 21),
            "because": because,
        },
        {
            "child": 2,
            "signal": "D04_visit_missed",
            "severity": "black",
            "since_on": date(2025, 2, 1),
            "because": because,
        },
        {
            "child": 2,
            "signal": "D05_not_seen_alone",
            "severity": "cannot be computed",
            "because": "Not recorded.",
        },
    ]
    return pl.DataFrame(rows, schema=SIGNALS)


def answer() -> Answer:
    """The whole answer."""
    return Answer(
        extract=extract(),
        standards=load(),
        as_of=AS_OF,
        readings=readings(),
        signals=signals(),
        children=children(),
        timescales=(
            Computable("icpc_15", "Initial child protection conference", True),
            Computable("cp_visit", "Child protection visit", True),
            Computable("core_group_first", "First core group", False, "holds no core groups"),
        ),
        signal_keys=(
            Computable("D04_visit_missed", "Visit overdue", True),
            Computable("D05_not_seen_alone", "Not seen alone", True),
            Computable("D30_letter_quality", "Letter fails check", False, "holds no letters"),
        ),
    )
