"""The record is lost and restored from a backup into an empty place: whoever signs in finds it as it was."""

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from severnshire_served import Severnshire
from visitor import Visitor

from keel.access import chain
from keel.database import roles
from keel.database.backup import back_up, restore

PASSPHRASE = "a tide table of another year"


@pytest.fixture
def empty_place(keel: Severnshire) -> Iterator[str]:
    """The name of a new, empty database."""
    name = f"{keel.copy}_restored"
    with psycopg.connect(keel.superuser, autocommit=True) as connection:
        roles.make_database(connection, name)
        yield name
        connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def test_what_is_restored_is_what_was_lost(
    comes, keel: Severnshire, empty_place: str, tmp_path: Path
) -> None:
    sadia = comes("team manager")
    before = what_she_reads(sadia)
    when_it_is_backed_up_lost_and_restored(keel, tmp_path / "record.keel", empty_place)
    sadia.page.context.clear_cookies()
    sadia.signs_in()
    assert what_she_reads(sadia) == before


def what_she_reads(sadia: Visitor) -> list[str]:
    """Her first page, and the child at the head of it."""
    sadia.goes_to("/children/")
    first = sadia.main.inner_text()
    sadia.main.locator("tbody a").first.click()
    sadia.looks_over()
    return [first, sadia.main.inner_text()]


def when_it_is_backed_up_lost_and_restored(keel: Severnshire, archive: Path, place: str) -> None:
    made = back_up(
        keel.url(),
        archive,
        keel_version="of the tests",
        audit_head=lambda connection: chain.head_of(connection).text,
        passphrase=PASSPHRASE,
    )
    assert made.rows["public.people_person"] > 0
    assert b"Jarvis" not in archive.read_bytes(), "nobody reads the backup without the passphrase"
    found = restore(
        archive,
        keel.url(database=place),
        passphrase=PASSPHRASE,
        verify_audit=lambda connection, manifest: chain.wrong_after_restore(connection, manifest.audit_head),
    )
    assert found.wrong == ()
    keel.renew(source=place)
