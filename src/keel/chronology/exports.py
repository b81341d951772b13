"""A list of children as a file: what whoever asks may see at this moment, as text that no program runs."""

import csv
from collections.abc import Iterable, Iterator
from io import BytesIO, StringIO
from typing import Any

from xlsxwriter import Workbook

from keel.chronology.lists import Row, stands
from keel.chronology.overview import identifier_of
from keel.practice.signals import SIGNALS
from keel.practice.signals.model import Severity
from keel.practice.standards import Standards
from keel.practice.timescales import BOOK

COLUMNS = (
    "Number", "Name", "Born", "Team", "Worker", "On plan since", "Looked after since", "Overdue", "Overdue since",
    "What is overdue", "Signals", "Cannot be computed", "Due next", "Late entries", "As at",
)  # fmt: skip
RUN_BY_PROGRAMS = ("=", "+", "-", "@", "\t", "\r")  # a cell that begins so may be taken for a formula
_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
    "default_date_format": "dd/mm/yyyy",
}


def cells_of(row: Row, standards: Standards) -> list[Any]:
    """A child's line: texts, numbers, dates, or None."""
    kept = row.kept
    return [
        identifier_of(kept.child),
        row.name,
        kept.child.birth_on,
        kept.team.name if kept.team else None,
        (kept.worker.name or kept.worker.key) if kept.worker else None,
        kept.on_plan_since,
        kept.looked_after_since,
        kept.overdue,
        kept.overdue_since,
        "; ".join(f"{BOOK[each.timescale].name}, {stands(each, standards)}" for each in row.overdue),
        "; ".join(f"{SIGNALS[each.signal].name}, {Severity(each.severity).label}" for each in row.signals),
        kept.unknown,
        kept.next_due_on,
        kept.late_entries,
        kept.as_of,
    ]


def as_csv(rows: Iterable[Row], standards: Standards) -> bytes:
    """The list as CSV, in UTF-8 with a mark by which Excel knows it."""
    whole = StringIO()
    writer = csv.writer(whole)
    writer.writerow(COLUMNS)
    writer.writerows([_plain(cell) for cell in cells_of(row, standards)] for row in rows)
    return whole.getvalue().encode("utf-8-sig")


def _plain(cell: Any) -> Any:
    """A cell that no program takes for a formula."""
    if isinstance(cell, str) and cell.startswith(RUN_BY_PROGRAMS):
        return f"'{cell}"
    return "" if cell is None else cell


def as_xlsx(rows: Iterable[Row], standards: Standards) -> bytes:
    """The list as a workbook of one sheet, with true dates and no formula."""
    whole = BytesIO()
    with Workbook(whole, _OPTIONS) as book:
        heading = book.add_format({"bold": True, "bottom": 2})
        sheet = book.add_worksheet("Children")
        sheet.freeze_panes(1, 0)
        for place, words in enumerate(COLUMNS):
            sheet.write_string(0, place, words, heading)
        for line, row in enumerate(rows, start=1):
            for place, cell in _filled(cells_of(row, standards)):
                _write(sheet, line, place, cell)
        sheet.autofit()
    return whole.getvalue()


def _filled(cells: list[Any]) -> Iterator[tuple[int, Any]]:
    return ((place, cell) for place, cell in enumerate(cells) if cell not in (None, ""))


def _write(sheet: Any, line: int, place: int, cell: Any) -> None:
    if isinstance(cell, str):
        sheet.write_string(line, place, cell)
    elif isinstance(cell, int):
        sheet.write_number(line, place, cell)
    else:
        sheet.write_datetime(line, place, cell)
