"""Whatever is done to the record of who looked, by somebody with every right in the database, is found and named."""

import json
import random
import stat
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import psycopg
import pytest
import tampering
from django.db import connection, transaction
from tampering import ENTRIES

from keel.access import chain
from keel.access.audit import Code, Look, write
from keel.access.chain import Deed, Head
from keel.access.heads import VARIABLE, HeadsKey, add_heads, read_heads
from keel.access.models import User
from keel.database.problem import DatabaseProblem
from keel.people.models import Person

TRIES = 120
WHEN = datetime(2026, 6, 30, 9, 0, tzinfo=UTC)


@pytest.fixture
def chained(db: None) -> psycopg.Connection:
    """A chain of looks at two children by two people and by nobody, with nothing that guards it."""
    people = [None, Person.objects.create().pk, Person.objects.create().pk]
    users = [User.objects.create(email=f"{n}@severnshire.example", name=n) for n in ("Maya", "Ben")]
    choice = random.Random(3)
    while chain.head_of(raw()).sequence < ENTRIES:
        look = Look(choice.choice(list(Code)), choice.choice(people))
        write(look, by=choice.choice([None, *(user.pk for user in users)]), acting_as="Social worker")
    assert chain.verify(raw()).faults == ()
    tampering.at_liberty()
    return raw()


def raw() -> psycopg.Connection:
    connection.ensure_connection()
    return connection.connection


@pytest.fixture
def put_back(chained: psycopg.Connection) -> Iterator[None]:
    """What is done within is undone."""
    save = transaction.savepoint()
    yield
    transaction.savepoint_rollback(save)


@pytest.mark.django_db
def test_every_tampering_is_found_and_the_first_wrong_entry_named(chained: psycopg.Connection) -> None:
    missed, done = [], Counter()
    for number in range(TRIES):
        deed = tampering.DEEDS[number % len(tampering.DEEDS)]
        save = transaction.savepoint()
        expected = deed(random.Random(number))
        faults = chain.verify(chained).faults
        transaction.savepoint_rollback(save)
        done[deed] += 1
        if not faults or faults[0].first != expected.entry or faults[0].deed not in expected.deeds:
            missed.append(f"{deed.__name__} {number}: expected {expected}, found {faults[:1]}")
    assert len(done) >= 5
    assert min(done.values()) >= 12
    assert not missed, "\n".join(missed)
    assert chain.verify(chained).faults == (), "it was not put back"


@pytest.mark.django_db
@pytest.mark.usefixtures("put_back")
def test_an_end_cut_off_with_its_head_is_found_against_a_head_that_was_exported(
    chained: psycopg.Connection,
) -> None:
    exported = Head(**{name: getattr(chain.head_of(chained), name) for name in ("sequence", "hash")}, at=WHEN)
    tampering.run("DELETE FROM access_auditentry WHERE sequence > 20")
    tampering.set_head()
    assert chain.verify(chained).faults == (), "a chain cannot show this by itself"
    (fault,) = chain.verify(chained, [exported]).faults
    assert (fault.deed, fault.first, fault.last) == (Deed.DELETED, 21, ENTRIES)
    assert "30 June 2026 at 09:00 UTC" in fault.says


@pytest.mark.django_db
@pytest.mark.usefixtures("put_back")
def test_an_end_cut_off_and_grown_again_is_found(chained: psycopg.Connection) -> None:
    exported = chain.head_of(chained)
    tampering.run("DELETE FROM access_auditentry WHERE sequence > 20")
    tampering.set_head()
    tampering.run("ALTER TABLE access_auditentry ENABLE TRIGGER ALL")
    write(*[Look(Code.CHILD_LOOKED_AT, detail={"n": n}) for n in range(ENTRIES)], by=None)
    assert chain.verify(chained).faults == ()
    (fault,) = chain.verify(chained, [exported]).faults
    assert (fault.deed, fault.last) == (Deed.REWRITTEN, ENTRIES)


@pytest.mark.django_db
@pytest.mark.usefixtures("put_back")
def test_a_chain_made_anew_whole_is_found_and_bracketed_between_two_heads(
    chained: psycopg.Connection,
) -> None:
    hashes = dict(chained.execute("SELECT sequence, hash FROM access_auditentry").fetchall())
    exported = [Head(sequence, bytes(hashes[sequence])) for sequence in (5, 10, 25, ENTRIES)]
    tampering.run("UPDATE access_auditentry SET actor_id = NULL, acting_as = 'nobody' WHERE sequence = 12")
    tampering.link_anew(12, ENTRIES)
    tampering.set_head()
    assert chain.verify(chained).faults == (), "a chain cannot show this by itself"
    (fault,) = chain.verify(chained, exported).faults
    assert (fault.deed, fault.first, fault.last) == (Deed.REWRITTEN, 11, 25)


@pytest.mark.django_db
@pytest.mark.usefixtures("put_back")
def test_an_emptied_chain_is_found(chained: psycopg.Connection) -> None:
    tampering.run("DELETE FROM access_auditentry")
    (fault,) = chain.verify(chained).faults
    assert (fault.deed, fault.first, fault.last) == (Deed.DELETED, 1, ENTRIES)
    tampering.run("DELETE FROM access_audithead")
    assert chain.verify(chained).faults, "a head that is gone is not a chain that is whole"


@pytest.mark.django_db
@pytest.mark.usefixtures("put_back")
def test_a_restored_chain_is_compared_with_the_head_in_the_backup(chained: psycopg.Connection) -> None:
    kept = chain.head_of(chained).text
    assert chain.wrong_after_restore(chained, kept) == []
    assert chain.wrong_after_restore(chained, None) == []
    tampering.run("DELETE FROM access_auditentry WHERE sequence = %s", ENTRIES)
    tampering.set_head()
    (said,) = chain.wrong_after_restore(chained, kept)
    assert f"entry {ENTRIES} was cut off the end" in said


@pytest.fixture
def key(tmp_path: Path) -> HeadsKey:
    return HeadsKey.of(tmp_path / "data")


HEADS = [Head(7, b"\x01" * 32, WHEN), Head(9, b"\x02" * 32, WHEN)]


def test_heads_are_added_to_a_file_and_read_back(tmp_path: Path, key: HeadsKey) -> None:
    for head in HEADS:
        add_heads(tmp_path / "heads", [head], key)
    assert read_heads(tmp_path / "heads", HeadsKey.of(tmp_path / "data")) == HEADS


def test_the_key_is_for_its_owner_only_and_stays_the_same(tmp_path: Path, key: HeadsKey) -> None:
    assert stat.S_IMODE((tmp_path / "data" / "heads-key").stat().st_mode) == 0o600
    assert HeadsKey.of(tmp_path / "data").line(HEADS[0]) == key.line(HEADS[0])


@pytest.mark.parametrize("changed", ["sequence", "hash", "at", "signature"])
def test_a_head_that_was_changed_is_refused(tmp_path: Path, key: HeadsKey, changed: str) -> None:
    said = json.loads(key.line(HEADS[0]))
    said[changed] = {"sequence": 8, "at": "2026-07-01T09:00:00+00:00"}.get(changed, said["hash"][2:] + "ff")
    if changed == "signature":
        said[changed] = key.line(HEADS[1])[-130:-2]
    (tmp_path / "heads").write_text(json.dumps(said) + "\n")
    with pytest.raises(DatabaseProblem, match=r"Line 1 of .* is not signed with the key"):
        read_heads(tmp_path / "heads", key)


def test_a_head_signed_by_another_key_is_refused(
    tmp_path: Path, key: HeadsKey, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_heads(tmp_path / "heads", HEADS, HeadsKey.of(tmp_path / "another"))
    with pytest.raises(DatabaseProblem, match="comes from another"):
        read_heads(tmp_path / "heads", key)
    monkeypatch.setenv(VARIABLE, (tmp_path / "another" / "heads-key").read_text())
    assert read_heads(tmp_path / "heads", HeadsKey.of(tmp_path / "data")) == HEADS


@pytest.mark.parametrize("text", ["", "a letter", "{}", '{"signature": 4}', "[]", '{"signature": "zz"}'])
def test_a_file_that_holds_no_heads_is_refused(tmp_path: Path, key: HeadsKey, text: str) -> None:
    (tmp_path / "heads").write_text(text)
    with pytest.raises(DatabaseProblem, match="keel audit heads wrote"):
        read_heads(tmp_path / "heads", key)


def test_a_key_that_is_none_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, "a guess")
    with pytest.raises(DatabaseProblem, match="not a key for heads"):
        HeadsKey.of(tmp_path)
