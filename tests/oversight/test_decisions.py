"""Decisions, supervision and challenge, as the rules read them from the record."""

from datetime import date

import pytest

from keel.oversight.models import Challenge, ChallengeStage, SeniorReview, SeniorReviewKind, SupervisionAction
from keel.people.models import Person
from keel.practice.history import EventKind
from keel.record.histories import history_of


@pytest.fixture
def child() -> Person:
    return Person.objects.create(birth_on=date(2018, 5, 6), is_child=True)


@pytest.mark.django_db
def test_a_challenge_climbs_a_stage_at_a_time_and_each_is_told(child):
    challenge = Challenge.objects.create(
        child=child, episode="challenge:1", what_is_wrong="no visit for weeks"
    )
    for stage, day in ((1, 5), (2, 12), (3, 19), (4, 26)):
        ChallengeStage.objects.create(
            child=child, challenge=challenge, episode="challenge:1", stage=stage, sent_on=date(2026, 1, day)
        )
    last = challenge.challengestage_set.get(stage=4)
    last.director_decided_on = date(2026, 1, 27)
    last.save()
    assert [event.kind for event in history_of(child.pk).events] == [
        EventKind.CHALLENGE_RAISED,
        EventKind.CHALLENGE_ESCALATED_2,
        EventKind.CHALLENGE_ESCALATED_3,
        EventKind.CHALLENGE_ESCALATED_4,
        EventKind.DIRECTOR_DECISION_RECORDED,
    ]


@pytest.mark.django_db
def test_a_senior_review_counts_for_the_age_it_was_held_for_and_no_other(child):
    for kind in SeniorReviewKind:
        SeniorReview.objects.create(child=child, kind=kind, held_on=date(2026, 1, 5))
    told = [event.kind for event in history_of(child.pk).events]
    assert len(set(told)) == len(SeniorReviewKind) == len(told)


@pytest.mark.django_db
def test_an_action_moved_twice_says_so_and_keeps_its_latest_date(child):
    SupervisionAction.objects.create(
        child=child, set_on=date(2026, 1, 5), due_on=date(2026, 3, 2), times_moved=2, is_dated_and_owned=True
    )
    (event,) = history_of(child.pk).events
    assert (event.number, event.anchor_on) == (2, date(2026, 3, 2))
