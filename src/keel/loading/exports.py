"""Findings as a file, as text that no program runs."""

import csv
from collections.abc import Iterable, Iterator
from io import BytesIO, StringIO
from typing import Any

from xlsxwriter import Workbook

from keel.loading.models import LoadFinding

COLUMNS = (
    "Level", "Kind", "What was found", "Where", "Column", "How often", "Row", "Child", "As written", "State", "Note",
)  # fmt: skip
RUN_BY_PROGRAMS = ("=", "+", "-", "@", "\t", "\r")  # a cell that begins so may be taken for a formula
CELL = 32_767  # letters of a cell of Excel
_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
}


def lines_of(findings: Iterable[LoadFinding]) -> Iterator[list[Any]]:
    """A line for each example, or one for the finding where it has none."""
    for found in findings:
        head = [found.level, found.code, found.message, found.source, found.column, found.count]
        tail = [found.get_state_display(), found.note]
        examples = list(found.examples.all())
        for example in examples:
            yield [*head, example.row, example.child_key, example.raw, *tail]
        if not examples:
            yield [*head, None, None, None, *tail]


def as_csv(findings: Iterable[LoadFinding]) -> bytes:
    """In UTF-8 with a mark by which Excel knows it."""
    whole = StringIO()
    writer = csv.writer(whole)
    writer.writerow(COLUMNS)
    writer.writerows([_plain(cell) for cell in line] for line in lines_of(findings))
    return whole.getvalue().encode("utf-8-sig", errors="replace")


def _plain(cell: Any) -> Any:
    if isinstance(cell, str) and cell.startswith(RUN_BY_PROGRAMS):
        return f"'{cell}"
    return "" if cell is None else cell


def as_xlsx(findings: Iterable[LoadFinding]) -> bytes:
    """A workbook of one sheet, with no formula."""
    whole = BytesIO()
    with Workbook(whole, _OPTIONS) as book:
        heading = book.add_format({"bold": True, "bottom": 2})
        sheet = book.add_worksheet("Findings")
        sheet.freeze_panes(1, 0)
        for place, words in enumerate(COLUMNS):
            sheet.write_string(0, place, words, heading)
        for number, line in enumerate(lines_of(findings), start=1):
            for place, cell in enumerate(line):
                if isinstance(cell, str) and cell:
                    sheet.write_string(number, place, cell[:CELL])
                elif isinstance(cell, int):
                    sheet.write_number(number, place, cell)
        sheet.autofit()
    return whole.getvalue()


FORMS = {
    "csv": (as_csv, "text/csv; charset=utf-8"),
    "xlsx": (as_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}
