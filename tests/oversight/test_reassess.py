"""What is kept of a child follows each write, and stays as it was where nothing changed."""

from collections.abc import Iterator
from datetime import date, timedelta
from threading import Thread

import pytest
from django.apps import apps
from django.db import connection, transaction
from written import EVERYTHING, hold_everything, write

from keel.access.roles import Role
from keel.oversight.actions import reassess
from keel.oversight.models import Standing, StoredReading, StoredSignal
from keel.oversight.rules_held import rules
from keel.people.models import Person
from keel.practice.history import Event, EventKind, Fact
from keel.practice.timescales.model import Status
from keel.protection.models import ProtectionPlan, Visit
from keel.record.coverage import hold_coverage
from keel.workforce.models import Involvement, Team, Worker

PLAN_ON = date(2026, 4, 1)
SEEN = {Fact.CHILD_SEEN: True, Fact.SEEN_ALONE: True}


def on_plan(child: Person, on: date = PLAN_ON) -> ProtectionPlan:
    return write(child, Event(EventKind.PLAN_STARTED, on))


def visited(child: Person, on: date) -> Visit:
    return write(child, Event(EventKind.VISIT_HELD, on, facts=SEEN))


def visit_readings(child: Person) -> list[tuple[str, int]]:
    rows = StoredReading.objects.filter(child=child, timescale="cp_visit").order_by("started_on", "pk")
    return list(rows.values_list("status", "days_over"))


def due_on(child: Person) -> date:
    return StoredReading.objects.get(child=child, timescale="cp_visit").due_on


def test_a_visit_that_is_written_down_ends_the_lateness_at_once(child: Person) -> None:
    on_plan(child)
    reassess(child, as_of=PLAN_ON)
    due = due_on(child)
    reassess(child, as_of=due + timedelta(days=7))
    assert [status for status, _ in visit_readings(child)] == [Status.OVERDUE]
    assert Standing.objects.get(child=child).overdue_since <= due
    visited(child, due + timedelta(days=7))
    reassess(child, as_of=due + timedelta(days=7))
    assert [status for status, _ in visit_readings(child)] == [Status.LATE, Status.RUNNING]


def test_time_alone_makes_late_on_the_day_after_it_was_due(child: Person) -> None:
    on_plan(child)
    reassess(child, as_of=PLAN_ON)
    due = due_on(child)
    for day, status in ((due, Status.RUNNING), (due + timedelta(days=1), Status.OVERDUE)):
        reassess(child, as_of=day)
        assert [each for each, _ in visit_readings(child)] == [status]


def test_rows_that_are_still_right_are_left_alone(child: Person) -> None:
    on_plan(child)
    for week in range(4):
        visited(child, PLAN_ON + timedelta(days=7 * week))
    reassess(child, as_of=date(2026, 5, 5))
    before = set(StoredReading.objects.values_list("pk", flat=True))
    visited(child, date(2026, 5, 5))
    reassess(child, as_of=date(2026, 5, 5))
    after = set(StoredReading.objects.values_list("pk", flat=True))
    assert len(before - after) < len(before) / 2
    assert after & before


def test_a_reading_says_which_entries_it_rests_on(child: Person) -> None:
    plan = on_plan(child)
    visit = visited(child, PLAN_ON + timedelta(days=3))
    reassess(child, as_of=PLAN_ON + timedelta(days=3))
    reading = StoredReading.objects.get(child=child, timescale="cp_visit", status=Status.MET)
    assert (reading.start_table, reading.start_entry) == ("protection.protectionplan", str(plan.pk))
    assert (reading.met_table, reading.met_entry) == ("protection.visit", str(visit.pk))


def test_an_entry_taken_back_takes_its_readings_with_it(child: Person) -> None:
    plan = on_plan(child)
    reassess(child, as_of=date(2026, 5, 5))
    assert StoredReading.objects.filter(child=child).exists()
    ProtectionPlan.objects.filter(pk=plan.pk).update(started_on=None)
    reassess(child, as_of=date(2026, 5, 5))
    left = StoredReading.objects.filter(child=child).exclude(timescale="chair_challenge_trigger")
    assert not left.exists()
    asked = StoredReading.objects.filter(child=child, timescale="chair_challenge_trigger")
    assert set(asked.values_list("status", flat=True)) == {Status.ENDED}, (
        "the red signals closed with the plan"
    )
    assert not StoredSignal.objects.filter(child=child).exists()
    line = Standing.objects.get(child=child)
    assert (line.overdue, line.running, line.drift_score, line.on_plan_since) == (0, 0, 0, None)


def test_if_the_write_fails_nothing_that_was_read_of_it_is_kept(child: Person) -> None:
    class Refused(Exception): ...

    def write_and_fail() -> None:
        with transaction.atomic():
            on_plan(child)
            reassess(child, as_of=date(2026, 5, 5))
            raise Refused

    with pytest.raises(Refused):
        write_and_fail()
    assert not StoredReading.objects.filter(child=child).exists()
    assert not Standing.objects.filter(child=child).exists()


def test_what_no_source_could_hold_is_not_called_late(db: None) -> None:
    silent = {kind: facts for kind, facts in EVERYTHING.kinds.items() if kind is not EventKind.VISIT_HELD}
    hold_coverage("silent", type(EVERYTHING)(silent, frozenset(silent), EVERYTHING.child_facts), PLAN_ON)
    child = Person.objects.create(is_child=True, birth_on=date(2016, 1, 1))
    on_plan(child)
    reassess(child, as_of=date(2026, 5, 5))
    assert visit_readings(child) == []
    (why,) = [each.why_not for each in rules().timescale_verdicts if each.key == "cp_visit"]
    assert "visit held" in why


def test_a_child_is_in_the_list_of_the_worker_who_has_her_now_and_not_of_her_chair(child: Person) -> None:
    north, south = (Team.objects.create(key=key, name=key) for key in ("north", "south"))
    ana, ben, chair = (Worker.objects.create(key=key, team=south) for key in ("ana", "ben", "chair"))
    for worker, first, last in ((ana, 1, 10), (ben, 10, None)):
        Involvement.objects.create(
            child=child, worker=worker, team=north if worker is ana else None, worker_key=worker.key,
            started_on=date(2026, 4, first), ended_on=last and date(2026, 4, last),
        )  # fmt: skip
    Involvement.objects.create(
        child=child, worker=chair, role=Role.CONFERENCE_CHAIR, started_on=date(2026, 5, 1), holds_case=False
    )
    for day, worker, team in ((9, ana, north), (10, ben, south)):
        reassess(child, as_of=date(2026, 4, day))
        line = Standing.objects.get(child=child)
        assert (line.worker, line.team) == (worker, team)


def test_entries_made_late_are_counted_from_the_day_after_the_time_allowed(child: Person) -> None:
    friday = date(2026, 3, 6)
    for written in (friday, date(2026, 3, 13), date(2026, 3, 16)):
        write(child, Event(EventKind.VISIT_HELD, friday, recorded_on=written, facts=SEEN))
    reassess(child, as_of=date(2026, 5, 5))
    assert Standing.objects.get(child=child).late_entries == 1


def test_she_is_looked_after_until_the_day_she_is_no_more(child: Person) -> None:
    write(child, Event(EventKind.BECAME_LOOKED_AFTER, date(2026, 2, 2)))
    reassess(child, as_of=date(2026, 3, 1))
    assert Standing.objects.get(child=child).looked_after_since == date(2026, 2, 2)
    write(child, Event(EventKind.CEASED_LOOKED_AFTER, date(2026, 3, 2)))
    for day, since in ((1, date(2026, 2, 2)), (2, None)):
        reassess(child, as_of=date(2026, 3, day))
        assert Standing.objects.get(child=child).looked_after_since == since


@pytest.fixture
def committed(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[None]:
    """A database in which writes are really committed, and emptied after; what may only be added to is emptied too."""
    with django_db_blocker.unblock():
        yield
        with connection.cursor() as cursor, transaction.atomic():
            cursor.execute("SET LOCAL session_replication_role = replica")
            for model in apps.get_models(include_auto_created=True):
                if model.__module__.startswith("keel.") and model._meta.managed:
                    cursor.execute(f'DELETE FROM "{model._meta.db_table}"')
        connection.close()


@pytest.mark.usefixtures("committed")
def test_of_many_writes_at_once_no_reading_misses_another() -> None:
    hold_everything(PLAN_ON)
    child = Person.objects.create(is_child=True, birth_on=date(2016, 1, 1))
    on_plan(child)
    as_of = PLAN_ON + timedelta(days=30)

    def record(day: int) -> None:
        with transaction.atomic():
            visited(child, PLAN_ON + timedelta(days=day))
            reassess(child, as_of=as_of)
        connection.close()

    days = range(1, 9)
    threads = [Thread(target=record, args=(day,)) for day in days]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(visit_readings(child)) == len(days) + 1
