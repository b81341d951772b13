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

from keel.clock import today
from keel.oversight.decisions import (
    DecisionKind,
    ManagementDecision,
    SeniorOutcome,
    SeniorReview,
    SeniorReviewKind,
)
from keel.oversight.flags_kept import FlagAnswer, FlagGround
from keel.oversight.readings_kept import Standing
from keel.oversight.rules_held import standards_held
from keel.practice.ladder import CannotAnswer, Colour, Kind, Limits, Rung, Source, above, matter_of

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
    found = list(grounds)
    kinds = _kinds(found)
    ages = {kinds[ground.pk] for ground in found if _is_look(ground, kinds)}
    return [kind for kind in SeniorReviewKind if kind.value in ages]


def asks_of_incident(grounds: Iterable[FlagGround]) -> bool:
    """Whether a manager's decision on a new incident is missing."""
    return any(_asked(ground) == DecisionKind.RISK for ground in grounds)


def refuse_undecided(kind: Kind, grounds: Sequence[FlagGround], rung: Rung, given: Any) -> None:
    """Whoever answers to these grounds decides what they ask for, and has the power to. Raises CannotAnswer."""
    kinds = _kinds(grounds)
    looks = [ground for ground in grounds if _is_look(ground, kinds)]
    if kind is Kind.ACCEPT and looks:
        raise CannotAnswer(f"A plan of this age is not accepted as it is. {NOT_SAID}", "kind")
    if kind is not Kind.ACT:
        return
    for ground in looks:
        decider = _decider(ground)
        if rung is not decider and rung not in above(decider):
            label = SeniorReviewKind(kinds[ground.pk]).label
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
    kinds = _kinds(grounds)
    for ground in _each_once(grounds, kinds):
        if kinds[ground.pk] in DecisionKind.values:
            _managers(made, ground, by, given)
        elif _is_look(ground, kinds):
            given.senior.told(_senior(made, ground, kinds[ground.pk], by, given.senior))


Kinds = Mapping[UUID, str]  # the decision that each ground asks for, by its key


def _each_once(grounds: Iterable[FlagGround], kinds: Kinds) -> Iterable[FlagGround]:
    """The grounds that ask for a decision: one for each entry, and of a look at a plan one for each age."""
    found: dict[tuple[str, str], FlagGround] = {}
    for ground in sorted(grounds, key=lambda ground: ground.source != Source.READING):
        if kind := kinds.get(ground.pk, ""):
            of_entry = "" if _is_look(ground, kinds) else f"{ground.key} {ground.told_by}"
            found.setdefault((kind, of_entry), ground)
    return found.values()


def _kinds(grounds: Sequence[FlagGround]) -> Kinds:
    """The decisions asked for; of several ages of a plan, the last that it has come to. In one statement, or none."""
    asked = {ground.pk: _asked(ground).split() for ground in grounds}
    ages = {ground.child_id for ground in grounds if len(asked[ground.pk]) > 1}
    since = (
        dict(Standing.objects.filter(child__in=ages).values_list("child", "on_plan_since")) if ages else {}
    )
    return {
        ground.pk: _last_come_to(asked[ground.pk], since.get(ground.child_id))
        for ground in grounds
        if asked[ground.pk]
    }


def _last_come_to(kinds: Sequence[str], since: date | None) -> str:
    come = [kind for kind in kinds[1:] if since and _is_come(f"plan_age_{kind}m", since)]
    return come[-1] if come else kinds[0]


def _is_come(standard: str, since: date) -> bool:
    due = Limits(standards_held(), today()).due_after(standard, since)
    return due is not None and due <= today()


def _asked(ground: FlagGround) -> str:
    """What a timescale asks to be decided; or a signal of its colour, where no source feeds the timescale."""
    if ground.source not in (Source.READING, Source.SIGNAL):
        return ""
    return matter_of(ground.key).decides.get(_declared(ground), "")


def _declared(ground: FlagGround) -> str:
    return matter_of(ground.key).asked_of(Source(ground.source), ground.key, Colour(ground.colour))


def _decider(ground: FlagGround) -> Rung:
    return matter_of(ground.key).decider(_declared(ground))


def _is_look(ground: FlagGround, kinds: Kinds) -> bool:
    return kinds.get(ground.pk) in SeniorReviewKind.values and ground.colour > Colour.SOON


def _managers(made: FlagAnswer, ground: FlagGround, by: Any, given: Any) -> None:
    is_incident = _asked(ground) == DecisionKind.RISK
    ManagementDecision.objects.create(
        kind=_asked(ground),
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


def _senior(made: FlagAnswer, ground: FlagGround, kind: str, by: Any, said: Senior) -> SeniorReview:
    goes_on = said.outcome == SeniorOutcome.CONTINUE
    return SeniorReview.objects.create(
        kind=kind,
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
