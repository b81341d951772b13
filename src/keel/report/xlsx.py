"""The report as a workbook that an analyst can filter: every child and every reading, true dates, no formulas."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.exceptions import FileCreateError
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from keel.report import tables
from keel.report.cautions import Caution
from keel.report.children import ChildPage, pages
from keel.report.summary import Report
from keel.report.tables import Column, Kind
from keel.report.wording import CONFIRM, NOT_RECORDED, day_text, percent

ROWS = 1_048_576  # of a sheet of Excel
TEXT = 32_767  # letters of a cell of Excel


_OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
    "default_date_format": "dd/mm/yyyy",
}


def save_xlsx(report: Report, path: Path) -> None:
    """Write the workbook."""
    # In memory, because a full disk would otherwise be told from inside the archive, as a traceback.
    whole = BytesIO()
    try:
        with Workbook(whole, _OPTIONS) as book:
            book.set_properties({"title": report.title, "comments": "Made by Keel"})
            _write_all(_Writer.of(book), report)
    except FileCreateError as error:
        raise OSError(*error.args[0].args) from error
    path.write_bytes(whole.getbuffer())


def _write_all(writer: "_Writer", report: Report) -> None:
    _write_summary(writer, report)
    writer.table("Children", _CHILDREN, (page.child for page in pages(report.answer, report.children)))
    writer.table("Readings", _READINGS, _readings(report))
    writer.table("Signals", _SIGNALS, _signals(report))
    writer.table("Timescales", _TIMESCALES, report.timescales)
    writer.table("Signal counts", tables.SIGNAL_COUNTS, report.signals)
    writer.table("Teams and workers", _GROUPS, report.workers)
    writer.table("Not computable", tables.NOT_COMPUTABLE, report.not_computable)
    writer.table("File findings", _FINDINGS, report.findings)
    writer.table("Standards", tables.STANDARDS, report.standards)


@dataclass(slots=True)
class _Writer:
    """Writes tables, each on a sheet of its own, and on further sheets where one is full."""

    book: Workbook
    heading: Format
    wrapped: Format
    day: Format
    percent: Format
    warned: Format
    rows: int = ROWS
    used: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, book: Workbook) -> "_Writer":
        return cls(
            book,
            heading=book.add_format({"bold": True, "bottom": 2, "text_wrap": True, "valign": "bottom"}),
            wrapped=book.add_format({"valign": "top"}),
            day=book.add_format({"num_format": "dd/mm/yyyy", "align": "left", "valign": "top"}),
            percent=book.add_format({"num_format": '0.0"%"', "valign": "top"}),
            warned=book.add_format({"bold": True, "font_color": "#B3261E", "valign": "top"}),
        )

    def table(self, name: str, columns: Sequence[Column], lines: Iterable[Any]) -> None:
        """Write ``lines``; a table that outgrows a sheet goes on in "name 2" and so on."""
        sheet, row, number = self._sheet(name, columns), 0, 1
        for line in lines:
            if row == self.rows - 1:
                self._finish(sheet, columns, row)
                number += 1
                sheet, row = self._sheet(f"{name} {number}", columns), 0
            row += 1
            for place, column in enumerate(columns):
                self._cell(sheet, row, place, column, column.of(line))
        self._finish(sheet, columns, row)

    def _sheet(self, name: str, columns: Sequence[Column]) -> Worksheet:
        sheet = self.book.add_worksheet(name)
        sheet.freeze_panes(1, 1)
        sheet.repeat_rows(0)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        for place, column in enumerate(columns):
            sheet.set_column(place, place, _width(column))
        for place, column in enumerate(columns):
            sheet.write_string(0, place, column.heading, self.heading)
        return sheet

    def _finish(self, sheet: Worksheet, columns: Sequence[Column], last: int) -> None:
        sheet.autofilter(0, 0, last, len(columns) - 1)

    def _cell(self, sheet: Worksheet, row: int, place: int, column: Column, value: object) -> None:
        if isinstance(value, bool) or (value is None and column.kind is Kind.YES_NO):
            text = NOT_RECORDED if value is None else ("yes" if value else "no")
            sheet.write_string(row, place, text, self.wrapped)
        elif isinstance(value, date):
            sheet.write_datetime(row, place, value, self.day)
        elif isinstance(value, int | float):
            number_format = self.percent if column.kind is Kind.PERCENT else self.wrapped
            sheet.write_number(row, place, value, number_format)
        elif value is not None:
            sheet.write_string(row, place, _fitted(str(value)), self.wrapped)


def _fitted(text: str) -> str:
    return text if len(text) <= TEXT else f"{text[: TEXT - 1]}…"


def _width(column: Column) -> int:
    if column.key in ("because", "message", "examples", "known_how", "why"):
        return 80
    if column.key in ("name", "why_not", "citation", "address", "councils", "allowed", "worker", "team"):
        return 36
    return 22 if column.kind is Kind.TEXT else 12


def _of_page(column: Column) -> Column:
    return Column(column.key, column.heading, column.kind, value=lambda pair: column.of(pair[1]))


_CHILD = Column("child", "Child", value=lambda pair: pair[0].child["key"])
_TEAM = Column("team", "Team", value=lambda pair: pair[0].child["team"] or NOT_RECORDED)
_WORKER = Column("worker", "Social worker", value=lambda pair: pair[0].child["worker"] or NOT_RECORDED)


def _share(key: str, heading: str, of: str) -> tuple[Column, Column]:
    """A count and its percent of another count, in two columns."""
    return (
        Column(key, heading, Kind.NUMBER),
        Column(
            f"{key}_percent", f"{heading}, %", Kind.PERCENT, value=lambda line: _percent_of(line, key, of)
        ),
    )


def _percent_of(line: object, key: str, of: str) -> float | None:
    return percent(getattr(line, key), getattr(line, of))


_CHILDREN = (
    *(column for column in tables.CHILDREN if column.key != "age_text"),
    Column("age", "Age", Kind.NUMBER),
    Column("is_unborn", "Unborn", Kind.YES_NO),
    Column("category", "Category of abuse"),
)
_READINGS = (
    *(_CHILD, _TEAM, _WORKER),
    *(_of_page(column) for column in tables.READINGS),
    *(_of_page(Column(key, heading)) for key, heading in (("status", "Status"), ("timescale", "Key"))),
)
_SIGNALS = (
    *(_CHILD, _TEAM, _WORKER),
    *(_of_page(column) for column in tables.SIGNALS),
    _of_page(Column("signal", "Key")),
)
_TIMESCALES = (
    *(column for column in tables.TIMESCALES if column.key not in ("in_time", "allowed")),
    Column("judged", "Judged", Kind.NUMBER),
    Column("in_time", "In time, %", Kind.PERCENT),
    Column("value", "Allowed", value=lambda line: line.standard.value if line.standard else ""),
    Column(
        "confirm",
        "To confirm",
        value=lambda line: CONFIRM if line.standard and line.standard.needs_confirming else "",
    ),
    Column("key", "Key"),
)
_GROUPS = (
    *(column for column in tables.GROUPS if column.key in ("team", "worker", "children", "on_plan")),
    *_share("in_breach", "On a plan, overdue now", "on_plan"),
    *_share("red_or_black", "On a plan, red or black signal", "on_plan"),
    *_share("unknown", "On a plan, cannot be computed", "on_plan"),
    Column("overdue", "Readings overdue", Kind.NUMBER),
)
_FINDINGS = (
    *(column for column in tables.FINDINGS if column.key not in ("source", "examples")),
    Column("source", "Sheet, element or table"),
    Column("column", "Column"),
    Column("examples", "Examples", value=tables.examples_text),
)


def _readings(report: Report) -> Iterator[tuple[ChildPage, dict[str, Any]]]:
    for page in pages(report.answer, report.children):
        for reading in page.readings:
            yield page, reading


def _signals(report: Report) -> Iterator[tuple[ChildPage, dict[str, Any]]]:
    for page in pages(report.answer, report.children):
        for signal in page.signals:
            yield page, signal


def _write_summary(writer: _Writer, report: Report) -> None:
    """The first sheet: what was read, the figures, open plans by length, and published figures."""
    sheet = writer.book.add_worksheet("Summary")
    sheet.set_column(0, 0, 62)
    sheet.set_column(1, 8, 16)
    sheet.freeze_panes(1, 0)
    for row, line in enumerate(_summary_lines(report)):
        for place, value in enumerate(line):
            _write_plain(writer, sheet, row, place, value)


def _write_plain(writer: _Writer, sheet: Worksheet, row: int, place: int, value: object) -> None:
    if isinstance(value, int | float):
        sheet.write_number(row, place, value, writer.percent if isinstance(value, float) else writer.wrapped)
    elif value is not None:
        is_heading = row == 0 or isinstance(value, Heading)
        plain = writer.warned if isinstance(value, Warned) else writer.wrapped
        sheet.write_string(row, place, str(value), writer.heading if is_heading else plain)


class Heading(str):
    """A text that heads a column of the summary."""

    __slots__ = ()


class Warned(str):
    """A text that must not be passed over."""

    __slots__ = ()


def _caution_text(caution: Caution) -> str:
    more = ' See the sheet "File findings".' if caution.has_findings else ""
    return f"Warning: {caution.sentence}{more}"


def headings(*texts: str) -> list[Heading]:
    """A row of headings."""
    return [Heading(text) for text in texts]


def _summary_lines(report: Report) -> Iterator[Sequence[object]]:
    extract = report.answer.extract
    yield (f"Keel: {report.title}",)
    yield (f"As at {day_text(report.answer.as_of)}, {report.chosen}",)
    for caution in report.cautions:
        yield (Warned(_caution_text(caution)),)
    yield (f"{extract.format}", len(extract.children), "children", len(extract.events), "dated events")
    yield (
        "Identifiers are replaced by codes" if report.is_masked else "Identifiers are those of the source",
    )
    yield ()
    yield headings("What needs attention", "Number", "Of", "Percent", "Of what", "Note")
    for figure in report.figures:
        yield figure.label, figure.number, figure.of, figure.percent, figure.of_what, figure.note
    yield (report.not_known,)
    yield ()
    yield headings("The children with the most drift", "Overdue", "Black", "Red", "Amber", "Drift score")
    for page in report.worst:
        child = page.child
        yield (
            *(child["key"], child["breaches_open"], child["black"], child["red"]),
            *(child["amber"], child["drift_score"]),
        )
    yield ()
    yield headings("Open plans by length", "Children", "Of", "England, %", "Shropshire, %")
    for band in report.lengths:
        yield band.name, band.number, band.of, band.england, band.shropshire
    yield ()
    yield headings("Beside published figures", "Number", "Of", "Percent", "England", "Shropshire", "Why not")
    for m in report.measures:
        england, shropshire = (tables.published_text(place)(m) for place in ("England", "Shropshire"))
        yield m.name, m.number, m.out_of, m.percent, england, shropshire, m.why_not
