"""How a flag lives: raised, answered, come back, climbed, closed. Pure: the same facts and days give the same steps.

Nothing mutes a flag. It closes when the fact is put right, or, where nothing done now can put it right, by a decision.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from keel.practice.ladder.matters import BY_KEY
from keel.practice.ladder.model import (
    Answer,
    CannotAnswer,
    Colour,
    Flag,
    Ground,
    Identity,
    Kind,
    Limits,
    Rung,
    Said,
    Source,
    Step,
    Why,
    above,
)

BY_A_DAY = (Source.READING, Source.EXPOSURE)  # what had a day, and it has passed
Posts = Mapping[Rung, object]  # who holds each post for the child today; a rung without anybody is not in it


@dataclass(frozen=True, slots=True)
class Looked:
    """A flag after a look, and what happened to it."""

    flag: Flag | None
    steps: tuple[Step, ...] = ()


def raised(matter: str, grounds: Iterable[Ground], first: Rung, posts: Posts, limits: Limits) -> Looked:
    """A new flag, first asked of whoever holds ``first`` or, where nobody does, of whoever stands above."""
    grounds = frozenset(grounds)
    colour = max(ground.colour for ground in grounds)
    first = _with_power(matter, grounds, first)
    rung = staffed(first, posts)
    flag = Flag(
        matter,
        opened_on=limits.day,
        rung=rung,
        owner=posts.get(rung),
        colour=colour,
        read_on=limits.day,
        grounds=grounds,
        answer_by=limits.answer_by(colour),
    )
    log = _Log(limits.day)
    log(Said.RAISED, replace(flag, rung=first, owner=posts.get(first)))
    if rung is not first:
        log(Said.NOBODY_THERE, flag)
    return Looked(flag, log.steps)


def looked(flag: Flag, grounds: Iterable[Ground], first: Rung, posts: Posts, limits: Limits) -> Looked:
    """A flag looked at again: with the grounds of today, whom its colour asks first, and who holds each post.

    A day that was looked at already, and one before it (a clock set back), changes nothing of what was said.
    """
    if flag.closed_on is not None or limits.day < flag.read_on:
        return Looked(flag)
    log = _Log(limits.day)
    now = replace(flag, grounds=_as_first_told(flag.grounds, grounds), read_on=limits.day)
    if not now.grounds:
        return _closed(now, Why.PUT_RIGHT, log)
    now = _manned(now, posts, log)
    now = _coloured(now, first, posts, limits, log)
    now = _empowered(now, posts, limits, log)
    now = _held(now, posts, limits, log)
    if _is_settled(now):
        return _closed(now, Why.DECIDED, log)
    now = _in_time(now, posts, limits, log)
    return Looked(now, log.steps)


def answered(flag: Flag, answer: Answer, posts: Posts, limits: Limits) -> Looked:
    """A flag after an answer by somebody who has the power to give it. Raises CannotAnswer where it cannot stand."""
    if flag.closed_on is not None:
        raise CannotAnswer("This question is closed: what it asked is put right, or was decided.")
    if flag.colour is Colour.SOON:
        raise CannotAnswer(
            "Nothing is asked yet: this is due soon, and what puts it right in time closes it."
        )
    log = _Log(limits.day)
    now = replace(flag, read_on=max(flag.read_on, limits.day))
    log(Said.ANSWERED, now)
    if answer.kind is Kind.ESCALATE:
        if next_rung(now.rung, posts) is None:
            raise CannotAnswer("Nobody stands above you here: decide, and say by when.")
        return Looked(_up(now, Said.SENT_UP, posts, limits, log), log.steps)
    accepted = now.accepted + 1 if answer.kind is Kind.ACCEPT else 0
    now = replace(now, accepted=accepted, holds_until=_until(flag, answer, limits), answer_by=None)
    now = replace(
        now,
        covered=frozenset(ground.identity for ground in now.grounds),
        covered_colour=now.colour,
        covered_as=answer.kind,
    )
    if _is_settled(now):
        return _closed(now, Why.DECIDED, log)
    if accepted >= limits.accepted_times:
        now = _up(now, Said.ACCEPTED_AGAIN, posts, limits, log)
    return Looked(now, log.steps)


def staffed(rung: Rung, posts: Posts) -> Rung:
    """The rung itself, or the first above it that somebody holds; itself where nobody holds any."""
    return next((each for each in (rung, *above(rung)) if each in posts), rung)


def next_rung(rung: Rung, posts: Posts) -> Rung | None:
    """The nearest rung above that somebody holds; None at the top, and where nobody holds any."""
    return next((each for each in above(rung) if each in posts), None)


def higher(one: Rung, other: Rung) -> Rung:
    """Whichever of two stands over the other; the first where neither does."""
    return other if other in above(one) else one


class _Log:
    """What happened, in order."""

    def __init__(self, day: date) -> None:
        self.day = day
        self.steps: tuple[Step, ...] = ()

    def __call__(self, said: Said, flag: Flag) -> None:
        self.steps += (Step(said, self.day, flag.rung, flag.colour, flag.owner),)


def _as_first_told(before: Iterable[Ground], today: Iterable[Ground]) -> frozenset[Ground]:
    """Today's grounds, those known already with the day that they were first said to be due: the law of their day."""
    known = {ground.identity: ground for ground in before}
    return frozenset(
        replace(ground, due_on=known[ground.identity].due_on) if ground.identity in known else ground
        for ground in today
    )


def _manned(flag: Flag, posts: Posts, log: _Log) -> Flag:
    """Asked of whoever holds the post today; where nobody does any more, of whoever stands above."""
    rung = staffed(flag.rung, posts)
    if rung is not flag.rung:
        flag = replace(flag, rung=rung, owner=posts[rung])
        log(Said.NOBODY_THERE, flag)
    elif posts.get(rung) != flag.owner:
        flag = replace(flag, owner=posts.get(rung))
        log(Said.PASSED_ON, flag)
    return flag


def _coloured(flag: Flag, first: Rung, posts: Posts, limits: Limits, log: _Log) -> Flag:
    """As grave as its gravest ground. Graver asks anew, and sooner; easier does not take it back down the ladder."""
    colour = max(ground.colour for ground in flag.grounds)
    if colour == flag.colour:
        return flag
    if colour < flag.colour:
        flag = replace(flag, colour=colour, answer_by=flag.answer_by if colour else None)
        log(Said.EASED, flag)
        return flag
    rung = staffed(higher(flag.rung, first), posts)
    by = limits.answer_by(colour)
    by = min(by, flag.answer_by) if by and flag.answer_by and rung is flag.rung else by
    flag = replace(
        flag, colour=colour, rung=rung, owner=posts.get(rung), answer_by=by, holds_until=None, fruitless=0
    )
    log(Said.WORSENED, flag)
    return flag


def _with_power(matter: str, grounds: Iterable[Ground], first: Rung) -> Rung:
    """Who is asked first, or whoever stands over her where only she decides what is asked."""
    known = BY_KEY[matter]
    for ground in grounds:
        asks = known.asked_of(ground.source, ground.key, ground.colour)
        if asks and ground.colour is not Colour.SOON:
            first = higher(first, known.decider(asks))
    return first


def _empowered(flag: Flag, posts: Posts, limits: Limits, log: _Log) -> Flag:
    """Asked of somebody who has the power to decide: a decision that came since may be another's."""
    rung = staffed(_with_power(flag.matter, flag.grounds, flag.rung), posts)
    if rung is flag.rung or flag.colour is Colour.SOON:
        return flag
    by = limits.answer_by(flag.colour)
    flag = replace(flag, rung=rung, owner=posts.get(rung), answer_by=by, holds_until=None, fruitless=0)
    log(Said.MORE_CAME, flag)
    return flag


def _held(flag: Flag, posts: Posts, limits: Limits, log: _Log) -> Flag:
    """An answer holds until its day, and for what it spoke of."""
    if flag.holds_until is None:
        return flag
    if limits.day <= flag.holds_until:
        if not _asks_more(flag):
            return flag
        flag = replace(flag, holds_until=None, answer_by=limits.answer_by(flag.colour))
        log(Said.MORE_CAME, flag)
        return flag
    fruitless = flag.fruitless + 1
    flag = replace(
        flag,
        holds_until=None,
        fruitless=fruitless,
        answer_by=limits.answer_by(flag.colour),
        covered=frozenset(),
    )
    log(Said.CAME_BACK, flag)
    return _up(flag, Said.NOT_CHANGED, posts, limits, log) if fruitless >= limits.fruitless_times else flag


def _asks_more(flag: Flag) -> bool:
    """Whether a timescale was broken anew, or a decision that has still to be made came, since the answer."""
    new = [ground for ground in flag.grounds if ground.identity not in flag.covered and ground.colour]
    return any(ground.source in BY_A_DAY or ground.colour > flag.covered_colour for ground in new)


def _in_time(flag: Flag, posts: Posts, limits: Limits, log: _Log) -> Flag:
    """Unanswered past its day it climbs one rung: whoever stands there has her own time to answer."""
    if flag.colour is Colour.SOON or flag.holds_until is not None:
        return flag
    if flag.answer_by is None:
        return replace(flag, answer_by=limits.answer_by(flag.colour))
    if limits.day <= flag.answer_by:
        return flag
    return _up(flag, Said.UNANSWERED, posts, limits, log)


def _up(flag: Flag, why: Said, posts: Posts, limits: Limits, log: _Log) -> Flag:
    """To the next rung that somebody holds. Where nobody stands above, it is known there, and has not changed."""
    rung = next_rung(flag.rung, posts)
    if rung is None:
        if why is not Said.ACCEPTED_AGAIN:
            flag = replace(flag, answer_by=limits.answer_by(flag.colour), holds_until=None)
        log(Said.KNOWN_UNCHANGED, flag)
        return flag
    flag = replace(
        flag,
        rung=rung,
        owner=posts.get(rung),
        answer_by=limits.answer_by(flag.colour),
        holds_until=None,
        fruitless=0,
        accepted=0,
    )
    log(why, flag)
    return flag


def _until(flag: Flag, answer: Answer, limits: Limits) -> date:
    matter = BY_KEY[flag.matter]
    latest = limits.latest_hold(flag.colour, matter.hold)
    if answer.kind is Kind.ERROR:
        latest = min(latest, limits.latest_error)
    if answer.until_on is None and answer.kind is not Kind.ERROR:
        raise CannotAnswer("Say until when: a decision without a day is forgotten.", "until_on")
    until = answer.until_on or latest
    if until < limits.day:
        raise CannotAnswer("The day has passed already: give one that is still to come.", "until_on")
    if until > latest:
        asked = f"a {flag.colour.label} question about “{matter.name.lower()}”"
        raise CannotAnswer(
            f"That is too long for {asked}: an answer to it holds until {latest:%-d %B %Y} at the latest.",
            "until_on",
        )
    return until


def _is_settled(flag: Flag) -> bool:
    """Whether all that is left has happened, cannot be put right, and was decided on."""
    return flag.covered_as in (Kind.ACT, Kind.ACCEPT) and all(
        ground.is_past and ground.identity in flag.covered for ground in flag.grounds
    )


def _closed(flag: Flag, why: Why, log: _Log) -> Looked:
    flag = replace(flag, closed_on=log.day, closed_why=why, answer_by=None, holds_until=None)
    log(Said.CLOSED, flag)
    return Looked(flag, log.steps)


def decided(flag: Flag) -> frozenset[Identity]:
    """What a closed flag decided on for good: the same past fact does not raise another."""
    if flag.closed_why is not Why.DECIDED:
        return frozenset()
    return frozenset(ground.identity for ground in flag.grounds)
