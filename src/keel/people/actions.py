"""What is done to the record of a person. Each is one transaction, says who did it, and leaves a line of audit."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

from django.db import ProgrammingError, connection, transaction
from django.db.models import Q
from django.utils import timezone

from keel.access.audit import Code, record
from keel.clock import today
from keel.people import merging
from keel.people.models import (
    Address,
    Alert,
    Household,
    HouseholdMember,
    Merge,
    NotDuplicate,
    Person,
    PersonName,
    PossibleDuplicate,
    Relationship,
)
from keel.people.models.person import FORMER, LEGAL
from keel.record.changes import changed

ROW_IS_CLOSED = "42501"  # what the database says of a row that its walls keep from whoever writes


class CannotBeDone(Exception):
    """What was asked cannot be done; the words say why and what to do instead."""


@transaction.atomic
def register_person(
    *, by: Any, forename: str = "", surname: str = "", is_child: bool = False, **facts: Any
) -> Person:
    """A new person under her legal name. ``facts`` are fields of a person, such as birth_on or expected_on."""
    person = Person.objects.create(is_child=is_child, **facts)
    if forename or surname:
        PersonName.objects.create(person=person, kind=LEGAL, forename=forename, surname=surname)
    _changed(person, by, "registered")
    return person


@transaction.atomic
def put_on_file(
    *, by: Any, team: Any, forename: str, surname: str, sex: str, birth_on: date | None, expected_on: date | None,
    address: str = "", postcode: str = "", why: str = "",
) -> Person:  # fmt: skip
    """A child who is not on file, by the front door: with its team's involvement, which opens the record to it.

    The database makes both in one step (``access_register``), since nobody may give herself a record. ``why`` says how
    it is known that the child is none of those whom she is like.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT access_register(%s, %s, %s, %s, %s, %s)",
            [today(), team.pk, birth_on, expected_on, sex, why],
        )
        person = Person.objects.get(pk=cursor.fetchone()[0])
    PersonName.objects.create(person=person, kind=LEGAL, forename=forename, surname=surname)
    if address or postcode:
        Address.objects.create(person=person, lines=address, postcode=postcode)
    _changed(person, by, "put on file")
    return person


@transaction.atomic
def add_name(
    *, by: Any, person: Person, kind: str, forename: str = "", surname: str = "", from_on: date | None = None
) -> PersonName:
    """Another name. A new legal name lays the one before it down, which is kept as a former name."""
    if kind == LEGAL:
        person.names.filter(kind=LEGAL, to_on=None).update(kind=FORMER, to_on=from_on)
    name = PersonName.objects.create(
        person=person, kind=kind, forename=forename, surname=surname, from_on=from_on
    )
    _changed(person, by, "named")
    return name


@transaction.atomic
def relate(
    *,
    by: Any,
    person: Person,
    other: Person | None,
    relation: str,
    has_parental_responsibility: bool | None = None,
    from_on: date | None = None,
    to_on: date | None = None,
    reason: str = "",
) -> Relationship:
    """``other`` is the person's ``relation``. Nobody named needs a reason why."""
    if other is None and not reason:
        raise CannotBeDone("Say who it is, or why nobody is named.")
    if other is not None and other.pk == person.pk:
        raise CannotBeDone("Nobody is related to herself: choose another person.")
    made = Relationship.objects.create(
        person=person, other=other, relation=relation, reason=reason, from_on=from_on, to_on=to_on,
        has_parental_responsibility=has_parental_responsibility,
    )  # fmt: skip
    _changed(person, by, "related")
    if other is not None:
        _changed(other, by, "related")
    return made


@transaction.atomic
def move_household(*, by: Any, person: Person, household: Household, on: date) -> HouseholdMember:
    """From this day the person lives in this household, and no longer where she lived before."""
    still = person.households.filter(to_on=None).exclude(household=household)
    still.filter(Q(from_on=None) | Q(from_on__lte=on)).update(to_on=on)
    here = person.households.filter(household=household, to_on=None).first()
    member = here or HouseholdMember.objects.create(person=person, household=household, from_on=on)
    _changed(person, by, "moved household")
    return member


@transaction.atomic
def record_birth(
    *, by: Any, person: Person, birth_on: date, sex: str = "", forename: str = "", surname: str = ""
) -> Person:
    """An unborn baby is born. The date she was expected stays, since timescales before birth were read by it."""
    held = Person.objects.select_for_update().get(pk=person.pk)
    if held.birth_on is not None:
        raise CannotBeDone("A date of birth is recorded already: correct it instead.")
    held.birth_on, held.sex = birth_on, sex or held.sex
    held.save(update_fields=["birth_on", "sex"])
    if forename:  # nobody goes on calling her what she was called before she had a name
        held.names.filter(to_on=None).update(kind=FORMER, to_on=birth_on)
    if forename or surname:
        add_name(by=by, person=held, kind=LEGAL, forename=forename, surname=surname, from_on=birth_on)
    _changed(held, by, "born")
    return held


@transaction.atomic
def record_death(*, by: Any, person: Person, died_on: date) -> Person:
    """Somebody has died. Everything that was recorded stays."""
    held = Person.objects.select_for_update().get(pk=person.pk)
    if held.died_on is not None:
        raise CannotBeDone("A date of death is recorded already: correct it instead.")
    held.died_on = died_on
    held.save(update_fields=["died_on"])
    _changed(held, by, "died")
    return held


@transaction.atomic
def raise_alert(*, by: Any, person: Person, kind: str, text: str, review_on: date) -> Alert:
    """Warn whoever opens the record, until somebody closes the alert; ``review_on`` is when to ask again."""
    alert = Alert.objects.create(
        person=person, kind=kind, text=text, raised_on=today(), raised_by=by, review_on=review_on
    )
    _changed(person, by, "alert raised", alert)
    return alert


@transaction.atomic
def close_alert(*, by: Any, alert: Alert, reason: str) -> Alert:
    """The warning no longer holds, and why. What it said stays readable."""
    held = Alert.objects.select_for_update().get(pk=alert.pk)
    if held.closed_on is not None:
        raise CannotBeDone("This alert is closed already.")
    held.closed_on, held.closed_by, held.closing_reason = today(), by, reason
    held.save(update_fields=["closed_on", "closed_by", "closing_reason"])
    _changed(held.person, by, "alert closed", held)
    return held


@transaction.atomic
def merge(*, by: Any, kept: Person, merged: Person, reason: str) -> Merge:
    """Two records are of one person: everything of the one moves to the other, each row noted so that it can go
    back.
    """
    kept, merged = _both(kept, merged)
    if kept.merged_into_id or merged.merged_into_id:
        raise CannotBeDone(
            "One of these records was merged already: open the record that it was merged into."
        )
    made = Merge.objects.create(kept=kept, merged=merged, by=by, reason=reason)
    merging.fill(made)
    stayed = _in_two_steps(merging.move, made)
    PossibleDuplicate.objects.filter(Q(one=merged) | Q(other=merged)).delete()
    _merged(Code.PERSON_MERGED, made, by, stayed=stayed)
    _complete_later(made)
    return made


@transaction.atomic
def unmerge(*, by: Any, merge: Merge, why: str) -> list[str]:
    """They were two people after all. Returns the rows that somebody changed since, which stay as they are."""
    held = Merge.objects.select_for_update().get(pk=merge.pk)
    kept, _ = _both(held.kept, held.merged)
    if held.undone_at is not None:
        raise CannotBeDone("This merge is undone already.")
    if kept.merged_into_id:
        raise CannotBeDone("The record that was kept has itself been merged since: undo that merge first.")
    left = _in_two_steps(merging.put_back, held)
    held.undone_at, held.undone_by, held.undone_why = timezone.now(), by, why
    held.save(update_fields=["undone_at", "undone_by", "undone_why"])
    _merged(Code.PERSON_UNMERGED, held, by, left=left)
    _complete_later(held)
    return left


@transaction.atomic
def judge_different(*, by: Any, one: Person, other: Person, why: str) -> NotDuplicate:
    """Two records are of two people: they are not offered as duplicates again."""
    first, second = sorted((one.pk, other.pk))
    judged, _ = NotDuplicate.objects.get_or_create(
        one_id=first, other_id=second, defaults={"by": by, "why": why}
    )
    PossibleDuplicate.objects.filter(one_id=first, other_id=second).delete()
    for person in (one, other):
        record(Code.PERSON_CHANGED, by=by, person=person.pk, what="judged different")
    return judged


@transaction.atomic
def complete(*, merge: Merge) -> None:
    """Do what a merge or its undoing left undone because its rows were closed to whoever decided. For the worker."""
    held = Merge.objects.select_for_update().get(pk=merge.pk)
    _in_two_steps(merging.put_back if held.undone_at else merging.move, held)


def _in_two_steps(step: Callable[..., list[str]], merge: Merge) -> list[str]:
    """What restricts a record comes last: after it, the record may be closed to whoever merges."""
    rows = step(merge, restricting=False)
    for child in (merge.kept_id, merge.merged_id):
        _changed_if_open(child)
    return rows + step(merge, restricting=True)


def _changed_if_open(child: UUID) -> None:
    """A record whose rows have just gone elsewhere may be closed to whoever decides: the worker reads it anew."""
    try:
        with transaction.atomic():
            changed(child)
    except ProgrammingError as refused:
        if getattr(refused.__cause__, "sqlstate", "") != ROW_IS_CLOSED:
            raise


def _both(kept: Person, merged: Person) -> tuple[Person, Person]:
    """Both, locked in one order, so that two merges at once cannot wait for each other."""
    held = Person.objects.select_for_update().order_by("pk").in_bulk([kept.pk, merged.pk])
    return held[kept.pk], held[merged.pk]


def _complete_later(merge: Merge) -> None:
    from keel.people.tasks import complete_merge  # noqa: PLC0415 -- a task knows of actions, not the other way

    complete_merge.defer(merge=merge.pk)


def _merged(code: Code, merge: Merge, by: Any, **detail: Any) -> None:
    for person, other in ((merge.kept_id, merge.merged_id), (merge.merged_id, merge.kept_id)):
        record(code, by=by, person=person, entry=f"people.Merge:{merge.pk}", other=str(other), **detail)


def _changed(person: Person, by: Any, what: str, row: Any = None) -> None:
    entry = f"{row._meta.label}:{row.pk}" if row is not None else ""
    record(Code.PERSON_CHANGED, by=by, person=person.pk, entry=entry, what=what)
    changed(person.pk)
