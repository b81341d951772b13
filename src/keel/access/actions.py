"""What is done about who may see what. Each is one transaction, says who did it, and leaves a line of audit."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models.functions import Now

from keel.access import alerts
from keel.access.audit import Code, record
from keel.access.limits import limit
from keel.access.models import Exclusion, Grade, Opening, Restriction, RestrictionMember, User
from keel.access.purposes import Outcome, Purpose
from keel.access.reasons import said_of_another


class CannotBeDone(Exception):
    """What was asked cannot be done; the words say why and what to do instead."""


@transaction.atomic
def open_for_a_reason(
    *, by: User, person: UUID, purpose: Purpose, reason: str, has_stepped_up: bool = False
) -> Opening:
    """Open a record for a while to somebody who does not work with the child, and tell those who answer for it.

    Raises CannotBeDone where the reason was given before about somebody else.
    """
    if said_of_another(by, person, reason):
        raise CannotBeDone("You gave this reason for another record. Say what it is about this one.")
    opening = Opening.objects.create(
        user=by,
        person_id=person,
        purpose=purpose,
        reason=reason.strip(),
        has_stepped_up=has_stepped_up,
        until=Now() + timedelta(hours=limit("opening_hours")),
    )
    record(
        Code.RECORD_OPENED,
        by=by,
        person=person,
        entry=f"access.opening:{opening.pk}",
        purpose=purpose,
        has_stepped_up=has_stepped_up,
    )
    alerts.opened(opening, by)
    return opening


@transaction.atomic
def close_opening(*, by: User, opening: Opening) -> None:
    """Close a record that one opened, before it closes by itself."""
    if opening.user_id != by.pk:
        raise CannotBeDone("Only whoever opened a record closes it; it closes by itself.")
    Opening.objects.filter(pk=opening.pk, ended_at=None).update(ended_at=Now())
    record(Code.RECORD_CLOSED, by=by, person=opening.person_id, entry=f"access.opening:{opening.pk}")


@transaction.atomic
def review_opening(*, by: User, opening: Opening, outcome: Outcome, note: str = "") -> None:
    """Say whether the reason for an opening fits. Nobody reviews her own; a concern needs words."""
    if opening.user_id == by.pk:
        raise CannotBeDone("You opened this record yourself: somebody else reviews it.")
    if opening.reviewed_at is not None:
        raise CannotBeDone("Somebody has reviewed this already.")
    if outcome is Outcome.CONCERN and not note.strip():
        raise CannotBeDone("Say what the concern is and whom you told.")
    Opening.objects.filter(pk=opening.pk, reviewed_at=None).update(
        reviewed_by=by, reviewed_at=Now(), outcome=outcome, review_note=note.strip()
    )
    record(
        Code.OPENING_REVIEWED,
        by=by,
        person=opening.person_id,
        entry=f"access.opening:{opening.pk}",
        outcome=outcome,
    )


@transaction.atomic
def restrict(
    *, by: User, persons: Iterable[UUID], grade: Grade, reason: str, owner: User, listed: Iterable[User]
) -> list[Restriction]:
    """Close the records of a family, each of them, to all but those listed."""
    listed = list({user.pk: user for user in listed}.values())
    if not listed:
        raise CannotBeDone("List at least one person who goes on working with the family.")
    made = [
        Restriction.objects.create(person_id=person, grade=grade, reason=reason.strip(), owner=owner, by=by)
        for person in persons
    ]
    for restriction in made:
        RestrictionMember.objects.bulk_create(
            RestrictionMember(restriction=restriction, user=user) for user in listed
        )
        _say(Code.RECORD_RESTRICTED, by, restriction, grade=grade, listed=[user.pk for user in listed])
    return made


@transaction.atomic
def list_on(*, by: User, restriction: Restriction, user: User) -> None:
    """Put somebody on the list of a restriction; nobody puts herself there, or what is open for hours would stay so."""
    if user.pk == by.pk:
        raise CannotBeDone(
            "Nobody lists herself: ask whoever owns the restriction, or somebody who is on its list."
        )
    RestrictionMember.objects.get_or_create(restriction=restriction, user=user)
    _say(Code.RESTRICTION_LISTED, by, restriction, user=user.pk)


@transaction.atomic
def end_restriction(*, by: User, restriction: Restriction, reason: str) -> None:
    """Open a record again to whoever it would be open to without the restriction."""
    Restriction.objects.filter(pk=restriction.pk).update(to_at=Now())
    _say(Code.RESTRICTION_ENDED, by, restriction, reason=reason)


@transaction.atomic
def exclude(*, by: User, persons: Iterable[UUID], user: User, reason: str) -> list[Exclusion]:
    """Close records to one user, whatever else is so: her own family, or another conflict of interest."""
    made = [
        Exclusion.objects.create(person_id=person, user=user, reason=reason.strip(), by=by)
        for person in persons
    ]
    for exclusion in made:
        record(
            Code.USER_EXCLUDED,
            by=by,
            person=exclusion.person_id,
            entry=f"access.exclusion:{exclusion.pk}",
            user=user.pk,
        )
    return made


@transaction.atomic
def end_exclusion(*, by: User, exclusion: Exclusion, reason: str) -> None:
    """The conflict is no more."""
    if exclusion.user_id == by.pk:
        raise CannotBeDone("Somebody else ends what closes a record to you.")
    Exclusion.objects.filter(pk=exclusion.pk).update(to_at=Now())
    record(
        Code.EXCLUSION_ENDED,
        by=by,
        person=exclusion.person_id,
        entry=f"access.exclusion:{exclusion.pk}",
        reason=reason,
    )


def _say(code: Code, by: User, restriction: Restriction, **detail: Any) -> None:
    record(code, by=by, person=restriction.person_id, entry=f"access.restriction:{restriction.pk}", **detail)
