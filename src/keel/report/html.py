"""The report as one page that stands alone: no other file, nothing fetched, readable without scripts."""

from base64 import b64encode
from collections.abc import Iterator, Sequence
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from typing import Any

import polars as pl
from jinja2 import Environment, PackageLoader, StrictUndefined

from keel.report import tables
from keel.report.charts import lengths_chart, overdue_chart, signals_chart
from keel.report.children import ChildPage, pages
from keel.report.doubt import in_doubt
from keel.report.html_cells import Sheet, severity_tag, sheet, status_tag
from keel.report.standard_lines import StandardLine
from keel.report.summary import Report
from keel.report.tables import Column, Kind
from keel.report.text_children import first_reason, plan_text
from keel.report.wording import counted, day_text, standing

EVERY_READING = 3_000  # up to so many readings the page lists all; beyond, what is open now
CHILDREN_LISTED = 400  # children with something open, at the most, so that the page can be sent by e-mail


def save_html(report: Report, path: Path) -> None:
    """Write the page."""
    environment = Environment(
        loader=PackageLoader("keel.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    stream = environment.get_template("report.html").stream(**_context(report))
    stream.enable_buffering(200)
    with path.open("w", encoding="utf-8") as file:
        file.writelines(stream)


def _context(report: Report) -> dict[str, Any]:
    style, script = _part("style.css"), _part("script.js")
    lists_all = report.answer.readings.height <= EVERY_READING
    return {
        "report": report,
        "extract": report.answer.extract,
        "as_of": day_text(report.answer.as_of),
        "style": style,
        "script": script,
        "script_hash": b64encode(sha256(script.encode()).digest()).decode(),
        "worst": _worst(report),
        "sheets": _sheets(report),
        "charts": {
            "overdue": overdue_chart(report.timescales),
            "signals": signals_chart(report.signals),
            "lengths": lengths_chart(report.lengths),
        },
        "lists_all": lists_all,
        "children": _child_sections(report, lists_all),
        "not_listed": _not_listed(report),
        "confirm": sum(line.needs_confirming for line in report.standards),
        "counted": counted,
    }


def _part(name: str) -> str:
    return files("keel.report").joinpath("templates", name).read_text(encoding="utf-8")


def _sheets(report: Report) -> dict[str, Sheet]:
    applied = [line for line in report.timescales if line.applied]
    raised = [line for line in report.signals if line.open or line.unknown]
    return {
        "lengths": sheet("Open plans by length", tables.LENGTHS, report.lengths),
        "measures": sheet("Measures beside published figures", tables.MEASURES, report.measures),
        "teams": sheet("Children by team", tables.TEAMS, report.teams),
        "workers": sheet("Children by social worker", tables.GROUPS, report.workers),
        "timescales": sheet("Timescales that applied", _TIMESCALES, applied),
        "signals": sheet("Children with each signal", tables.SIGNAL_COUNTS, raised),
        "not_computable": sheet("What could not be computed", tables.NOT_COMPUTABLE, report.not_computable),
        "findings": sheet("About the file", tables.FINDINGS, report.findings),
        "standards": sheet("Standards used", _STANDARDS, report.standards, link="citation"),
    }


_NOT_JUDGED = Column(
    "not_judged", "Not yet due, or ended before", Kind.NUMBER, value=lambda line: line.running + line.ended
)
_TIMESCALES = tuple(
    _NOT_JUDGED if column.key == "running" else column
    for column in tables.TIMESCALES
    if column.key not in ("children_overdue", "ended")
)


def _known(line: StandardLine) -> str:
    return " ".join(part for part in (line.known_how, f"{line.councils}." if line.councils else "") if part)


_STANDARDS = (
    *(column for column in tables.STANDARDS if not column.wide),
    Column("known", "How the number is known", value=_known),
    Column("key", "Key"),
)


def _worst(report: Report) -> Sheet:
    columns = (
        Column("key", "Child", value=lambda page: page.child["key"], is_identifier=True),
        *(
            Column(column.key, column.heading, column.kind, value=_of_child(column))
            for column in tables.CHILDREN
            if column.key in ("plan_months", "breaches_open", "black", "red", "amber")
        ),
        Column("because", "First reason", value=first_reason),
    )
    return sheet("Children with the most drift", columns, report.worst, anchor=_anchor)


def _of_child(column: Column) -> Any:
    return lambda page: column.of(page.child)


def _anchor(page: ChildPage) -> str:
    return f"child-{page.place}"


def _listed(report: Report, lists_all: bool) -> pl.DataFrame:
    """The children to list: all of a small extract, otherwise those with something open, up to a number."""
    return report.children if lists_all else report.open_children.head(CHILDREN_LISTED)


def _not_listed(report: Report) -> dict[str, int]:
    """How many children with something open do not fit, how many others there are, and how many of those in doubt."""
    is_open = report.open_children
    others = report.children.join(is_open, on="child", how="anti")
    return {
        "open": max(0, is_open.height - CHILDREN_LISTED),
        "others": others.height,
        "in_doubt": others.filter(in_doubt(report.answer)).height,
    }


def _child_sections(report: Report, lists_all: bool) -> Iterator[dict[str, Any]]:
    for page in pages(report.answer, _listed(report, lists_all)):
        readings = page.readings if lists_all else page.brief()
        yield {
            "place": page.place,
            "key": page.child["key"],
            "about": _about(page),
            "counts": _counts(page),
            "lines": [*map(_signal_line, page.signals), *map(_reading_line, readings)],
            "left_out": "" if lists_all else page.not_in_brief(),
        }


def _about(page: ChildPage) -> str:
    child = page.child
    disabled = {True: "disabled", False: "not disabled", None: "disability not recorded"}[
        child["is_disabled"]
    ]
    return "; ".join(
        (
            f"Age {tables.age_text(child)}",
            plan_text(child),
            disabled,
            f"team {child['team'] or 'not recorded'}",
            f"social worker {child['worker'] or 'not recorded'}",
        )
    )


def _counts(page: ChildPage) -> Sequence[str]:
    child = page.child
    named = (("breaches_open", "overdue"), ("black", "black"), ("red", "red"), ("amber", "amber"))
    return [f"{child[key]} {word}" for key, word in named if child[key]]


def _signal_line(signal: dict[str, Any]) -> dict[str, Any]:
    return {
        "tag": severity_tag(signal["severity"]),
        "said": f"{signal['severity']} signal" if signal["since_on"] else f"signal: {signal['severity']}",
        "name": signal["name"],
        "because": signal["because"],
        "dates": [("Since", day_text(signal["since_on"]))] if signal["since_on"] else [],
        "evidence": signal["evidence"],
    }


def _reading_line(reading: dict[str, Any]) -> dict[str, Any]:
    named = (("Started", "started_on"), ("Due", "due_on"), ("Met", "met_on"), ("Ended", "ended_on"))
    return {
        "tag": status_tag(reading["status"]),
        "said": standing(reading),
        "name": reading["name"],
        "because": reading["because"],
        "dates": [(word, day_text(reading[key])) for word, key in named if reading[key]],
        "evidence": reading["evidence"],
    }
