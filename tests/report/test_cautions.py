"""What is said before any figure: a file read in part, a date long after the file."""

import io
import json
from dataclasses import replace
from datetime import date, timedelta

import pytest
from lxml import html
from python_calamine import CalamineWorkbook
from rich.console import Console

from keel.exchange.findings import Level
from keel.report.cautions import LONG_AFTER, cautions, days_after_latest
from keel.report.html import save_html
from keel.report.json_report import write_json
from keel.report.summary import Report
from keel.report.text import write_text
from keel.report.xlsx import save_xlsx

CUT = "Part of the file could not be read"
LATEST = date(2025, 1, 6)


def _text(report: Report, _folder) -> str:
    file = io.StringIO()
    write_text(report, Console(file=file, width=100, markup=False, highlight=False, emoji=False))
    return " ".join(file.getvalue().split("1. What needs attention")[0].replace("│", " ").split())


def _html(report: Report, folder) -> str:
    save_html(report, folder / "report.html")
    tree = html.fromstring((folder / "report.html").read_text(encoding="utf-8"))
    return " ".join(each.text_content() for each in tree.xpath("//*[@role='region'][@aria-label='Warning']"))


def _xlsx(report: Report, folder) -> str:
    save_xlsx(report, folder / "report.xlsx")
    rows = CalamineWorkbook.from_path(folder / "report.xlsx").get_sheet_by_name("Summary").to_python()
    return " ".join(str(row[0]) for row in rows[:5])


def _json(report: Report, _folder) -> str:
    file = io.StringIO()
    write_json(report, file)
    return " ".join(json.loads(file.getvalue())["warnings"])


FORMATS = pytest.mark.parametrize("opening", [_text, _html, _xlsx, _json])


@FORMATS
def test_a_file_read_in_part_is_said_at_the_top(make_answer, tmp_path, opening) -> None:
    answer = make_answer()
    assert CUT not in opening(Report(answer, chosen="given"), tmp_path)
    answer.extract.findings.add("cut-short", Level.ERROR, "the file ends early", source="the file")
    assert CUT in opening(Report(answer, chosen="given"), tmp_path)
    assert CUT in opening(Report(answer, chosen="given", mask=True), tmp_path)


@FORMATS
@pytest.mark.parametrize("days", [LONG_AFTER, LONG_AFTER + 1])
def test_a_date_long_after_the_file_is_said_at_the_top(make_answer, tmp_path, opening, days) -> None:
    answer = replace(make_answer(), as_of=LATEST + timedelta(days))
    said = f"is {days} days after the latest day in the file" in opening(Report(answer, chosen=""), tmp_path)
    assert said is (days > LONG_AFTER)


def test_the_date_that_the_file_gives_is_a_day_in_the_file(make_answer) -> None:
    answer = make_answer()
    answer = replace(answer, extract=replace(answer.extract, reference_on=answer.as_of))
    assert days_after_latest(answer) == 0
    assert cautions(answer) == ()


def test_no_day_up_to_the_date_is_no_caution(make_answer) -> None:
    assert cautions(replace(make_answer(), as_of=date(2001, 1, 1))) == ()
