"""A pregnancy: everything before the birth counts back from the day on which the baby is expected."""

from datetime import date
from typing import Any

import pytest
from front_door_pages import address, made_referral, send
from written import hold_everything

from cast import Cast
from keel.clock import today
from keel.front_door.models import Assessment, Pregnancy
from keel.oversight.models import StoredReading
from keel.people.models import Person

pytestmark = pytest.mark.django_db

BOXES = {
    "pregnancy__known_on": "2/4/2026", "pregnancy__expected_on": "3/9/2026", "pregnancy__is_conference_required": "yes",
    "pregnancy__has_earlier_removal": "yes", "pregnancy__antenatal_care": "Zqbooked at twelve weeks",
    "pregnancy__earlier_children": "Zqa boy, adopted", "pregnancy__father_or_partner": "Zqnot named yet",
    "pregnancy__plans_for_birth": "Zqstays with her aunt",
}  # fmt: skip


@pytest.fixture
def baby(cast: Cast) -> Person:
    baby = cast.families["own"].children[1]
    Person.objects.filter(pk=baby.pk).update(birth_on=None, expected_on=date(2026, 9, 1))
    baby.refresh_from_db()
    return baby


def test_the_weeks_and_what_is_due_follow_from_the_expected_day(cast: Cast, baby: Person) -> None:
    hold_everything(today())
    client = cast.client("worker")
    assert "01/09/2026" in client.get(address("pregnancy", baby)).content.decode(), (
        "what is known stands there"
    )
    assert send(client, "pregnancy", baby, **BOXES).status_code == 302
    row = Pregnancy.objects.get()
    baby.refresh_from_db()
    assert (row.expected_on, row.is_conference_required, row.is_court_likely) == (
        date(2026, 9, 3),
        True,
        None,
    )
    assert (baby.expected_on, baby.has_earlier_removal) == (date(2026, 9, 3), True)
    readings = dict(StoredReading.objects.filter(child=baby).values_list("timescale", "due_on"))
    assert readings["prebirth_legal"] == date(2026, 4, 30), "week 22, since a child was removed before"
    assert readings["prebirth_icpc"] == date(2026, 6, 11), "week 28"
    page = client.get(address("pregnancy-now", baby, row)).content.decode()
    assert "20 weeks have passed" in page
    assert 'Conference before birth: <time datetime="2026-06-11">' in page
    assert send(client, "pregnancy", baby, **BOXES).status_code == 409, "it is one pregnancy"


def test_a_day_that_moves_moves_what_is_due(cast: Cast, baby: Person) -> None:
    hold_everything(today())
    client = cast.client("worker")
    send(client, "pregnancy", baby, **BOXES)
    row = Pregnancy.objects.get()
    moved = BOXES | {"pregnancy__expected_on": "17/9/2026", "pregnancy__is_conference_required": "no"}
    assert send(client, "pregnancy-now", baby, row, **moved).status_code == 302
    readings = dict(StoredReading.objects.filter(child=baby).values_list("timescale", "due_on"))
    assert readings["prebirth_legal"] == date(2026, 5, 14)
    assert "prebirth_icpc" not in readings
    Person.objects.filter(pk=baby.pk).update(birth_on=date(2026, 4, 15))
    assert send(client, "pregnancy-now", baby, row, **BOXES).status_code == 409


def test_what_cannot_be(cast: Cast, baby: Person) -> None:
    client = cast.client("worker")
    for boxes, words in (
        ({"pregnancy__expected_on": ""}, "Say when the baby is expected"),
        ({"pregnancy__expected_on": "3/9/2027"}, "No pregnancy is that long"),
        ({"pregnancy__known_on": "17/4/2026"}, "has not come yet"),
        ({"pregnancy__known_on": "20/11/2025"}, "before the pregnancy began"),
        ({"pregnancy__expected_on": "1/4/2026"}, "after the day it was expected"),
    ):
        answer = send(client, "pregnancy", baby, **(BOXES | boxes))
        assert (answer.status_code, words in answer.content.decode()) == (422, True), words
    born = cast.families["own"].child
    assert send(client, "pregnancy", born, **BOXES).status_code == 409
    assert cast.client("other_worker").get(address("pregnancy", baby)).status_code == 404
    assert not Pregnancy.objects.exists()


@pytest.mark.parametrize("is_referred", [True, False])
def test_the_assessment_before_birth_starts_with_what_is_known(
    cast: Cast, baby: Person, is_referred: bool
) -> None:
    referral = made_referral(baby) if is_referred else None
    client = cast.client("worker")
    send(client, "pregnancy", baby, **BOXES)
    boxes: dict[str, Any] = {
        "start__started_on": "today", "start__reason": "An earlier child was removed",
        "start__question": "Can the baby go home?", "start__internal_review_on": "30/4/2026",
    }  # fmt: skip
    row = Pregnancy.objects.get()
    assert send(client, "start-pre-birth-assessment", baby, row, **boxes).status_code == 302
    made = Assessment.objects.get()
    assert (made.referral, made.referred_on) == (
        referral,
        date(2026, 4, 14) if is_referred else date(2026, 4, 2),
    )
    assert (made.antenatal_care, made.earlier_children) == ("Zqbooked at twelve weeks", "Zqa boy, adopted")
    assert (made.father_or_partner, made.plans_for_birth) == ("Zqnot named yet", "Zqstays with her aunt")
    assert send(client, "start-pre-birth-assessment", baby, row, **boxes).status_code == 409
