"""A recognised sheet as typed columns: rows told from blanks, identifiers read, what is missing named."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from keel.exchange.annex_a.columns import Values, Whereabouts, column_letters, read_column
from keel.exchange.annex_a.headings import Recognised
from keel.exchange.annex_a.remarks import remark
from keel.exchange.annex_a.rows import Rows, has_value, identified_rows, is_filled
from keel.exchange.annex_a.template import AnnexList
from keel.exchange.annex_a.workbook import SheetRows
from keel.exchange.findings import Findings

# Two contacts of one child on one day from one source look alike and may well be two.
REPEATS_ARE_KEPT = frozenset({1})


@dataclass(frozen=True, slots=True)
class ListSheet:
    """A sheet that holds one list. Every column has one value for each of ``children`` and ``rows``.

    The column of identifiers is not among ``columns``: ``children`` are what was read from it.
    """

    name: str
    annex_list: AnnexList
    rows: Sequence[int]  # row numbers of the sheet
    children: Sequence[str]
    columns: Mapping[str, Values]

    def __len__(self) -> int:
        return len(self.rows)

    def place(self, at: int) -> dict[str, Any]:
        """What a remark on one row says of its place."""
        return {"source": self.name, "row": self.rows[at], "child": self.children[at]}

    def values(self, key: str | None) -> pl.Series:
        """The values of a column; all blank where the sheet does not have it."""
        return self.columns[key].values if key in self.columns else blank(len(self))  # type: ignore[index]

    def frame(self) -> pl.DataFrame:
        """Each row's number and child, and each column with its texts and minutes beside it."""
        columns = {
            "row": pl.Series(self.rows, dtype=pl.Int32),
            "child": pl.Series(self.children, dtype=pl.String),
        }
        for key, column in self.columns.items():
            columns |= {key: column.values, raw_of(key): column.raws}
            columns |= {} if column.minutes is None else {minute_of(key): column.minutes}
        return pl.DataFrame(columns)

    def written(self, key: str) -> pl.Expr:
        """In the frame: "heading=text" where the text of a column is not its value."""
        return pl.format("{}={}", pl.lit(self.columns[key].heading), pl.col(raw_of(key)))


def raw_of(key: str) -> str:
    """The column of a frame that holds the texts of another."""
    return f"{key} as written"


def minute_of(key: str) -> str:
    """The column of a frame that holds the minutes of the day of another."""
    return f"{key}, minute"


def blank(count: int) -> pl.Series:
    """A column of so many blanks."""
    return pl.repeat(None, count, eager=True)


def read_sheet(sheet: SheetRows, known: Recognised, findings: Findings) -> ListSheet:
    """The rows below the headings, column by column; rows without an identifier are reported and left out."""
    one = known.match.annex_list
    _report_headings(sheet, known, findings)
    if one.identifier not in known.match.places:
        _report_no_identifiers(sheet, known, findings)
        return ListSheet(sheet.name, one, [], [], {})
    rows = identified_rows(sheet, known, findings)
    columns = _columns(sheet.name, known, rows, findings)
    read = ListSheet(sheet.name, one, rows.numbers, rows.children, columns)
    _report_twins(read, rows.cells, findings)
    return read


def _columns(source: str, known: Recognised, rows: Rows, findings: Findings) -> dict[str, Values]:
    match = known.match
    cells: Sequence[Sequence[object]] = list(zip(*rows.cells, strict=True)) or [()] * len(known.headings)
    columns = {}
    for key, place in match.places.items():
        if key == match.annex_list.identifier:
            continue
        letters = column_letters(place)
        where = Whereabouts(source, known.headings[place], letters, rows.numbers, rows.children)
        columns[key] = read_column(match.annex_list.columns[key], cells[place], where, findings)
    return columns


def _report_no_identifiers(sheet: SheetRows, known: Recognised, findings: Findings) -> None:
    one = known.match.annex_list
    remark(
        findings,
        "no-identifier-column",
        source=sheet.name,
        count=max(sum(map(is_filled, sheet.rows[known.heading_row + 1 :])), 1),
        list=one.title,
        heading=one.columns[one.identifier].heading,
    )


def _report_headings(sheet: SheetRows, known: Recognised, findings: Findings) -> None:
    match = known.match
    one = match.annex_list
    if match.missing:
        names = ", ".join(repr(column.heading) for column in match.missing)
        count = len(match.missing)
        remark(findings, "missing-columns", source=sheet.name, count=count, list=one.title, headings=names)
    for key in sorted(match.guessed):
        heading, meant = known.headings[match.places[key]], one.columns[key].heading
        remark(findings, "heading-guessed", source=sheet.name, column=heading, heading=heading, meant=meant)
    _report_unknown(sheet, known, findings)


def _report_unknown(sheet: SheetRows, known: Recognised, findings: Findings) -> None:
    taken = set(known.match.places.values())
    below = sheet.rows[known.heading_row + 1 :]
    for place, heading in enumerate(known.headings):
        if place in taken or not (heading or any(has_value(row[place]) for row in below)):
            continue
        letters = column_letters(place)
        remark(
            findings,
            "unknown-heading",
            source=sheet.name,
            column=heading or letters,
            row=known.heading_row + 1,
            raw=heading or None,
            letters=letters,
            heading=heading or "without a heading",
            list=known.match.annex_list.title,
        )


def _report_twins(sheet: ListSheet, cells: Sequence[Sequence[object]], findings: Findings) -> None:
    """Rows told twice, and rows of one child and date that differ."""
    one = sheet.annex_list
    days = sheet.values(one.key_date).to_list()
    consequence = "each was counted" if one.number in REPEATS_ARE_KEPT else "what they tell was counted once"
    seen: set[object] = set()
    for at, same_day in enumerate(zip(sheet.children, days, strict=True)):
        whole = tuple(cells[at])
        if whole in seen:
            remark(findings, "duplicate-row", **sheet.place(at), list=one.title, consequence=consequence)
        elif same_day[1] is not None and same_day in seen:
            remark(findings, "same-day-twice", **sheet.place(at), list=one.title)
        seen.add(whole)
        seen.add(same_day)
