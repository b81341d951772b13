"""Answers to flags: who may give one, what makes it count, and what it sets going."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import uuid4

from django.db import transaction

from keel.access.audit import Code, record
from keel.clock import today
from keel.oversight.asking import as_kept, write_looked
from keel.oversight.deciding import Senior, decide, refuse_undecided
from keel.oversight.decisions import ManagementDecision
from keel.oversight.flags_kept import Flag, FlagAnswer, FlagGround
from keel.oversight.posts import Held, Posts
from keel.oversight.reasons import said_before
from keel.oversight.rules_held import rules
from keel.oversight.silence import settle_signals
from keel.oversight.standing import hold
from keel.practice import ladder
from keel.practice.ladder import BY_KEY, CannotAnswer, Kind, Limits, Rung, above
from keel.practice.ladder.reasons import why_poor
from keel.record.changes import changed

__all__ = ["CannotAnswer", "Given", "answer", "may_answer", "promise_kept"]

NOT_TO_BE_ACCEPTED = "This cannot be accepted as it is: say what will be done, or take it up."


@dataclass(frozen=True, slots=True)
class Given:
    """What is answered. ``owner`` is the worker who does what is promised.

    ``senior`` is what is decided where the age of a plan asks for a decision; ``is_strategy_discussion_needed``, where
    a new incident does.
    """

    kind: Kind
    reason: str
    until_on: date | None = None
    action: str = ""
    owner: Any = None
    evidence: str = ""
    senior: Senior | None = None
    is_strategy_discussion_needed: bool | None = None


@transaction.atomic
def answer(*, flags: Sequence[Flag], by: Any, given: Given) -> list[FlagAnswer]:
    """Answer flags of one cause at once: each child's file has the answer whole.

    Raises CannotAnswer, in words for whoever answers, where it does not count; nothing is then kept.
    """
    day, held = today(), rules()
    limits = Limits(held.standards, day)
    hold(
        {flag.child_id for flag in flags}, day
    )  # before the flags, as every write does: else two would wait in a ring
    chosen = list(
        Flag.objects.filter(pk__in=[flag.pk for flag in flags]).select_for_update(of=("self",)).order_by("pk")
    )
    if not chosen:
        raise CannotAnswer("This question is closed: what it asked is put right, or was decided.")
    _refuse_empty(given)
    _refuse_poor_reason(given, by, chosen, limits)
    posts = Posts([flag.child_id for flag in chosen], day)
    together, made = uuid4(), []
    for flag in chosen:
        held_posts = posts.of(flag.child_id)
        rung = _power(flag, by, held_posts)
        if given.kind is Kind.ACCEPT and not BY_KEY[flag.matter].may_accept:
            raise CannotAnswer(NOT_TO_BE_ACCEPTED, "kind")
        grounds = list(FlagGround.objects.filter(flag=flag, closed_on=None).order_by("key", "pk"))
        refuse_undecided(given.kind, grounds, rung, given)
        kept = as_kept(flag, grounds)
        looked = ladder.answered(kept.flag, ladder.Answer(given.kind, given.until_on), held_posts, limits)
        write_looked(flag, kept, looked, held, day)
        made.append(_answer(flag, rung, by, given, together, day))
        decide(made[-1], grounds, by, given)
        settle_signals(made[-1], grounds, by)
        record(
            Code.QUESTION_ANSWERED,
            by=by,
            person=flag.child_id,
            entry=f"oversight.flag:{flag.pk}",
            kind=given.kind,
        )
    changed(*sorted({flag.child_id for flag in chosen}))
    return made


@transaction.atomic
def promise_kept(promise: FlagAnswer, *, by: Any, words: str) -> None:
    """Say that what was promised in an answer is done, and what came of it."""
    if not words.strip():
        raise CannotAnswer("Say what was done and what came of it.")
    kept = FlagAnswer.objects.filter(pk=promise.pk, kind=Kind.ACT, done_on=None)
    if not kept.update(done_on=today(), done=words.strip()):
        raise CannotAnswer("It is recorded as done already.")
    ManagementDecision.objects.filter(answer=promise, done_on=None).update(
        done_on=today(), done=words.strip()
    )
    entry = f"oversight.flaganswer:{promise.pk}"
    record(Code.ENTRY_RECORDED, by=by, person=promise.child_id, entry=entry)
    changed(promise.child_id)


def may_answer(flag: Flag, by: Any, posts: Held) -> bool:
    """Whether somebody has the power to answer: whoever is asked, and whoever stands above."""
    return flag.owner_id == by.pk or any(posts.get(rung) == by.pk for rung in above(Rung(flag.rung)))


def _power(flag: Flag, by: Any, posts: Held) -> Rung:
    """The rung that somebody answers from."""
    if flag.owner_id == by.pk:
        return Rung(flag.rung)
    over = next((rung for rung in above(Rung(flag.rung)) if posts.get(rung) == by.pk), None)
    if over is None:
        asked = flag.owner.name if flag.owner_id else "nobody yet"
        raise CannotAnswer(
            f"This question is for {asked}, as {Rung(flag.rung).label}: an answer by somebody else does not count."
        )
    return over


def _refuse_empty(given: Given) -> None:
    if given.kind is Kind.ACT and not (given.action.strip() and given.owner):
        raise CannotAnswer("Say what will be done and who does it.", "action")
    if given.kind is Kind.ERROR and not given.evidence.strip():
        raise CannotAnswer(
            "Say what shows that the record is wrong: the entry, the document, who confirmed it.", "evidence"
        )


def _refuse_poor_reason(given: Given, by: Any, flags: Sequence[Flag], limits: Limits) -> None:
    """An empty, a one-word and a pasted reason are asked for again: the decision is in the words."""
    on_these = FlagAnswer.objects.filter(flag__in=flags).values_list("reason", flat=True)
    hers = said_before(FlagAnswer.objects.filter(recorded_by=by), "reason")
    if why := why_poor(given.reason, [*on_these, *hers], limits.reason_words):
        raise CannotAnswer(why, "reason")


def _answer(flag: Flag, rung: Rung, by: Any, given: Given, together: Any, day: date) -> FlagAnswer:
    return FlagAnswer.objects.create(
        child_id=flag.child_id,
        flag=flag,
        together=together,
        kind=given.kind,
        rung=rung,
        answered_on=day,
        reason=given.reason.strip(),
        action=given.action.strip(),
        owner=given.owner,
        until_on=given.until_on,
        evidence=given.evidence.strip(),
        recorded_on=day,
        recorded_by=by,
    )
