"""Who has, or had, a child, as the rules read it from the record."""

from datetime import date

import pytest

from keel.people.models import Person
from keel.practice.history import EventKind
from keel.record.histories import history_of
from keel.workforce.models import Involvement, Team, Worker


@pytest.fixture
def child() -> Person:
    return Person.objects.create(birth_on=date(2018, 5, 6), is_child=True)


@pytest.mark.django_db
def test_who_advises_or_chairs_does_not_stand_in_for_a_social_worker(child):
    Involvement.objects.create(
        child=child, worker_key="C1", role="conference chair", started_on=date(2026, 1, 5), holds_case=False
    )
    assert history_of(child.pk).events == ()


@pytest.mark.django_db
def test_a_worker_whom_the_source_names_and_nobody_knows_still_counts_as_one(child):
    Involvement.objects.create(child=child, worker_key="gone before Keel", started_on=date(2026, 1, 5))
    assert [event.code for event in history_of(child.pk).events] == ["gone before Keel"]


@pytest.mark.django_db
def test_a_handover_without_an_introduction_is_told_as_such(child):
    team = Team.objects.create(key="T1", name="Assessment North")
    worker = Worker.objects.create(key="W1", team=team)
    Involvement.objects.create(
        child=child,
        worker=worker,
        team=team,
        worker_key="W1",
        started_on=date(2026, 1, 5),
        handover_on=date(2026, 1, 7),
        is_introduction_made=False,
    )
    told = history_of(child.pk).events
    assert [event.kind for event in told] == [EventKind.WORKER_ALLOCATED, EventKind.HANDOVER_RECORDED]
    assert list(told[1].facts.values()) == [False]
