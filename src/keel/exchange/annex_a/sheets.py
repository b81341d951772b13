"""A recognised sheet as typed columns: rows told from blanks, identifiers read, what is missing named."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from keel.exchange.annex_a.columns import Values, Whereabouts, column_letters, read_column
from keel.exchange.annex_a.headings import Recognised
from keel.exchange.annex_a.remarks import remark
from keel.exchange.annex_a.template import AnnexList
from keel.exchange.annex_a.workbook import SheetRows
from keel.exchange.findings import Findings
from keel.exchange.values import clean, is_blank, text_of

# Beyond this a spreadsheet's number has lost digits.
LAST_EXACT_NUMBER = 2**53
# Two contacts of one child on one day from one source look alike and may well be two.
REPEATS_ARE_KEPT = frozenset({1})


@dataclass(frozen=True, slots=True)
class ListSheet:
    """A sheet that holds one list. Every column has one value for each of ``children`` and ``rows``."""

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


@dataclass(frozen=True, slots=True)
class _Row:
    """A row that says who it is about."""

    number: int
    child: str
    cells: Sequence[object]


def read_sheet(sheet: SheetRows, known: Recognised, findings: Findings) -> ListSheet:
    """The rows below the headings, column by column; rows without an identifier are reported and left out."""
    one = known.match.annex_list
    _report_headings(sheet, known, findings)
    first = known.heading_row + 1
    filled = [(first + at + 1, row) for at, row in enumerate(sheet.rows[first:]) if any(map(_has_value, row))]
    if one.identifier not in known.match.places:
        heading = one.columns[one.identifier].heading
        count = max(len(filled), 1)
        remark(
            findings,
            "no-identifier-column",
            source=sheet.name,
            count=count,
            list=one.title,
            heading=heading,
        )
        return ListSheet(sheet.name, one, [], [], {})
    rows = _identified(sheet.name, known, filled, findings)
    columns = _columns(sheet.name, known, rows, findings)
    read = ListSheet(sheet.name, one, [row.number for row in rows], [row.child for row in rows], columns)
    _report_twins(read, rows, findings)
    return read


def _has_value(cell: object) -> bool:
    return not is_blank(cell)


def _columns(source: str, known: Recognised, rows: Sequence[_Row], findings: Findings) -> dict[str, Values]:
    match = known.match
    cells: Sequence[Sequence[object]] = list(zip(*(row.cells for row in rows), strict=True))
    cells = cells or [()] * len(known.headings)
    numbers, children = [row.number for row in rows], [row.child for row in rows]
    columns = {}
    for key, place in match.places.items():
        where = Whereabouts(source, known.headings[place], column_letters(place), numbers, children)
        columns[key] = read_column(match.annex_list.columns[key], cells[place], where, findings)
    return columns


def _identified(
    source: str, known: Recognised, filled: Sequence[tuple[int, list[object]]], findings: Findings
) -> list[_Row]:
    """The rows that say who they are about."""
    one = known.match.annex_list
    place = known.match.places[one.identifier]
    heading = known.headings[place]
    rows = []
    for number, cells in filled:
        where: dict[str, Any] = {"source": source, "column": heading, "row": number}
        child = text_of(cells[place])
        if child is None:
            raw = "; ".join(str(cell) for cell in cells if _has_value(cell))
            remark(findings, "row-without-identifier", **where, raw=raw, list=one.title, heading=heading)
            continue
        if odd := _oddity(cells[place]):
            remark(findings, odd, **where, child=child, raw=str(cells[place]))
        rows.append(_Row(number, child, cells))
    return rows


def _oddity(cell: object) -> str | None:
    """What is to be remarked on the way an identifier is written."""
    if isinstance(cell, str):
        return None if cell == clean(cell) else "identifier-with-spaces"
    if isinstance(cell, int | float) and abs(cell) >= LAST_EXACT_NUMBER:
        return "identifier-too-long"
    return "identifier-as-number"


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
        if place in taken or not (heading or any(_has_value(row[place]) for row in below)):
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


def _report_twins(sheet: ListSheet, rows: Sequence[_Row], findings: Findings) -> None:
    """Rows told twice, and rows of one child and date that differ."""
    one = sheet.annex_list
    nothing: Sequence[object] = [None] * len(rows)
    days = sheet.columns[one.key_date].values if one.key_date in sheet.columns else nothing
    is_kept = one.number in REPEATS_ARE_KEPT
    consequence = "each was counted" if is_kept else "what they tell was counted once"
    seen: set[object] = set()
    for at, (row, day) in enumerate(zip(rows, days, strict=True)):
        whole, same_day = tuple(row.cells), (row.child, day)
        if whole in seen:
            remark(findings, "duplicate-row", **sheet.place(at), list=one.title, consequence=consequence)
        elif day is not None and same_day in seen:
            remark(findings, "same-day-twice", **sheet.place(at), list=one.title)
        seen.add(whole)
        seen.add(same_day)
