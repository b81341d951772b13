"""What others wrote and is not decided yet: plans to sign, assessments and discussions to authorise, what to book;
and what was corrected after she authorised it, until she has read it.

Where an item stands is the last state it was moved to. Nobody decides on what she wrote herself, and the pages that
decide ask again whether she may.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db.models import Exists, OuterRef, Prefetch, Q
from django.http import HttpRequest
from django.urls import reverse

from keel.access.policy import Act, Answer
from keel.access.roles import Role
from keel.access.rules import CELLS, Relation
from keel.chronology.authorised import AUTHORISED, corrected_since
from keel.front_door.assessments import SENT
from keel.people.models import Person
from keel.protection.convening import DECIDED
from keel.protection.discussing import PROPOSED
from keel.protection.enquiring import FOUND
from keel.protection.planning import State
from keel.protection.reporting import WRITTEN
from keel.recording.models import Move
from keel.recording.moves import STAYS

SHOWN = 40
CORRECTED_SINCE = "{by} corrected the {what} that you authorised"


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
    """What waits for whoever asks, the longest first; and what was corrected since she authorised it."""
    roles = request.under_way.asker.roles  # type: ignore[attr-defined]
    hers = [each for each in AWAITED if _may_decide(roles, each.act)]
    return [*_to_decide(request.user, hers), *_corrected(request.user, roles)]


def _to_decide(user: Any, hers: list[Awaited]) -> Iterator[dict[str, Any]]:
    if not hers:
        return
    here = Q(pk=None)
    for each in hers:
        of_it = Q(of=each.table, state=each.state)
        here |= of_it & ~Q(by=user) if each.is_for_another else of_it
    later = Move.objects.filter(child=OuterRef("child"), of=OuterRef("of"), entry=OuterRef("entry"))
    passed = later.filter(pk__gt=OuterRef("pk")).exclude(state__in=STAYS)
    rows = Move.objects.visible_to(user).filter(here).filter(~Exists(passed))
    words = {(each.table, each.state): each.words for each in AWAITED}
    for move in _shown(rows):
        yield _told(move, words[move.of, move.state])


def _corrected(user: Any, roles: Iterable[Role]) -> Iterator[dict[str, Any]]:
    """Once for each entry, however often it was corrected, since the first correction that she has not seen."""
    hers = [each for each in AUTHORISED if _may_decide(roles, each.act)]
    found: dict[tuple[str, int], Move] = {}
    for move in _shown(corrected_since(user, hers)) if hers else ():
        found.setdefault((move.of, move.entry), move)
    for move in found.values():
        by, what = move.by.name if move.by else "Somebody", apps.get_model(move.of)._meta.verbose_name
        yield _told(move, CORRECTED_SINCE.format(by=by, what=what))


def _shown(moves: Any) -> Any:
    people = Prefetch("child", Person.objects.with_names())
    return moves.select_related("by").prefetch_related(people).order_by("pk")[:SHOWN]


def _may_decide(roles: Iterable[Role], act: Act) -> bool:
    """Whether any of these roles may do it for some child."""
    cells = (CELLS.get((act, role, relation)) for role in roles for relation in Relation)
    return any(cell.answer is Answer.YES for cell in cells if cell)


def _told(move: Move, words: str) -> dict[str, Any]:
    name = move.of.partition(".")[2].lower()
    return {
        "words": words,
        "child": move.child,
        "since": move.moved_at,
        "by": move.by,
        "href": reverse("chronology:entry", args=[move.child_id, name, move.entry]),
    }
