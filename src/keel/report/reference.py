"""What the rules ask, in the terminal."""

from datetime import date
from itertools import groupby

from rich.console import Console
from rich.panel import Panel
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from keel.practice.standards import Standards
from keel.report import tables
from keel.report.explained import Explained
from keel.report.standard_lines import standard_line
from keel.report.text_tables import cell, drawn
from keel.report.wording import counted, day_text


def print_explained(told: Explained, console: Console) -> None:
    """One rule, headed lines below its sentence."""
    title = Text.assemble((f" {told.kind} ", "bold reverse"), " ", cell(told.key), " ")
    console.print(
        Panel(Text.assemble((told.name, "bold"), "\n", told.sentence), title=title, title_align="left")
    )
    grid = Table.grid(padding=(0, 2), expand=True)
    grid.add_column(width=13, style="bold")
    grid.add_column(ratio=1, overflow="fold")
    previous = ""
    for heading, text in told.lines:
        grid.add_row("" if heading == previous else heading, cell(text))
        previous = heading
    console.print(grid)


def print_standards(standards: Standards, on: date, console: Console) -> None:
    """Every standard, part by part of the journey."""
    confirm = len(standards.to_confirm)
    console.print(
        Text(f"{counted(len(standards), 'standard')} as at {day_text(on)}; {confirm:,} to confirm locally.")
    )
    lines = [standard_line(each, on) for each in standards.values()]
    for part, group in groupby(lines, key=lambda line: line.part):
        console.print()
        console.print(Rule(Text(f" {part} ", style="bold"), align="left", characters="─"))
        console.print(drawn(tables.STANDARDS, group, console.width, leave_out=("address", "known_how")))
