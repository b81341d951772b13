"""``keel load``: a source brought into the record, in the foreground, with what it changed."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from keel.cli.door import FOUND, READ, RefusedRequest
from keel.cli.waiting import waiting

if TYPE_CHECKING:
    from keel.loading.running import Outcome


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(f"{text!r} is not a date; write it as 2025-03-31") from None


Day = Annotated[
    date | None,
    typer.Option(
        "--as-of",
        parser=_day,
        metavar="YYYY-MM-DD",
        help="The day that the source speaks of. Otherwise the day that it gives, or its latest day up to today.",
    ),
]


def load(
    source: Annotated[
        Path,
        typer.Argument(
            metavar="SOURCE",
            help="An Annex A workbook, a children in need census, a folder of Standard Safeguarding Dataset tables, or "
            "a roster.",
        ),
    ],
    as_of: Day = None,
    only_fill: Annotated[
        bool,
        typer.Option(
            "--only-fill", help="Add what is missing and replace nothing: for a source older than the last."
        ),
    ] = False,
    trial: Annotated[
        bool, typer.Option("--trial", help="Say what would change, and keep nothing of it.")
    ] = False,
) -> None:
    """Bring a source into the record: all of it, or nothing."""
    raise typer.Exit(run_load(source, as_of, only_fills=only_fill, is_trial=trial))


def run_load(source: Path, as_of: date | None, *, only_fills: bool, is_trial: bool) -> int:
    """Load a source and say what it changed; the exit code."""
    from keel.cli.serving import prepare_tables  # noqa: PLC0415 - only this command starts a database
    from keel.cli.standing import standing  # noqa: PLC0415
    from keel.database.roles import Role  # noqa: PLC0415

    with standing() as place:
        prepare_tables(place)
        place.become(Role.WORKER)
        from keel.loading.models import Load, State  # noqa: PLC0415 - models are not ready before
        from keel.loading.running import run  # noqa: PLC0415

        load = Load.objects.create(
            label=source.name[:200], asked_as_of=as_of, only_fills=only_fills, is_trial=is_trial
        )
        with waiting() as step:
            outcome = run(load, source, step)
        if outcome.state is State.REFUSED:
            raise RefusedRequest(outcome.words)
        _say(outcome)
        return FOUND if load.findings.filter(level="error").exists() else READ


def _say(outcome: "Outcome") -> None:
    """What changed, kind by kind, and where to read on."""
    from rich.table import Table  # noqa: PLC0415 - only what is printed needs it

    from keel.cli.deliver import terminal  # noqa: PLC0415 - only what is printed needs it
    from keel.loading.showing import counts_of, figures_of  # noqa: PLC0415 - models are not ready before

    load, console = outcome.load, terminal()
    if outcome.words:
        console.print(outcome.words)
    console.print(
        f"{load.form}, as at {load.as_of:%d/%m/%Y}: {load.children:,} children, {load.events:,} events"
    )
    table = Table(
        "", "added", "changed", "as before", "no longer there", "back again", box=None, pad_edge=False
    )
    for column in table.columns[1:]:
        column.justify = "right"
    for change in load.changes.with_any():
        table.add_row(*counts_of(change))
    console.print(table)
    console.print(", ".join(f"{told['number']} {told['words']}" for told in figures_of(load)))
    counts = {level: load.findings.filter(level=level).count() for level in ("error", "warning", "note")}
    told = ", ".join(f"{count} {level}{'s' if count > 1 else ''}" for level, count in counts.items() if count)
    if told:
        console.print(f"Found in the source: {told}; see /loads/{load.pk}/findings")
