"""A child who is not on file is put there once, by the front door, and nobody opens a record by it who may not."""

from datetime import date
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from front_door_pages import contact_boxes

from cast import Cast
from keel.access.claims import TRANSACTION, claim_for
from keel.access.models import AuditEntry, User
from keel.front_door.models import Contact
from keel.people.models import Address, Person, PersonName
from keel.workforce.models import Involvement

pytestmark = pytest.mark.django_db
WAY = "/front-door/new"
CHILD = {
    "forename": "Zqtamsin", "surname": "Zqpenrose", "when": "born", "birth_on": "3/5/2019", "sex": "F",
    "address": "4 Ferry Lane", "postcode": "SY1 1AA",
}  # fmt: skip


def made() -> Any:
    return PersonName.objects.filter(surname="Zqpenrose")


def test_a_child_is_looked_for_first_then_put_on_file_and_the_contact_recorded(cast: Cast) -> None:
    client = cast.client("front_door")
    assert WAY in client.get("/front-door/").content.decode()
    first = client.post(WAY, CHILD)
    assert "Nobody like this is on file" in first.content.decode()
    assert not made().exists()
    answer = client.post(WAY, CHILD | {"seen": first.context["seen"]})
    person = made().get().person
    assert answer.headers["Location"] == reverse("front_door:contact", args=[person.pk])
    assert (person.is_child, person.birth_on, person.sex) == (True, date(2019, 5, 3), "F")
    assert Address.objects.get(person=person).whole == "4 Ferry Lane, SY1 1AA"
    held = Involvement.objects.get(child=person)
    assert (held.team, held.worker, held.holds_case, held.recorded_by) == (
        cast.teams["T01"], None, False, cast["front_door"],
    )  # fmt: skip
    assert AuditEntry.objects.filter(
        code="person.changed", person_id=person.pk, actor=cast["front_door"]
    ).exists()
    boxes = {name.replace("__", "-"): value for name, value in contact_boxes().items()}
    page = client.get(answer.headers["Location"])
    boxes |= {"token": str(page.context["draft"].token), "revision": "0", "stamp": ""}
    assert client.post(answer.headers["Location"], boxes).status_code == 302
    assert Contact.objects.get(child=person).team == cast.teams["T01"]
    assert cast.client("worker").get(reverse("front_door:contact", args=[person.pk])).status_code != 200


def test_whoever_is_like_her_is_shown_and_making_her_all_the_same_needs_a_tick_and_a_reason(
    cast: Cast,
) -> None:
    client, there = cast.client("front_door"), cast.families["own"].child
    like = CHILD | {"forename": "Ada", "surname": "Zqowncanary", "birth_on": "9/4/2015"}
    first = client.post(WAY, like)
    assert "Ada Zqowncanary" in first.content.decode()
    count, seen = Person.objects.count(), first.context["seen"]
    for boxes, said in (
        ({"seen": seen}, "Tick this if none is the child"),
        ({"seen": seen, "sure-is_another": "on", "sure-why": "no"}, "in a few words more"),
        (
            {"seen": seen, "surname": "Zqowncanari", "sure-is_another": "on", "sure-why": "Another mother"},
            "Is it one",
        ),
    ):
        answer = client.post(WAY, like | boxes)
        assert said in answer.content.decode(), boxes
        assert Person.objects.count() == count
    sure = {"seen": seen, "sure-is_another": "on", "sure-why": "Another mother, born in Hull"}
    assert client.post(WAY, like | sure).status_code == 302
    twin = (
        PersonName.objects.filter(forename="Ada", surname="Zqowncanary").exclude(person=there).last().person
    )
    assert Involvement.objects.get(child=twin).reason_for_change == "Another mother, born in Hull"
    assert not Involvement.objects.filter(child=there, team=cast.teams["T01"]).exists()


@pytest.mark.parametrize(
    ("boxes", "said"),
    [
        ({"surname": "", "forename": ""}, "Enter a name"),
        ({"when": "born", "birth_on": ""}, "Enter the date of birth"),
        ({"birth_on": "1/1/2027"}, "has not come yet"),
        ({"birth_on": "3/5/1919"}, "too long ago for a child"),
        ({"when": "expected", "expected_on": ""}, "Enter the day on which the baby is expected"),
        ({"when": "expected", "expected_on": "1/8/2031"}, "cannot be"),
        ({"when": ""}, "Say whether the date of birth is known"),
        ({"sex": ""}, "Choose the sex"),
    ],
)
def test_what_must_be_known_is_asked_for(cast: Cast, boxes: dict[str, str], said: str) -> None:
    answer = cast.client("front_door").post(WAY, CHILD | boxes)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not made().exists()


def test_a_baby_who_is_expected_and_a_child_of_whom_little_is_known(cast: Cast) -> None:
    client = cast.client("front_door")
    for boxes in (
        {"forename": "", "when": "expected", "expected_on": "1/8/2026", "sex": "U"},
        {"when": "not known", "birth_on": "", "address": "", "postcode": ""},
    ):
        said = CHILD | boxes
        first = client.post(WAY, said)
        more = {
            "seen": first.context["seen"],
            "sure-is_another": "on",
            "sure-why": "Nobody of that name lives there",
        }
        assert client.post(WAY, said | more).status_code == 302
    baby, other = (each.person for each in made().order_by("pk"))
    assert (baby.birth_on, baby.expected_on, baby.is_unborn) == (None, date(2026, 8, 1), True)
    assert (other.birth_on, other.expected_on) == (None, None)


def test_who_may_and_who_may_not(cast: Cast) -> None:
    for key, status in (
        ("front_door", 200), ("front_door_manager", 200), ("duty", 200), ("team_manager", 403), ("business", 403),
        ("worker", 403), ("director", 403), ("partner", 403), ("analyst", 403),
    ):  # fmt: skip
        assert cast.client(key).get(WAY).status_code == status, key


def as_web(user: User | None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {TRANSACTION}")
        claim = claim_for(user.pk, cursor.fetchone()[0]) if user else ""
        cursor.execute(
            "SELECT set_config('role', 'keel_web', true), set_config('keel.claim', %s, true)", [claim]
        )


def refused(statement: str, *values: Any, match: str) -> None:
    with pytest.raises(DatabaseError, match=match), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, list(values))


def test_it_cannot_be_used_to_come_at_a_record_that_is_there(cast: Cast) -> None:
    register = "SELECT access_register('2026-04-16', %s, NULL, NULL, 'U', '')"
    lantern, own = cast.teams["T01"].pk, cast.teams["T04"].pk
    nobodys, hidden = cast.families["nobodys"].child.pk, cast.families["hidden"].child.pk
    count = Involvement.objects.count()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_get_function_identity_arguments(oid) FROM pg_proc WHERE proname = 'access_register'"
        )
        (signature,) = cursor.fetchall()
    assert "uuid" not in signature[0], "it takes no person: there is no record that it could be given"
    for user, team in (
        (None, lantern), (cast["worker"], lantern), (cast["team_manager"], lantern), (cast["team_manager"], own),
        (cast["partner"], lantern), (cast["front_door"], own), (cast["front_door"], None),
    ):  # fmt: skip
        as_web(user)
        refused(register, team, match="Only the front door")
    as_web(cast["front_door"])
    refused("SELECT * FROM access_may_register(%s)", cast["director"].pk, match="Nobody asks for another")
    into = (
        "INSERT INTO workforce_involvement (child_id, team_id, role, holds_case, worker_key, reason_for_change, "
        "handover, episode, source_key, is_latest_only, entered_at) "
        "VALUES (%s, %s, '', false, '', '', '', '', '', false, now())"
    )
    for child in (nobodys, hidden):
        refused(into, child, lantern, match="row-level security")
    with connection.cursor() as cursor:
        cursor.execute(register, [lantern])
        new = cursor.fetchone()[0]
        for child in (nobodys, hidden):  # nor by giving the new involvement, or the new person, to another
            refused(
                "UPDATE workforce_involvement SET child_id = %s WHERE child_id = %s",
                child,
                new,
                match="row-level",
            )
            refused(
                "UPDATE people_person SET id = %s WHERE id = %s", child, new, match=r"duplicate key|row-level"
            )
        cursor.execute("RESET ROLE")
    assert Involvement.objects.count() == count + 1
    assert Involvement.objects.latest("pk").child_id == new
