"""Who the children of a return are, and what it says beside their events: read once more when a load asks."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import NamedTuple

import polars as pl
import pyarrow as pa

from keel.exchange.cin_census.case import Case
from keel.exchange.cin_census.parts import Part
from keel.exchange.cin_census.texts import Value
from keel.exchange.findings import Findings
from keel.exchange.particulars import Particulars, Scheme
from keel.practice.history import EventKind

_NUMBERS = {"UPN": Scheme.UPN, "FormerUPN": Scheme.FORMER_UPN, "LAchildID": Scheme.LA_CHILD_ID}
# For each group: the word of its strand, the element that dates it, and the event made of that date.
_GROUPS: Mapping[str, tuple[str, str, EventKind]] = {
    "Assessments": ("assessment", "AssessmentActualStartDate", EventKind.ASSESSMENT_STARTED),
    "CINPlanDates": ("cinplan", "CINPlanStartDate", EventKind.CIN_PLAN_STARTED),
    "Section47": ("s47", "S47ActualStartDate", EventKind.S47_STARTED),
    "ChildProtectionPlans": ("plan", "CPPstartDate", EventKind.PLAN_STARTED),
    "PreProceedingsandFGDM": ("pp", "PPStartDate", EventKind.PRE_PROCEEDINGS_STARTED),
}


@dataclass(frozen=True, slots=True)
class Told:
    """The tables of people, and the lines of details."""

    people: Mapping[str, pl.DataFrame]
    details: pl.DataFrame


class _Line(NamedTuple):
    """One value that no event carries."""

    child: str
    kind: str | None
    on: date | None
    episode: str | None
    field: str
    value: str
    raw: str | None
    source: str
    row: int
    column: str


_LINE = {
    "child": pl.String, "kind": pl.String, "on": pl.Date, "episode": pl.String, "field": pl.String,
    "value": pl.String, "raw": pl.String, "source": pl.String, "row": pl.Int32, "column": pl.String,
}  # fmt: skip
_NUMBER = {
    "person": pl.String,
    "scheme": pl.String,
    "value": pl.String,
    "source": pl.String,
    "row": pl.Int32,
}
_CODE = {"person": pl.String, "code": pl.String, "source": pl.String, "row": pl.Int32}


def particulars_of(again: Callable[[], Told], known: Findings) -> Particulars:
    """What the return says beside events; ``again`` reads it, once for both."""
    once = cache(again)
    return Particulars(lambda _: once().people, lambda _: {"details": once().details}, known=known)


def told(cases: Iterable[Case], children: pa.Table) -> Told:
    """What the cases say; ``children`` is the table that was made of them."""
    numbers: list[tuple[object, ...]] = []
    codes: list[tuple[object, ...]] = []
    lines: list[_Line] = []
    for case in cases:
        numbers += _numbers(case)
        codes += _disabilities(case)
        lines += _lines(case)
    persons = pl.from_arrow(children).rename({"child": "person"})  # type: ignore[union-attr]
    people = {
        "persons": persons.with_columns(is_child=pl.lit(True)),  # type: ignore[union-attr]
        "identifiers": pl.DataFrame(numbers, schema=_NUMBER, orient="row"),
        "disabilities": pl.DataFrame(codes, schema=_CODE, orient="row"),
    }
    return Told(people, pl.DataFrame(lines, schema=_LINE, orient="row"))


def _numbers(case: Case) -> Iterator[tuple[object, ...]]:
    who = case.identifiers
    for name, scheme in _NUMBERS.items():
        value = who.text(name) if who and not case.is_repeat else None
        if who and value:
            yield case.key, scheme.value, value, who.group.source, who.line


def _disabilities(case: Case) -> Iterator[tuple[object, ...]]:
    what = case.characteristics
    for value, _, line in what.many.get("Disability", ()) if what else ():
        yield case.key, value, "ChildCharacteristics/Disabilities", line


def _lines(case: Case) -> Iterator[_Line]:
    if case.identifiers:
        yield from _part(case, case.identifiers, None, None, None)
    for number, need in enumerate(case.needs, 1):
        name = f"{case.mark}:{number}"
        referred = need.day("CINreferralDate")
        yield from _part(case, need, EventKind.REFERRAL_RECEIVED, referred, f"referral:{name}")
        for group, (strand, start, kind) in _GROUPS.items():
            for place, part in enumerate(need.parts.get(group, ()), 1):
                yield from _part(case, part, kind, part.day(start), f"{strand}:{name}.{place}")


def _part(
    case: Case, part: Part, kind: EventKind | None, on: date | None, episode: str | None
) -> Iterator[_Line]:
    """The values of a group that have an item of their own."""
    about = (case.key, kind.value if kind and on else None, on, episode)
    wrapped = [inner for inner in part.group.groups.values() if inner.is_wrapper]
    for group in (part.group, *wrapped):
        for name, element in group.elements.items():
            value, raw = _value(part, name)
            if element.item and value is not None:
                yield _Line(*about, element.item, value, raw, part.group.source, part.line, name)


def _value(part: Part, name: str) -> tuple[str | None, str | None]:
    """The value as text, and the text where it is not the value itself. Values that repeat stand in one line."""
    if many := part.many.get(name):
        return " ".join(_text(value) for value, _, _ in many), None
    value, raw = part.values.get(name), part.raws.get(name)
    return (raw if value is None else _text(value)), raw


def _text(value: Value) -> str:
    if isinstance(value, bool):
        return "Y" if value else "N"
    return str(value)
