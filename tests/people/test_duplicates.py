"""People who may be on file twice."""

from datetime import date

import pytest
from conftest_people import made

from keel.access.models import User
from keel.people.actions import judge_different, merge, relate
from keel.people.duplicates import find_duplicates
from keel.people.models import Identifier, Person, PossibleDuplicate

pytestmark = pytest.mark.django_db


def offered() -> set[frozenset[Person]]:
    find_duplicates(seconds=30)
    return {frozenset((pair.one, pair.other)) for pair in PossibleDuplicate.objects.all()}


def test_a_child_entered_twice_with_another_spelling_is_offered() -> None:
    one, other = made("Aisha", "Rahman"), made("Ayesha", "Rehman")
    made("Aisha", "Okafor", birth_on=date(2011, 1, 2))
    assert offered() == {frozenset((one, other))}


def test_day_and_month_exchanged_are_seen_through() -> None:
    one = made("Callum", "Thorne", birth_on=date(2015, 3, 11))
    other = made("Calum", "Thorne", birth_on=date(2015, 11, 3))
    assert offered() == {frozenset((one, other))}


def test_the_same_number_is_offered_whatever_the_names_if_the_birth_agrees() -> None:
    one, other = made("Leah", "Marsh"), made("Lia", "Webb")
    for person, value in ((one, "943 476 5919"), (other, "9434765919")):
        Identifier.objects.create(person=person, scheme="nhs_number", value=value)
    assert offered() == {frozenset((one, other))}


def test_a_mother_entered_once_for_each_child_is_offered_without_any_birth(maya: User) -> None:
    child = made("Leah", "Marsh")
    mothers = [made("Joanne", "Marsh", is_child=False, birth_on=None) for _ in range(2)]
    for mother in mothers:
        relate(by=maya, person=child, other=mother, relation="mother")
    assert offered() == {frozenset(mothers)}


def test_twins_known_as_brothers_are_not_offered(maya: User) -> None:
    one, other = made("Jayden", "Cole"), made("Kayden", "Cole")
    relate(by=maya, person=one, other=other, relation="sibling")
    assert offered() == set()


def test_other_school_numbers_tell_two_children_apart() -> None:
    one, other = made("Leah", "Marsh"), made("Leigh", "Marsh")
    for person, value in ((one, "A1"), (other, "B2")):
        Identifier.objects.create(person=person, scheme="upn", value=value)
    assert offered() == set()


def test_what_was_judged_or_merged_is_not_offered_again(maya: User) -> None:
    one, other, third = made("Leah", "Marsh"), made("Lea", "Marsh"), made("Leah", "March")
    judge_different(by=maya, one=one, other=other, why="cousins")
    merge(by=maya, kept=one, merged=third, reason="same child")
    assert offered() == set()
