"""A list as a file of one sheet: text that no program runs, true dates, no formula."""

import csv
from collections.abc import Iterable, Sequence
from datetime import date
from io import BytesIO, StringIO
from typing import Any

from xlsxwriter import Workbook

Line = Sequence[Any]  # texts, whole numbers, dates, or None
RUN_BY_PROGRAMS = ("=", "+", "-", "@", "\t", "\r")  # a cell that begins so may be taken for a formula
CELL = 32_767  # letters of a cell of Excel
_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
    "default_date_format": "dd/mm/yyyy",
}


def as_csv(_title: str, columns: Line, lines: Iterable[Line]) -> bytes:
    """In UTF-8 with a mark by which Excel knows it."""
    whole = StringIO()
    writer = csv.writer(whole)
    writer.writerow(columns)
    writer.writerows([_plain(cell) for cell in line] for line in lines)
    return whole.getvalue().encode("utf-8-sig", errors="replace")


def _plain(cell: Any) -> Any:
    if isinstance(cell, str) and cell.startswith(RUN_BY_PROGRAMS):
        return f"'{cell}"
    return "" if cell is None else cell


def as_xlsx(title: str, columns: Line, lines: Iterable[Line]) -> bytes:
    """A workbook whose one sheet has the title."""
    whole = BytesIO()
    with Workbook(whole, _OPTIONS) as book:
        heading = book.add_format({"bold": True, "bottom": 2})
        sheet = book.add_worksheet(title)
        sheet.freeze_panes(1, 0)
        for place, words in enumerate(columns):
            sheet.write_string(0, place, words, heading)
        for number, line in enumerate(lines, start=1):
            for place, cell in enumerate(line):
                _write(sheet, number, place, cell)
        sheet.autofit()
    return whole.getvalue()


def _write(sheet: Any, line: int, place: int, cell: Any) -> None:
    if cell in (None, ""):
        return
    if isinstance(cell, str):
        sheet.write_string(line, place, cell[:CELL])
    elif isinstance(cell, date):
        sheet.write_datetime(line, place, cell)
    else:
        sheet.write_number(line, place, cell)


FORMS = {
    "csv": (as_csv, "text/csv; charset=utf-8"),
    "xlsx": (as_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}
