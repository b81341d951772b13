"""Histories on which the engine was once wrong, each told so that it is plain who would have been wronged."""

from collections.abc import Iterable
from datetime import date

import engines
import pytest
from histories import STANDARDS

from keel.practice.history import Child, Event, Fact, History
from keel.practice.history import EventKind as E
from keel.practice.signals import SIGNALS
from keel.practice.signals.evaluator import assess
from keel.practice.timescales import BOOK, Doubt, Status
from keel.practice.timescales.evaluator import Reading, read_history

AS_OF = date(2026, 5, 5)
ANNA = Child("anna", birth_on=date(2016, 1, 1))
PLAN = Event(E.PLAN_STARTED, date(2026, 1, 12), episode="plan")


def read(key: str, events: Iterable[Event], child: Child = ANNA, as_of: date = AS_OF) -> list[Reading]:
    return read_history(History.of(child, events), as_of, STANDARDS, (BOOK[key],))


def raised(key: str, events: Iterable[Event], child: Child = ANNA, as_of: date = AS_OF):
    told = assess(History.of(child, events), as_of, STANDARDS, tuple(BOOK.values()), (SIGNALS[key],))
    return told.signals[0] if told.signals else None


def test_one_childs_conference_does_not_answer_for_another():
    harmed = {Fact.HARM_SUBSTANTIATED: True, Fact.CONFERENCE_REQUIRED: True}
    ben = History.of(Child("ben"), [Event(E.ICPC_HELD, date(2026, 4, 20))])
    anna = History.of(ANNA, [Event(E.S47_CONCLUDED, date(2026, 4, 1), facts=harmed)])
    found = engines.compiled(
        [ben, anna], AS_OF, STANDARDS, tuple(BOOK.values()), (SIGNALS["D02_s47_no_icpc"],)
    )
    assert [(drift.child, drift.severity) for drift in found.drifts] == [(1, 2)]


def test_a_care_leaver_met_on_the_day_care_ended_has_been_met():
    day = date(2026, 1, 8)
    first, second = read(
        "care_leaver_visit", [Event(E.BECAME_CARE_LEAVER, day), Event(E.PERSONAL_ADVISER_IN_TOUCH, day)]
    )
    assert first.status is Status.MET
    assert second.status is Status.OVERDUE, "nobody has been in touch since"


def test_an_interview_before_the_child_was_found_again_is_not_about_that_time():
    found, held = date(2026, 4, 28), 9 * 60
    events = [
        Event(E.MISSING_ENDED, found, minute=23 * 60),
        Event(E.RETURN_INTERVIEW_COMPLETED, found, minute=held),
    ]
    assert [r.status for r in read("return_interview", events)] == [Status.OVERDUE]


@pytest.mark.parametrize("other", [23 * 60, 20 * 60])
def test_of_two_things_on_the_last_day_the_first_by_the_clock_decides(other):
    events = [
        Event(E.POLICE_PROTECTION_STARTED, date(2026, 4, 20), minute=12 * 60),
        Event(E.EPO_MADE, date(2026, 4, 23), minute=10 * 60),
        Event(E.POLICE_PROTECTION_ENDED, date(2026, 4, 23), minute=other),
    ]
    (reading,) = read("police_protection_end", events)
    assert (reading.status, reading.met.kind) == (Status.MET, E.EPO_MADE)


@pytest.mark.parametrize("is_first", [True, False])
def test_a_source_with_only_the_latest_visit_leaves_earlier_ones_unknown_in_any_order(is_first):
    seen = {Fact.CHILD_SEEN: True}
    visits = [
        Event(E.VISIT_HELD, date(2026, 3, 2), episode="plan", facts=seen),
        Event(E.VISIT_HELD, date(2026, 3, 2), episode="plan", facts={**seen, Fact.EARLIER_UNKNOWN: True}),
    ]
    first = read("cp_visit", [PLAN, *(visits if is_first else visits[::-1])])[0]
    assert (first.status, first.doubt) == (Status.UNKNOWN, Doubt.EARLIER)


def test_a_duty_that_never_began_is_not_in_doubt_for_want_of_a_birth_date():
    known = Event(E.PRIVATE_FOSTERING_NOTIFIED, date(2026, 1, 8))
    ended = Event(E.PRIVATE_FOSTERING_ENDED, date(2026, 3, 8))
    assert read("pf_visit_y2", [known, ended], Child("nobody knows")) == []
    (first,) = read("pf_visit_y1", [known, ended], Child("nobody knows"))
    assert first.doubt is Doubt.BIRTH


def test_a_review_whose_papers_were_due_before_the_extract_begins_is_late_by_every_day():
    review = History.of(ANNA, [Event(E.RCPC_HELD, date(2026, 4, 29))])
    book = (BOOK["conf_invites_review"],)
    (row,) = engines.compiled([review], AS_OF, STANDARDS, book, ()).readings
    assert row.over == 20


def test_after_a_new_step_the_family_that_misses_again_shows_again():
    missed = [Event(E.SERVICE_MISSED, date(2026, 4, day)) for day in (3, 20, 28)]
    step = Event(E.CHALLENGE_RAISED, date(2026, 4, 10))
    assert raised("D28_disengaged", [PLAN, *missed[:2], step]) is None
    assert raised("D28_disengaged", [PLAN, *missed, step]).since_on == date(2026, 4, 28)


def test_a_signal_does_not_begin_tomorrow():
    letter = Event(E.LETTER_BEFORE_PROCEEDINGS_SERVED, AS_OF)
    assert raised("D31_family_permanence", [letter]).since_on == AS_OF


@pytest.mark.parametrize(("child", "severity"), [(ANNA, "amber"), (Child("x"), "cannot be computed")])
def test_not_seen_alone_without_a_birth_date_is_a_doubt_and_not_silence(child, severity):
    seen = {Fact.CHILD_SEEN: True, Fact.SEEN_ALONE: False}
    visit = Event(E.VISIT_HELD, date(2026, 4, 28), episode="plan", facts=seen)
    plan = Event(E.PLAN_STARTED, date(2026, 4, 20), episode="plan")
    assert raised("D05_not_seen_alone", [plan, visit], child).severity.label == severity


def test_a_worker_who_left_the_day_she_came_leaves_the_child_without_one():
    came = Event(E.WORKER_ALLOCATED, date(2026, 2, 2), code="ana", episode="1")
    left = Event(E.WORKER_ENDED, date(2026, 2, 2), code="ana", episode="1")
    gap = raised("D19_start_again", [PLAN, came, left])
    assert gap is not None
    assert gap.since_on == date(2026, 2, 2)


def test_the_end_of_one_involvement_does_not_end_the_workers_other_one():
    first = {Fact.TAKES_OVER: False}
    both = [
        Event(E.WORKER_ALLOCATED, date(2026, 1, 12), code="ana", episode=name, facts=first)
        for name in ("1", "2")
    ]
    left = Event(E.WORKER_ENDED, date(2026, 2, 2), code="ana", episode="1")
    assert raised("D19_start_again", [PLAN, *both, left]) is None


def test_a_plan_of_eighteen_months_is_told_to_go_to_a_legal_planning_meeting():
    plan = Event(E.PLAN_STARTED, date(2024, 9, 2))
    assert "legal planning meeting" in raised("D17_plan_long_no_plo", [plan]).clause.says


@pytest.mark.parametrize(("minute", "status"), [(720, Status.MET), (721, Status.LATE), (None, Status.MET)])
def test_seventy_two_hours_end_to_the_minute_where_both_times_are_known(minute, status):
    events = [
        Event(E.POLICE_PROTECTION_STARTED, date(2026, 4, 20), minute=720),
        Event(E.POLICE_PROTECTION_ENDED, date(2026, 4, 23), minute=minute),
    ]
    assert [r.status for r in read("police_protection_end", events)] == [status]
