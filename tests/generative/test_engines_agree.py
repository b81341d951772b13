"""Plain Python, the compiled engine and an independent oracle read the same made-up histories, and must agree."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from random import Random

import engines
import pytest
from histories import STANDARDS, batch, lives, one_of
from hypothesis import given
from oracle import Oracle, number

from keel.practice.history import History
from keel.practice.signals import SIGNALS, Shape, Signal
from keel.practice.signals.evaluator import assess
from keel.practice.standards import Standards
from keel.practice.timescales import BOOK, Born, Doubt, Status, Timescale
from keel.practice.timescales.evaluator import read_history

AFTER_A_BANK_HOLIDAY = date(2026, 5, 5)
BETWEEN_CHRISTMAS_AND_NEW_YEAR = date(2025, 12, 29)
AS_LAW_BEGAN = date(2011, 4, 20)  # the care planning regulations were nineteen days old
NOT_YET_LAW = {"plo_fgdm"}
SOME, MANY = 8, 400  # histories about each; how many more to look through for what is still wanting
BREACHED = {status for status in Status if status.is_breach}

EACH_CLAUSE: tuple[Signal, ...] = tuple(
    replace(signal, key=f"{signal.key}: {number} {clause.says}", clauses=(clause,))
    for signal in SIGNALS.values()
    for number, clause in enumerate(signal.clauses)
)


def test_every_timescale_and_every_clause_is_tried_and_all_engines_agree(agree):
    histories = [*_of_timescales(AFTER_A_BANK_HOLIDAY), *_of_clauses(AFTER_A_BANK_HOLIDAY)]
    found = agree(histories, AFTER_A_BANK_HOLIDAY, signals=(*SIGNALS.values(), *EACH_CLAUSE))
    seen = Counter((row.timescale, row.status, row.doubt) for row in found.readings)
    untried = {t.key: wanting for t in BOOK.values() if (wanting := _wanting(t, seen))}
    assert not untried, f"no made-up child has these, so nothing was compared: {untried}"
    raised = {(drift.signal, drift.severity > 0) for drift in found.drifts}
    never = [s.key for s in (*SIGNALS.values(), *EACH_CLAUSE) if (s.key, True) not in raised]
    assert not never, f"never raised for any made-up child: {never}"
    undoubted = [s.key for s in EACH_CLAUSE if _can_doubt(s) and (s.key, False) not in raised]
    assert not undoubted, f"never in doubt for any made-up child: {undoubted}"


def _of_timescales(as_of: date) -> Iterator[History]:
    """Some histories about each timescale, and more until each has been seen in every way it should be."""
    for timescale in BOOK.values():
        seen: Counter = Counter()
        for copy in range(SOME + MANY):
            history = one_of(1, as_of, timescale, copy)
            told = read_history(history, as_of, STANDARDS, (timescale,))
            more = seen + Counter((r.timescale, r.status.value, r.doubt.value) for r in told)
            if copy < SOME or len(_wanting(timescale, more)) < len(_wanting(timescale, seen)):
                yield history
                seen = more
            elif not _wanting(timescale, seen):
                break


def _of_clauses(as_of: date) -> Iterator[History]:
    """Some histories about each clause, and more until each was raised and, where it can be, in doubt."""
    signals = {signal.key: signal for signal in SIGNALS.values()}
    for probe in EACH_CLAUSE:
        clause = probe.clauses[0]
        wanting = {True, False} if _can_doubt(probe) else {True}
        others = tuple(signals[key] for key in clause.signals)
        for copy in range(SOME + MANY):
            history = one_of(1, as_of, clause, copy)
            told = assess(history, as_of, STANDARDS, tuple(BOOK.values()), (*others, probe)).signals
            shown = {one.severity > 0 for one in told if one.signal == probe.key} & wanting
            if copy < SOME or shown:
                yield history
                wanting = wanting - shown
            elif not wanting:
                break


def _wanting(timescale: Timescale, seen: Counter) -> list[str]:
    """What the batch should have shown of a timescale and did not."""
    have = {(status, doubt) for key, status, doubt in seen if key == timescale.key}
    if timescale.key in NOT_YET_LAW:
        return ["nothing: it is not law yet"] if have else []
    wanting = [] if (Status.MET.value, "") in have else ["met"]
    if not any((status.value, "") in have for status in BREACHED):
        wanting.append("breached")
    if not timescale.before and not any((s.value, "") in have for s in (Status.RUNNING, Status.ENDED)):
        wanting.append("running")
    doubts = {doubt for status, doubt in have if status == Status.UNKNOWN.value}
    return wanting + [doubt.name for doubt in _doubts(timescale) if doubt.value not in doubts]


def _doubts(timescale: Timescale) -> list[Doubt]:
    """The doubts that declarations of this form can leave."""
    ages = timescale.from_age or timescale.until_age or timescale.born is Born.BORN
    by_anchor = timescale.counts_from_anchor and not timescale.anchor_or_event
    start = timescale.child_yes or any(part.facts for part in timescale.starts_on)
    return [
        doubt
        for doubt, possible in (
            (Doubt.START, start),
            (Doubt.BIRTH, ages),
            (Doubt.ANCHOR, by_anchor),
            (Doubt.NUMBER, timescale.number_at_least),
            (Doubt.MET, timescale.recurs and any(part.facts for part in timescale.met_by)),
        )
        if possible
    ]


def _can_doubt(signal: Signal) -> bool:
    clause = signal.clauses[0]
    if clause.shape is Shape.AFTER:
        return any(part.facts for part in clause.on)
    return clause.shape in (Shape.STATE, Shape.NUMBER, Shape.CHILD_LACKS, Shape.COMPOSITE)


def test_every_status_and_every_doubt_is_tried(agree):
    found = agree(batch(2, BETWEEN_CHRISTMAS_AND_NEW_YEAR, each=3), BETWEEN_CHRISTMAS_AND_NEW_YEAR)
    assert {row.status for row in found.readings} == {status.value for status in Status}
    assert {row.doubt for row in found.readings} == {doubt.value for doubt in Doubt}


def test_nothing_is_read_of_the_time_before_there_was_a_law(agree):
    found = agree(batch(3, AS_LAW_BEGAN, each=3), AS_LAW_BEGAN)
    began = (date(2011, 4, 1) - date(1970, 1, 1)).days
    reviews = [row.started for row in found.readings if row.timescale == "cla_review_first"]
    assert reviews
    assert min(reviews) >= began


@pytest.mark.parametrize("by_today", [False, True], ids=["of the trigger", "of today"])
def test_a_change_of_law_mid_way_is_read_the_same(agree, by_today):
    changed = Standards({key: _changed(key) for key in STANDARDS})
    book = tuple(replace(t, version_by_today=by_today and not t.before) for t in BOOK.values())
    histories = batch(4, AFTER_A_BANK_HOLIDAY, each=2)
    agree(histories, AFTER_A_BANK_HOLIDAY, (), book, changed, Oracle(book, changed))


def test_what_is_recorded_only_since_a_day_is_read_the_same_from_then_and_not_before(agree):
    book, rng = tuple(BOOK.values()), Random(5)
    days = {t.key: AFTER_A_BANK_HOLIDAY - timedelta(days=rng.choice((0, 7, 20, 30, 60, 100))) for t in book}
    histories = batch(5, AFTER_A_BANK_HOLIDAY, each=3)
    found = agree(histories, AFTER_A_BANK_HOLIDAY, asked=Oracle(book, STANDARDS, days))
    always = {row[:4] for row in engines.plain(histories, AFTER_A_BANK_HOLIDAY, STANDARDS, book, ()).readings}
    events = [event for history in histories for event in history.events]
    since = {key: number(day) for key, day in days.items()}
    counted = Counter()
    for row in found.readings:
        began, day = number(events[row.start].on), since[row.timescale]
        recurs = BOOK[row.timescale].recurs
        assert row.started >= day if recurs else (row.due is None or row.due >= day)
        counted["floored"] += recurs and began < row.started == day
        counted["floored, of those that leave their first span to another"] += (
            BOOK[row.timescale].skips_first and began < row.started == day
        )
        counted["begun before"] += not recurs and began < day
        counted["due on the day"] += not recurs and row.due == day
        always.discard(row[:4])
    counted["not read"] = len(always)
    assert len(counted) > 4
    assert all(counted.values()), counted


def _changed(key):
    """A standard whose value grew by one on 1 March 2026, where it is a span of days that can."""
    standard = STANDARDS[key]
    if standard.unit.value not in ("working days", "weeks") or not standard.values[-1].in_force:
        return standard
    last, on = standard.values[-1], date(2026, 3, 1)
    now = replace(last, value=last.value + 1, from_on=on)
    return replace(standard, values=(*standard.values[:-1], replace(last, until_on=date(2026, 2, 28)), now))


@given(lives(AFTER_A_BANK_HOLIDAY, most=12))
def test_all_engines_agree_on_whatever_is_thought_up(agree, histories):
    agree(histories, AFTER_A_BANK_HOLIDAY)
