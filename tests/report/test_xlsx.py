"""The workbook: every child and reading, true dates, and no text that runs."""

import zipfile
from datetime import date

import pytest
from made_answer import FORMULA, PLAIN
from python_calamine import CalamineWorkbook
from xlsxwriter import Workbook

from keel.report import tables, xlsx
from keel.report.xlsx import save_xlsx

SHEETS = (
    *("Summary", "Children", "Readings", "Signals", "Timescales", "Signal counts", "Teams and workers"),
    *("Not computable", "File findings", "Standards"),
)


@pytest.fixture
def book(report, tmp_path):
    path = tmp_path / "report.xlsx"
    save_xlsx(report, path)
    return path


def _rows(path, sheet):
    return CalamineWorkbook.from_path(path).get_sheet_by_name(sheet).to_python()


def test_the_sheets_are_those_promised(book) -> None:
    assert tuple(CalamineWorkbook.from_path(book).sheet_names) == SHEETS


def test_an_identifier_that_looks_like_a_formula_stays_a_text(book) -> None:
    with zipfile.ZipFile(book) as archive:
        sheets = [archive.read(name).decode() for name in archive.namelist() if "worksheets" in name]
    assert not any("<f>" in sheet for sheet in sheets)
    assert FORMULA in [row[0] for row in _rows(book, "Children")]


def test_every_reading_and_signal_is_there_with_true_dates(book, report) -> None:
    readings = _rows(book, "Readings")
    assert len(readings) == report.answer.readings.height + 1
    due = readings[0].index("Due")
    assert date(2025, 1, 20) in [row[due] for row in readings]
    assert len(_rows(book, "Signals")) == report.answer.signals.height + 1


def test_not_recorded_is_said_and_not_left_as_no(book) -> None:
    children = _rows(book, "Children")
    disabled = children[0].index("Disabled")
    assert {row[disabled] for row in children[1:]} == {"not recorded"}


@pytest.mark.parametrize("sheet", ["Children", "Readings", "Signals"])
def test_a_missing_team_or_worker_is_said_on_every_sheet(book, sheet) -> None:
    rows = _rows(book, sheet)
    for heading in ("Team", "Social worker"):
        said = {row[rows[0].index(heading)] for row in rows[1:]}
        assert "not recorded" in said
        assert "" not in said


def test_each_table_has_a_filter_and_its_heading_stays_in_view(book) -> None:
    with zipfile.ZipFile(book) as archive:
        second = archive.read("xl/worksheets/sheet2.xml").decode()
    assert "<autoFilter" in second
    assert 'state="frozen"' in second


def test_rows_beyond_a_sheet_go_on_to_the_next_and_none_is_lost(tmp_path) -> None:
    path = tmp_path / "long.xlsx"
    book = Workbook(path, {"constant_memory": True})
    writer = xlsx._Writer.of(book)
    writer.rows = 4
    lines = [{"name": f"N{number}", "why_not": PLAIN} for number in range(7)]
    writer.table("Long", tables.NOT_COMPUTABLE, lines)
    book.close()
    names = ["Long", "Long 2", "Long 3"]
    assert CalamineWorkbook.from_path(path).sheet_names == names
    assert [row[0] for name in names for row in _rows(path, name)[1:]] == [line["name"] for line in lines]
