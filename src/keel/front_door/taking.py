"""What another agency told is taken up by the front door: who the child is, and a contact with all that was told.

Nobody who told a worry learns from it whether the child was on file; nobody else reads it once it is a contact, but
those to whom the record is open. It waits in the list of the front door until then.
"""

from collections.abc import Iterable
from typing import Any
from uuid import uuid4

from django.db import connection, transaction
from django.urls import reverse

from keel.access.audit import Code, record
from keel.access.queries import front_doors_of
from keel.access.rules import SPECIAL_INVOLVEMENTS, capacity
from keel.clock import today
from keel.front_door.arriving import front_door_of
from keel.front_door.contacts import RECEIVED, now_time
from keel.front_door.models import Contact, WorryTold
from keel.front_door.telling import ABOUT, LABEL, in_words
from keel.people.models import Person
from keel.record.changes import changed
from keel.recording.moves import moved
from keel.workforce.models import Involvement

TAKEN = "This was taken up already."
FRONT_DOOR = "front_door"  # the role of its team in an involvement, as ``access_register`` writes it


class TakenUp(Exception):
    """Somebody else made a contact of it meanwhile."""


def waiting_for(user: Any) -> list[WorryTold]:
    """What waits to be taken up by whoever asks, the oldest first."""
    return list(WorryTold.objects.waiting()) if front_doors_of(user) else []


def as_arrival(told: WorryTold) -> dict[str, Any]:
    """What was told of who the child is, as the page for a child who is not on file asks it."""
    when = "born" if told.birth_on else "expected" if told.expected_on else "not known"
    return {"when": when} | {name: getattr(told, name) for name in ABOUT}


@transaction.atomic
def take_up(*, by: Any, told: WorryTold, child: Person, others: Iterable[Person] = ()) -> Contact:
    """A contact in the child's record with all that was told; ``others`` have one of the same words.

    Where nobody works with the child, the front door's team does from now on, so that somebody decides. Raises TakenUp.
    """
    held = WorryTold.objects.select_for_update(of=("self",)).filter(pk=told.pk, contact=None).first()
    if held is None:
        raise TakenUp(TAKEN)
    worker, others = getattr(by, "worker", None), list(others)
    shared = uuid4() if others else None
    made = [_contact(held, one, by, worker, shared) for one in (child, *others)]
    WorryTold.objects.filter(pk=held.pk).update(
        contact=made[0], taken_on=today(), taken_time=now_time(), taken_by=worker
    )
    for contact in made:
        moved(contact, RECEIVED, by=by)
        changed(contact.child_id)
        record(
            Code.ENTRY_RECORDED, by=by, person=contact.child_id, what="front_door:take-up",
            entry=f"{LABEL}:{held.pk}",
        )  # fmt: skip
    return made[0]


def _contact(told: WorryTold, child: Person, by: Any, worker: Any, shared: Any) -> Contact:
    if not has_worker(child):
        Involvement.objects.create(
            child=child, team_id=front_door_of(by), role=FRONT_DOOR, holds_case=False, started_on=today(),
            recorded_on=today(), recorded_by=by,
        )  # fmt: skip
    contact = Contact.objects.create(
        child=child, recorded_on=today(), recorded_by=by, worker=worker, team=getattr(worker, "team", None),
        received_on=told.told_on, received_time=told.told_time, source=told.source, source_name=told.source_name,
        partner_agency=told.partner_agency, partner_aware_on=told.partner_aware_on,
        partner_aware_time=told.partner_aware_time, shared=shared,
        reason="\n\n".join(f"{title}: {words}" for title, words in in_words(told)),
    )  # fmt: skip
    contact.episode = f"contact:{contact.child_id}:{contact.pk}"
    contact.save(update_fields=["episode"])
    return contact


def has_worker(child: Person) -> bool:
    """Whether a worker or a team works with the child now, whose manager decides on a contact."""
    now = Involvement.objects.of(child).filter(ended_on=None).exclude(worker=None, team=None)
    return any(capacity(row.role) not in SPECIAL_INVOLVEMENTS for row in now)


def worry_of(contact: Contact) -> WorryTold | None:
    """What another agency told that a contact was made of."""
    return WorryTold.objects.of_contact(contact).first()


def tell_outcome(contact: Contact, as_told: str) -> None:
    """She who told it reads, on her own page, what whoever made contact is told of the decision."""
    found = worry_of(contact)
    if found is None or (found.outcome_told_on and found.outcome_told == as_told):
        return
    WorryTold.objects.filter(pk=found.pk).update(
        outcome_told=as_told,
        outcome_told_on=contact.referrer_told_on,
        outcome_told_time=contact.referrer_told_time,
    )
    with (
        connection.cursor() as cursor
    ):  # by hand, since what is written for somebody else cannot be read back
        cursor.execute(
            "INSERT INTO access_notice (to_id, text, path) VALUES (%s, %s, %s)",
            [
                found.told_by_id,
                "What you told us of was decided",
                reverse("front_door:one-told", args=[found.pk]),
            ],
        )
