"""What is done to the record of a person."""

from datetime import date

import pytest
from conftest_people import made
from django.apps import apps

from keel.access.models import User
from keel.people.actions import (
    CannotBeDone,
    add_name,
    close_alert,
    move_household,
    raise_alert,
    record_birth,
    register_person,
    relate,
)
from keel.people.models import Household, Person
from keel.record import changes

pytestmark = pytest.mark.django_db


def test_an_unborn_baby_is_born_and_what_was_said_before_is_kept(maya: User) -> None:
    baby = register_person(
        by=maya, forename="Unborn", surname="Pike", is_child=True, expected_on=date(2027, 2, 1)
    )
    assert baby.is_unborn
    born = record_birth(
        by=maya, person=baby, birth_on=date(2027, 1, 20), sex="F", forename="Ivy", surname="Pike"
    )
    assert (born.pk, born.birth_on, born.expected_on, born.is_unborn) == (
        baby.pk, date(2027, 1, 20), date(2027, 2, 1), False,
    )  # fmt: skip
    names = {(name.whole, name.kind, name.to_on) for name in born.names.all()}
    assert names == {("Ivy Pike", "legal", None), ("Unborn Pike", "former", date(2027, 1, 20))}
    before = apps.get_model("people.PersonEvent").objects.filter(pgh_obj=baby).earliest("pgh_id")
    assert (before.birth_on, before.expected_on) == (None, date(2027, 2, 1))


def test_a_child_is_not_born_twice(maya: User) -> None:
    with pytest.raises(CannotBeDone, match="correct it"):
        record_birth(by=maya, person=made("Leah", "Marsh"), birth_on=date(2020, 1, 1))


def test_a_new_legal_name_lays_the_old_one_down_and_an_alias_does_not(maya: User) -> None:
    child = made("Leah", "Marsh")
    add_name(by=maya, person=child, kind="alias", forename="Lee")
    add_name(by=maya, person=child, kind="legal", forename="Leah", surname="Pike", from_on=date(2026, 1, 1))
    assert sorted((name.whole, name.kind) for name in child.names.all()) == [
        ("Leah Marsh", "former"), ("Leah Pike", "legal"), ("Lee", "alias"),
    ]  # fmt: skip
    assert Person.objects.with_names().get(pk=child.pk).shown_name == "Leah Pike"


def test_nobody_is_related_to_herself_or_to_nobody_without_a_reason(maya: User) -> None:
    child = made("Leah", "Marsh")
    with pytest.raises(CannotBeDone):
        relate(by=maya, person=child, other=child, relation="sibling")
    with pytest.raises(CannotBeDone):
        relate(by=maya, person=child, other=None, relation="father")
    assert relate(by=maya, person=child, other=None, relation="father", reason="Not known").other is None


def test_moving_house_ends_the_time_before_and_twice_is_once(maya: User) -> None:
    child, old, new = made("Leah", "Marsh"), Household.objects.create(), Household.objects.create()
    old.members.create(person=child, from_on=date(2020, 1, 1))
    for _ in range(2):
        move_household(by=maya, person=child, household=new, on=date(2026, 5, 1))
    spells = list(child.households.order_by("pk").values_list("household", "from_on", "to_on"))
    assert spells == [
        (old.pk, date(2020, 1, 1), date(2026, 5, 1)), (new.pk, date(2026, 5, 1), None),
    ]  # fmt: skip


def test_an_alert_is_closed_once(maya: User) -> None:
    alert = raise_alert(
        by=maya, person=made("Leah", "Marsh"), kind="Dog", text="Bites", review_on=date(2099, 1, 1)
    )
    close_alert(by=maya, alert=alert, reason="The dog has died")
    with pytest.raises(CannotBeDone):
        close_alert(by=maya, alert=alert, reason="again")
    assert alert.person.open_alerts() == []


def test_alerts_due_for_review_come_first() -> None:
    child = made("Leah", "Marsh")
    late = child.alerts.create(kind="late", review_on=date(2020, 1, 1))
    never = child.alerts.create(kind="never")
    soon = child.alerts.create(kind="soon", review_on=date(2030, 1, 1))
    assert child.open_alerts() == [late, soon, never]


def test_every_write_leaves_a_line_of_audit_and_tells_whoever_follows(
    maya: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[object] = []
    monkeypatch.setattr(changes, "_followers", [told.append])
    child = register_person(by=maya, forename="Leah", surname="Marsh", is_child=True)
    entry = apps.get_model("access.AuditEntry").objects.get(person=child)
    assert (entry.actor, entry.code) == (maya, "person.changed")
    assert told == [child.pk]


def test_age_is_in_whole_years_and_stops_at_death() -> None:
    child = made(birth_on=date(2016, 2, 29))
    assert [child.age_on(day) for day in (date(2017, 2, 28), date(2017, 3, 1), date(2020, 2, 29))] == [
        0,
        1,
        4,
    ]
    child.died_on = date(2018, 1, 1)
    assert child.age_on(date(2026, 1, 1)) == 1
    assert made(birth_on=None).age_on(date(2026, 1, 1)) is None
