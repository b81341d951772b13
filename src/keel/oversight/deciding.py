"""What an answer decides besides: the manager's decision, or the senior look at a plan, that was missing.

A matter declares which decision its timescales ask for (``Matter.decides``); the answer is then that decision, written
in the same save, by somebody with the power for it.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.apps import apps

from keel.oversight.decisions import (
    DecisionKind,
    ManagementDecision,
    SeniorOutcome,
    SeniorReview,
    SeniorReviewKind,
)
from keel.oversight.flags_kept import FlagAnswer, FlagGround
from keel.practice.ladder import CannotAnswer, Colour, Kind, Rung, Source, above, matter_of

NOT_SAID = "Say what is decided: the plan goes on with something new, is to end, or legal planning."
NO_NEWS = "Say until when it goes on: a plan that goes on without an end drifts."
STRATEGY = "Say whether a strategy discussion is needed."
# Entries that ask for a decision, and where it names them.
LINKS = {"protection.visit": "visit", "protection.significantevent": "event"}
PLAN = {"protection.protectionplan": "plan"}


@dataclass(frozen=True, slots=True)
class Senior:
    """What somebody senior decides about a plan. ``told`` is told of each look that is written."""

    outcome: SeniorOutcome
    until_on: date | None = None  # where it goes on
    told: Callable[[SeniorReview], object] = lambda _: None


def looks_due(grounds: Iterable[FlagGround]) -> list[SeniorReviewKind]:
    """The senior looks at a plan that these grounds say are late, the youngest age first."""
    kinds = {_kind(ground) for ground in grounds if _is_look(ground)}
    return [kind for kind in SeniorReviewKind if kind.value in kinds]


def asks_of_incident(grounds: Iterable[FlagGround]) -> bool:
    """Whether a manager's decision on a new incident is missing."""
    return any(_kind(ground) == DecisionKind.RISK for ground in grounds)


def refuse_undecided(kind: Kind, grounds: Sequence[FlagGround], rung: Rung, given: Any) -> None:
    """Whoever answers to these grounds decides what they ask for, and has the power to. Raises CannotAnswer."""
    looks = [ground for ground in grounds if _is_look(ground)]
    if kind is Kind.ACCEPT and looks:
        raise CannotAnswer(f"A plan of this age is not accepted as it is. {NOT_SAID}", "kind")
    if kind is not Kind.ACT:
        return
    for ground in looks:
        decider = _decider(ground)
        if rung is not decider and rung not in above(decider):
            label = SeniorReviewKind(_kind(ground)).label
            raise CannotAnswer(f"Of a plan that is {label}, the {decider.label} decides: take it up.", "kind")
    if looks and given.senior is None:
        raise CannotAnswer(NOT_SAID, "kind")
    if looks and given.senior.outcome == SeniorOutcome.CONTINUE and given.senior.until_on is None:
        raise CannotAnswer(NO_NEWS, "goes_on_until")
    if asks_of_incident(grounds) and given.is_strategy_discussion_needed is None:
        raise CannotAnswer(STRATEGY, "is_strategy_discussion_needed")


def decide(made: FlagAnswer, grounds: Sequence[FlagGround], by: Any, given: Any) -> None:
    """Write the decisions that an answer is: one for each entry that asked for one, one for each age of a plan."""
    if made.kind != Kind.ACT or made.rung == Rung.WORKER:
        return
    for ground in _each_once(grounds):
        if _kind(ground) in DecisionKind.values:
            _managers(made, ground, by, given)
        elif _is_look(ground):
            given.senior.told(_senior(made, ground, by, given.senior))


def _each_once(grounds: Iterable[FlagGround]) -> Iterable[FlagGround]:
    """The grounds that ask for a decision: one for each entry, and of a look at a plan one for each age."""
    found: dict[tuple[str, str], FlagGround] = {}
    for ground in sorted(grounds, key=lambda ground: ground.source != Source.READING):
        if kind := _kind(ground):
            found.setdefault((kind, "" if _is_look(ground) else f"{ground.key} {ground.told_by}"), ground)
    return found.values()


def _kind(ground: FlagGround) -> str:
    """The decision that a timescale asks for; or a signal of its colour, where no source feeds the timescale."""
    if ground.source == Source.READING:
        return matter_of(ground.key).decides.get(ground.key, "")
    if ground.source == Source.SIGNAL:
        return matter_of(ground.key).decides.get(f"{ground.key}:{Colour(ground.colour).label}", "")
    return ""


def _decider(ground: FlagGround) -> Rung:
    matter = matter_of(ground.key)
    if ground.source == Source.SIGNAL:
        return matter.first(ground.key, Colour(ground.colour))
    return matter.decider(ground.key)


def _is_look(ground: FlagGround) -> bool:
    return _kind(ground) in SeniorReviewKind.values and ground.colour > Colour.SOON


def _managers(made: FlagAnswer, ground: FlagGround, by: Any, given: Any) -> None:
    is_incident = _kind(ground) == DecisionKind.RISK
    ManagementDecision.objects.create(
        kind=_kind(ground),
        decided_on=made.answered_on,
        decided_by=getattr(by, "worker", None),
        is_strategy_discussion_needed=given.is_strategy_discussion_needed if is_incident else None,
        decision=made.action,
        reason=made.reason,
        action=made.action,
        owner=made.owner,
        due_on=made.until_on,
        answer=made,
        **dict(_about(ground, LINKS)),
        **_entered(made, by),
    )


def _senior(made: FlagAnswer, ground: FlagGround, by: Any, said: Senior) -> SeniorReview:
    goes_on = said.outcome == SeniorOutcome.CONTINUE
    return SeniorReview.objects.create(
        kind=_kind(ground),
        held_on=made.answered_on,
        held_by=getattr(by, "worker", None),
        outcome=said.outcome,
        what_is_new=made.action if goes_on else "",
        until_on=said.until_on if goes_on else None,
        decision=made.action,
        reason=made.reason,
        **dict(_about(ground, PLAN)),
        **_entered(made, by),
    )


def _entered(made: FlagAnswer, by: Any) -> dict[str, Any]:
    return {"child_id": made.child_id, "recorded_on": made.recorded_on, "recorded_by": by}


def _about(ground: FlagGround, links: Mapping[str, str]) -> Iterator[tuple[str, Any]]:
    """The entry that asked for it, and its strand: a timescale is met by what stands on its own."""
    label, _, entry = ground.told_by.partition(":")
    if label in links and entry.isdigit():
        yield from _named(label, links[label], ground.child_id, pk=entry)
    elif links is PLAN and not entry:  # a signal names no plan: it is about the one that is open
        yield from _named("protection.protectionplan", "plan", ground.child_id, ended_on=None)


def _named(label: str, link: str, child: UUID, **which: Any) -> Iterator[tuple[str, Any]]:
    row: Any = apps.get_model(label)._default_manager.filter(child=child, **which).order_by("-pk").first()
    if row is not None:
        yield link, row
        yield "episode", row.episode
