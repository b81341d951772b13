"""A child in the terminal: signals first, then readings, each with its reason."""

from collections.abc import Sequence
from typing import Any

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from keel.report import tables
from keel.report.children import ChildPage
from keel.report.tables import Column, Kind
from keel.report.text_tables import ROOMY, cell, drawn
from keel.report.wording import counted, short_day, standing


def worst_table(worst: Sequence[ChildPage], width: int) -> Table:
    """The children with the most drift, each with the gravest reason."""
    return drawn(_WORST, worst, width)


def first_reason(page: ChildPage) -> str:
    """The gravest signal of a child, or the most urgent reading, with its reason."""
    for row in (*page.signals, *page.readings):
        return f"{row['name']}: {row['because']}"
    return ""


def _from_child(key: str, heading: str, *, wide: bool = False) -> Column:
    return Column(key, heading, Kind.NUMBER, value=lambda page: page.child[key], wide=wide)


_WORST = (
    Column("key", "Child", value=lambda page: page.child["key"]),
    _from_child("plan_months", "Months on plan"),
    _from_child("breaches_open", "Overdue"),
    _from_child("black", "Black"),
    _from_child("red", "Red"),
    _from_child("amber", "Amber", wide=True),
    _from_child("drift_score", "Drift score", wide=True),
    Column("because", "First reason", value=first_reason),
)


def child_block(page: ChildPage, width: int) -> RenderableType:
    """A child with her signals and readings."""
    parts: list[RenderableType] = [Text(), _title(page)]
    parts += [Padding(_lines(page, width), (0, 0, 0, 2))]
    also = page.not_in_brief()
    if also:
        parts.append(Padding(Text(f"Not listed here: {also}."), (0, 0, 0, 2)))
    return Group(*parts)


def _title(page: ChildPage) -> Text:
    child = page.child
    words = [
        f"age {tables.age_text(child)}",
        plan_text(child),
        f"team {child['team'] or 'not recorded'}",
        f"worker {child['worker'] or 'not recorded'}",
        f"drift score {child['drift_score']}",
    ]
    return Text.assemble((cell(child["key"]).plain, "bold underline"), "  ", cell("; ".join(words)))


def plan_text(child: dict[str, Any]) -> str:
    if not child["on_plan"]:
        return "not on a plan"
    if child["plan_started_on"] is None:
        return "on a plan, start not recorded"
    months = "" if child["plan_months"] is None else f" ({counted(child['plan_months'], 'month')})"
    return f"on a plan since {short_day(child['plan_started_on'])}{months}"


def _lines(page: ChildPage, width: int) -> Table:
    grid = Table.grid(padding=(0, 2), expand=True)
    grid.add_column(width=20 if width < ROOMY else 28)
    grid.add_column(ratio=1)
    for signal in page.signals:
        since = f" since {short_day(signal['since_on'])}" if signal["since_on"] else ""
        grid.add_row(cell(f"{signal['severity']}{since}"), cell(f"{signal['name']}. {signal['because']}"))
    for reading in page.brief():
        grid.add_row(cell(standing(reading)), cell(f"{reading['name']}. {reading['because']}"))
    return grid
