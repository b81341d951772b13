"""Whether the record of who did and looked at what is as it was written, entry by entry, and what was done to it.

The database compares every entry with its hash and with the entry before, as it reads them, so that millions are
checked in constant memory. What a chain cannot show by itself, a cut end and a chain that was made anew from some
entry on, is shown by heads that were exported while it stood.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

import psycopg

from keel.access.audit import COVERED

BEGINNING = "sha256('keel: the beginning of the chain')"  # what the first entry follows
_HASHED = COVERED.format(row="e")
_HASHED_AS_NUMBER = COVERED.replace("{row}.sequence", "n").format(row="e")
_BREAKS = f"""
    SELECT sequence, previous, hash, is_itself, follows, sequence_before, hash_before FROM (
        SELECT e.sequence, e.previous, e.hash,
            e.hash IS NOT DISTINCT FROM {_HASHED} AS is_itself,
            e.previous IS NOT DISTINCT FROM lag(e.hash, 1, {BEGINNING}) OVER in_order AS follows,
            lag(e.sequence, 1, 0::bigint) OVER in_order AS sequence_before,
            lag(e.hash, 1, {BEGINNING}) OVER in_order AS hash_before
        FROM access_auditentry e WINDOW in_order AS (ORDER BY e.sequence)
    ) compared
    WHERE NOT is_itself OR NOT follows OR sequence <> sequence_before + 1 ORDER BY sequence LIMIT 2
"""
_LAST = f"""
    SELECT sequence, hash FROM access_auditentry
    UNION ALL SELECT 0, {BEGINNING} WHERE NOT EXISTS (SELECT FROM access_auditentry) ORDER BY sequence DESC LIMIT 1
"""


class Deed(StrEnum):
    """What was done to an entry."""

    EDITED = "edited"
    DELETED = "deleted"
    INSERTED = "inserted"
    REORDERED = "reordered"
    REWRITTEN = "rewritten"


@dataclass(frozen=True, slots=True)
class Head:
    """The end of the chain as it was at a moment."""

    sequence: int
    hash: bytes
    at: datetime | None = None

    @property
    def text(self) -> str:
        """As a backup's manifest keeps it."""
        return f"{self.sequence}:{self.hash.hex()}"

    @classmethod
    def read(cls, text: str) -> "Head":
        """What a manifest kept."""
        sequence, hashed = text.split(":")
        return cls(int(sequence), bytes.fromhex(hashed))


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with the chain, from one entry to another."""

    deed: Deed
    first: int
    last: int
    says: str


@dataclass(frozen=True, slots=True)
class Verified:
    """How far the chain reaches and everything that was found to be wrong with it; nothing wrong means whole."""

    head: Head
    faults: tuple[Fault, ...]


class _Break(NamedTuple):
    """An entry that is not what its hash says, or does not follow the one before."""

    sequence: int
    previous: bytes
    hash: bytes
    is_itself: bool
    follows: bool
    sequence_before: int
    hash_before: bytes


def head_of(connection: psycopg.Connection) -> Head:
    """The end of the chain, as it was kept while entries were added."""
    found = connection.execute("SELECT sequence, hash FROM access_audithead WHERE id = 1").fetchone()
    return Head(int(found[0]), bytes(found[1])) if found else Head(-1, b"")


def verify(connection: psycopg.Connection, heads: Iterable[Head] = ()) -> Verified:
    """Check every entry, the end of the chain, and the heads that were exported before.

    The connection sees past row security, in one transaction that is repeatable read.
    """
    breaks = [_Break._make(row) for row in connection.execute(_BREAKS).fetchall()]
    broken = [_judged(connection, *breaks)] if breaks else []
    return Verified(head_of(connection), (*broken, *ends(connection), *disagreements(connection, heads)))


def ends(connection: psycopg.Connection) -> list[Fault]:
    """Whether the last entry is the one that the head names."""
    (last, hashed), head = _last(connection), head_of(connection)
    if last < head.sequence:
        says = f"{_entries(last + 1, head.sequence)} cut off the end of the chain"
        return [Fault(Deed.DELETED, last + 1, head.sequence, says)]
    if last > head.sequence:
        says = f"{_entries(head.sequence + 1, last)} put in after the end of the chain"
        return [Fault(Deed.INSERTED, max(head.sequence, 0) + 1, last, says)]
    if hashed != head.hash:
        says = f"entry {last:,}, the last, is not the one that the head of the chain names: it was changed, or the head"
        return [Fault(Deed.EDITED, last, last, says)]
    return []


def disagreements(connection: psycopg.Connection, heads: Iterable[Head]) -> list[Fault]:
    """The first exported head that the chain no longer passes through."""
    agreed = 0
    last, _ = _last(connection)
    for head in sorted(heads, key=lambda head: head.sequence):
        found = connection.execute(
            "SELECT hash FROM access_auditentry WHERE sequence = %s", [head.sequence]
        ).fetchone()
        if head.sequence and (found is None or bytes(found[0]) != head.hash):
            return [_disagreement(head, agreed, last)]
        agreed = head.sequence
    return []


def wrong_after_restore(connection: psycopg.Connection, audit_head: str | None) -> list[str]:
    """What is wrong with a restored chain, in words, given the head that the backup's manifest kept."""
    return [fault.says for fault in verify(connection, [Head.read(audit_head)] if audit_head else []).faults]


def _disagreement(head: Head, agreed: int, last: int) -> Fault:
    when = f" on {head.at:%d %B %Y at %H:%M} UTC" if head.at else ""
    if head.sequence > last:
        says = (
            f"{_entries(last + 1, head.sequence)} cut off the end: the chain reached {head.sequence:,}{when}"
        )
        return Fault(Deed.DELETED, last + 1, head.sequence, says)
    says = (
        f"the chain was made anew somewhere from entry {agreed + 1:,} to {head.sequence:,}: entry {head.sequence:,} is "
        f"not the one that was the end of the chain{when}"
    )
    return Fault(Deed.REWRITTEN, agreed + 1, head.sequence, says)


def _last(connection: psycopg.Connection) -> tuple[int, bytes]:
    sequence, hashed = connection.execute(_LAST).fetchone() or (0, b"")
    return int(sequence), bytes(hashed)


def _judged(connection: psycopg.Connection, one: _Break, after: _Break | None = None) -> Fault:
    """What was done, from the first entry that is wrong."""
    at, before = one.sequence, one.sequence_before
    if at <= before or _count(connection, "hash = %s", one.hash) > 1:
        return _fault(Deed.INSERTED, at, at, "put in later")
    heir = _find(connection, "previous = %s AND sequence > %s", one.hash_before, at)
    if at > before + 1:
        if heir:
            return _fault(Deed.REORDERED, before + 1, before + 1, f"moved: what it was stands as {heir:,}")
        return _fault(Deed.DELETED, before + 1, at - 1, "taken out")
    if one.is_itself:
        return _unlinked(connection, one, heir, after)
    return _misnumbered_or_edited(connection, one, heir)


def _misnumbered_or_edited(connection: psycopg.Connection, one: _Break, heir: int | None) -> Fault:
    """An entry that is not what its hash says."""
    at, was = one.sequence, _number_that_fits(connection, one.sequence)
    if was is None:
        if heir:
            return _fault(Deed.INSERTED, at, heir - 1, "put in later")
        return _fault(Deed.EDITED, at, at, "changed after it was written")
    elder = _followed(connection, one)
    if heir is None and was > at:
        return _fault(Deed.DELETED, at, was - 1, "taken out, and what came after was numbered anew")
    if heir is None and elder is not None and elder < one.sequence_before:
        return _fault(Deed.INSERTED, elder + 1, at - 1, "put in later, and what came after was numbered anew")
    return _fault(Deed.REORDERED, at, at, f"moved: what stands there was entry {was:,}")


def _unlinked(connection: psycopg.Connection, one: _Break, heir: int | None, after: _Break | None) -> Fault:
    """An entry that is what its hash says, and does not follow the one before."""
    at, before = one.sequence, one.sequence_before
    elder = _followed(connection, one)
    if elder is not None and elder < before:
        return _fault(Deed.INSERTED, elder + 1, before, "put in later")
    if elder is not None:
        return _fault(Deed.REORDERED, at, at, f"moved: what stands there followed entry {elder:,}")
    if heir:
        return _fault(Deed.INSERTED, at, heir - 1, "put in later")
    is_next_broken = after is not None and after.sequence == at + 1 and not after.follows
    wrong = at if is_next_broken or before == 0 else before
    return _fault(
        Deed.EDITED, wrong, wrong, "changed, or one before it, and the hashes made anew up to there"
    )


def _followed(connection: psycopg.Connection, one: _Break) -> int | None:
    """The entry that one says it follows, 0 for the beginning; None where there is no such entry."""
    (is_first,) = connection.execute(f"SELECT %s = {BEGINNING}", [one.previous]).fetchone() or (False,)
    return 0 if is_first else _find(connection, "hash = %s", one.previous)


def _number_that_fits(connection: psycopg.Connection, sequence: int) -> int | None:
    """The number with which an entry is what its hash says. A number made up to be huge is not counted up to."""
    found = connection.execute(
        "SELECT n FROM access_auditentry e, LATERAL generate_series(1, least("
        "greatest((SELECT sequence FROM access_audithead), (SELECT max(sequence) FROM access_auditentry)) + 1, "
        "2 * (SELECT count(*) FROM access_auditentry) + 1000)) n "
        f"WHERE e.sequence = %s AND e.hash = {_HASHED_AS_NUMBER} LIMIT 1",
        [sequence],
    ).fetchone()
    return int(found[0]) if found else None


def _find(connection: psycopg.Connection, condition: str, *values: object) -> int | None:
    (found,) = connection.execute(
        f"SELECT min(sequence) FROM access_auditentry WHERE {condition}", values
    ).fetchone() or (None,)
    return found


def _count(connection: psycopg.Connection, condition: str, *values: object) -> int:
    (found,) = connection.execute(
        f"SELECT count(*) FROM access_auditentry WHERE {condition}", values
    ).fetchone() or (0,)
    return int(found)


def _fault(deed: Deed, first: int, last: int, what: str) -> Fault:
    return Fault(deed, first, last, f"{_entries(first, last)} {what}")


def _entries(first: int, last: int) -> str:
    return f"entry {first:,} was" if first == last else f"entries {first:,} to {last:,} were"
