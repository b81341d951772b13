"""What was corrected after somebody authorised it: she learns of it, and that she saw it is kept."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from keel.access.policy import Act
from keel.front_door.assessments import DONE
from keel.protection.enquiring import AUTHORISED as OUTCOME_AUTHORISED
from keel.protection.giving import APPROVED
from keel.recording.models import Move
from keel.recording.moves import PUT_RIGHT, SEEN, moved


@dataclass(frozen=True, slots=True)
class Authorised:
    """Items of a table that came into this state because somebody authorised them."""

    table: str
    state: str
    act: Act


AUTHORISED = (
    Authorised("front_door.Assessment", DONE, Act.ASSESSMENT_APPROVE),
    Authorised("protection.WorkerReport", APPROVED, Act.CONFERENCE_REPORT_APPROVE),
    Authorised("protection.S47Enquiry", OUTCOME_AUTHORISED, Act.STRATEGY_APPROVE),
)


def corrected_since(user: Any, of: Iterable[Authorised]) -> QuerySet[Move]:
    """Corrections by others of what ``user`` authorised that she has not seen, where the record is open to her."""
    any_of = Q(pk=None)
    for each in of:
        any_of |= Q(of=each.table, state=each.state)
    same = Move.objects.filter(child=OuterRef("child"), of=OuterRef("of"), entry=OuterRef("entry"), by=user)
    found = Move.objects.visible_to(user).filter(state__in=PUT_RIGHT).exclude(by=user)
    return found.filter(
        Exists(same.filter(any_of, pk__lt=OuterRef("pk"))),
        ~Exists(same.filter(state=SEEN, pk__gt=OuterRef("pk"))),
    )


def see(row: Any, user: Any, may: Callable[[Act], bool]) -> None:
    """Its page is opened: where its reader had authorised what another corrected since, that she saw it is kept."""
    of = [each for each in AUTHORISED if each.table == row._meta.label and may(each.act)]
    if of and corrected_since(user, of).filter(child=row.child_id, of=row._meta.label, entry=row.pk).exists():
        moved(row, SEEN, by=user)
