"""What others wrote and is not decided yet: plans to sign, assessments and discussions to authorise, what to book.

Where an item stands is the last state it was moved to. Nobody decides on what she wrote herself, and the pages that
decide ask again whether she may.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, Q
from django.http import HttpRequest
from django.urls import reverse

from keel.access.policy import Act, Answer
from keel.access.roles import Role
from keel.access.rules import CELLS, Relation
from keel.front_door.assessments import SENT
from keel.people.models import Person
from keel.protection.convening import DECIDED
from keel.protection.discussing import PROPOSED
from keel.protection.enquiring import FOUND
from keel.protection.planning import State
from keel.protection.reporting import WRITTEN
from keel.recording.models import Move
from keel.recording.moves import PUT_RIGHT

SHOWN = 40


@dataclass(frozen=True, slots=True)
class Awaited:
    """Items of a table in a state that somebody else must move on."""

    table: str
    state: str
    words: str
    act: Act
    is_for_another: bool = True  # whoever moved it there may not decide


AWAITED = (
    Awaited(
        "protection.StrategyDiscussion", PROPOSED, "Section 47 enquiries, yes or no", Act.STRATEGY_APPROVE
    ),
    Awaited("protection.S47Enquiry", FOUND, "What the section 47 enquiries found", Act.STRATEGY_APPROVE),
    Awaited("front_door.Assessment", SENT, "An assessment to authorise", Act.ASSESSMENT_APPROVE),
    Awaited("protection.PlanVersion", State.PUBLISHED.value, "A plan to sign", Act.PLAN_APPROVE),
    Awaited(
        "protection.WorkerReport", WRITTEN, "A report for a conference to approve",
        Act.CONFERENCE_REPORT_APPROVE,
    ),
    Awaited(
        "protection.Conference", DECIDED, "A conference to book", Act.CONFERENCE_RECORD_WRITE, is_for_another=False
    ),
)  # fmt: skip


def awaited(request: HttpRequest) -> list[dict[str, Any]]:
    """What waits for whoever asks, the longest first; in three statements."""
    roles = request.under_way.asker.roles  # type: ignore[attr-defined]
    hers = [each for each in AWAITED if _may_decide(roles, each.act)]
    if not hers:
        return []
    here = Q(pk=None)
    for each in hers:
        of_it = Q(of=each.table, state=each.state)
        here |= of_it & ~Q(by=request.user) if each.is_for_another else of_it
    later = Move.objects.filter(child=OuterRef("child"), of=OuterRef("of"), entry=OuterRef("entry"))
    passed = later.filter(pk__gt=OuterRef("pk")).exclude(state__in=PUT_RIGHT)
    rows = Move.objects.visible_to(request.user).filter(here).filter(~Exists(passed))
    people = Prefetch("child", Person.objects.with_names())
    return [*_told(rows.select_related("by").prefetch_related(people).order_by("pk")[:SHOWN])]


def _may_decide(roles: Iterable[Role], act: Act) -> bool:
    """Whether any of these roles may do it for some child."""
    cells = (CELLS.get((act, role, relation)) for role in roles for relation in Relation)
    return any(cell.answer is Answer.YES for cell in cells if cell)


def _told(moves: Any) -> Iterator[dict[str, Any]]:
    words = {(each.table, each.state): each.words for each in AWAITED}
    for move in moves:
        name = move.of.partition(".")[2].lower()
        yield {
            "words": words[move.of, move.state],
            "child": move.child,
            "since": move.moved_at,
            "by": move.by,
            "href": reverse("chronology:entry", args=[move.child_id, name, move.entry]),
        }
