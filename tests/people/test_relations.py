"""Relations as data."""

import pytest

from keel.exchange.particulars import OTHER_WAY
from keel.exchange.particulars import Relation as InSources
from keel.people.relations import relation, relations, words


def test_every_relation_of_the_sources_is_declared_and_read_the_same_way_back() -> None:
    assert {name: relations()[name].back for name in InSources} == {
        r.value: OTHER_WAY[r].value for r in InSources
    }


@pytest.mark.parametrize("name", sorted(relations()))
def test_going_there_and_back_comes_to_the_same_generation(name: str) -> None:
    there = relation(name)
    assert relation(there.back).generation == -there.generation


@pytest.mark.parametrize("name", sorted(relations()))
def test_back_and_there_again_is_the_relation_or_its_plainer_form(name: str) -> None:
    again = relation(relation(name).back).back
    assert again == name or relation(again).generation == relation(name).generation


def test_a_mother_is_seen_from_her_as_a_daughter_or_a_son() -> None:
    back = relation("mother").back
    assert (words(back, "F"), words(back, "M"), words(back, "")) == ("daughter", "son", "child")


def test_a_word_that_only_one_source_uses_is_kept_as_it_is() -> None:
    assert words("godmother's neighbour", "F") == "godmother's neighbour"
