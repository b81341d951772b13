"""Contacts, referrals and assessments, as the rules read them from the record."""

from datetime import date, time

import pytest

from keel.front_door.models import (
    Assessment,
    AssessmentFactor,
    Contact,
    Pregnancy,
    PrivateFostering,
    Referral,
)
from keel.people.models import Person
from keel.practice.history import EventKind, Fact
from keel.record.histories import history_of, known_by


@pytest.fixture
def child() -> Person:
    return Person.objects.create(birth_on=date(2018, 5, 6), is_child=True)


@pytest.mark.django_db
def test_a_contact_keeps_the_hour_because_the_decision_is_due_within_a_day(child):
    Contact.objects.create(
        child=child,
        received_on=date(2026, 3, 29),
        received_time=time(1, 30),  # an hour that the clocks leave out that night
        decided_on=date(2026, 3, 30),
        decided_time=time(0, 0),
        is_referrer_told=False,
    )
    received, decided = history_of(child.pk).events
    assert (received.minute, decided.minute) == (90, 0)
    assert decided.facts == {Fact.REFERRER_TOLD: False}


@pytest.mark.django_db
def test_a_case_closed_is_not_known_to_be_so_before_it_was_written_down(child):
    Referral.objects.create(
        child=child,
        received_on=date(2026, 1, 5),
        closed_on=date(2026, 2, 2),
        closed_recorded_on=date(2026, 3, 3),
    )
    told = [event.kind for event in known_by(child.pk, date(2026, 3, 2)).events]
    assert told == [EventKind.REFERRAL_RECEIVED]


@pytest.mark.django_db
def test_that_the_child_was_seen_by_the_end_says_nothing_of_the_start(child):
    Assessment.objects.create(
        child=child, started_on=date(2026, 1, 5), authorised_on=date(2026, 2, 2), is_child_seen_by_end=True
    )
    started, authorised = history_of(child.pk).events
    assert started.facts == {}
    assert authorised.facts == {Fact.CHILD_SEEN: True}


@pytest.mark.django_db
def test_a_factor_hangs_on_its_assessment_and_tells_no_event(child):
    assessment = Assessment.objects.create(child=child, started_on=date(2026, 1, 5))
    AssessmentFactor.objects.create(child=child, assessment=assessment, factor="3B")
    assert [factor.factor for factor in assessment.factors.all()] == ["3B"]
    assert len(history_of(child.pk).events) == 1


@pytest.mark.django_db
def test_a_pregnancy_counts_from_the_expected_date():
    unborn = Person.objects.create(expected_on=date(2026, 9, 1), is_child=True)
    Pregnancy.objects.create(child=unborn, known_on=date(2026, 3, 2), expected_on=date(2026, 9, 1))
    history = history_of(unborn.pk)
    assert history.child.is_unborn
    assert [event.anchor_on for event in history.events] == [date(2026, 9, 1)]


@pytest.mark.django_db
def test_an_arrangement_to_foster_privately_may_end_before_anybody_decided(child):
    PrivateFostering.objects.create(child=child, notified_on=date(2026, 1, 5), ended_on=date(2026, 1, 20))
    told = [event.kind for event in history_of(child.pk).events]
    assert told == [EventKind.PRIVATE_FOSTERING_NOTIFIED, EventKind.PRIVATE_FOSTERING_ENDED]
