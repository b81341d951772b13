"""One child's history drawn down the terminal: what happened, what was due, and how long nothing happened."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import polars as pl
from rich.console import Console
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from keel.population.answer import Answer
from keel.practice.history import FACTS, EventKind
from keel.practice.timescales.model import Status
from keel.report import tables
from keel.report.children import ChildPage, pages
from keel.report.text_children import plan_text
from keel.report.text_tables import cell, drawn
from keel.report.wording import counted, day_text, short_day, standing

LONG = 14  # days with nothing recorded that the drawing points out


@dataclass(frozen=True, slots=True)
class Mark:
    """A point on the line: something that happened, fell due, or began to worry."""

    on: date
    sign: str
    what: str
    style: str = ""
    is_event: bool = False


def found_child(answer: Answer, key: str) -> int | None:
    """The row of the child with this identifier; spaces and case do not matter."""
    wanted = key.strip().lower()
    rows = answer.children.filter(pl.col("key").str.strip_chars().str.to_lowercase() == wanted)
    return None if rows.is_empty() else int(rows["child"][0])


def draw_journey(answer: Answer, child: int, chosen: str, console: Console) -> None:
    """Draw the history of the child in row ``child``, with readings and signals."""
    page = next(pages(answer, answer.children.filter(pl.col("child") == child)))
    console.print(_front(page, answer, chosen))
    console.print(_line(sorted(_marks(answer, page), key=lambda mark: mark.on), answer.as_of))
    console.print(Text("\nSignals of drift", style="bold"))
    console.print(drawn(tables.SIGNALS, page.signals, console.width) if page.signals else Text("None found."))
    console.print(Text("\nReadings", style="bold"))
    console.print(drawn(tables.READINGS, page.readings, console.width, leave_out=("started_on", "ended_on")))


def _front(page: ChildPage, answer: Answer, chosen: str) -> Panel:
    child = page.child
    lines = [
        f"As at {day_text(answer.as_of)} ({chosen})",
        f"Age {tables.age_text(child)}; {plan_text(child)}; "
        f"team {child['team'] or 'not recorded'}; worker {child['worker'] or 'not recorded'}",
        f"{counted(child['breaches_open'], 'reading')} overdue, {child['breaches_past']} late before now, "
        f"{child['unknown']} that cannot be computed",
    ]
    title = Text.assemble((" Journey ", "bold reverse"), " ", cell(child["key"]), " ")
    return Panel(cell_lines(lines), title=title, title_align="left")


def cell_lines(lines: list[str]) -> Text:
    """Several lines of plain text."""
    return Text("\n").join(cell(line) for line in lines)


def _marks(answer: Answer, page: ChildPage) -> Iterator[Mark]:
    yield from _events(answer, page.child["child"])
    for reading in page.with_status(Status.OVERDUE, Status.RUNNING):
        if reading["due_on"]:
            style = "bold red" if reading["status"] == Status.OVERDUE else ""
            yield Mark(
                reading["due_on"],
                "!" if style else "…",
                f"due: {reading['name']}, {standing(reading)}",
                style,
            )
    for signal in page.signals:
        if signal["since_on"]:
            yield Mark(signal["since_on"], "▲", f"{signal['severity']} signal: {signal['name']}", "bold")


def _events(answer: Answer, child: int) -> Iterator[Mark]:
    columns = ["child", "kind", "on", "yes", "no", "code"]
    events = pl.from_arrow(answer.extract.events.select(columns))
    assert isinstance(events, pl.DataFrame)
    for event in events.filter(pl.col("child") == child).iter_rows(named=True):
        kind = EventKind(event["kind"])
        yield Mark(event["on"], "●", "; ".join([_first_capital(kind.label), *_facts(event)]), is_event=True)


def _first_capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _facts(event: dict[str, int]) -> Iterator[str]:
    for place, fact in enumerate(FACTS):
        word = fact.value.replace("_", " ")
        if event["yes"] >> place & 1:
            yield word
        if event["no"] >> place & 1:
            yield f"not {word}"


def _line(marks: list[Mark], as_of: date) -> Table:
    grid = Table.grid(padding=(0, 1))
    grid.add_column(justify="right", min_width=11)
    grid.add_column()
    grid.add_column(ratio=1, overflow="fold")
    previous: date | None = None
    said = False
    for mark in marks:
        if mark.on > as_of and not said:
            grid.add_row(short_day(as_of), "═", Text("as at this date", style="bold"))
            said = True
        gap = (mark.on - previous).days if mark.is_event and previous else 0
        if gap > LONG and not said:
            grid.add_row("", "│", Text(f"{gap:,} days with nothing recorded", style="dim"))
        grid.add_row(short_day(mark.on), mark.sign, Text(cell(mark.what).plain, style=mark.style))
        previous = mark.on if mark.is_event else previous
    if not said:
        grid.add_row(short_day(as_of), "═", Text("as at this date", style="bold"))
    return grid
