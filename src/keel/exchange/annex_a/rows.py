"""The rows of a sheet that say who they are about; the others are reported and left out."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from keel.exchange.annex_a.headings import Recognised
from keel.exchange.annex_a.remarks import remark_on_each
from keel.exchange.annex_a.workbook import SheetRows
from keel.exchange.distinct import Distinct, read_distinct
from keel.exchange.findings import Findings
from keel.exchange.values import is_blank, text_of

# Beyond this a spreadsheet's number has lost digits.
LAST_EXACT_NUMBER = 2**53


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows by their number in the sheet, who each is about, and their cells."""

    numbers: Sequence[int]
    children: Sequence[str]
    cells: Sequence[Sequence[object]]


class _Identifier(NamedTuple):
    """Who a row is about, and what is to be remarked on the way it is written."""

    child: str | None
    remark: str | None


def has_value(cell: object) -> bool:
    """Whether a cell holds anything."""
    return not is_blank(cell)


def is_filled(cells: Sequence[object]) -> bool:
    """Whether any of the cells of a row holds anything."""
    return any(map(has_value, cells))


def identified_rows(sheet: SheetRows, known: Recognised, findings: Findings) -> Rows:
    """The rows below the headings that say who they are about."""
    first = known.heading_row + 1
    rows = sheet.rows[first:]
    place = known.match.places[known.match.annex_list.identifier]
    read = read_distinct([cells[place] for cells in rows], _identifier)
    _report_identifiers(sheet, known, read, findings)
    told = [read.readings[which].child for which in read.which.tolist()]
    kept = [at for at, child in enumerate(told) if child is not None]
    return Rows(
        [first + at + 1 for at in kept], [child for child in told if child], [rows[at] for at in kept]
    )


def _identifier(cell: object) -> _Identifier:
    child = text_of(cell)
    return _Identifier(child, "row-without-identifier" if child is None else _oddity(cell, child))


def _oddity(cell: object, child: str) -> str | None:
    if isinstance(cell, str):
        return None if cell == child else "identifier-with-spaces"
    if isinstance(cell, int | float) and abs(cell) >= LAST_EXACT_NUMBER:
        return "identifier-too-long"
    return "identifier-as-number"


def _report_identifiers(
    sheet: SheetRows, known: Recognised, read: Distinct[_Identifier], findings: Findings
) -> None:
    """Rows without an identifier, except blank ones, and identifiers written oddly."""
    one = known.match.annex_list
    place, first = known.match.places[one.identifier], known.heading_row + 1
    heading = known.headings[place]

    def told(at: int) -> dict[str, Any]:
        cells, child = sheet.rows[first + at], read.readings[read.which[at]].child
        raw = str(cells[place]) if child else "; ".join(str(cell) for cell in cells if has_value(cell))
        where = {"source": sheet.name, "column": heading, "row": first + at + 1, "child": child, "raw": raw}
        return {**where, "list": one.title, "heading": heading}

    for code in sorted({one.remark for one in read.readings if one.remark}):
        places = [at for at in read.places(_remarked(code)) if is_filled(sheet.rows[first + at])]
        remark_on_each(findings, code, places, told)


def _remarked(code: str) -> Callable[[_Identifier], bool]:
    return lambda read: read.remark == code
