"""Small Annex A workbooks, written for one test each."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path

import xlsxwriter

from keel.exchange.annex_a import read
from keel.exchange.extract import Extract
from keel.exchange.findings import Finding
from keel.practice.history import FACT_BITS, Fact

Rows = Sequence[Sequence[object]]

CHILD = "Child Unique ID"
REFERRALS = [CHILD, "Date of referral", "Referral Source", "Referral NFA?"]
ASSESSMENTS = [CHILD, "Continuous Assessment Start Date", "Continuous Assessment Date of Authorisation"]
ENQUIRIES = [
    CHILD,
    "Strategy discussion initiating Section 47 Enquiry Start Date",
    "Was an Initial Child Protection Conference deemed unnecessary?",
    "Date of Initial Child Protection Conference",
    "Did the Initial Child Protection Conference Result in a Child Protection Plan",
]
IN_NEED = [CHILD, "CIN Start Date", "Date Child Was Last Seen", "CIN Closure Date", "Case Status"]
PLANS = [
    CHILD,
    "Child Protection Plan Start Date",
    "Date of the Last Statutory Visit",
    "Was the Child Seen Alone?",
    "Date of latest review conference",
    "Child Protection Plan End Date",
]


def write_book(path: Path, sheets: Mapping[str, Rows]) -> Path:
    """A workbook of the given sheets; text stays text, dates become Excel dates, None an empty cell."""
    with xlsxwriter.Workbook(path, {"default_date_format": "dd/mm/yyyy"}) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for at, row in enumerate(rows):
                for place, cell in enumerate(row):
                    _write(sheet, at, place, cell)
    return path


def _write(sheet: xlsxwriter.worksheet.Worksheet, at: int, place: int, cell: object) -> None:
    if isinstance(cell, date | datetime):
        sheet.write_datetime(at, place, cell)
    elif isinstance(cell, int | float):
        sheet.write_number(at, place, cell)
    elif cell is not None:
        sheet.write_string(at, place, str(cell))


def read_book(folder: Path, sheets: Mapping[str, Rows]) -> Extract:
    return read(write_book(folder / "book.xlsx", sheets))


def findings(extract: Extract, code: str) -> list[Finding]:
    return [finding for finding in extract.findings if finding.code == code]


def only_finding(extract: Extract, code: str) -> Finding:
    (found,) = findings(extract, code)
    return found


def events(extract: Extract, kind: str, child: str | None = None) -> list[dict[str, object]]:
    """Events of one kind, with the child's own identifier and the facts as words."""
    names = extract.children["child"].to_pylist()
    rows = [{**row, "child": names[row["child"]]} for row in extract.events.to_pylist()]
    wanted = [row for row in rows if row["kind"] == kind and child in (None, row["child"])]
    return [{**row, "facts": _facts(row)} for row in wanted]


def _facts(row: Mapping[str, int]) -> dict[Fact, bool]:
    yes = {fact: True for fact, bit in FACT_BITS.items() if row["yes"] & bit}
    return yes | {fact: False for fact, bit in FACT_BITS.items() if row["no"] & bit}


def children(extract: Extract) -> dict[str, dict[str, object]]:
    return {row["child"]: row for row in extract.children.to_pylist()}
