"""One column of a list at a time: cells in, typed values out, everything that could not be read reported."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from keel.exchange.annex_a.remarks import remark
from keel.exchange.annex_a.template import Column, Holds
from keel.exchange.dates import MONTH_FIRST, DateColumn, read_dates
from keel.exchange.findings import Findings
from keel.exchange.values import Answer, answer_of, code_of, is_disabled, plain, text_of

PLAIN_ANSWERS = frozenset({"yes", "no", "y", "n", "true", "false", "1", "0"})


@dataclass(frozen=True, slots=True)
class Values:
    """A column read. ``raws`` holds the text of a cell where the text is not the value itself."""

    column: Column
    heading: str
    values: Sequence[object]
    raws: Sequence[str | None]
    minutes: Sequence[int | None] = field(default=())


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """Where a column stands: enough to name any of its cells."""

    source: str
    heading: str
    letters: str
    rows: Sequence[int]  # row numbers of the sheet
    children: Sequence[str]

    def column(self) -> dict[str, Any]:
        """What a remark on the whole column says of its place."""
        return {"source": self.source, "column": self.heading, "heading": self.heading}

    def cell(self, place: int) -> dict[str, Any]:
        """What a remark on one cell says of its place."""
        return {**self.column(), "row": self.rows[place], "child": self.children[place]}


@dataclass(frozen=True, slots=True)
class _Reading:
    value: object = None
    raw: str | None = None
    problem: str | None = None


def column_letters(place: int) -> str:
    """The letters of a column from its place, 0 being A."""
    letters, left = "", place + 1
    while left:
        left, letter = divmod(left - 1, 26)
        letters = chr(ord("A") + letter) + letters
    return letters


def read_column(column: Column, cells: Sequence[object], where: Whereabouts, findings: Findings) -> Values:
    """The cells of one column as typed values."""
    if column.holds is Holds.DATE:
        return _read_dates(column, cells, where, findings)
    read = _READERS[column.holds]
    known: dict[object, _Reading] = {}
    readings = []
    for cell in cells:
        key = cell if cell.__class__ is str else (cell.__class__, cell)  # 1, 1.0 and True are one key
        if (reading := known.get(key)) is None:
            reading = known[key] = read(column, cell)
        readings.append(reading)
    if any(reading.problem for reading in known.values()):
        _report_unread(readings, where, findings)
    return Values(column, where.heading, [r.value for r in readings], [r.raw for r in readings])


def _report_unread(readings: Sequence[_Reading], where: Whereabouts, findings: Findings) -> None:
    """One example for each different text, with how often it stands in the column."""
    unread: dict[tuple[str, str], list[int]] = {}
    for place, reading in enumerate(readings):
        if reading.problem:
            unread.setdefault((reading.problem, reading.raw or ""), []).append(place)
    for (problem, raw), places in sorted(unread.items(), key=lambda item: -len(item[1])):
        text = raw if len(places) == 1 else f"{raw} ({len(places):,} times)"
        remark(findings, problem, **where.cell(places[0]), raw=text, count=len(places))


def _code(column: Column, cell: object) -> _Reading:
    text = text_of(cell)
    if text is None:
        return _Reading()
    code = code_of(cell, column.codeset or "")
    if code is None:
        return _Reading(None, text, "unknown-code")
    return _Reading(code, None if text == code else text)


def _answered(text: str | None, answer: Answer) -> _Reading:
    if not answer.is_understood:
        return _Reading(None, text, "unreadable-answer")
    is_plain = text is None or plain(text) in PLAIN_ANSWERS
    return _Reading(answer.yes, None if is_plain else text)


def _yes_no(column: Column, cell: object) -> _Reading:
    return _answered(text_of(cell), answer_of(cell, yes=column.yes, no=column.no))


def _disability(_: Column, cell: object) -> _Reading:
    return _answered(text_of(cell), is_disabled(cell))


def _number(_: Column, cell: object) -> _Reading:
    text = text_of(cell)
    if text is None:
        return _Reading()
    try:
        return _Reading(float(text))
    except ValueError:
        return _Reading(None, text, "unreadable-number")


def _text(_: Column, cell: object) -> _Reading:
    return _Reading(text_of(cell))


_READERS: Mapping[Holds, Callable[[Column, object], _Reading]] = {
    Holds.IDENTIFIER: _text,
    Holds.TEXT: _text,
    Holds.CODE: _code,
    Holds.YES_NO: _yes_no,
    Holds.DISABILITY: _disability,
    Holds.NUMBER: _number,
}


def _read_dates(column: Column, cells: Sequence[object], where: Whereabouts, findings: Findings) -> Values:
    read = read_dates(cells)
    _report_column_of_dates(read, where, findings)
    for place, cell in enumerate(read.cells):
        if cell.problem:
            code = "month-first" if cell.problem == MONTH_FIRST else "impossible-date"
            raw = f"{where.letters}{where.rows[place]}: {cell.raw} {cell.problem}"
            remark(findings, code, **where.cell(place), raw=raw)
    days: list[date | None] = [cell.on for cell in read.cells]
    raws, minutes = [cell.raw for cell in read.cells], [cell.minute for cell in read.cells]
    return Values(column, where.heading, days, raws, minutes)


def _report_column_of_dates(read: DateColumn, where: Whereabouts, findings: Findings) -> None:
    if read.is_swap_suspected:
        remark(findings, "day-and-month-swapped", **where.column())
    if read.others:
        others = ", ".join(f"{form} ({count:,})" for form, count in read.others.items())
        count = sum(read.others.values())
        remark(findings, "mixed-dates", **where.column(), count=count, form=read.form, others=others)
