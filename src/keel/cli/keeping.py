"""``keel backup``, ``keel restore`` and ``keel arm``."""

import os
from datetime import UTC, datetime
from pathlib import Path

import psycopg
import typer

from keel import __version__
from keel.access import chain
from keel.cli.door import FOUND, READ, RefusedRequest
from keel.cli.standing import Standing, standing
from keel.cli.waiting import waiting
from keel.database.archive import Manifest
from keel.database.backup import Restored, arm, back_up, restore, restored_at
from keel.database.roles import Role

SIGN_IN = "/account/login/"
LAST = "last-backup"  # in the data folder: when one was last made here
OK = 200


def run_backup(out: Path | None, passphrase_file: Path | None) -> None:
    """Write a backup, and say what is in it."""
    passphrase = _passphrase(passphrase_file)
    with standing() as place:
        target = out or Path(f"keel-{datetime.now(UTC):%Y-%m-%d-%H%M%SZ}.keel")
        with waiting() as step:
            step(0.0, "Backing up")
            manifest = back_up(
                place.urls.url_for(Role.BACKUP),
                target,
                keel_version=__version__,
                audit_head=lambda connection: chain.head_of(connection).text,
                passphrase=passphrase,
            )
        place.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        (place.folder / LAST).write_text(manifest.taken_at, encoding="ascii")
    typer.echo(
        f"The backup is {target}: {_told(manifest)}, {'encrypted' if passphrase else 'not encrypted'}."
    )
    if not passphrase:
        typer.echo(
            "Keep it where only those may read who may read the record: --passphrase-file encrypts it.",
            err=True,
        )


def run_restore(archive: Path, passphrase_file: Path | None) -> int:
    """Restore into an empty place and prove it; the exit code says whether it is proved."""
    passphrase = _passphrase(passphrase_file)
    with standing() as place:
        with waiting() as step:
            step(0.0, "Restoring")
            restored = restore(
                archive,
                place.urls.url_for(Role.OWNER),
                reading_url=place.urls.url_for(Role.BACKUP),
                passphrase=passphrase,
                verify_audit=lambda connection, manifest: chain.wrong_after_restore(
                    connection, manifest.audit_head
                ),
            )
        # Its walls are put up again for this installation's key, and an older Keel's tables are brought on.
        is_migrated = place.run(Role.OWNER, "migrate", "--no-input", "--verbosity", "0") == 0
        wrong = [*restored.wrong, *([] if is_migrated else ["its tables could not be brought up to date"])]
        wrong += _page_does_not_answer(place)
    return _say(restored, wrong)


def run_arm() -> None:
    """A person says that a restored copy is now the record in use."""
    with standing() as place, psycopg.connect(place.urls.url_for(Role.OWNER), autocommit=True) as connection:
        moment = restored_at(connection)
        if moment is None:
            raise RefusedRequest(
                "this record is not a restored copy that is held back: there is nothing to do"
            )
        typer.confirm(
            f"This copy was restored on {moment}. Is it now the record in use, so that it may send again?",
            abort=True,
        )
        arm(connection)
    typer.echo("This record may send again, from the next time that Keel is started.")


def _say(restored: Restored, wrong: list[str]) -> int:
    for sentence in wrong:
        typer.echo(f"keel: {sentence}", err=True)
    if wrong:
        typer.echo("keel: what was restored is not what was backed up; do not use it", err=True)
        return FOUND
    typer.echo(f"Restored and proved: {_told(restored.manifest)}, and the sign-in page answers.")
    typer.echo("It sends nothing until somebody says that it is the record in use: keel arm", err=True)
    return READ


def _told(manifest: Manifest) -> str:
    rows = sum(manifest.rows.values())
    return f"{rows:,} rows in {len(manifest.rows)} tables, as at {manifest.taken_at}"


def _page_does_not_answer(place: Standing) -> list[str]:
    """The application itself, on the restored record, as the web process would be."""
    place.become(Role.WEB)
    from django.test import Client  # noqa: PLC0415 - the application is loaded by the line above

    try:
        status = Client(raise_request_exception=False).get(SIGN_IN).status_code
    except Exception as error:  # whatever it is, the page does not answer
        return [f"the sign-in page does not answer ({type(error).__name__})"]
    return [] if status == OK else [f"the sign-in page answers with {status}"]


def _passphrase(file: Path | None) -> str | None:
    """The first line of a file that only its owner may read."""
    if file is None:
        return None
    try:
        if os.name != "nt" and file.stat().st_mode & 0o077:
            raise RefusedRequest(f"{file} can be read by others; chmod 600 {file}, then ask again")
        lines = file.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise RefusedRequest(f"the passphrase cannot be read from {file}") from error
    if not lines or not lines[0].strip():
        raise RefusedRequest(f"{file} has no passphrase in its first line")
    return lines[0].strip()
