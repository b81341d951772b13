"""The record of who did and looked at what: codes, entries, and how the chain of them is checked."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any
from uuid import UUID, uuid4

from django.db import connection

# What a hash covers, as the trigger and the check of the chain both write it. Each value stands as JSON in an array,
# so that no two entries can come to the same text.
COVERED = """sha256({row}.previous || convert_to(jsonb_build_array(
    {row}.sequence, extract(epoch FROM {row}.at)::text, {row}.actor_id, {row}.acting_as, {row}.code, {row}.person_id,
    {row}.entry, {row}.request, {row}.detail)::text, 'UTF8'))"""
# What the first entry follows.
BEGIN_CHAIN = """INSERT INTO access_audithead (id, sequence, hash)
    VALUES (1, 0, sha256('keel: the beginning of the chain')) ON CONFLICT DO NOTHING"""


class Code(StrEnum):
    """What can be written of, as subject.act."""

    CHILD_LOOKED_AT = "child.looked_at"
    CHILD_REFUSED = "child.refused"
    CHILD_FOUND = "child.found"
    LIST_LOOKED_AT = "list.looked_at"
    LIST_EXPORTED = "list.exported"
    RECORD_OPENED = "record.opened"
    RECORD_CLOSED = "record.closed"
    OPENING_REVIEWED = "opening.reviewed"
    RECORD_RESTRICTED = "record.restricted"
    RESTRICTION_ENDED = "restriction.ended"
    RESTRICTION_LISTED = "restriction.listed"
    USER_EXCLUDED = "user.excluded"
    EXCLUSION_ENDED = "exclusion.ended"
    AUDIT_LOOKED_AT = "audit.looked_at"
    PERSON_MERGED = "person.merged"
    PERSON_UNMERGED = "person.unmerged"
    PERSON_CHANGED = "person.changed"
    ENTRY_RECORDED = "entry.recorded"
    QUESTION_ANSWERED = "question.answered"
    STANDARD_CHANGED = "standard.changed"
    RECORDING_DECLARED = "recording.declared"
    LOAD_STARTED = "load.started"
    LOAD_FINISHED = "load.finished"
    LOAD_LOOKED_AT = "load.looked_at"
    USER_MADE = "user.made"
    USER_LEFT = "user.left"
    USER_TIED = "user.tied"
    USER_SIGNED_IN = "user.signed_in"
    USER_SIGNED_OUT = "user.signed_out"
    USER_REFUSED = "user.refused"
    SESSION_ENDED = "session.ended"
    SECOND_FACTOR_TAKEN = "second_factor.taken"
    STAFF_CHANGED = "staff.changed"
    ROLE_GIVEN = "role.given"
    ROLE_ENDED = "role.ended"
    DATABASE_RESTORED = "database.restored"


@dataclass(slots=True)
class Look:
    """One entry to be written: ``person`` by her id, ``entry`` a row as app.model:id, ``detail`` identifiers only."""

    code: Code
    person: UUID | None = None
    entry: str = ""
    detail: Mapping[str, Any] = field(default_factory=dict)


def write(*looks: Look, by: int | None, acting_as: str = "", request: UUID | None = None) -> None:
    """Add entries to the chain, in the transaction that is under way. Raises DatabaseError when it cannot be done."""
    if not looks:
        return
    request = request or uuid4()
    rows = [
        (
            by,
            acting_as[:200],
            look.code.value,
            look.person,
            look.entry,
            request,
            json.dumps(look.detail, default=str),
        )
        for look in looks
    ]
    places = ", ".join(["(%s, %s, %s, %s, %s, %s, %s)"] * len(rows))
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO access_auditentry (actor_id, acting_as, code, person_id, entry, request, detail) "
            f"VALUES {places}",
            [value for row in rows for value in row],
        )


def record(code: Code, *, by: Any, person: UUID | None = None, entry: str = "", **detail: Any) -> None:
    """Write one entry now: what an action did. ``by`` is a user, or None for the machine itself."""
    from keel.access.request import current  # noqa: PLC0415 -- a request knows of audit, not the other way

    now = current()
    write(
        Look(code, person, entry, detail),
        by=by.pk if by else None,
        acting_as=now.acting_as if now and by and now.user_id == by.pk else "",
        request=now.id if now else None,
    )
