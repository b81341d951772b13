"""Made-up histories that try to break the evaluator: whole lives around one timescale or one clause of a signal.

Everything is drawn from a ``random.Random``, so that one seed makes the big batch, and Hypothesis makes (and
shrinks) the rest. Days lie near the day something falls due, near holidays and on each other; spells overlap and
contradict each other; facts, episodes, times, anchors and births go missing.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache
from random import Random
from typing import TypeVar

from hypothesis import strategies as st

from keel.practice.calendar import Unit, add_months
from keel.practice.history import FACTS, KINDS, Child, Event, EventKind, Fact, History
from keel.practice.signals import SIGNALS, Clause, Shape
from keel.practice.standards import NO_DUE, Standards, due_days, load
from keel.practice.timescales import BOOK, Born, Timescale, When

T = TypeVar("T")
STANDARDS: Standards = load()
CLAUSES: tuple[Clause, ...] = tuple(clause for signal in SIGNALS.values() for clause in signal.clauses)
BEFORE_BIRTH = (-0.4, -0.2, -0.1, 0.1, 0.4, 6)  # years of age
HOLIDAYS = ((4, 2), (4, 17), (5, 1), (5, 24), (8, 22), (12, 23), (12, 27))  # a few days before, in most years
CHILD_FACTS = (Fact.DISABLED, Fact.COMMUNICATION_KNOWN, Fact.EARLIER_REMOVAL, Fact.PARENT_NEEDS_ACCESSIBLE)
NEAR = (-1, -1, 0, 0, 0, 1, 1, -2, 3)
WORKERS = ("ana", "ben", "cai", "dee", None)
EPOCH = date(1970, 1, 1)


@dataclass(slots=True)
class Pen:
    """Draws what goes into one life, seen from one day."""

    rng: Random
    as_of: date
    episodes: tuple[str | None, ...] = ("one", "one", "two", None)
    second_dates: tuple[int, ...] = (-20, 0, 30, 60, 90, 120, 200, 280)  # days from an event to its anchor

    def chance(self, share: float) -> bool:
        return self.rng.random() < share

    def pick(self, options: Sequence[T]) -> T:
        return options[self.rng.randrange(len(options))]

    def day(self, before: int = 600) -> date:
        """A day before the date it is seen from, more often close than far; some lie in the future."""
        if self.chance(0.15):
            month, day = self.pick(HOLIDAYS)
            return date(self.as_of.year - self.pick((0, 1, 1)), month, day)
        return self.as_of - timedelta(days=self.rng.randint(-10, before if self.chance(0.3) else before // 5))

    def event(self, kind: EventKind, on: date, facts: dict[Fact, bool] | None = None) -> Event:
        """One event, with everything about it that may or may not be recorded."""
        facts = dict(facts or {})
        for _ in range(self.pick((0, 0, 1, 4))):
            facts.setdefault(self.pick(FACTS), self.chance(0.5))
        if self.chance(0.08):
            facts[Fact.EARLIER_UNKNOWN] = True
        return Event(
            kind,
            on,
            minute=self.rng.randrange(24 * 60) if self.chance(0.5) else None,
            recorded_on=on + timedelta(days=self.rng.randint(0, 30)) if self.chance(0.2) else None,
            episode=self.pick(self.episodes),
            anchor_on=on + timedelta(days=self.pick(self.second_dates)) if self.chance(0.75) else None,
            facts=facts,
            code=self.pick(WORKERS),
            number=float(self.pick((0, 1, 2, 3))) if self.chance(0.8) else None,
        )

    def facts_for(self, part: When, right: float) -> dict[Fact, bool]:
        """Facts that mostly are what ``part`` asks for, sometimes missing, sometimes the contrary."""
        facts = {}
        asked = [(f, True) for f in (*part.yes, *part.not_no)] + [
            (f, False) for f in (*part.no, *part.not_yes)
        ]
        for fact, said in asked:
            if not self.chance(0.09):
                facts[fact] = said if self.chance(right) else not said
        return facts

    def asked_for(self, parts: Sequence[When], on: date, right: float = 0.92) -> Event:
        """An event that one of ``parts`` (mostly) asks for."""
        part = self.pick(parts)
        return self.event(self.pick(part.kinds), on, self.facts_for(part, right))

    def near(self, day: date) -> date:
        return day + timedelta(days=self.pick(NEAR))


@lru_cache(maxsize=100_000)
def due_after(key: str, day: date) -> date:
    """Roughly when something that began on ``day`` falls due: only where to aim, never what is expected."""
    standard = STANDARDS[key]
    if not isinstance(standard.unit, Unit):
        return day + timedelta(days=30)
    due = int(due_days(standard, day, day)[0])
    return day if due == NO_DUE else EPOCH + timedelta(days=due)


def around(pen: Pen, timescale: Timescale) -> Iterator[Event]:
    """Events around one timescale: what starts it, meets it and ends it, near the days it falls due."""
    started = _start_day(pen, timescale)
    for _ in range(pen.pick((1, 1, 2))):
        start = pen.asked_for(timescale.starts_on, started)
        yield start
        due = _aim(timescale, start)
        for _ in range(pen.pick((0, 1, 1, 2, 3, 6)) if timescale.recurs else pen.pick((0, 1, 1, 2))):
            met = pen.asked_for(timescale.met_by, pen.near(due) if pen.chance(0.75) else pen.day())
            if start.minute is not None and pen.chance(0.5):
                met = replace(met, minute=min(max(start.minute + pen.pick((-1, 0, 1)), 0), 1439))
            if pen.chance(0.05):
                met = replace(met, on=start.on, facts={**met.facts, Fact.EARLIER_UNKNOWN: True})
            yield met
            due = due_after(timescale.allowance, met.on) if timescale.recurs else due
        if timescale.ends_on and pen.chance(0.45):
            yield pen.asked_for(timescale.ends_on, pen.near(due) if pen.chance(0.6) else pen.day())
        started = started + timedelta(days=pen.pick((0, 1, 14, 40)))


def _start_day(pen: Pen, timescale: Timescale) -> date:
    if pen.chance(0.5):
        return pen.day()
    length = due_after(timescale.allowance, pen.as_of) - pen.as_of
    later = timedelta(days=370) if timescale.begins_after else timedelta()
    return pen.near(pen.as_of - abs(length) * pen.pick((1, 1, 2)) - later)


def _aim(timescale: Timescale, start: Event) -> date:
    from_anchor = timescale.counts_from_anchor or not isinstance(STANDARDS[timescale.allowance].unit, Unit)
    origin = start.anchor_on if from_anchor and start.anchor_on else start.on
    if timescale.begins_after:
        origin = due_after(timescale.begins_after, origin)
    if STANDARDS[timescale.allowance].unit not in Unit:
        return start.on + (origin - start.on) / 2
    return due_after(timescale.allowance, origin)


def drift(pen: Pen, clause: Clause) -> Iterator[Event]:
    """Events around one clause of a signal, mostly on a plan that is open."""
    if pen.chance(0.9):
        months = pen.pick((1, 3, 7, 10, 13, 16, 19, 25))
        yield pen.event(EventKind.PLAN_STARTED, pen.near(add_months(pen.as_of, -months)))
    if pen.chance(0.1):
        yield pen.event(EventKind.PLAN_ENDED, pen.day())
    for key in clause.timescales:
        yield from around(pen, BOOK[key])
    if clause.shape in (Shape.WORKERS, Shape.GAP):
        yield from caseload(pen)
    for on in sorted(pen.day(200) for _ in range(pen.pick((1, 2, 3, 5)))):
        if clause.on and clause.shape not in (Shape.WORKERS, Shape.GAP):
            event = pen.asked_for(clause.on, on, right=0.95)
            bad = _bad_facts(pen, clause)
            yield replace(event, facts={**event.facts, **bad})
    for _ in range(pen.pick((0, 0, 1))):
        if clause.answers:
            yield pen.asked_for(clause.answers, pen.day(200))


def caseload(pen: Pen) -> Iterator[Event]:
    """One worker after another, with and without gaps, some for a day."""
    on = pen.as_of - timedelta(days=pen.pick((50, 200, 360, 500)))
    for number in range(pen.pick((1, 3, 4, 6))):
        until = on + timedelta(days=pen.pick((0, 1, 20, 60, 90)))
        worker, episode = pen.pick(WORKERS), pen.pick((f"allocation {number}", None))
        yield Event(EventKind.WORKER_ALLOCATED, on, code=worker, episode=episode)
        if pen.chance(0.85):
            yield Event(
                EventKind.WORKER_ENDED, until, code=worker, episode=pen.pick((episode, episode, None))
            )
        on = until + timedelta(days=pen.pick((0, 0, 1, 2, 3, 15)))


def _bad_facts(pen: Pen, clause: Clause) -> dict[Fact, bool]:
    bad = [(fact, True) for fact in clause.bad_yes] + [(fact, False) for fact in clause.bad_no]
    how = pen.pick(("bad", "bad", "bad", "good", "mixed"))
    return {
        fact: said if how == "bad" or (how == "mixed" and pen.chance(0.5)) else not said
        for fact, said in bad
        if how == "bad" or not pen.chance(0.2)
    }


def noise(pen: Pen) -> Iterator[Event]:
    """A few events that have nothing to do with it."""
    for _ in range(pen.pick((0, 0, 2, 5))):
        yield pen.event(pen.pick(KINDS), pen.day())


def child(pen: Pen, key: str, ages: Iterable[float]) -> Child:
    """Born, unborn, born while it went on, nobody knows; alive or not."""
    birth, expected = None, None
    how = pen.rng.random()
    if how < 0.65:
        years = pen.pick(tuple(ages))
        birth = pen.near(add_months(pen.as_of, -round(12 * years) - pen.pick((0, 0, 3, 9))))
    elif how < 0.8:
        birth = pen.day(300)
    elif how < 0.9:
        expected = pen.day(100)
    died = pen.day(300) if pen.chance(0.06) else None
    facts = {fact: pen.chance(0.6) for fact in CHILD_FACTS if pen.chance(0.75)}
    return Child(key, birth_on=birth, expected_on=expected, died_on=died, facts=facts)


def life(rng: Random, as_of: date, key: str, about: Timescale | Clause) -> History:
    """One child's whole history, seen from ``as_of``, around one timescale or clause."""
    episodes = rng.choice((("one",), ("one", "one", None), ("one", "two", None), (None,)))
    pen = Pen(rng, as_of, episodes)
    if isinstance(about, Clause):
        return History.of(child(pen, key, _ages(as_of, about.from_age)), [*drift(pen, about), *noise(pen)])
    ages = _ages(as_of, about.from_age, about.until_age)
    if about.born is Born.UNBORN:
        ages, pen.second_dates = BEFORE_BIRTH, (0, 90, 150, 200, 250, 280)
    return History.of(child(pen, key, ages), [*around(pen, about), *noise(pen)])


def _ages(as_of: date, *keys: str) -> tuple[float, ...]:
    """Ages worth trying: those the rules name, and some others."""
    return (*(STANDARDS[key].number_on(as_of) for key in keys if key), 1, 6, 14)


ABOUT: tuple[Timescale | Clause, ...] = (*BOOK.values(), *CLAUSES)


def name_of(about: Timescale | Clause) -> str:
    """A timescale by its key, a clause by its words and severity."""
    return about.key if isinstance(about, Timescale) else f"{about.severity.label}: {about.says}"


def one_of(seed: int, as_of: date, about: Timescale | Clause, copy: int) -> History:
    """A history about something: the same for the same seed, whatever else there is to be about."""
    key = f"{name_of(about)} {copy}"
    return life(Random(f"{seed} {key}"), as_of, key, about)


def batch(seed: int, as_of: date, each: int) -> list[History]:
    """``each`` histories about every timescale and every clause; the same seed gives the same children."""
    return [one_of(seed, as_of, about, copy) for about in ABOUT for copy in range(each)]


@st.composite
def lives(draw: st.DrawFn, as_of: date, least: int = 1, most: int = 6) -> list[History]:
    """A few children, each with a history about something."""
    abouts = draw(st.lists(st.sampled_from(ABOUT), min_size=least, max_size=most))
    seeds = [draw(st.integers(0, 2**32)) for _ in abouts]
    return [
        life(Random(seed), as_of, str(number), about)
        for number, (seed, about) in enumerate(zip(seeds, abouts, strict=True))
    ]
