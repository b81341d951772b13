"""The ladder: nothing is muted, nobody is passed over, and only the fact or a decision closes a question."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from keel.practice import ladder
from keel.practice.calendar import add_working_days
from keel.practice.ladder import (
    MATTERS,
    Answer,
    CannotAnswer,
    Colour,
    Flag,
    Ground,
    Kind,
    Limits,
    Rung,
    Said,
    Source,
    Why,
    above,
)
from keel.practice.ladder.matters import BY_COLOUR
from keel.practice.signals import SIGNALS
from keel.practice.standards import load
from keel.practice.timescales import BOOK
from keel.practice.timescales.model import Subject

STANDARDS = load()
MONDAY = date(2026, 6, 1)
POSTS = {
    Rung.WORKER: "Maya",
    Rung.TEAM_MANAGER: "Helen",
    Rung.SERVICE_MANAGER: "Priya",
    Rung.HEAD_OF_SERVICE: "David",
    Rung.DIRECTOR: "Fiona",
}
VISIT = Ground(Source.READING, "cp_visit", MONDAY, "plan:1", Colour.RED, MONDAY)
LATE_REFERRAL = Ground(Source.SIGNAL, "D26_partner_delay", MONDAY, "", Colour.AMBER, None, is_past=True)


def limits(day: date) -> Limits:
    return Limits(STANDARDS, day)


def raised(*grounds: Ground, rung: Rung = Rung.TEAM_MANAGER, posts: dict = POSTS) -> Flag:
    flag = ladder.raised("visits", grounds, rung, posts, limits(MONDAY)).flag
    assert flag is not None
    return flag


def on(flag: Flag, day: date, *grounds: Ground, posts: dict = POSTS) -> ladder.climbing.Looked:
    return ladder.looked(flag, grounds, flag.rung, posts, limits(day))


def said(looked: ladder.climbing.Looked) -> list[Said]:
    return [step.said for step in looked.steps]


def test_every_timescale_of_a_child_and_every_signal_is_somebodys_question_once() -> None:
    asked = [key for matter in MATTERS for key in (*matter.timescales, *matter.signals)]
    there = [each.key for each in BOOK.values() if each.subject is Subject.CHILD] + list(SIGNALS)
    assert sorted(asked) == sorted(there)


def test_unanswered_it_climbs_one_rung_at_a_time_to_the_director_and_is_known_there() -> None:
    flag, day, owners = raised(VISIT), MONDAY, []
    while day < MONDAY + timedelta(days=40):
        day += timedelta(days=1)
        looked = on(flag, day, VISIT)
        assert looked.flag
        flag = looked.flag
        owners += [(step.said, step.owner) for step in looked.steps]
    climbed = [owner for what, owner in owners if what is Said.UNANSWERED]
    assert climbed == ["Priya", "David", "Fiona"]
    assert owners[-1] == (Said.KNOWN_UNCHANGED, "Fiona")
    assert flag.closed_on is None


def test_it_does_not_climb_before_its_day_has_passed() -> None:
    flag = raised(VISIT)
    assert flag.answer_by == add_working_days(MONDAY, 2)  # the standard for red, as shipped
    assert not on(flag, flag.answer_by, VISIT).steps
    assert said(on(flag, flag.answer_by + timedelta(days=1), VISIT)) == [Said.UNANSWERED]


def test_an_answer_holds_until_its_day_and_then_it_comes_back() -> None:
    until = MONDAY + timedelta(days=3)
    flag = ladder.answered(raised(VISIT), Answer(Kind.ACT, until), POSTS, limits(MONDAY)).flag
    assert flag
    assert not flag.asks
    assert not on(flag, until, VISIT).steps
    back = on(flag, until + timedelta(days=1), VISIT)
    assert said(back) == [Said.CAME_BACK]
    assert back.flag
    assert back.flag.asks
    assert back.flag.rung is Rung.TEAM_MANAGER


def test_a_second_answer_that_changed_nothing_sends_it_up() -> None:
    flag, day = raised(VISIT), MONDAY
    for expected in ([Said.CAME_BACK], [Said.CAME_BACK, Said.NOT_CHANGED]):
        answered = ladder.answered(flag, Answer(Kind.ACT, day), POSTS, limits(day)).flag
        day += timedelta(days=1)
        looked = on(answered, day, VISIT)
        assert said(looked) == expected
        flag = looked.flag
    assert flag.owner == "Priya"


def test_accepted_twice_it_climbs() -> None:
    flag = ladder.answered(raised(VISIT), Answer(Kind.ACCEPT, MONDAY), POSTS, limits(MONDAY)).flag
    flag = on(flag, MONDAY + timedelta(days=1), VISIT).flag
    again = ladder.answered(
        flag, Answer(Kind.ACCEPT, flag.answer_by), POSTS, limits(MONDAY + timedelta(days=1))
    )
    assert said(again) == [Said.ANSWERED, Said.ACCEPTED_AGAIN]
    assert again.flag.owner == "Priya"
    assert again.flag.asks


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (Answer(Kind.ACCEPT), "until when"),
        (Answer(Kind.ACT, MONDAY - timedelta(days=1)), "passed already"),
        (Answer(Kind.ACCEPT, MONDAY + timedelta(days=60)), "too long"),
    ],
)
def test_an_answer_without_a_day_that_can_hold_does_not_count(answer: Answer, words: str) -> None:
    with pytest.raises(CannotAnswer, match=words):
        ladder.answered(raised(VISIT), answer, POSTS, limits(MONDAY))


@pytest.mark.parametrize(
    ("matter", "colour", "longest"),
    [
        ("visits", Colour.AMBER, 20),
        ("visits", Colour.RED, 10),
        ("visits", Colour.BLACK, 5),
        ("safety", Colour.AMBER, 2),
        ("safety", Colour.BLACK, 2),
    ],
)  # as shipped
def test_the_graver_it_is_the_sooner_an_answer_must_end(matter: str, colour: Colour, longest: int) -> None:
    flag = replace(raised(replace(VISIT, colour=colour)), matter=matter)
    last = add_working_days(MONDAY, longest)
    for kind in (Kind.ACT, Kind.ACCEPT):
        with pytest.raises(
            CannotAnswer, match=f"{colour.label} question .* until {last:%-d %B %Y}"
        ) as refused:
            ladder.answered(flag, Answer(kind, last + timedelta(days=1)), POSTS, limits(MONDAY))
        assert refused.value.box == "until_on"
    held = ladder.answered(flag, Answer(Kind.ACT, last), POSTS, limits(MONDAY)).flag
    assert held.holds_until == last
    wrong = ladder.answered(flag, Answer(Kind.ERROR), POSTS, limits(MONDAY)).flag
    assert wrong.holds_until <= last, (
        "a record that is said to be wrong would hide it longer than an action may"
    )


def test_the_day_that_is_proposed_is_no_later_than_the_day_that_was_asked_for() -> None:
    asked = limits(MONDAY)
    assert [asked.offered(colour) for colour in (Colour.AMBER, Colour.RED, Colour.BLACK)] == [
        add_working_days(MONDAY, days) for days in (5, 2, 1)
    ]
    assert asked.offered(Colour.AMBER, "flag_hold_safety") == add_working_days(MONDAY, 2)


def test_what_is_due_soon_takes_no_answer() -> None:
    soon = raised(replace(VISIT, colour=Colour.SOON), rung=Rung.WORKER)
    for kind in Kind:
        with pytest.raises(CannotAnswer, match="Nothing is asked yet"):
            ladder.answered(soon, Answer(kind, MONDAY), POSTS, limits(MONDAY))


def test_every_matter_proposes_what_would_put_it_right() -> None:
    assert [matter.key for matter in MATTERS if not matter.acts] == []


def test_a_new_breach_asks_again_though_an_answer_holds() -> None:
    flag = ladder.answered(
        raised(VISIT), Answer(Kind.ACT, MONDAY + timedelta(days=9)), POSTS, limits(MONDAY)
    ).flag
    alone = replace(VISIT, key="cp_visit_seen_alone")
    looked = on(flag, MONDAY + timedelta(days=1), VISIT, alone)
    assert said(looked) == [Said.MORE_CAME]
    assert looked.flag.asks


def test_graver_asks_higher_up_and_sooner() -> None:
    soon = replace(VISIT, colour=Colour.SOON)
    flag = raised(soon, rung=Rung.WORKER)
    assert flag.owner == "Maya"
    assert not flag.asks
    looked = ladder.looked(flag, [VISIT], BY_COLOUR[Colour.RED], POSTS, limits(MONDAY + timedelta(days=1)))
    assert said(looked) == [Said.WORSENED]
    assert looked.flag.owner == "Helen"
    assert looked.flag.asks


def test_a_decision_that_only_somebody_above_can_make_is_asked_of_her() -> None:
    nine, twelve = (
        Ground(Source.READING, f"plan_age_{months}m", MONDAY, "plan:1", Colour.AMBER, MONDAY)
        for months in (9, 12)
    )
    flag = ladder.raised("plan_age", [nine], Rung.TEAM_MANAGER, POSTS, limits(MONDAY)).flag
    assert flag.owner == "Helen"
    held = ladder.answered(flag, Answer(Kind.ACT, MONDAY + timedelta(days=9)), POSTS, limits(MONDAY)).flag
    for before in (flag, held):
        looked = on(before, MONDAY + timedelta(days=1), nine, twelve)
        assert said(looked) == [Said.MORE_CAME]
        assert looked.flag.owner == "Priya", "her manager has no power over a plan of twelve months"
        assert looked.flag.asks
    assert (
        ladder.raised("plan_age", [nine, twelve], Rung.TEAM_MANAGER, POSTS, limits(MONDAY)).flag.owner
        == "Priya"
    )


def test_put_right_closes_it_and_nothing_else_closes_what_can_be_put_right() -> None:
    assert on(raised(VISIT), MONDAY).flag.closed_why is Why.PUT_RIGHT
    flag = ladder.answered(raised(VISIT), Answer(Kind.ACCEPT, MONDAY), POSTS, limits(MONDAY)).flag
    assert flag.closed_on is None


def test_what_happened_once_for_all_is_closed_by_a_decision_but_not_by_saying_that_the_record_is_wrong() -> (
    None
):
    flag = raised(LATE_REFERRAL)
    wrong = ladder.answered(flag, Answer(Kind.ERROR), POSTS, limits(MONDAY)).flag
    assert wrong.closed_on is None
    decided = ladder.answered(flag, Answer(Kind.ACCEPT, MONDAY), POSTS, limits(MONDAY)).flag
    assert decided.closed_why is Why.DECIDED


def test_a_post_that_nobody_holds_is_passed_over_and_a_deputy_is_asked() -> None:
    vacant = {rung: who for rung, who in POSTS.items() if rung is not Rung.TEAM_MANAGER}
    flag = raised(VISIT, posts=vacant)
    assert flag.owner == "Priya"
    deputised = on(raised(VISIT), MONDAY, VISIT, posts=POSTS | {Rung.TEAM_MANAGER: "Olivia"})
    assert said(deputised) == [Said.PASSED_ON]
    assert deputised.flag.owner == "Olivia"


def test_a_standard_that_was_loosened_leaves_the_day_that_was_asked_for() -> None:
    later = replace(VISIT, due_on=MONDAY + timedelta(days=30))
    flag = on(raised(VISIT), MONDAY + timedelta(days=1), later).flag
    assert {ground.due_on for ground in flag.grounds} == {VISIT.due_on}


class Drift(RuleBasedStateMachine):
    """Random facts, answers, absences and days."""

    @initialize()
    def begin(self) -> None:
        self.day = self.furthest = MONDAY
        self.posts: dict[Rung, object] = dict(POSTS)
        self.grounds: set[Ground] = {VISIT}
        self.flag = ladder.raised("visits", self.grounds, self.first, self.posts, limits(self.day)).flag

    @property
    def first(self) -> Rung:
        return BY_COLOUR[max((ground.colour for ground in self.grounds), default=Colour.RED)]

    @rule(
        days=st.integers(0, 9),
        key=st.sampled_from(["cp_visit", "cp_visit_home", "D06_visit_thin"]),
        colour=st.sampled_from(Colour),
        is_there=st.booleans(),
        is_past=st.booleans(),
    )
    def time_and_facts(self, days: int, key: str, colour: Colour, is_there: bool, is_past: bool) -> None:
        self.grounds = {ground for ground in self.grounds if ground.key != key}
        if is_there:
            source = Source.SIGNAL if key.startswith("D") else Source.READING
            self.grounds.add(Ground(source, key, MONDAY, "", colour, MONDAY, is_past))
        self.day += timedelta(days=days)
        self.look()

    @rule(days=st.integers(1, 5))
    def clock_set_back(self, days: int) -> None:
        earlier = limits(self.flag.read_on - timedelta(days=days))
        assert ladder.looked(self.flag, [], self.first, self.posts, earlier).flag == self.flag

    @rule(gone=st.sets(st.sampled_from([Rung.WORKER, Rung.TEAM_MANAGER, Rung.SERVICE_MANAGER])))
    def posts_change(self, gone: set[Rung]) -> None:
        self.posts = {rung: who for rung, who in POSTS.items() if rung not in gone}
        self.look()

    @precondition(lambda self: self.flag.asks)
    @rule(kind=st.sampled_from(Kind), days=st.integers(0, 12))
    def answer(self, kind: Kind, days: int) -> None:
        before = self.flag
        try:
            until = self.day + timedelta(days=days)
            looked = ladder.answered(self.flag, Answer(kind, until), self.posts, limits(self.day))
        except CannotAnswer:
            assert self.flag == before
            return
        self.flag = looked.flag
        self.explain(before, looked.steps)

    def look(self) -> None:
        before = self.flag
        looked = ladder.looked(self.flag, self.grounds, self.first, self.posts, limits(self.day))
        again = ladder.looked(looked.flag, self.grounds, self.first, self.posts, limits(self.day))
        assert not again.steps, "a second look on one day says something new"
        self.flag = looked.flag
        self.explain(before, looked.steps)
        if self.flag.closed_on is not None and self.grounds:
            self.flag = ladder.raised("visits", self.grounds, self.first, self.posts, limits(self.day)).flag

    def explain(self, before: Flag, steps: tuple[ladder.Step, ...]) -> None:
        """Whatever changed hands, closed or climbed has a line in the log that says why."""
        if (self.flag.owner, self.flag.rung, self.flag.closed_on) != (
            before.owner, before.rung, before.closed_on,
        ):  # fmt: skip
            assert steps
        for step in steps:
            if step.said is Said.UNANSWERED:
                assert before.answer_by is not None
                assert before.answer_by < self.day
        if self.flag.rung is not before.rung:
            assert self.flag.rung in above(before.rung), "it went down the ladder"

    @invariant()
    def somebody_is_asked(self) -> None:
        if self.flag.closed_on is not None:
            return
        assert self.flag.owner is not None
        assert self.posts.get(self.flag.rung) == self.flag.owner
        if self.flag.colour is Colour.SOON:
            assert self.flag.answer_by is None
        else:
            assert (self.flag.answer_by is None) != (self.flag.holds_until is None)

    @invariant()
    def closed_by_the_fact_or_by_a_decision(self) -> None:
        if self.flag.closed_why is Why.PUT_RIGHT:
            assert not self.flag.grounds
        if self.flag.closed_why is Why.DECIDED:
            assert all(ground.is_past for ground in self.flag.grounds)


TestDrift = Drift.TestCase
TestDrift.settings = settings(max_examples=60, stateful_step_count=30, deadline=None)


@pytest.mark.parametrize(
    ("colour", "rung"),
    [
        (Colour.AMBER, Rung.SERVICE_MANAGER),
        (Colour.RED, Rung.HEAD_OF_SERVICE),
        (Colour.BLACK, Rung.DIRECTOR),
    ],
)
def test_an_old_plan_told_by_a_signal_alone_asks_whoever_decides_at_that_age(
    colour: Colour, rung: Rung
) -> None:
    old = Ground(Source.SIGNAL, "D17_plan_long_no_plo", None, "", colour)
    repeat = Ground(Source.SIGNAL, "D18_repeat_plan", MONDAY, "", Colour.RED, None, is_past=True)
    for grounds in ((old,), (old, repeat)):
        asked = ladder.raised("plan_age", grounds, Rung.TEAM_MANAGER, POSTS, limits(MONDAY)).flag
        assert asked is not None
        assert asked.rung is rung
