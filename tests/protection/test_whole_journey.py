"""Whatever anybody does on the pages of the journey, in any order, the record never says what cannot be."""

from datetime import timedelta
from hashlib import sha256
from random import Random
from typing import Any

import pytest
from at_random import Anybody
from django.apps import apps
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from written import hold_everything

from cast import Cast
from keel.clock import today
from keel.front_door import assessments, deciding, suitability
from keel.oversight.actions import reassess
from keel.oversight.assessing import kept_of
from keel.oversight.models import StoredReading, StoredSignal
from keel.oversight.rules_held import rules
from keel.people.models import Person
from keel.protection import discussing, enquiring, giving, planning, reporting
from keel.protection.models import Conference, PlanApproval, PlanVersion, ProtectionPlan
from keel.record.histories import history_of
from keel.recording.models import Move
from keel.recording.moves import moved
from keel.workforce.models import Involvement, Worker

STEPS, HALF = 30, 0.7
EXAMPLES = 3
ACTORS = ("worker", "worker", "team_manager", "chair", "team_manager", "other_worker", "business", "duty")
ANSWERED = {200, 302, 403, 404, 409, 422}
APPROVED = {  # by two people (domain/roles.md)
    ("protection.StrategyDiscussion", discussing.STARTED),
    ("protection.StrategyDiscussion", discussing.NOT_STARTED),
    ("protection.S47Enquiry", enquiring.AUTHORISED),
    ("protection.PlanVersion", planning.State.SIGNED),
    ("protection.WorkerReport", giving.APPROVED),
    ("front_door.Contact", deciding.DECIDED),
    ("front_door.Assessment", assessments.DONE),
    ("front_door.PrivateFostering", suitability.SUITABLE),
    ("front_door.PrivateFostering", suitability.UNSUITABLE),
}
NOT_WRITING = {assessments.BACK, reporting.BACK}  # whoever sends something back has written none of it
OF_A_VERSION = ("PlanOutcome", "PlanAction", "Contingency", "ParentViews")
MAY_CHANGE = {"done_on", "overdue_on", "overdue_time"}  # of an action, after its plan is signed


@pytest.mark.django_db
@settings(max_examples=EXAMPLES, suppress_health_check=list(HealthCheck))
@given(st.integers(0, 2**32))
def test_no_impossible_state_is_ever_reached(cast: Cast, seed: int) -> None:
    with transaction.atomic():
        _play(cast, Random(seed))
        transaction.set_rollback(True)


def _play(cast: Cast, dice: Random) -> None:
    hold_everything(today())
    child = Person.objects.filter(pk=cast.families["own"].child.pk).with_names().get()
    if dice.random() < HALF:
        _on_a_plan(child)
    published: dict[int, str] = {}
    said: list[str] = []
    for _ in range(STEPS):
        who = dice.choice(ACTORS)
        somebody = Anybody(cast.client(who), dice, child)
        said.append(f"{who}: {somebody.does_something()} {somebody.statuses}")
        assert set(somebody.statuses) <= ANSWERED, said[-1]
        if who == "other_worker" and not _is_given(child, cast.workers[who]):
            assert set(somebody.statuses) == {404}, said
        _holds(child, published, said)


def _is_given(child: Person, worker: Worker) -> bool:
    """Whether a manager of the play has allocated the child to a worker of another team, who then may."""
    return Involvement.objects.filter(child=child, worker=worker).exists()


def _on_a_plan(child: Person) -> None:
    """Her plan was made by a conference six weeks ago."""
    held = today() - timedelta(weeks=6)
    conference = Conference.objects.create(child=child, kind="initial", held_on=held, is_plan_made=True)
    ProtectionPlan.objects.create(child=child, conference=conference, started_on=held, initial_category="NEG")
    reassess(child)


def _holds(child: Person, published: dict[int, str], said: list[str]) -> None:
    plans = ProtectionPlan.objects.filter(child=child)
    assert plans.filter(ended_on=None).count() <= 1, said
    assert not plans.filter(conference=None, source_key="").exclude(is_transfer_in=True).exists(), said
    assert not [plan for plan in plans if plan.ended_on and plan.ended_on < plan.started_on], said
    for version in PlanVersion.objects.filter(child=child).exclude(published_on=None):
        now = _text_of(version)
        assert published.setdefault(version.pk, now) == now, said
    _nobody_approves_her_own(child, said)
    _readings_are_those_of_the_record(child, said)


def _text_of(version: PlanVersion) -> str:
    rows = [version, *(row for name in OF_A_VERSION for row in _rows(name, version))]
    told = [
        (row._meta.label, field.attname, getattr(row, field.attname))
        for row in rows
        for field in row._meta.concrete_fields
        if field.name not in MAY_CHANGE
    ]
    return sha256(repr(told).encode()).hexdigest()


def _rows(name: str, version: PlanVersion) -> Any:
    return apps.get_model(f"protection.{name}").objects.filter(version=version).order_by("pk")


def _nobody_approves_her_own(child: Person, said: list[str]) -> None:
    moves = list(Move.objects.filter(child=child).order_by("pk"))
    for place, move in enumerate(moves):
        if (move.of, move.state) not in APPROVED:
            continue
        before = [one for one in moves[:place] if (one.of, one.entry) == (move.of, move.entry)]
        wrote = {one.by_id for one in before if one.state not in NOT_WRITING}
        assert move.by_id not in wrote, (move.of, move.state, said)
        row = apps.get_model(move.of)._default_manager.filter(pk=move.entry).first()
        assert row is None or getattr(row, "recorded_by_id", None) != move.by_id, (move.of, said)
    for signed in PlanApproval.objects.filter(child=child).exclude(version=None).select_related("version"):
        assert signed.recorded_by_id != signed.version.recorded_by_id, said


def _readings_are_those_of_the_record(child: Person, said: list[str]) -> None:
    kept = kept_of(history_of(child.pk), today(), rules())
    wanted = sorted((row.timescale, row.status, str(row.due_on)) for row in kept.readings)
    found = StoredReading.objects.filter(child=child).values_list("timescale", "status", "due_on")
    if StoredReading.objects.filter(child=child).exists() or not wanted:
        assert sorted((one, two, str(three)) for one, two, three in found) == wanted, said
        signals = StoredSignal.objects.filter(child=child).values_list("signal", flat=True)
        assert sorted(signals) == sorted(row.signal for row in kept.signals), said


@pytest.mark.django_db
def test_each_impossible_state_is_noticed_where_it_is_made_by_hand(cast: Cast) -> None:
    hold_everything(today())
    child = Person.objects.filter(pk=cast.families["own"].child.pk).with_names().get()
    _on_a_plan(child)
    plan = ProtectionPlan.objects.get(child=child)
    version = PlanVersion.objects.create(child=child, plan=plan, published_on=today(), worry="Alone at night")
    published: dict[int, str] = {}
    with pytest.raises(AssertionError):
        _holds(child, {}, [])  # the readings are those of before the version
    reassess(child)
    _holds(child, published, [])
    version.worry = "Nothing"
    version.save()
    is_noticed(child, published)
    published.clear()
    second = ProtectionPlan.objects.create(child=child, conference=plan.conference, started_on=today())
    is_noticed(child, published)
    second.ended_on = today() - timedelta(days=1)
    second.save()
    is_noticed(child, published)
    second.ended_on, second.conference = today(), None
    second.save()
    is_noticed(child, published)
    second.conference = plan.conference
    second.save()
    reassess(child)
    _holds(child, published, [])
    for state in (planning.State.PUBLISHED, planning.State.SIGNED):
        moved(version, state, by=cast["worker"])
    is_noticed(child, published)


def is_noticed(child: Person, published: dict[int, str]) -> None:
    reassess(child)  # so that nothing else is wrong
    with pytest.raises(AssertionError):
        _holds(child, dict(published), [])
