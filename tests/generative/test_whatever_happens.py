"""What holds of any history, whatever the law: no breach goes away, no record reaches another child."""

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from random import Random

import engines
import pytest
from histories import ABOUT, STANDARDS, Pen, batch, life

from keel.practice.calendar import Unit
from keel.practice.history import KINDS, Event, Fact, History
from keel.practice.signals import SIGNALS
from keel.practice.timescales import BOOK, Status, Timescale
from keel.practice.timescales.evaluator import Reading, read_history

AS_OF = date(2026, 5, 5)
TIMESCALES = tuple(BOOK.values())
BY_ANYTHING = tuple(SIGNALS.values())


def read(history: History, as_of: date = AS_OF, book: tuple[Timescale, ...] = TIMESCALES) -> list[Reading]:
    return read_history(history, as_of, STANDARDS, book)


def spans(readings: list[Reading]) -> Counter:
    """Readings without the events they rest on."""
    return Counter(
        (r.timescale, r.started_on, r.due_on, r.status, r.doubt, r.met and r.met.on, r.ended_on, r.days_over)
        for r in readings
    )


def test_a_breach_stays_a_breach_whatever_is_done_later():
    later = AS_OF + timedelta(days=45)
    breaches = 0
    for history in batch(11, AS_OF, each=2):
        known = History(history.child, tuple(e for e in history.events if e.on <= AS_OF))
        pen = Pen(Random(history.child.key), AS_OF)
        added = [_afterwards(pen, known) for _ in range(6)]
        grown = History.of(known.child, [*known.events, *added])
        before = {_span(r) for r in read(known) if r.status.is_breach}
        after = {_span(r) for r in read(grown, later) if r.status.is_breach}
        assert before <= after, f"put right afterwards, these were no longer late: {before - after}\n{grown}"
        breaches += len(before)
    assert breaches > 500


def _afterwards(pen: Pen, history: History) -> Event:
    """Something done in the weeks after, of a kind that is in the history or that the law looks for."""
    kinds = [
        k for t in BOOK.values() if t.start_kinds & {e.kind for e in history.events} for k in t.met_kinds
    ]
    event = pen.event(pen.pick(kinds or KINDS), AS_OF + timedelta(days=pen.rng.randint(1, 44)))
    facts = {fact: said for fact, said in event.facts.items() if fact is not Fact.EARLIER_UNKNOWN}
    return replace(event, facts=facts)


def _span(reading: Reading) -> tuple[object, ...]:
    return reading.timescale, id(reading.start), reading.started_on, reading.due_on


def test_a_fact_left_out_never_makes_what_was_late_in_time():
    rng, compared = Random(12), 0
    for number in range(500):
        timescale = rng.choice([t for t in TIMESCALES if _must_be_recorded(t)])
        history = life(rng, AS_OF, str(number), timescale)
        bare = History(
            history.child, tuple(_without(e, _must_be_recorded(timescale)) for e in history.events)
        )
        late = {_place(r, history) for r in read(history, book=(timescale,)) if r.status.is_breach}
        in_time = {_place(r, bare) for r in read(bare, book=(timescale,)) if r.status is Status.MET}
        assert not late & in_time, f"{timescale.key}: in time once a fact is left out\n{history}"
        compared += len(late)
    assert compared > 100


def _must_be_recorded(timescale: Timescale) -> frozenset[Fact]:
    """Facts whose absence is doubt, and nowhere in the timescale is taken as no objection."""
    parts = (*timescale.starts_on, *timescale.met_by, *timescale.ends_on)
    lenient = {fact for part in parts for fact in (*part.not_no, *part.not_yes)}
    return frozenset(fact for part in parts for fact in part.facts) - lenient


def _without(event: Event, facts: frozenset[Fact]) -> Event:
    return replace(event, facts={fact: said for fact, said in event.facts.items() if fact not in facts})


def _place(reading: Reading, history: History) -> tuple[object, ...]:
    start = next(n for n, event in enumerate(history.events) if event is reading.start)
    return start, reading.started_on, reading.due_on


def test_what_has_nothing_to_do_with_it_changes_nothing():
    rng = Random(13)
    for number in range(400):
        timescale = rng.choice(TIMESCALES)
        history = life(rng, AS_OF, str(number), timescale)
        its_own = (
            timescale.start_kinds | timescale.met_kinds | {k for p in timescale.ends_on for k in p.kinds}
        )
        pen = Pen(rng, AS_OF)
        others = [pen.event(pen.pick([k for k in KINDS if k not in its_own]), pen.day()) for _ in range(8)]
        crowded = History.of(history.child, [*history.events, *others])
        assert read(crowded, book=(timescale,)) == read(history, book=(timescale,))


def test_a_child_reads_the_same_alone_and_among_others():
    histories = batch(14, AS_OF, each=1)
    together = engines.compiled(histories, AS_OF, STANDARDS, TIMESCALES, BY_ANYTHING)
    offset = 0
    for child, history in enumerate(histories):
        alone = engines.compiled([history], AS_OF, STANDARDS, TIMESCALES, BY_ANYTHING)
        moved = [_moved(row, child, offset) for row in alone.readings]
        assert moved == [row for row in together.readings if row.child == child]
        said = [(d.signal, d.severity, d.since, d.says, d.amount) for d in alone.drifts]
        among = [d for d in together.drifts if d.child == child]
        assert said == [(d.signal, d.severity, d.since, d.says, d.amount) for d in among]
        offset += len(history.events)


def _moved(row: engines.Row, child: int, offset: int) -> engines.Row:
    met = None if row.met is None else row.met + offset
    return row._replace(child=child, start=row.start + offset, met=met)


def test_the_order_of_the_rows_of_a_file_does_not_matter():
    rng = Random(15)
    for history in batch(15, AS_OF, each=2):
        rows = list(history.events)
        rng.shuffle(rows)
        assert spans(read(History.of(history.child, rows))) == spans(read(history))


def test_what_was_recorded_later_was_not_known_then():
    then, late = AS_OF - timedelta(days=21), 0
    for history in batch(16, AS_OF, each=2):
        known = history.known_by(then)
        in_time = [e for e in history.events if e.recorded_on is None or e.recorded_on <= then]
        assert read(known, then) == read(History(history.child, tuple(in_time)), then)
        for reading in read(known, then):
            rests_on = [event for event in (reading.start, reading.met) if event]
            assert all(e.on <= then and (e.recorded_on or then) <= then for e in rests_on)
        late += len([e for e in history.events if e.on <= then and e not in known.events])
    assert late > 20


def test_a_breach_known_then_is_not_undone_by_an_entry_written_up_in_time():
    """The visit took place in time and was written up late: late as known then, in time as known now."""
    plan = Event(_kind("plan_started"), date(2026, 3, 2), episode="one")
    facts = {Fact.CHILD_SEEN: True}
    visit = Event(
        _kind("visit_held"), date(2026, 3, 12), recorded_on=date(2026, 4, 1), episode="one", facts=facts
    )
    child = batch(1, AS_OF, 1)[0].child
    history = History.of(replace(child, birth_on=date(2015, 1, 1), died_on=None), [plan, visit])
    book = (BOOK["cp_visit"],)
    then = date(2026, 3, 25)
    assert [r.status for r in read(history.known_by(then), then, book)] == [Status.OVERDUE]
    assert [r.status for r in read(history, then, book)] == [Status.MET, Status.RUNNING]


def _kind(name: str):
    return next(kind for kind in KINDS if kind.value == name)


SHORT = tuple(
    t
    for t in TIMESCALES
    if (unit := STANDARDS[t.allowance].unit)
    in (Unit.WORKING_DAYS, Unit.CALENDAR_DAYS, Unit.WEEKS, Unit.HOURS)
    and STANDARDS[t.allowance].values[-1].value <= (20 if unit is Unit.WORKING_DAYS else 4)
    and not any((t.from_age, t.until_age, t.begins_after, t.lasts, t.earlier_of, t.anchor_or_event, t.before))
)


@pytest.mark.parametrize("weeks", [1, 2, 3])
def test_whole_weeks_later_the_same_is_due_whole_weeks_later(weeks):
    """June to August 2026 has no bank holiday, so a history moved within it must read the same."""
    move, as_of = timedelta(weeks=weeks), date(2026, 7, 3)
    rng, compared = Random(17), 0
    for number in range(150):
        history = life(rng, AS_OF, str(number), rng.choice(SHORT))
        summer = _moved_history(history, lambda day: date(2026, 6, 1) + timedelta(days=day.toordinal() % 26))
        later = _moved_history(summer, lambda day: day + move)
        shifted = [
            (t, s + move, due and due + move, status, doubt, met and met + move, ended and ended + move, over)
            for t, s, due, status, doubt, met, ended, over in spans(read(summer, as_of, SHORT)).elements()
        ]
        assert Counter(shifted) == spans(read(later, as_of + move, SHORT))
        compared += len(shifted)
    assert compared > 100


def _moved_history(history: History, move) -> History:
    child = history.child
    dates = {n: move(d) for n in ("birth_on", "expected_on", "died_on") if (d := getattr(child, n))}
    events = [replace(e, on=move(e.on), recorded_on=None, anchor_on=None) for e in history.events]
    return History.of(replace(child, **dates), events)


def test_the_book_is_about_something():
    """The batches above go through every declaration; an empty book would make them all pass."""
    assert len(ABOUT) > len(BOOK) > 100
