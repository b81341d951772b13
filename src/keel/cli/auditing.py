"""``keel audit``: whether the record of who did and looked at what is as it was written."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    import psycopg

    from keel.access.chain import Fault
    from keel.cli.standing import Standing

app = typer.Typer(
    name="audit",
    help="Check the record of who did and looked at what.",
    no_args_is_help=True,
    rich_markup_mode=None,
)


@app.command()
def verify(
    heads: Annotated[
        Path | None,
        typer.Option("--heads", metavar="FILE", help="Heads that keel audit heads wrote before."),
    ] = None,
) -> None:
    """Check every entry against its hash and the entry before it, and name the first that is wrong."""
    from keel.access import chain  # noqa: PLC0415 - so that --help is quick
    from keel.access.heads import HeadsKey, read_heads  # noqa: PLC0415
    from keel.cli.waiting import waiting  # noqa: PLC0415

    with _reading() as (place, connection):
        exported = read_heads(heads, HeadsKey.of(place.folder)) if heads else []
        with waiting() as step:
            step(0.0, "Checking the audit")
            found = chain.verify(connection, exported)
    if found.faults:
        _say_wrong(found.faults)
    against = f", and {len(exported):,} exported heads agree" if exported else ""
    typer.echo(f"The audit is whole: {found.head.sequence:,} entries, each as it was written{against}.")
    if not exported:
        typer.echo(
            "A chain that was cut off or made anew together with its head is found only with --heads.",
            err=True,
        )


@app.command()
def heads(
    out: Annotated[
        Path,
        typer.Option("--out", metavar="FILE", help="Where to add it: a place that is not with the database."),
    ],
) -> None:
    """Add the end of the chain to a file, signed, once the chain still passes through the heads before."""
    from keel.access import chain  # noqa: PLC0415 - so that --help is quick
    from keel.access.heads import HeadsKey, add_heads, read_heads  # noqa: PLC0415

    with _reading() as (place, connection):
        key = HeadsKey.of(place.folder)
        before = read_heads(out, key) if out.exists() else []
        if faults := [*chain.ends(connection), *chain.disagreements(connection, before)]:
            _say_wrong(faults)
        head = chain.head_of(connection)
        add_heads(out, [chain.Head(head.sequence, head.hash, datetime.now(UTC))], key)
    typer.echo(f"The head of the audit is in {out}: entry {head.sequence:,}.")


@contextmanager
def _reading() -> Iterator[tuple["Standing", "psycopg.Connection"]]:
    """One moment of the record, past row security."""
    import psycopg  # noqa: PLC0415 - so that --help is quick

    from keel.cli.door import RefusedRequest  # noqa: PLC0415
    from keel.cli.standing import standing  # noqa: PLC0415
    from keel.database.roles import Role  # noqa: PLC0415

    with standing(is_told=False) as place:
        try:
            with psycopg.connect(place.urls.url_for(Role.BACKUP)) as connection:
                connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
                yield place, connection
        except psycopg.errors.UndefinedTable as error:
            raise RefusedRequest("there is no audit here yet; run keel migrate first") from error
        except psycopg.OperationalError as error:
            raise RefusedRequest(f"the database did not answer ({str(error).strip()})") from error


def _say_wrong(faults: Iterable["Fault"]) -> None:
    from keel.cli.door import FOUND  # noqa: PLC0415 - so that --help is quick

    for fault in faults:
        typer.echo(f"keel: {fault.says}", err=True)
    typer.echo("keel: the audit is not as it was written", err=True)
    raise typer.Exit(FOUND)
