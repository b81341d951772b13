"""The declared tables as cells for the page: what is shown, how it sorts, and how it is marked."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from keel.practice.timescales.model import Status
from keel.report.tables import Column, Kind
from keel.report.text_tables import value_text
from keel.report.wording import CONFIRM


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell. ``sort`` is what it sorts by where that is not its text; ``tag`` marks what its words mean."""

    text: str
    sort: str = ""
    tag: str = ""
    link: str = ""
    is_number: bool = False
    is_identifier: bool = False
    width: str = ""  # "l" or "m" where a column needs room


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table: its caption, its columns, and its rows of cells."""

    caption: str
    columns: Sequence[Column]
    rows: list[list[Cell]]


def sheet(
    caption: str,
    columns: Sequence[Column],
    lines: Iterable[Any],
    *,
    anchor: Callable[[Any], str] | None = None,
    link: str = "",
) -> Sheet:
    """A table of ``lines``. ``anchor`` links identifiers to a place on the page, ``link`` a column to an address."""
    rows = [[_cell(column, line, anchor, link) for column in columns] for line in lines]
    return Sheet(caption, columns, rows)


def _cell(column: Column, line: Any, anchor: Callable[[Any], str] | None, link: str) -> Cell:
    value = column.of(line)
    text = value_text(value, column.kind)
    address = f"#{anchor(line)}" if anchor and column.is_identifier else ""
    if link == column.key and line.address:
        address = line.address
    return Cell(
        text=text,
        sort=_sort(value, text),
        tag=_tag(column, value, text),
        link=address,
        is_number=column.kind in (Kind.NUMBER, Kind.PERCENT),
        is_identifier=column.is_identifier,
        width=_WIDTHS.get(column.key, ""),
    )


_WIDTHS = {
    **dict.fromkeys(("because", "message", "why", "why_not", "citation", "known"), "l"),
    **dict.fromkeys(("examples", "name", "own"), "l"),
    **dict.fromkeys(("in_time", "published", "allowed", "confirm", "value"), "m"),
}


def _sort(value: object, text: str) -> str:
    """Numbers and dates sort as such; a share ("3 of 20") by its count."""
    if isinstance(value, bool) or value is None:
        return ""
    if isinstance(value, int | float):
        return f"{value:g}" if isinstance(value, float) else str(value)
    if isinstance(value, date):
        return value.isoformat()
    first = text.split(" ", 1)[0].replace(",", "")
    return first if " of " in text and first.isdigit() else ""


def _tag(column: Column, value: object, text: str) -> str:
    if column.key in ("black", "red", "amber") and value:
        return severity_tag(column.key)
    if column.key in ("overdue", "breaches_open") and value:
        return "late"
    if column.key == "unknown" and text and not text.startswith("0"):
        return "unknown"
    if column.key == "level":
        return {"error": "red", "warning": "amber"}.get(text, "calm")
    return "amber" if CONFIRM in text else ""


def severity_tag(severity: str) -> str:
    """How a severity is marked."""
    return severity if severity in ("black", "red", "amber") else "unknown"


def status_tag(status: str) -> str:
    """How a reading is marked."""
    return _STATUS_TAGS[Status(status)]


_STATUS_TAGS = {
    Status.OVERDUE: "red",
    Status.LATE: "late",
    Status.MISSED: "late",
    Status.UNKNOWN: "unknown",
    Status.RUNNING: "calm",
    Status.MET: "met",
    Status.ENDED: "calm",
}
