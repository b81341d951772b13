"""Whatever happens, in whatever order: no question without somebody to answer it, none lost, none closed in vain."""

import os
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from ninety_days import closed_for_nothing, unanswered_for
from test_rebuild import forget, kept
from written import hold_everything, write

from cast import make_cast
from keel.oversight import asking
from keel.oversight.actions import reassess
from keel.oversight.answering import CannotAnswer, Given, answer
from keel.oversight.models import Flag, FlagGround, FlagStep, ManagementDecision, StoredSignal
from keel.oversight.posts import Posts
from keel.oversight.rebuild import rebuild
from keel.oversight.rules_held import late_entries, standards_held
from keel.practice import calendar
from keel.practice.history import Event, Fact
from keel.practice.history import EventKind as E
from keel.practice.ladder import BY_KEY, Colour, Kind, Limits, Rung, Said, above
from keel.practice.signals import evaluator as signals_evaluator
from keel.practice.timescales import evaluator
from keel.protection.models import Visit
from keel.workforce.models import Absence

FIRST_DAY = date(2026, 3, 2)
KINDS = (
    E.PLAN_STARTED, E.PLAN_STARTED, E.VISIT_HELD, E.VISIT_MISSED, E.HARM_SUSPECTED, E.STRATEGY_DISCUSSION_HELD,
    E.S47_STARTED, E.ICPC_HELD, E.CORE_GROUP_HELD, E.RCPC_HELD, E.PLAN_ENDED, E.CASE_CLOSED, E.CHILD_SUPERVISION_HELD,
)  # fmt: skip
ASKS = {
    Said.RAISED, Said.MORE_CAME, Said.CAME_BACK, Said.UNANSWERED, Said.SENT_UP, Said.NOT_CHANGED, Said.KNOWN_UNCHANGED,
    Said.ACCEPTED_AGAIN, Said.WORSENED,
}  # fmt: skip
STRICTER = '[cp_visit]\nvalue = 4\nfrom = 2026-01-01\ncitation = "Severnshire procedures, 2026"\n'
FOUND_NOT_SHRUNK = (Phase.explicit, Phase.generate)  # to shrink takes minutes, and the steps are told anyway
AWAY = ("worker", "team_manager", "service_manager", "head_of_service", "director", "chair")


def since(ground: FlagGround) -> date | None:
    """Since when a ground without a day has been so: as its signal says, where it stands and is still of the same."""
    signal = StoredSignal.objects.filter(child=ground.child_id, signal=ground.key, severity__gt=0).first()
    if signal and ground.began_on in (None, signal.timescale_started_on, signal.event_on):
        return signal.since_on
    return ground.began_on


class Killed(Exception):
    """The run is killed."""


class Lives(RuleBasedStateMachine):
    """Two children of one family, everybody around them, and a calendar that only goes on."""

    folder: Path

    def __init__(self) -> None:
        super().__init__()
        self.all = transaction.atomic()
        self.all.__enter__()
        self.undo: list[Callable[[], object]] = []
        self.day, self.number, self.is_looked_at = FIRST_DAY, 0, True
        self.by: dict[
            tuple[Any, int], date
        ] = {}  # when each asking step must be answered by, said on its day
        self.closed: dict[Any, tuple[Any, ...]] = {}
        self.steps: list[tuple[Any, ...]] = []
        os.environ["KEEL_TODAY"] = self.day.isoformat()
        hold_everything(FIRST_DAY)
        self.cast = make_cast()
        self.children = self.cast.families["own"].children
        for child in self.children:
            write(child, Event(E.PLAN_STARTED, self.day - timedelta(days=20)))
            reassess(child)

    def teardown(self) -> None:
        """What all that led to is what a reading from nothing leads to; then it never was."""
        try:
            rebuild()
            left = kept()
            forget()
            rebuild()
            assert kept() == left
        finally:
            for undo in self.undo:
                undo()
            os.environ.pop("KEEL_STANDARDS", None)
            os.environ.pop("KEEL_TODAY", None)
            transaction.set_rollback(True)
            self.all.__exit__(None, None, None)

    @rule(days=st.integers(1, 9))
    def days_pass(self, days: int) -> None:
        """The night is run after the last; the worker may have been down for the others."""
        self.day += timedelta(days=days)
        os.environ["KEEL_TODAY"] = self.day.isoformat()
        rebuild()
        self.is_looked_at = True

    @rule(place=st.integers(0, 1), kind=st.sampled_from(KINDS), back=st.integers(0, 12), good=st.booleans())
    def something_is_recorded(self, place: int, kind: E, back: int, good: bool) -> None:
        """Today, or some days later than it happened."""
        facts = {
            Fact.CHILD_SEEN: good,
            Fact.SEEN_ALONE: good,
            Fact.BEDROOM_SEEN: good,
            Fact.PARENTS_PRESENT: good,
        }
        write(self.children[place], Event(kind, self.day - timedelta(days=back), facts=facts))
        reassess(self.children[place])

    @rule(place=st.integers(0, 1), back=st.integers(1, 10))
    def a_visit_is_corrected_three_times(self, place: int, back: int) -> None:
        """To another day, to not seen, and back to what was first said: the readings are as if nothing had been."""
        child = self.children[place]
        rebuild([child.pk])
        visit = write(
            child, Event(E.VISIT_HELD, self.day - timedelta(days=back), facts={Fact.CHILD_SEEN: True})
        )
        reassess(child)
        first = kept()
        for change in (
            {"visited_on": self.day},
            {"is_child_seen": False},
            {"visited_on": visit.visited_on, "is_child_seen": True},
        ):
            Visit.objects.filter(pk=visit.pk).update(**change)
            reassess(child)
        assert kept() == first

    @precondition(lambda self: Flag.objects.asking().exclude(owner=None).exists())
    @rule(which=st.integers(0, 20), kind=st.sampled_from(Kind), days=st.integers(0, 20))
    def somebody_answers(self, which: int, kind: Kind, days: int) -> None:
        """By whoever is asked; what cannot stand is refused and changes nothing."""
        flags = list(Flag.objects.asking().exclude(owner=None).order_by("opened_on", "matter", "child"))
        flag = flags[which % len(flags)]
        self.number += 1
        reason = f"What I decide for the {self.number}th time, for this child and no other"
        given = Given(
            kind, reason, self.day + timedelta(days=days), "See her", self.cast.workers["worker"], "The file"
        )
        steps = FlagStep.objects.count()
        try:
            answer(flags=[flag], by=flag.owner, given=given)
        except CannotAnswer:
            assert FlagStep.objects.count() == steps
        else:
            flag.refresh_from_db()
            assert flag.closed_on or not flag.asks or kind in (Kind.ESCALATE, Kind.ACCEPT)
            assert kind is not Kind.ACCEPT or BY_KEY[flag.matter].may_accept

    @precondition(lambda self: Flag.objects.asking().filter(rung=Rung.TEAM_MANAGER).exists())
    @rule(who=st.sampled_from(["worker", "other_manager", "qa_lead", "chair"]))
    def somebody_without_the_power_answers(self, who: str) -> None:
        """It does not count."""
        flag = Flag.objects.asking().filter(rung=Rung.TEAM_MANAGER).exclude(owner=self.cast[who]).first()
        if flag is not None:
            with pytest.raises(CannotAnswer):
                answer(
                    flags=[flag],
                    by=self.cast[who],
                    given=Given(Kind.ESCALATE, "I only happen to read this today"),
                )

    @rule(
        who=st.sampled_from(AWAY),
        deputy=st.sampled_from([None, "other_manager", "team_manager", "other_worker"]),
    )
    def somebody_goes_away(self, who: str, deputy: str | None) -> None:
        """With a deputy or without; nobody deputises for herself."""
        deputy = None if deputy == who else deputy
        Absence.objects.create(
            worker=self.cast.workers[who],
            from_on=self.day,
            deputy=self.cast.workers[deputy] if deputy else None,
        )
        rebuild()

    @precondition(lambda self: Absence.objects.filter(to_on=None).exists())
    @rule()
    def everybody_comes_back(self) -> None:
        """Questions of theirs are theirs again, unless they climbed meanwhile."""
        Absence.objects.update(to_on=self.day - timedelta(days=1), from_on=self.day - timedelta(days=1))
        rebuild()

    @rule()
    def the_standards_change(self) -> None:
        """To stricter, or back."""
        if os.environ.pop("KEEL_STANDARDS", None) is None:
            path = self.folder / "stricter.toml"
            path.write_text(STRICTER, encoding="utf-8")
            os.environ["KEEL_STANDARDS"] = str(path)
        rebuild()

    @rule(ahead=st.integers(-5, 15))
    def a_bank_holiday_is_added_late(self, ahead: int) -> None:
        """As for a funeral: what falls due is moved, before it or after."""
        before = calendar._working_calendar
        holidays = np.append(before().holidays, np.datetime64(self.day + timedelta(days=ahead), "D"))
        after = np.busdaycalendar(holidays=holidays)
        calendar._working_calendar = lambda: after  # type: ignore[assignment]
        self.undo.insert(0, lambda: _calendar(before))
        _forget_days()
        rebuild()

    @rule(survives=st.integers(0, 2))
    def the_night_is_killed_half_way_and_run_again(self, survives: int) -> None:
        """Whatever was written is taken back with the block, and the second run does what the first would have."""
        put, calls = asking.put, []

        def put_or_die(*given: Any) -> None:
            calls.append(given)
            if len(calls) > survives:
                raise Killed
            put(*given)

        self.day += timedelta(days=1)
        os.environ["KEEL_TODAY"] = self.day.isoformat()
        before = _everything()
        asking.put = put_or_die
        try:
            rebuild()
        except Killed:
            assert _everything() == before
        finally:
            asking.put = put
        rebuild()

    @invariant()
    def nobody_is_left_out(self) -> None:
        """Somebody is asked wherever somebody could be, and somebody who is there."""
        flags = list(Flag.objects.open())
        posts = Posts([child.pk for child in self.children], self.day)
        for flag in flags:
            held, rung = posts.of(flag.child_id), Rung(flag.rung)
            if any(each in held for each in (rung, *above(rung))):
                assert flag.owner_id is not None, (flag.matter, rung)
                assert flag.owner_id == held.get(rung), (flag.matter, rung)

    @invariant()
    def nothing_is_lost(self) -> None:
        """What stands is asked; what closed was put right or decided; the log is only added to."""
        assert unanswered_for() == []
        assert closed_for_nothing() == []
        closed = {
            row[0]: row
            for row in Flag.objects.exclude(closed_on=None).values_list("pk", "closed_on", "closed_why")
        }
        assert self.closed.items() <= closed.items()
        self.closed = closed
        steps = list(FlagStep.objects.order_by("pk").values_list("pk", "flag", "said", "on"))
        assert steps[: len(self.steps)] == self.steps
        self.steps = steps

    @invariant()
    def it_has_been_so_since_the_earliest_of_its_grounds(self) -> None:
        """What a list is put in order by is what the record says."""
        for flag in Flag.objects.open().filter(read_on=self.day):
            grounds = flag.grounds.filter(closed_on=None, colour__gt=Colour.SOON)
            days = [day for ground in grounds if (day := ground.due_on or since(ground))]
            assert flag.since_on == min(days, default=flag.opened_on), flag.matter

    @invariant()
    def times_are_right(self) -> None:
        """What asks is to be answered by the day that its colour gave when it was asked, and nothing stands past it."""
        limits = Limits(standards_held(), self.day)
        for flag in Flag.objects.open().filter(read_on=self.day):
            last = flag.steps.filter(said__in=ASKS).order_by("pk").last()
            assert last is not None
            if last.on == self.day:
                by = limits.answer_by(Colour(last.colour))
                if by is not None:
                    self.by.setdefault(last.pk, by)
            if flag.asks:
                assert flag.answer_by >= self.day, flag.matter
                assert flag.answer_by <= self.by.get(last.pk, flag.answer_by), flag.matter
            if flag.holds_until is not None:
                assert flag.holds_until >= self.day
                assert flag.answer_by is None
            if flag.colour == Colour.SOON:
                assert not flag.asks


def _everything() -> list[Any]:
    return [list(model.objects.order_by("pk").values()) for model in (Flag, FlagStep, ManagementDecision)] + [
        kept()
    ]


def _calendar(was: Any) -> None:
    calendar._working_calendar = was
    _forget_days()


def _forget_days() -> None:
    for each in (calendar.bank_holidays, evaluator._program, signals_evaluator._programs, late_entries):
        each.cache_clear()  # type: ignore[attr-defined]


@pytest.mark.django_db
def test_no_question_is_ever_without_somebody_lost_or_closed_for_nothing(tmp_path: Path) -> None:
    Lives.folder = tmp_path
    run_state_machine_as_test(
        Lives,
        settings=settings(
            max_examples=5,
            stateful_step_count=12,
            phases=FOUND_NOT_SHRUNK,
            suppress_health_check=list(HealthCheck),
        ),
    )
