"""What happened to a flag, line by line: asked, seen, answered, climbed; who, and when."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from keel.oversight.models import FlagAnswer, FlagSeen, FlagStep
from keel.practice.ladder import Colour, Kind, Rung, Said, Why
from keel.report.wording import day_text

WORDS: Mapping[str, str] = {
    Said.RAISED: "Raised, for {who}",
    Said.WORSENED: "Became {colour}: for {who}",
    Said.EASED: "Became {colour}",
    Said.MORE_CAME: "Something new came that no answer spoke of: {who} is asked",
    Said.ANSWERED: "Answered",
    Said.CAME_BACK: "The day of the answer passed and it is not put right: {who} is asked again",
    Said.UNANSWERED: "Not answered in time: goes up to {who}",
    Said.ACCEPTED_AGAIN: "Accepted again: goes up to {who}",
    Said.SENT_UP: "Taken up to {who}",
    Said.NOT_CHANGED: "Answered twice and nothing changed: goes up to {who}",
    Said.KNOWN_UNCHANGED: "Known to {who}, and nothing changed",
    Said.NOBODY_THERE: "Nobody there to answer: goes to {who}",
    Said.PASSED_ON: "Passed to {who}, who holds the post now or deputises",
    Said.CLOSED: "Closed",
}
CLOSED = {Why.PUT_RIGHT: "put right", Why.DECIDED: "decided", Why.MERGED: "the record became another’s"}
KINDS = {
    Kind.ACT: "Act",
    Kind.ACCEPT: "Accepted for now",
    Kind.ESCALATE: "Taken up",
    Kind.ERROR: "The record is said to be wrong",
}


def items_of(
    steps: Iterable[FlagStep], answers: Iterable[FlagAnswer], seen: Iterable[FlagSeen]
) -> list[dict[str, Any]]:
    """The log as a timeline, the last first. An answer stands in place of the bare step that says there was one."""
    lines = [*map(_step, (step for step in steps if step.said != Said.ANSWERED))]
    lines += [*map(_answer, answers), *map(_seen, seen)]
    return [line for _, line in sorted(lines, key=lambda pair: pair[0], reverse=True)]


def _step(step: FlagStep) -> tuple[Any, dict[str, Any]]:
    who = f"{step.owner.name}, {Rung(step.rung).label}" if step.owner else Rung(step.rung).label
    words = WORDS[step.said].format(who=who, colour=Colour(step.colour).label)
    return step.at, {"on": step.on, "title": words, "kind": Colour(step.colour).label}


def _answer(answer: FlagAnswer) -> tuple[Any, dict[str, Any]]:
    return answer.entered_at, {
        "on": answer.answered_on,
        "title": KINDS[Kind(answer.kind)],
        "words": ". ".join(_said(answer)),
        "by": f"{answer.recorded_by.name}, {Rung(answer.rung).label}" if answer.recorded_by else "",
        "kind": "calm",
    }


def _said(answer: FlagAnswer) -> Iterator[str]:
    yield answer.reason.rstrip(".")
    if answer.action:
        owner = f" ({answer.owner.name or answer.owner.key})" if answer.owner else ""
        yield f"To do: {answer.action.rstrip('.')}{owner}, by {day_text(answer.until_on)}"
    elif answer.until_on:
        yield f"Until {day_text(answer.until_on)}"
    if answer.evidence:
        yield f"What shows it: {answer.evidence.rstrip('.')}"
    if answer.done_on:
        yield f"Done on {day_text(answer.done_on)}: {answer.done.rstrip('.')}"


def _seen(look: FlagSeen) -> tuple[Any, dict[str, Any]]:
    words = f"First seen by {look.user.name}, while {Colour(look.colour).label}"
    return look.at, {"on": look.on, "title": words, "kind": "calm"}


def log_of(flags: Sequence[Any]) -> dict[Any, list[dict[str, Any]]]:
    """The log of each of these flags; in three statements."""
    steps = _by_flag(FlagStep.objects.filter(flag__in=flags).select_related("owner").order_by("pk"))
    answers = _by_flag(FlagAnswer.objects.filter(flag__in=flags).select_related("owner", "recorded_by"))
    seen = _by_flag(FlagSeen.objects.filter(flag__in=flags).select_related("user"))
    return {pk: items_of(steps.get(pk, ()), answers.get(pk, ()), seen.get(pk, ())) for pk in flags}


def _by_flag(rows: Iterable[Any]) -> dict[Any, list[Any]]:
    found: dict[Any, list[Any]] = {}
    for row in rows:
        found.setdefault(row.flag_id, []).append(row)
    return found
