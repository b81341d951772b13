"""Children in care, missing, or leaving care, as the rules read them from the record."""

from datetime import date, time

import pytest

from keel.care.models import CarePeriod, CareReview, LookedAfterEpisode, MissingEpisode, Placement
from keel.people.models import Person
from keel.practice.history import EventKind, Fact
from keel.record.histories import history_of


@pytest.fixture
def child() -> Person:
    return Person.objects.create(birth_on=date(2012, 5, 6), is_child=True)


@pytest.mark.django_db
def test_a_change_of_placement_does_not_end_the_time_in_care(child):
    period = CarePeriod.objects.create(child=child, started_on=date(2026, 1, 5))
    for start, end in ((date(2026, 1, 5), date(2026, 2, 2)), (date(2026, 2, 2), None)):
        LookedAfterEpisode.objects.create(child=child, period=period, started_on=start, ended_on=end)
        Placement.objects.create(
            child=child, period=period, started_on=start, ended_on=end, placement_type="U6"
        )
    told = [event.kind for event in history_of(child.pk).events]
    assert told.count(EventKind.BECAME_LOOKED_AFTER) == 1
    assert told.count(EventKind.PLACEMENT_STARTED) == 2
    assert EventKind.CEASED_LOOKED_AFTER not in told


@pytest.mark.django_db
def test_a_review_that_is_due_or_was_cancelled_was_not_held(child):
    CareReview.objects.create(child=child, due_on=date(2026, 2, 2))
    CareReview.objects.create(child=child, due_on=date(2026, 3, 2), is_cancelled=True)
    assert history_of(child.pk).events == ()


@pytest.mark.django_db
def test_a_child_still_missing_is_owed_no_interview_yet(child):
    episode = MissingEpisode.objects.create(
        child=child, started_on=date(2026, 3, 1), started_time=time(23, 5)
    )
    assert [event.minute for event in history_of(child.pk).events] == [1385]
    episode.ended_on, episode.is_interview_accepted = date(2026, 3, 2), False
    episode.save()
    told = [event.kind for event in history_of(child.pk).events]
    assert told == [EventKind.MISSING_STARTED, EventKind.MISSING_ENDED]


@pytest.mark.django_db
def test_only_the_beginning_is_said_to_be_the_latest_known(child):
    Placement.objects.create(
        child=child, started_on=date(2026, 1, 5), ended_on=date(2026, 2, 2), is_latest_only=True
    )
    started, ended = history_of(child.pk).events
    assert started.facts == {Fact.EARLIER_UNKNOWN: True}
    assert ended.facts == {}
