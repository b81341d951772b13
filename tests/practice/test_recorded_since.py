"""What is recorded in Keel only since a day makes nobody late for the time before, and asks about everybody after."""

from datetime import date, timedelta

import pytest

from keel.practice.history import Child, Event, EventKind, Fact, History
from keel.practice.signals import SIGNALS
from keel.practice.signals.evaluator import assess
from keel.practice.standards import load
from keel.practice.timescales import BOOK, Doubt, Status
from keel.practice.timescales.evaluator import Reading, read_history
from keel.practice.timescales.explain import explain

STANDARDS = load()
SINCE = date(2026, 6, 1)
LONG_AGO = date(2025, 2, 3)
ADA = Child("ada", birth_on=date(2017, 5, 9))
WHOLE = {Fact.DATED_AND_OWNED: True}
MET, RUNNING, OVERDUE, ENDED = Status.MET, Status.RUNNING, Status.OVERDUE, Status.ENDED


def read(
    key: str,
    as_of: date,
    *events: Event,
    since: date | None = SINCE,
    plan: date = LONG_AGO,
    **of_plan: object,
) -> list[Reading]:
    started = Event(EventKind.PLAN_STARTED, plan, **of_plan)  # type: ignore[arg-type]
    history = History.of(ADA, [started, *events])
    return read_history(history, as_of, STANDARDS, (BOOK[key],), {key: since} if since else {})


def spans(readings: list[Reading]) -> list[tuple[date, Status]]:
    return [(reading.started_on, reading.status) for reading in readings]


def supervised(on: date) -> Event:
    return Event(EventKind.CHILD_SUPERVISION_HELD, on, facts=WHOLE)


def due_of(key: str, **given: date) -> date:
    (reading,) = read(key, **given, since=None)
    assert reading.due_on is not None
    return reading.due_on


def test_a_plan_that_was_open_counts_from_the_day_and_is_late_when_that_time_has_passed() -> None:
    (first,) = read("supervision_child", SINCE)
    assert first.due_on is not None
    assert (first.started_on, first.status) == (SINCE, RUNNING)
    assert first.start.on == LONG_AGO, "what began it is still the plan"
    allowed = due_of("supervision_child", plan=SINCE, as_of=SINCE) - SINCE
    assert first.due_on == SINCE + allowed
    (last_day,) = read("supervision_child", first.due_on)
    (next_day,) = read("supervision_child", first.due_on + timedelta(days=1))
    assert (last_day.status, next_day.status) == (RUNNING, OVERDUE)
    assert next_day.days_over == 1, "not a day of the time before it was recorded here"


def test_what_is_written_down_from_the_day_on_meets_it_and_what_came_before_does_not() -> None:
    day_before, on_the_day = SINCE - timedelta(days=1), SINCE
    assert spans(read("supervision_child", SINCE, supervised(day_before))) == [(SINCE, RUNNING)]
    assert spans(read("supervision_child", SINCE, supervised(on_the_day))) == [(SINCE, MET), (SINCE, RUNNING)]


def test_a_plan_that_ended_before_is_not_read_and_one_that_began_after_is_as_ever() -> None:
    ended = Event(EventKind.PLAN_ENDED, SINCE - timedelta(days=1))
    assert read("supervision_child", SINCE + timedelta(days=90), ended) == []
    begun = SINCE + timedelta(days=3)
    assert read("supervision_child", begun, plan=begun) == read(
        "supervision_child", begun, plan=begun, since=None
    )


def test_nothing_is_read_as_at_a_day_before_it_was_recorded() -> None:
    assert read("supervision_child", SINCE - timedelta(days=1)) == []


@pytest.mark.parametrize(
    ("days", "is_read"), [(-1, False), (0, True), (1, True)], ids=["before", "on", "after"]
)
def test_what_falls_due_once_is_read_where_that_is_on_the_day_or_later(days: int, is_read: bool) -> None:
    due = due_of("plan_age_9m", as_of=LONG_AGO)
    found = read("plan_age_9m", due + timedelta(days=30), since=due - timedelta(days=days))
    assert spans(found) == ([(LONG_AGO, OVERDUE)] if is_read else [])


def test_where_the_middle_cannot_be_told_only_what_began_since_then_is_in_doubt() -> None:
    """A plan without the date of its next review: of an old one nobody knows whether the check was due here."""
    assert read("chair_midpoint", SINCE) == []
    (doubted,) = read("chair_midpoint", SINCE, plan=SINCE)
    assert doubted.doubt is Doubt.ANCHOR


def test_what_counts_back_is_not_read_where_it_was_due_before() -> None:
    review = Event(EventKind.RCPC_HELD, SINCE)
    later = Event(EventKind.RCPC_HELD, SINCE + timedelta(days=60))
    read_then = read("core_group_prereview", later.on, review, later)
    assert [reading.start.on for reading in read_then] == [later.on]
    assert len(read("core_group_prereview", later.on, review, later, since=None)) == 2


def test_a_plan_without_core_groups_is_asked_about_though_its_first_fell_due_before() -> None:
    """The first core group is another timescale's, which is not read for it: the later ones count from the day."""
    assert read("core_group_first", SINCE + timedelta(days=60)) == []
    assert spans(read("core_group_recurring", SINCE + timedelta(days=60))) == [(SINCE, OVERDUE)]
    assert read("core_group_recurring", SINCE, plan=SINCE) == []


def test_a_doubt_about_the_start_is_only_of_starts_since_then() -> None:
    visit = Event(EventKind.VISIT_HELD, SINCE - timedelta(days=1))
    again = Event(EventKind.VISIT_HELD, SINCE)
    found = read("mgmt_oversight_missed_visit", SINCE, visit, again)
    assert [(reading.start.on, reading.doubt) for reading in found] == [(SINCE, Doubt.START)]


def test_a_signal_that_rests_on_it_is_raised_from_then_on() -> None:
    signals = tuple(
        signal
        for signal in SIGNALS.values()
        if any("supervision_child" in clause.timescales for clause in signal.clauses)
    )
    assert signals, "no signal rests on supervision any more: choose another timescale here"
    history = History.of(ADA, [Event(EventKind.PLAN_STARTED, LONG_AGO)])
    book, since = tuple(BOOK.values()), {"supervision_child": SINCE}
    soon = assess(history, SINCE + timedelta(days=7), STANDARDS, book, signals, since).signals
    assert [
        each.signal for each in soon if each.reading and each.reading.timescale == "supervision_child"
    ] == []
    late = assess(history, SINCE + timedelta(days=150), STANDARDS, book, signals, since).signals
    raised = [each for each in late if each.reading and each.reading.timescale == "supervision_child"]
    assert raised
    assert min(each.since_on for each in raised) > SINCE


def test_it_is_explained() -> None:
    recurs = explain(BOOK["supervision_child"], STANDARDS, SINCE, SINCE)
    once = explain(BOOK["plan_age_9m"], STANDARDS, SINCE, SINCE)
    assert "Recorded in Keel since 1 June 2026: what began earlier counts from then." in recurs.limits
    assert "Recorded in Keel since 1 June 2026: what was due earlier is not read." in once.limits
    assert not any(
        "Recorded in Keel" in line for line in explain(BOOK["plan_age_9m"], STANDARDS, SINCE).limits
    )
