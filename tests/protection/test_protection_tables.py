"""Enquiries, conferences, plans and visits, as the rules read them from the record."""

from datetime import date
from uuid import uuid4

import pytest

from keel.people.models import Person
from keel.practice import standards
from keel.practice.history import EventKind, Fact
from keel.practice.timescales import BOOK
from keel.practice.timescales.evaluator import read_history
from keel.practice.timescales.model import Status
from keel.protection.models import Conference, ConferenceKind, ProtectionPlan, S47Enquiry, Visit, VisitKind
from keel.record.histories import history_of, known_by


@pytest.fixture
def ada() -> Person:
    return Person.objects.create(birth_on=date(2018, 5, 6), is_child=True)


@pytest.fixture
def ben() -> Person:
    return Person.objects.create(birth_on=date(2020, 7, 8), is_child=True)


def statuses(child: Person, timescale: str, as_of: date) -> list[Status]:
    readings = read_history(history_of(child.pk), as_of, standards.load(), (BOOK[timescale],))
    return [reading.status for reading in readings]


@pytest.mark.django_db
def test_what_is_decided_at_the_end_of_an_enquiry_does_not_unsay_that_the_conference_was_late(ada):
    enquiry = S47Enquiry.objects.create(child=ada, started_on=date(2026, 1, 5), is_conference_required=True)
    assert statuses(ada, "icpc_15", date(2026, 2, 20)) == [Status.OVERDUE]
    enquiry.ended_on, enquiry.is_conference_required_by_end = date(2026, 2, 18), False
    enquiry.save()
    assert statuses(ada, "icpc_15", date(2026, 2, 20)) == [Status.MISSED]


@pytest.mark.django_db
def test_a_conference_tells_what_its_kind_is(ada):
    for kind in ConferenceKind:
        Conference.objects.create(child=ada, kind=kind, held_on=date(2026, 1, 5))
    told = [event.kind for event in history_of(ada.pk).events]
    assert told == [
        EventKind.ICPC_HELD,
        EventKind.ICPC_HELD,
        EventKind.TRANSFER_IN_CONFERENCE_HELD,
        EventKind.RCPC_HELD,
    ]


@pytest.mark.django_db
def test_a_conference_that_is_only_planned_has_not_been_held(ada):
    Conference.objects.create(child=ada, kind=ConferenceKind.INITIAL, planned_on=date(2026, 1, 5))
    assert history_of(ada.pk).events == ()


@pytest.mark.django_db
def test_brothers_and_sisters_at_one_visit_have_each_their_own_answers(ada, ben):
    visit = {"shared": uuid4(), "kind": VisitKind.HELD, "visited_on": date(2026, 1, 5)}
    Visit.objects.create(child=ada, is_child_seen=True, own_words="“I hide when they shout.”", **visit)
    Visit.objects.create(child=ben, is_child_seen=False, **visit)
    seen = {
        child: [event.facts[Fact.CHILD_SEEN] for event in history_of(child.pk).events] for child in (ada, ben)
    }
    assert seen == {ada: [True], ben: [False]}
    assert Visit.objects.of(ben).get().own_words == ""
    assert Visit.objects.filter(shared=visit["shared"]).count() == 2


@pytest.mark.django_db
def test_a_visit_attempted_is_never_read_as_held(ada):
    ProtectionPlan.objects.create(child=ada, started_on=date(2026, 1, 5))
    Visit.objects.create(child=ada, kind=VisitKind.ATTEMPTED, visited_on=date(2026, 1, 9), is_child_seen=True)
    assert statuses(ada, "cp_visit", date(2026, 2, 20)) == [Status.OVERDUE]


@pytest.mark.django_db
def test_an_end_written_down_late_was_not_known_before_it_was_written(ada):
    ProtectionPlan.objects.create(
        child=ada,
        started_on=date(2026, 1, 5),
        recorded_on=date(2026, 1, 6),
        ended_on=date(2026, 3, 2),
        ended_recorded_on=date(2026, 4, 1),
    )
    kinds = [event.kind for event in known_by(ada.pk, date(2026, 3, 31)).events]
    assert kinds == [EventKind.PLAN_STARTED]
    assert len(known_by(ada.pk, date(2026, 4, 1)).events) == 2


@pytest.mark.django_db
def test_an_end_before_its_start_is_kept_as_the_source_gives_it(ada):
    ProtectionPlan.objects.create(child=ada, started_on=date(2026, 3, 2), ended_on=date(2026, 1, 5))
    assert [event.on for event in history_of(ada.pk).events] == [date(2026, 1, 5), date(2026, 3, 2)]
