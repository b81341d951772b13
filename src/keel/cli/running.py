"""The commands that run an installation; each one's work is in the module that it names."""

from pathlib import Path
from typing import Annotated

import typer

from keel.cli.loading import Day, load
from keel.cli.returning import export

app = typer.Typer(rich_markup_mode=None)
app.command()(load)
app.command()(export)

Passphrase = Annotated[
    Path | None,
    typer.Option("--passphrase-file", metavar="FILE", help="A file whose first line encrypts the backup."),
]


@app.command()
def serve(
    host: Annotated[str, typer.Option("--host", help="The address to listen at.")] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", min=1, max=65535, help="The port to listen at.")] = 8000,
    workers: Annotated[
        int | None,
        typer.Option("--workers", min=1, help="Processes that answer; otherwise two for each processor."),
    ] = None,
    with_worker: Annotated[
        bool, typer.Option("--worker/--no-worker", help="Whether to work the queue of jobs as well.")
    ] = True,
) -> None:
    """Serve the pages and work the queue, starting the embedded database where no other is named."""
    from keel.cli.serving import Address, run_serve  # noqa: PLC0415 - so that --help is quick

    run_serve(Address(host, port), workers, with_worker=with_worker)


@app.command()
def demo(
    port: Annotated[int, typer.Option("--port", min=1, max=65535, help="The port to listen at.")] = 8000,
    workers: Annotated[
        int | None,
        typer.Option("--workers", min=1, help="Processes that answer; otherwise two for each processor."),
    ] = None,
    only_make: Annotated[
        bool, typer.Option("--only-make", help="Make it and say who may sign in; serve nothing.")
    ] = False,
) -> None:
    """Make up an authority, load it into a record of its own, say who may sign in, and serve it."""
    from keel.cli.demo import run_demo  # noqa: PLC0415 - so that --help is quick
    from keel.cli.serving import Address  # noqa: PLC0415

    run_demo(Address("127.0.0.1", port), workers=workers, is_only_made=only_make)


@app.command()
def worker() -> None:
    """Work the queue of jobs, and nothing else."""
    from keel.cli.serving import run_worker  # noqa: PLC0415 - so that --help is quick

    run_worker()


@app.command()
def migrate(
    check: Annotated[bool, typer.Option("--check", help="Only say whether there is anything to do.")] = False,
) -> None:
    """Bring the tables of the record up to date with this Keel."""
    from keel.cli.serving import run_migrate  # noqa: PLC0415 - so that --help is quick

    raise typer.Exit(run_migrate(is_only_asked=check))


@app.command()
def rebuild(as_of: Day = None) -> None:
    """Read everybody's record again, and put right what is kept of it."""
    from keel.cli.rebuild import run_rebuild  # noqa: PLC0415 - so that --help is quick

    run_rebuild(as_of)


@app.command()
def backup(
    out: Annotated[
        Path | None,
        typer.Option(
            "--out", metavar="FILE", help="Where to write it; otherwise here, with the date in its name."
        ),
    ] = None,
    passphrase_file: Passphrase = None,
) -> None:
    """Write a backup of the whole record, as at one moment."""
    from keel.cli.keeping import run_backup  # noqa: PLC0415 - so that --help is quick

    run_backup(out, passphrase_file)


@app.command()
def restore(
    archive: Annotated[Path, typer.Argument(metavar="FILE", help="The backup.")],
    passphrase_file: Passphrase = None,
) -> None:
    """Restore a backup into an empty database, and prove that it is what was backed up."""
    from keel.cli.keeping import run_restore  # noqa: PLC0415 - so that --help is quick

    raise typer.Exit(run_restore(archive, passphrase_file))


@app.command("arm")
def arm_copy() -> None:
    """Say that a restored copy is now the record in use: until then it sends nothing."""
    from keel.cli.keeping import run_arm  # noqa: PLC0415 - so that --help is quick

    run_arm()


@app.command("create-user")
def create_user(
    email: Annotated[str, typer.Argument(metavar="EMAIL", help="The address to sign in with.")],
    name: Annotated[str, typer.Argument(metavar="NAME", help="The person's name.")],
    roles: Annotated[
        list[str] | None,
        typer.Option(
            "--role", metavar="ROLE", help="A role held from today, for instance team_manager; repeatable."
        ),
    ] = None,
    password_file: Annotated[
        Path | None,
        typer.Option("--password-file", metavar="FILE", help="A file whose first line is the password."),
    ] = None,
    worker: Annotated[
        str | None,
        typer.Option(
            "--worker",
            metavar="KEY",
            help="The key of the member of staff that she is; else whoever has her address in the roster.",
        ),
    ] = None,
) -> None:
    """Make somebody who may sign in."""
    from keel.cli.users import run_create_user  # noqa: PLC0415 - so that --help is quick

    run_create_user(email, name, roles or [], password_file, worker)


@app.command()
def doctor(
    roles: Annotated[
        bool, typer.Option("--roles", help="Print the SQL that sets up a PostgreSQL server of your own.")
    ] = False,
    as_json: Annotated[
        bool, typer.Option("--json", help="Write the answers as JSON, for monitoring.")
    ] = False,
) -> None:
    """Say what is wrong with this installation and what to do."""
    from keel.cli.doctor import run_doctor, run_roles  # noqa: PLC0415 - so that --help is quick

    if roles:
        run_roles()
    else:
        raise typer.Exit(run_doctor(as_json=as_json))


@app.command()
def stop() -> None:
    """Stop Keel and its embedded database."""
    from keel.cli.serving import run_stop  # noqa: PLC0415 - so that --help is quick

    run_stop()
