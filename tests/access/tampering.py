"""What somebody with every right in the database could do to the record of who looked, and what is to be said of it."""

import random
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import connection

from keel.access.audit import COVERED
from keel.access.chain import Deed

ENTRIES = 30
HASHED = COVERED.format(row="access_auditentry")
NEW_VALUES = {
    "at": "at + interval '1 second'",
    "actor_id": "coalesce(actor_id, 0) + 1",
    "acting_as": "acting_as || '.'",
    "code": "code || '.'",
    "person_id": "gen_random_uuid()",
    "entry": "entry || '1'",
    "request": "gen_random_uuid()",
    "detail": 'detail || \'{"why": "another"}\'',
    "previous": "sha256(previous)",
    "hash": "sha256(hash)",
}


@dataclass(frozen=True)
class Expected:
    """The first entry that is wrong, and what may be said to have been done; any deed where hashes were made anew."""

    entry: int
    deeds: frozenset[Deed]


def run(statement: str, *values: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def at_liberty() -> None:
    """No trigger and no deferred check stands in the way any longer."""
    run("SET CONSTRAINTS ALL IMMEDIATE")
    run("ALTER TABLE access_auditentry DISABLE TRIGGER ALL")


def edit(choice: random.Random) -> Expected:
    at, column = choice.randint(1, ENTRIES), choice.choice(sorted(NEW_VALUES))
    run(f"UPDATE access_auditentry SET {column} = {NEW_VALUES[column]} WHERE sequence = %s", at)
    return Expected(at, frozenset({Deed.EDITED}))


def edit_and_hash(choice: random.Random) -> Expected:
    """Nobody can tell which entry it was from the chain alone where only the entry's own hash is made anew."""
    at = choice.randint(1, ENTRIES)
    run("UPDATE access_auditentry SET acting_as = 'Director' WHERE sequence = %s", at)
    hash_anew(at, at)
    return Expected(at, frozenset({Deed.EDITED}))


def delete(choice: random.Random) -> Expected:
    first = choice.randint(1, ENTRIES - 3)
    run("DELETE FROM access_auditentry WHERE sequence BETWEEN %s AND %s", first, first + choice.randint(0, 2))
    return Expected(first, frozenset({Deed.DELETED}))


def delete_and_number(choice: random.Random) -> Expected:
    expected = delete(choice)
    number_anew()
    set_head() if choice.random() < 0.5 else None
    return expected


def insert(choice: random.Random) -> Expected:
    """In between, the later ones moved up: made up, a copy of another, or with the right hash.

    A copy of the very entry beside it is left out: nobody could say which of the two is the copy.
    """
    at, kind = choice.randint(1, ENTRIES), choice.choice(["made up", "a copy", "well made"])
    run("UPDATE access_auditentry SET sequence = -sequence - 1 WHERE sequence >= %s", at)
    run("UPDATE access_auditentry SET sequence = -sequence WHERE sequence < 0")
    run(
        "INSERT INTO access_auditentry SELECT (jsonb_populate_record(e, jsonb_build_object('sequence', %s::int))).* "
        "FROM access_auditentry e WHERE sequence = %s",
        at,
        choice.choice([n for n in range(1, ENTRIES + 2) if n not in (at, at + 1)]),
    )
    if kind == "made up":
        run(
            "UPDATE access_auditentry SET code = 'x', hash = sha256('x'), previous = sha256('y') WHERE sequence = %s",
            at,
        )
    if kind == "well made":
        link_anew(at)
    return Expected(at, frozenset({Deed.INSERTED}))


def insert_at_the_end(choice: random.Random) -> Expected:
    run(
        "INSERT INTO access_auditentry SELECT (jsonb_populate_record(e, jsonb_build_object('sequence', %s::int))).* "
        "FROM access_auditentry e WHERE sequence = %s",
        ENTRIES + 1,
        ENTRIES,
    )
    if choice.random() < 0.5:
        link_anew(ENTRIES + 1)
    return Expected(ENTRIES + 1, frozenset({Deed.INSERTED}))


def reorder(choice: random.Random) -> Expected:
    one, other = sorted(choice.sample(range(1, ENTRIES + 1), 2))
    run(
        "UPDATE access_auditentry SET sequence = -(%s::int + %s::int - sequence) WHERE sequence IN (%s, %s)",
        one, other, one, other,
    )  # fmt: skip
    run("UPDATE access_auditentry SET sequence = -sequence WHERE sequence < 0")
    return Expected(one, frozenset({Deed.REORDERED}))


def reorder_and_hash(choice: random.Random) -> Expected:
    expected = reorder(choice)
    run(f"UPDATE access_auditentry SET hash = {HASHED}")
    return Expected(expected.entry, frozenset(Deed))


def move_away(choice: random.Random) -> Expected:
    at = choice.randint(1, ENTRIES - 1)
    run("UPDATE access_auditentry SET sequence = %s WHERE sequence = %s", ENTRIES + 7, at)
    return Expected(at, frozenset({Deed.REORDERED}))


def cut(choice: random.Random) -> Expected:
    first = choice.randint(1, ENTRIES)
    run("DELETE FROM access_auditentry WHERE sequence >= %s", first)
    return Expected(first, frozenset({Deed.DELETED}))


DEEDS: tuple[Callable[[random.Random], Expected], ...] = (
    edit, edit_and_hash, delete, delete_and_number, insert, insert_at_the_end, reorder, reorder_and_hash,
    move_away, cut,
)  # fmt: skip


def hash_anew(first: int, last: int) -> None:
    """Each entry's own hash, with the link to the one before as it was."""
    run(f"UPDATE access_auditentry SET hash = {HASHED} WHERE sequence BETWEEN %s AND %s", first, last)


def link_anew(first: int, last: int | None = None) -> None:
    """Each entry linked to the one before, and its hash right."""
    for sequence in range(first, (last or first) + 1):
        run(
            "UPDATE access_auditentry e SET previous = coalesce((SELECT b.hash FROM access_auditentry b "
            "WHERE b.sequence = e.sequence - 1), sha256('keel: the beginning of the chain')) WHERE e.sequence = %s",
            sequence,
        )
        hash_anew(sequence, sequence)


def number_anew() -> None:
    run(
        "UPDATE access_auditentry e SET sequence = -n FROM (SELECT sequence AS was, row_number() OVER "
        "(ORDER BY sequence) AS n FROM access_auditentry) numbered WHERE numbered.was = e.sequence"
    )
    run("UPDATE access_auditentry SET sequence = -sequence WHERE sequence < 0")


def set_head() -> None:
    """The end of the chain is what now stands last."""
    run(
        "UPDATE access_audithead SET (sequence, hash) = (SELECT sequence, hash FROM access_auditentry "
        "ORDER BY sequence DESC LIMIT 1)"
    )
