"""The report in a terminal: what a director needs first, each line with its reason, nothing cut without saying so."""

from collections.abc import Callable, Sequence
from pathlib import Path

from rich.console import Console, Group
from rich.panel import Panel
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from keel.report import tables
from keel.report.cautions import Caution
from keel.report.children import pages
from keel.report.summary import Figure, Report
from keel.report.text_children import child_block, worst_table
from keel.report.text_tables import cell, drawn
from keel.report.wording import counted, day_text

LISTED = 40  # children after the worst ten that the terminal lists, one line each
GROUPED = 40  # lines by worker
PIPED = 100  # columns when written to a file


def write_text(report: Report, console: Console) -> None:
    """Print the whole report."""
    for number, (heading, section) in enumerate(SECTIONS.items(), start=1):
        if number == 1:
            _print_front(report, console)
        console.print()
        console.print(Rule(Text(f" {number}. {heading} ", style="bold"), align="left", characters="─"))
        section(report, console)
    _print_end(report, console)


def save_text(report: Report, path: Path) -> None:
    """The same report as plain text in a file."""
    with path.open("w", encoding="utf-8") as file:
        write_text(report, Console(file=file, width=PIPED, markup=False, highlight=False, emoji=False))


def _print_front(report: Report, console: Console) -> None:
    extract = report.answer.extract
    lines = [
        Text(f"As at {day_text(report.answer.as_of)} ({report.chosen})"),
        Text(f"{extract.format}: {counted(len(extract.children), 'child', 'children')}, {_events(report)}"),
        *(Text(f"Warning: {caution_text(each)}", style="bold red") for each in report.cautions),
        Text(_IDENTIFIERS[report.is_masked]),
    ]
    title = Text.assemble((" Keel ", "bold reverse"), " ", cell(extract.label), " ")
    console.print(Panel(Group(*lines), title=title, title_align="left", expand=True))


def caution_text(caution: Caution) -> str:
    """A caution, and where the report says more of it."""
    return caution.sentence + (" See section 7." if caution.has_findings else "")


_IDENTIFIERS = {
    False: "Children are shown by identifier, never by name. Keep this report as safe as the record itself.",
    True: "Children's identifiers have been replaced by codes.",
}


def _events(report: Report) -> str:
    return counted(len(report.answer.extract.events), "dated event")


def _print_figures(report: Report, console: Console) -> None:
    console.print(_figures_grid(report.figures))
    console.print(Text(f"\n{report.not_known}"))
    _print_worst(report, console)
    console.print(Text("\nOpen plans by length, with the share of open plans on 31 March 2025 elsewhere"))
    console.print(drawn(tables.LENGTHS, report.lengths, console.width))
    console.print(Text("\nBeside published figures (12 months to the date; published years end on 31 March)"))
    console.print(drawn(tables.MEASURES, report.measures, console.width))


def _figures_grid(shown: Sequence[Figure]) -> Table:
    grid = Table.grid(padding=(0, 2), expand=True)
    grid.add_column(justify="right", style="bold", min_width=5)
    grid.add_column()
    grid.add_column(justify="right")
    grid.add_column(ratio=1)
    for figure in shown:
        share = "" if figure.percent is None else f"{figure.percent:.1f}%"
        note = f" ({figure.note})" if figure.note else ""
        grid.add_row(f"{figure.number:,}", f"of {figure.of:,}", share, f"{figure.label}{note}")
    return grid


def figure_text(figure: Figure) -> str:
    """A figure in one line: what, of how many, and what it leaves out."""
    share = f"{figure.share} {figure.of_what}" if figure.of else f"no {figure.of_what} to count"
    return f"{figure.label}: {share}" + (f"; {figure.note}" if figure.note else "")


def _print_worst(report: Report, console: Console) -> None:
    if not report.worst:
        console.print(
            Text("\nNo child has a red, amber or black signal. See what could not be computed, below.")
        )
        return
    console.print(
        Text(f"\nThe {counted(len(report.worst), 'child', 'children')} with the most drift", style="bold")
    )
    console.print(worst_table(report.worst, console.width))


def _print_groups(report: Report, console: Console) -> None:
    console.print(
        Text("In alphabetical order, to show where help is needed. Percents are of children on plans.")
    )
    console.print(drawn(tables.TEAMS, report.teams, console.width))
    shown = report.workers[:GROUPED]
    console.print(Text("\nBy social worker"))
    console.print(drawn(tables.GROUPS, shown, console.width))
    _say_not_shown(console, len(report.workers) - len(shown), "line", "lines")


def _print_timescales(report: Report, console: Console) -> None:
    applied = [line for line in report.timescales if line.applied]
    console.print(
        Text("Percent in time is of those met, late, overdue or never met; not of those not yet due.")
    )
    console.print(drawn(tables.TIMESCALES, applied, console.width))
    idle = [line.name for line in report.timescales if not line.applied]
    if idle:
        console.print(Text(f"\nCould be computed, and applied to nobody here: {'; '.join(idle)}."))


def _print_signals(report: Report, console: Console) -> None:
    shown = [line for line in report.signals if line.open or line.unknown]
    if shown:
        console.print(Text(WHO_ANSWERS))
        console.print(drawn(tables.SIGNAL_COUNTS, shown, console.width))
    else:
        console.print(
            Text("No signal was found for any child. What could not be looked for is in section 6.")
        )
    idle = [line.name for line in report.signals if not (line.open or line.unknown)]
    if idle:
        console.print(Text(f"\nComputed, and found for no child: {'; '.join(idle)}."))


def _print_children(report: Report, console: Console) -> None:
    for page in report.worst:
        console.print(child_block(page, console.width))
    done = len(report.worst)
    rest = report.children.slice(done)
    listed = rest.head(LISTED)
    if listed.height:
        console.print(Text("\nThen, one line each" if done else "One line each"))
        lines = (page.child for page in pages(report.answer, listed))
        console.print(
            drawn(tables.CHILDREN, lines, console.width, leave_out=() if console.width >= WIDE else _NARROW)
        )
    _say_not_shown(console, rest.height - listed.height, "child", "children")


WHO_ANSWERS = (
    "Numbers are of children. Amber: the worker and team manager answer. Red: also the service manager and the "
    "chair. Black: the director."
)
WIDE = 140
_NARROW = ("team", "worker", "unknown", "amber", "age_text")


def _print_not_computable(report: Report, console: Console) -> None:
    if not report.not_computable:
        console.print(Text("Every timescale and signal could be computed from this source."))
        return
    console.print(Text("Nothing below is good news: it is not known from this source."))
    console.print(drawn(tables.NOT_COMPUTABLE, report.not_computable, console.width))


def _print_findings(report: Report, console: Console) -> None:
    if not report.findings:
        console.print(Text("Nothing unusual was noticed in the file."))
        return
    console.print(drawn(tables.FINDINGS, report.findings, console.width))


def _print_standards(report: Report, console: Console) -> None:
    confirm = sum(line.needs_confirming for line in report.standards)
    console.print(
        Text(f"{counted(len(report.standards), 'standard')}, of which {confirm:,} to confirm locally.")
    )
    console.print(
        drawn(tables.STANDARDS, report.standards, console.width, leave_out=("address", "known_how"))
    )


def _print_end(report: Report, console: Console) -> None:
    console.print()
    console.print(Rule(Text(" In short ", style="bold"), align="left", characters="─"))
    for figure in report.figures[:3]:
        console.print(Text(f"  {figure_text(figure)}"))
    console.print(
        Text(
            'Why, for one timescale or signal, by its name: keel explain "Visit overdue" (or: python3 start.py explain '
            '"Visit overdue"). All of it: --format html, xlsx or json.'
        )
    )


def _say_not_shown(console: Console, number: int, one: str, many: str) -> None:
    if number > 0:
        more = f"{counted(number, one, many)} not shown here: --format xlsx or json has every one."
        console.print(Text(more, style="italic"))


SECTIONS: dict[str, Callable[[Report, Console], None]] = {
    "What needs attention": _print_figures,
    "By team and social worker": _print_groups,
    "By timescale": _print_timescales,
    "Signals of drift": _print_signals,
    "Each child": _print_children,
    "What could not be computed": _print_not_computable,
    "About the file itself": _print_findings,
    "Standards used": _print_standards,
}
