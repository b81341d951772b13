"""Legal planning, letters and court, as the rules read them from the record."""

from datetime import date

import pytest

from keel.people.models import Person
from keel.practice.history import EventKind, Fact
from keel.proceedings.models import (
    CourtHearing,
    CourtOrder,
    EmergencyKind,
    EmergencyProtection,
    FamilyGroup,
    LegalPlanning,
    LetterBeforeProceedings,
    PreProceedings,
)
from keel.record.histories import history_of


@pytest.fixture
def child() -> Person:
    return Person.objects.create(birth_on=date(2018, 5, 6), is_child=True)


@pytest.mark.django_db
def test_brothers_and_sisters_in_one_family_group_may_leave_pre_proceedings_apart(child):
    sister = Person.objects.create(birth_on=date(2020, 7, 8), is_child=True)
    family = FamilyGroup.objects.create(key="PLO-7")
    PreProceedings.objects.create(child=child, family_group=family, started_on=date(2026, 1, 5))
    PreProceedings.objects.create(
        child=sister, family_group=family, started_on=date(2026, 1, 5), ended_on=date(2026, 3, 2), outcome="A"
    )
    assert family.preproceedings_set.count() == 2
    told = {person: [event.code for event in history_of(person.pk).events] for person in (child, sister)}
    assert told == {child: [None], sister: [None, "A"]}


@pytest.mark.django_db
def test_each_parents_letter_is_told_with_its_own_answers(child):
    for day, is_accessible in ((5, True), (6, False)):
        LetterBeforeProceedings.objects.create(
            child=child, served_on=date(2026, 1, day), is_accessible_version=is_accessible
        )
    facts = [event.facts[Fact.ACCESSIBLE_VERSION] for event in history_of(child.pk).events]
    assert facts == [True, False]


@pytest.mark.django_db
def test_only_the_first_hearing_and_the_final_order_are_told(child):
    CourtHearing.objects.create(child=child, kind="issues_resolution", held_on=date(2026, 2, 2))
    CourtHearing.objects.create(child=child, kind="case_management", held_on=date(2026, 1, 20))
    CourtOrder.objects.create(child=child, order="interim care order", made_on=date(2026, 1, 20))
    CourtOrder.objects.create(child=child, order="care order", made_on=date(2026, 6, 1), is_final=True)
    told = [(event.kind, event.on) for event in history_of(child.pk).events]
    assert told == [
        (EventKind.CASE_MANAGEMENT_HEARING_HELD, date(2026, 1, 20)),
        (EventKind.FINAL_ORDER_MADE, date(2026, 6, 1)),
    ]


@pytest.mark.django_db
def test_the_courts_protection_is_never_taken_for_that_of_the_police(child):
    for kind in EmergencyKind:
        EmergencyProtection.objects.create(
            child=child, kind=kind, started_on=date(2026, 1, 5), ended_on=date(2026, 1, 8)
        )
    assert [event.kind for event in history_of(child.pk).events] == [
        EventKind.EPO_MADE,
        EventKind.POLICE_PROTECTION_STARTED,
        EventKind.EPO_ENDED,
        EventKind.POLICE_PROTECTION_ENDED,
    ]


@pytest.mark.django_db
def test_legal_planning_considered_and_refused_is_not_a_meeting_held(child):
    LegalPlanning.objects.create(
        child=child,
        considered_on=date(2026, 1, 5),
        is_considered_decided=True,
        considered_reason="not yet: the aunt has offered a home",
    )
    assert [event.kind for event in history_of(child.pk).events] == [EventKind.LEGAL_PLANNING_CONSIDERED]
