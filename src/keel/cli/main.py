"""The commands: what may be asked, and nothing of how it is answered."""

from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from keel import __version__
from keel.cli import auditing, running
from keel.cli.door import OneSentence
from keel.report.formats import Format

app = typer.Typer(
    name="keel",
    cls=OneSentence,
    help="Shows which children are out of timescale or drifting, and why.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
app.add_typer(running.app)
app.add_typer(auditing.app)


class Level(StrEnum):
    """A level of signal that can make the command fail."""

    RED = "red"
    AMBER = "amber"


class Invented(StrEnum):
    """The formats in which an authority can be made."""

    ANNEX_A = "annex-a"
    CIN = "cin"
    SSD = "ssd"
    ROSTER = "roster"


class Engine(StrEnum):
    """Where the children are read."""

    LOCAL = "local"
    SPARK = "spark"


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(f"{text!r} is not a date; write it as 2025-03-31") from None


Source = Annotated[
    str,
    typer.Argument(
        metavar="SOURCE",
        help="An Annex A workbook, a children in need census, a folder of Standard Safeguarding Dataset tables, "
        "or the word demo.",
    ),
]
AsOf = Annotated[
    date | None,
    typer.Option(
        "--as-of",
        parser=_day,
        metavar="YYYY-MM-DD",
        help="The date to answer for. Otherwise the date that the file gives, or its latest day up to today.",
    ),
]
Overlay = Annotated[
    Path | None,
    typer.Option("--standards", metavar="FILE", help="The authority's own standards, as a TOML file."),
]


@app.callback(invoke_without_command=True)
def keel(
    context: typer.Context,
    version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False,
) -> None:
    """Shows which children are out of timescale or drifting, and why."""
    if version:
        typer.echo(f"keel {__version__}")
        raise typer.Exit


@app.command()
def check(
    source: Source,
    as_of: AsOf = None,
    standards: Overlay = None,
    form: Annotated[Format, typer.Option("--format", help="How to write the report.")] = Format.TEXT,
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="FILE", help="Where to write it; a file there is replaced."),
    ] = None,
    fail_on: Annotated[
        Level | None,
        typer.Option(
            "--fail-on",
            help="End with exit code 1 where a signal of this level or worse exists; for amber, also where "
            "anything is overdue.",
        ),
    ] = None,
    mask: Annotated[
        bool, typer.Option("--mask", help="Put codes in place of children's identifiers.")
    ] = False,
    engine: Annotated[Engine, typer.Option("--engine", help="Where to read the children.")] = Engine.LOCAL,
) -> None:
    """Read a source and report which children are out of timescale or drifting, and why."""
    from keel.cli.check import Asked, run_check  # noqa: PLC0415 - so that --help need not load the evaluator

    asked = Asked(source, as_of, standards, engine)
    raise typer.Exit(run_check(asked, form, out, fail_on=fail_on, mask=mask))


@app.command()
def journey(
    source: Source,
    child: Annotated[str, typer.Argument(metavar="CHILD", help="The child's identifier in the source.")],
    as_of: AsOf = None,
    standards: Overlay = None,
) -> None:
    """Draw one child's history, with its readings and signals."""
    from keel.cli.check import Asked, run_journey  # noqa: PLC0415 - so that --help need not load the evaluator

    run_journey(Asked(source, as_of, standards), child)


@app.command()
def explain(
    key: Annotated[
        str,
        typer.Argument(
            metavar="KEY",
            help='A timescale, signal or standard, by key or name: cp_visit, D04, "Visit overdue".',
        ),
    ],
    as_of: AsOf = None,
    standards: Overlay = None,
) -> None:
    """Say in plain English what a timescale, signal or standard asks, and where it comes from."""
    from keel.cli.reference import run_explain  # noqa: PLC0415 - so that --help is quick

    run_explain(key, as_of, standards)


standards_app = typer.Typer(rich_markup_mode=None, invoke_without_command=True)
app.add_typer(standards_app, name="standards")


@standards_app.callback()
def list_standards(context: typer.Context, as_of: AsOf = None, standards: Overlay = None) -> None:
    """List every standard with its value, force and source, and which need confirming."""
    from keel.cli.reference import run_standards  # noqa: PLC0415 - so that --help is quick

    if context.invoked_subcommand is None:
        run_standards(as_of, standards)


@standards_app.command("preview")
def preview_standards(
    changed: Annotated[
        Path, typer.Argument(metavar="FILE", help="The authority's own standards as they are to be, as TOML.")
    ],
    as_of: AsOf = None,
) -> None:
    """Say how many open questions a change of the standards would raise or close, before it is made."""
    from keel.cli.preview import run_preview  # noqa: PLC0415 - so that --help is quick

    run_preview(changed, as_of)


@app.command()
def invent(
    children: Annotated[int, typer.Option("--children", min=1, help="How many children.")] = 2_500,
    seed: Annotated[int, typer.Option("--seed", help="The same seed makes the same authority.")] = 1,
    as_of: Annotated[
        date | None,
        typer.Option("--as-of", parser=_day, metavar="YYYY-MM-DD", help="The last day; otherwise today."),
    ] = None,
    form: Annotated[Invented, typer.Option("--format", help="What to write.")] = Invented.ANNEX_A,
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="PATH", help="Where; for ssd and roster, the name of a folder."),
    ] = None,
    truth: Annotated[
        Path | None, typer.Option("--truth", metavar="FILE", help="Also write which child has which failing.")
    ] = None,
) -> None:
    """Make up an authority, Severnshire, with children who do not exist, to try things on."""
    from keel.cli.invent import run_invent  # noqa: PLC0415 - only this command needs it

    run_invent(children, seed, as_of, form, out=out, truth=truth)
