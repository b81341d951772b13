"""What brothers and sisters share is typed once: a visit to four costs hardly more typing than a visit to one."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import pytest
from django import forms
from django.test import Client
from django.urls import reverse
from sent import opened

from cast import Cast
from keel.clock import today
from keel.people.models import Person
from keel.protection.models import ProtectionPlan, Visit
from keel.workforce.models import Involvement

pytestmark = pytest.mark.django_db

MOST = 1.3  # times the keystrokes of a visit to one
CHOSEN = (forms.RadioSelect, forms.Select, forms.CheckboxInput)  # one press, however long the words
OWN = {
    "is_child_seen": "yes",
    "is_seen_alone": "yes",
    "is_bedroom_seen": "yes",
    "own_words": "The new lock is good. I slept all night.",
}


def shared() -> dict[str, str]:
    """What is written once: a short account, so that each child's own weighs as much as it ever does."""
    return {
        "visit-people_there": "Rosa (mother), Nan Rees, the health visitor Kemi Balogun",
        "visit-purpose": "To see whether the children sleep safely since the lock was fitted",
        "visit-home_conditions": "Warm. Food in the kitchen. The stairs are clear and the back door mends well.",
        "visit-parent_words": "Rosa says that Dean has not come since Sunday, and that she would ring if he did.",
        "visit-plan_checks": "The lock is fitted. The school run is kept. Nobody has asked the landlord yet.",
        "visit-worries": "That he knows the day on which she is alone, and that the landlord lets it lie.",
        "visit-action_taken": "Told the manager and the police officer of the case. Rang the landlord from the car.",
        "visit-next_visit_on": (today() + timedelta(days=7)).strftime("%d/%m/%Y"),
    }


def own(*children: Person) -> dict[str, str]:
    return {f"{child.pk}-{name}": value for child in children for name, value in OWN.items()}


@pytest.fixture
def four(cast: Cast) -> list[Person]:
    """The worker's two children, with two more of the same mother; all on plans."""
    family, worker = cast.families["own"], cast.workers["worker"]
    born = (date(2012, 2, 1), date(2021, 3, 4))
    others = [Person.objects.create(is_child=True, birth_on=day) for day in born]
    for child, forename in zip(others, ("Dot", "Eli"), strict=True):
        child.names.create(forename=forename, surname="Okafor")
        child.relationships.create(other=family.mother, relation="mother")
        Involvement.objects.create(child=child, worker=worker, team=worker.team, started_on=today())
    children = [*family.children, *others]
    for child in children:
        ProtectionPlan.objects.create(child=child, started_on=today() - timedelta(weeks=10))
    return children


def keystrokes(page: Any, stands: Mapping[str, Any], boxes: Mapping[str, str]) -> int:
    """Presses and characters that change what the page holds when it is opened into what is sent."""
    kinds = {box.html_name: box.field.widget for form in page.context["sheet"].each for box in form}
    typed = {name: value for name, value in boxes.items() if stands.get(name) != value}
    return sum(1 if isinstance(kinds[name], CHOSEN) else len(value) for name, value in typed.items())


def send(client: Client, way: str, boxes: Mapping[str, str]) -> int:
    """Type and save; how many keystrokes it took."""
    page, stands = client.get(way), opened(client, way)
    assert client.post(way, {**stands, **boxes}).status_code == 302
    return keystrokes(page, stands, boxes)


def test_a_visit_to_four_is_written_with_hardly_more_keystrokes_than_to_one(
    cast: Cast, four: list[Person]
) -> None:
    client, way = cast.client("worker"), reverse("protection:visit", args=[four[0].pk])
    of_one = send(client, way, shared() | own(four[0]))
    assert [visit.child for visit in Visit.objects.all()] == four[:1]
    of_four = send(client, way, shared() | own(*four))
    visits = Visit.objects.exclude(shared=None)
    assert {visit.child for visit in visits} == {*four}
    assert {visit.written_up_on for visit in visits} == {today()}, "nothing is left to write of any of them"
    assert {visit.worries for visit in visits} == {shared()["visit-worries"]}, "each child's file is whole"
    assert of_one > 500, "too few keystrokes to say anything"
    assert of_four <= MOST * of_one, (of_four, of_one)
