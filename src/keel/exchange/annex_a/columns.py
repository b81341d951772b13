"""One column of a list at a time: cells in, typed values out, everything that could not be read reported."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import polars as pl

from keel.exchange.annex_a.remarks import remark, remark_on_each
from keel.exchange.annex_a.template import Column, Holds
from keel.exchange.dates import MONTH_FIRST, DateColumn, Dated, read_dates
from keel.exchange.distinct import Distinct, read_distinct
from keel.exchange.findings import Findings
from keel.exchange.values import Answer, answer_of, code_of, is_disabled, plain, text_of

PLAIN_ANSWERS = frozenset({"yes", "no", "y", "n", "true", "false", "1", "0"})


@dataclass(frozen=True, slots=True)
class Values:
    """A column read: ``raws`` are texts of cells where the text is not the value, ``minutes`` of the day."""

    column: Column
    heading: str
    values: pl.Series
    raws: pl.Series
    minutes: pl.Series | None = None


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


class _Reading(NamedTuple):
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
    kind, reader = _READERS[column.holds]
    read = read_distinct(cells, lambda cell: reader(column, cell))
    _report_unread(read, where, findings)
    values = read.column((one.value for one in read.readings), kind)
    return Values(column, where.heading, values, read.column((one.raw for one in read.readings), pl.String))


def _report_unread(read: Distinct[_Reading], where: Whereabouts, findings: Findings) -> None:
    """One example for each different text, with how often it stands in the column."""
    if not any(one.problem for one in read.readings):
        return
    unread: dict[tuple[str, str], tuple[int, int]] = {}  # first place and count
    for one, place, count in zip(read.readings, read.first_places(), read.counts(), strict=True):
        if one.problem:
            first, before = unread.get((one.problem, one.raw or ""), (place, 0))
            unread[one.problem, one.raw or ""] = (first, before + count)
    for (problem, raw), (place, count) in sorted(unread.items(), key=lambda item: -item[1][1]):
        text = raw if count == 1 else f"{raw} ({count:,} times)"
        remark(findings, problem, **where.cell(place), raw=text, count=count)


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


_READERS: Mapping[Holds, tuple[type[pl.DataType], Callable[[Column, object], _Reading]]] = {
    Holds.TEXT: (pl.String, _text),
    Holds.CODE: (pl.String, _code),
    Holds.YES_NO: (pl.Boolean, _yes_no),
    Holds.DISABILITY: (pl.Boolean, _disability),
    Holds.NUMBER: (pl.Float64, _number),
}
_PROBLEMS_OF_DATES: Mapping[str, Callable[[Dated], bool]] = {
    "month-first": lambda one: one.problem == MONTH_FIRST,
    "impossible-date": lambda one: one.problem not in (None, MONTH_FIRST),
}


def _read_dates(column: Column, cells: Sequence[object], where: Whereabouts, findings: Findings) -> Values:
    dates = read_dates(cells)
    _report_column_of_dates(dates, where, findings)
    _report_unread_dates(dates.read, where, findings)
    days, _, minutes, _, raws = zip(*dates.read.readings, strict=True) if cells else ((),) * 5
    read = dates.read.column
    return Values(column, where.heading, read(days, pl.Date), read(raws, pl.String), read(minutes, pl.Int16))


def _report_unread_dates(read: Distinct[Dated], where: Whereabouts, findings: Findings) -> None:
    def told(place: int) -> dict[str, Any]:
        cell = read.readings[read.which[place]]
        return {
            **where.cell(place),
            "raw": f"{where.letters}{where.rows[place]}: {cell.raw} {cell.problem}",
        }

    for code, is_it in _PROBLEMS_OF_DATES.items():
        remark_on_each(findings, code, read.places(is_it), told)


def _report_column_of_dates(read: DateColumn, where: Whereabouts, findings: Findings) -> None:
    if read.is_swap_suspected:
        remark(findings, "day-and-month-swapped", **where.column())
    if read.others:
        others = ", ".join(f"{form} ({count:,})" for form, count in read.others.items())
        count = sum(read.others.values())
        remark(findings, "mixed-dates", **where.column(), count=count, form=read.form, others=others)
