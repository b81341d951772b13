"""A record that can hold everything, and a child in it."""

import sys
from datetime import date
from pathlib import Path

import pytest

sys.path.insert(
    0, str(Path(__file__).parents[1] / "generative")
)  # made-up lives, shared with the engines' tests

from written import hold_everything

from cast import cast  # noqa: F401 -- a fixture
from keel.people.models import Person

AS_OF = date(2026, 5, 5)


@pytest.fixture
def everything_held(db: None) -> None:
    hold_everything(AS_OF)


@pytest.fixture
def child(everything_held: None) -> Person:
    return Person.objects.create(is_child=True, birth_on=date(2016, 1, 1))
