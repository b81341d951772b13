"""The tables of the report, declared once: what each column is called and what it holds, for every format."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from operator import attrgetter
from typing import Any

from keel.exchange.findings import Example, Finding
from keel.report.measures import Measure
from keel.report.standard_lines import StandardLine
from keel.report.tallies import TimescaleLine
from keel.report.wording import CONFIRM, NOT_RECORDED, share_text, standing


class Kind(StrEnum):
    """What a column holds."""

    TEXT = "text"
    NUMBER = "number"
    PERCENT = "percent"  # of a hundred
    DAY = "day"
    YES_NO = "yes or no"  # None is not recorded


@dataclass(frozen=True, slots=True)
class Column:
    """A column: ``key`` in the JSON, ``heading`` for people, and where its value comes from."""

    key: str
    heading: str
    kind: Kind = Kind.TEXT
    value: Callable[[Any], object] | None = None  # the attribute or item called ``key`` where blank
    wide: bool = False  # left out where there is little room
    is_identifier: bool = False
    plain: bool = True  # whether the JSON has it

    def of(self, line: Any) -> Any:
        """The value for a line: text, number, date, or None."""
        if self.value is not None:
            return self.value(line)
        return line[self.key] if isinstance(line, Mapping) else attrgetter(self.key)(line)


def _number(key: str, heading: str, *, wide: bool = False) -> Column:
    return Column(key, heading, Kind.NUMBER, wide=wide)


def _day(key: str, heading: str, *, wide: bool = False) -> Column:
    return Column(key, heading, Kind.DAY, wide=wide)


def _or_blank(key: str) -> Callable[[Mapping[str, object]], object]:
    return lambda row: NOT_RECORDED if row[key] is None else row[key]


def age_text(row: Mapping[str, Any]) -> str:
    """A child's age: "7", "unborn", or not recorded."""
    if row["is_unborn"]:
        return "unborn"
    return NOT_RECORDED if row["age"] is None else str(row["age"])


def allowed_text(line: TimescaleLine) -> str:
    """The value of the standard, marked where it needs confirming."""
    if line.standard is None:
        return ""
    return line.standard.value + (f" ({CONFIRM})" if line.standard.needs_confirming else "")


def in_time_text(line: TimescaleLine) -> str:
    """Met in time of those judged, with the percent."""
    return share_text(line.met, line.judged) if line.judged else "none judged"


def _force(line: StandardLine) -> str:
    return line.status + ("" if line.in_force else ", not in force")


def _confirm(line: StandardLine) -> str:
    return CONFIRM if line.needs_confirming else ""


def own_text(measure: Measure) -> str:
    """The authority's own figure, or why there is none."""
    if measure.why_not:
        return f"cannot be computed: {measure.why_not}"
    doubt = f"; {measure.unknown:,} cannot be computed" if measure.unknown else ""
    return (share_text(measure.number, measure.out_of) if measure.out_of else "none to count") + doubt


def published_text(place: str) -> Callable[[Measure], str]:
    """A place's newest published figure: "81.4% (2025)"."""

    def text(measure: Measure) -> str:
        latest = measure.latest(place)
        return f"{latest.percent:.1f}% ({latest.year})" if latest else "not found"

    return text


def example_text(example: Example) -> str:
    """One example of a finding: "row 12, child SEV-1, '31/02/2015'"."""
    parts = [
        f"row {example.row}" if example.row is not None else "",
        f"child {example.child}" if example.child is not None else "",
        repr(example.raw) if example.raw is not None else "",
    ]
    return ", ".join(part for part in parts if part)


def examples_text(finding: Finding) -> str:
    """Every example kept, and how many more there are."""
    shown = "; ".join(example_text(each) for each in finding.examples)
    more = finding.count - len(finding.examples)
    return f"{shown}; and {more:,} more" if shown and more > 0 else shown


CHILDREN = (
    Column("key", "Child", is_identifier=True),
    Column("team", "Team", value=_or_blank("team")),
    Column("worker", "Social worker", value=_or_blank("worker")),
    Column("age_text", "Age", value=age_text, plain=False),
    Column("on_plan", "On a plan", Kind.YES_NO),
    _day("plan_started_on", "Plan started", wide=True),
    _number("plan_months", "Months on plan"),
    _number("earlier_plans", "Earlier plans", wide=True),
    Column("is_disabled", "Disabled", Kind.YES_NO, wide=True),
    Column("looked_after", "Looked after", Kind.YES_NO, wide=True),
    _number("breaches_open", "Overdue now"),
    _number("breaches_past", "Late before now", wide=True),
    _number("unknown", "Cannot be computed"),
    _number("black", "Black signals"),
    _number("red", "Red signals"),
    _number("amber", "Amber signals"),
    _number("drift_score", "Drift score"),
)

READINGS = (
    Column("name", "Timescale"),
    Column("standing", "How it stands", value=standing),
    _day("started_on", "Started"),
    _day("due_on", "Due"),
    _day("met_on", "Met"),
    _day("ended_on", "Ended", wide=True),
    _number("days_over", "Days over", wide=True),
    Column("days_unit", "Counted in", wide=True),
    Column("because", "Because"),
    Column("evidence", "Where in the source", wide=True),
)

SIGNALS = (
    Column("name", "Signal"),
    Column("severity", "Severity"),
    _day("since_on", "Since"),
    Column("because", "Because"),
    Column("evidence", "Where in the source", wide=True),
)

GROUPS = (
    Column("team", "Team"),
    Column("worker", "Social worker"),
    _number("children", "Children", wide=True),
    _number("on_plan", "On a plan"),
    Column(
        "in_breach", "On a plan, overdue now", Kind.NUMBER, value=lambda g: share_text(g.in_breach, g.on_plan)
    ),
    Column(
        "red_or_black",
        "Red or black signal",
        Kind.NUMBER,
        value=lambda g: share_text(g.red_or_black, g.on_plan),
    ),
    Column("unknown", "Cannot be computed", Kind.NUMBER, value=lambda g: share_text(g.unknown, g.on_plan)),
    _number("overdue", "Readings overdue", wide=True),
)
TEAMS = tuple(column for column in GROUPS if column.key != "worker")

TIMESCALES = (
    Column("name", "Timescale"),
    Column("allowed", "Allowed", value=allowed_text),
    _number("applied", "Applied"),
    _number("met", "Met in time", wide=True),
    _number("late", "Met late", wide=True),
    _number("missed", "Ended late, never met", wide=True),
    _number("overdue", "Overdue now"),
    _number("children_overdue", "Children overdue", wide=True),
    _number("running", "Not yet due", wide=True),
    _number("ended", "Ended before due", wide=True),
    _number("unknown", "Cannot be computed"),
    Column("in_time", "In time", Kind.NUMBER, value=in_time_text),
    Column("published", "In time elsewhere", wide=True),
)

SIGNAL_COUNTS = (
    Column("name", "Signal"),
    _number("black", "Black"),
    _number("red", "Red"),
    _number("amber", "Amber"),
    _number("unknown", "Cannot be computed"),
    Column("why", "Why it matters", wide=True),
)

MEASURES = (
    Column("name", "Measure"),
    Column("own", "This source", value=own_text),
    Column("england", "England", value=published_text("England")),
    Column("shropshire", "Shropshire", value=published_text("Shropshire")),
)

LENGTHS = (
    Column("name", "Length of open plan"),
    Column("number", "Children", Kind.NUMBER, value=lambda b: share_text(b.number, b.of)),
    Column("england", "England", Kind.PERCENT),
    Column("shropshire", "Shropshire", Kind.PERCENT),
)

NOT_COMPUTABLE = (Column("name", "What"), Column("why_not", "Why not"))

FINDINGS = (
    Column("level", "Level", value=lambda f: str(f.level)),
    Column("source", "Where", value=lambda f: ", ".join(p for p in (f.source, f.column) if p)),
    _number("count", "Times"),
    Column("message", "What, and what to do"),
    Column("examples", "Examples", value=examples_text, is_identifier=True),
)

STANDARDS = (
    Column("name", "Standard"),
    Column("value", "Value"),
    Column("status", "Force", value=_force),
    Column("confirm", "To confirm", value=_confirm),
    Column("citation", "Citation"),
    Column("address", "Address", wide=True),
    Column("from_on", "From", Kind.DAY, wide=True),
    Column("councils", "What councils publish", wide=True),
    Column("known_how", "How the number is known", wide=True),
    Column("key", "Key", wide=True),
)
