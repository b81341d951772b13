"""The family drawn."""

from datetime import date
from uuid import UUID

import pytest
from conftest_people import made
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from keel.people.genogram.drawing import drawn
from keel.people.genogram.family import MOST, Family, Member, Tie, family_of
from keel.people.genogram.layout import is_clear, places_of
from keel.people.models import Household, Person, Relationship
from keel.people.relations import Line, relation
from keel.people.showing import members

TODAY = date(2026, 11, 22)
CHILD = UUID(int=0)
KINDS = [
    "mother",
    "father",
    "child",
    "sibling",
    "partner",
    "former partner",
    "grandparent",
    "aunt or uncle",
    "other",
]


def everybody() -> object:
    return Person.objects.order_by().values("pk")


def relate(person: Person, other: Person, name: str, **more: object) -> Relationship:
    return Relationship.objects.create(person=person, other=other, relation=name, **more)


@pytest.fixture
def family(db: None) -> dict[str, Person]:
    """A girl, her parents who parted, her mother's partner, a baby to come, a grandfather who died."""
    people = {
        "child": made("Leah", "Marsh", sex="F"),
        "mother": made("Joanne", "Marsh", sex="F", is_child=False),
        "father": made("Emeka", "Okonkwo", sex="M", is_child=False),
        "partner": made("Darren", "Pike", sex="M", is_child=False),
        "baby": made("Baby", "Pike", birth_on=None, expected_on=date(2027, 2, 1)),
        "grandfather": made("Ronald", "Marsh", sex="M", died_on=date(2019, 5, 5), is_child=False),
        "friend": made("Sam", "Reed", is_child=False),
    }
    relate(people["child"], people["mother"], "mother", has_parental_responsibility=True)
    relate(people["father"], people["child"], "child")
    relate(people["mother"], people["father"], "former partner")
    relate(people["mother"], people["partner"], "partner")
    for parent, name in (("mother", "mother"), ("partner", "father")):
        relate(people["baby"], people[parent], name)
    relate(people["mother"], people["grandfather"], "father")
    relate(people["child"], people["friend"], "other")
    return people


def picture(people: dict[str, Person]) -> etree._Element:
    return etree.fromstring(drawn(family_of(people["child"], everybody(), TODAY), TODAY))


def count(svg: etree._Element, kind: str) -> int:
    return len(svg.xpath(f"//*[contains(concat(' ', @class, ' '), ' genogram-{kind} ')]"))


def test_generations_are_the_same_whichever_side_a_relation_was_written_from(
    family: dict[str, Person],
) -> None:
    found = family_of(family["child"], everybody(), TODAY).members
    rows = {name: found[person.pk].generation for name, person in family.items()}
    assert rows == {
        "child": 0, "baby": 0, "friend": 0, "mother": 1, "father": 1, "partner": 1, "grandfather": 2,
    }  # fmt: skip


def test_signs_are_the_usual_ones(family: dict[str, Person]) -> None:
    svg = picture(family)
    assert count(svg, "shown") == 2, "the double outline of the child"
    assert count(svg, "cross") == 2, "two strokes through whoever has died"
    assert count(svg, "over") == 2, "two strokes across what is over"
    assert count(svg, "couple") == 2
    assert count(svg, "other") == 1, "only the friend is joined by nothing else"


def test_parental_responsibility_is_apart_from_kinship_and_unknown_is_said(family: dict[str, Person]) -> None:
    marks = [text for text in picture(family).itertext() if text.startswith("PR")]
    assert sorted(marks) == ["PR", "PR?"]
    rows = {row[0]["words"]: row[2] for row in members(family_of(family["child"], everybody(), TODAY), TODAY)}
    assert (rows["Joanne Marsh"], rows["Emeka Okonkwo"], rows["Darren Pike"]) == ("Yes", "Not recorded", "–")


def test_everybody_in_the_picture_is_in_the_table_with_a_way_to_their_page(family: dict[str, Person]) -> None:
    rows = members(family_of(family["child"], everybody(), TODAY), TODAY)
    assert {row[0]["words"] for row in rows} == {person.shown_name for person in family.values()}
    assert all(row[0]["href"] for row in rows)


def test_whoever_may_not_be_found_is_not_drawn_and_leads_to_nobody(family: dict[str, Person]) -> None:
    among = Person.objects.exclude(pk=family["mother"].pk).order_by().values("pk")
    found = family_of(family["child"], among, TODAY)
    assert {member.person for member in found.members.values()} == {
        family["child"], family["father"], family["friend"],
    }  # fmt: skip


def test_a_home_shared_now_has_a_letter_and_one_left_has_none(family: dict[str, Person]) -> None:
    now, then = Household.objects.create(), Household.objects.create()
    for name in ("child", "mother"):
        now.members.create(person=family[name], from_on=date(2020, 1, 1))
        then.members.create(person=family[name], to_on=date(2020, 1, 1))
    found = family_of(family["child"], everybody(), TODAY)
    assert {name: found.members[person.pk].households for name, person in family.items() if name != "friend"} == {
        "child": ["A"], "mother": ["A"], "father": [], "partner": [], "baby": [], "grandfather": [],
    }  # fmt: skip


def test_nobody_named_is_said_with_its_reason(family: dict[str, Person]) -> None:
    Relationship.objects.create(person=family["child"], relation="father", reason="Mother does not say")
    found = family_of(family["child"], everybody(), TODAY)
    assert [row.reason for row in found.unnamed] == ["Mother does not say"]


def test_a_very_large_family_is_cut_and_says_so(family: dict[str, Person]) -> None:
    for place in range(MOST + 5):
        relate(family["child"], made(f"Cousin{place}", "Marsh"), "cousin")
    found = family_of(family["child"], everybody(), TODAY)
    assert len(found.members) == MOST
    assert found.left_out == len(family) + MOST + 5 - MOST


def _stranger(place: int) -> Person:
    person = Person(pk=UUID(int=place), sex="FMU"[place % 3], birth_on=date(2000 + place % 20, 1, 1))
    person._prefetched_objects_cache = {"names": Person.objects.none()}
    return person


@given(st.lists(st.tuples(st.integers(0, 11), st.integers(0, 11), st.sampled_from(KINDS)), max_size=18))
def test_whatever_is_recorded_nobody_stands_on_anybody_else(rows: list[tuple[int, int, str]]) -> None:
    generations = {CHILD: 0}
    ties = []
    for one, other, name in rows:
        person, to = UUID(int=one), UUID(int=other)
        if person == to or person not in generations:
            continue
        generations.setdefault(to, generations[person] + relation(name).generation)
        row = Relationship(person_id=person, other_id=to, relation=name)
        line = relation(name).line
        ties.append(Tie(to, person, Line.PARENT, row) if line is Line.CHILD else Tie(person, to, line, row))
    people = {pk: Member(_stranger(pk.int), generation) for pk, generation in generations.items()}
    people[CHILD].is_child_shown = True
    family = Family(CHILD, people, tuple(ties), ())
    places = places_of(family)
    assert set(places) == set(people)
    assert is_clear(places)
    assert min(x for x, _ in places.values()) == 0
    assert etree.fromstring(drawn(family, TODAY)) is not None


def test_a_relationship_that_both_sides_wrote_is_said_once_and_keeps_what_one_of_them_said(
    family: dict[str, Person],
) -> None:
    relate(family["mother"], family["child"], "child")
    rows = {row[0]["words"]: row for row in members(family_of(family["child"], everybody(), TODAY), TODAY)}
    assert rows["Joanne Marsh"][1].count("Mother of") == 1
    assert rows["Joanne Marsh"][2] == "Yes"
