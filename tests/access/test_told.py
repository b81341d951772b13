"""What another agency told: seen by her, by the front door while it waits, and then with the child's record alone."""

from datetime import date
from typing import Any

import pytest
import worlds
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from cast import Cast
from keel.access.models import RoleHeld
from keel.front_door.models import Contact, WorryDraft, WorryTold

pytestmark = pytest.mark.django_db
TAKES = {"front_door", "front_door_manager", "duty"}


@pytest.fixture
def worry(cast: Cast) -> WorryTold:
    return WorryTold.objects.create(
        told_by=cast["partner"], told_on=date(2026, 4, 14), reason="Zqtold", surname="Zqlamb"
    )


def seers(cast: Cast) -> set[str]:
    found = set()
    for key in cast.users:
        with worlds.as_web(cast[key]):
            if WorryTold.objects.filter(reason="Zqtold").exists():
                found.add(key)
    return found


def refused(make: Any, match: str = "row-level security") -> None:
    with pytest.raises(DatabaseError, match=match), transaction.atomic():
        make()


def test_while_it_waits_she_and_the_front_door_see_it_and_then_whoever_may_open_the_record(
    cast: Cast, worry: WorryTold
) -> None:
    assert seers(cast) == {"partner"} | TAKES
    with worlds.as_web(None):
        assert not WorryTold.objects.exists()
    contact = Contact.objects.create(child=cast.families["restricted"].child)
    WorryTold.objects.update(contact=contact)
    assert seers(cast) == {"partner", "worker", "team_manager", "service_manager"}
    cast["partner"].roles_held.update(to_on=timezone.localdate())
    assert "partner" not in seers(cast), "it is hers as somebody of another agency, and no longer"


def test_another_of_an_agency_sees_nothing_of_it_and_she_reaches_no_record_by_it(
    cast: Cast, worry: WorryTold
) -> None:
    other = cast["administrator"]
    RoleHeld.objects.filter(user=other).update(role="partner")
    WorryTold.objects.update(contact=Contact.objects.create(child=cast.families["own"].child))
    of_a_record = ("front_door_contact", "front_door_contactevent", "people_person", "people_personname")
    for key, tables in (
        (other, ("front_door_worrytold", "front_door_worrytoldevent")),
        (cast["partner"], ()),
    ):
        with worlds.as_web(key), connection.cursor() as cursor:
            for table in tables or of_a_record:
                cursor.execute(f"SELECT count(*) FROM {table}")
                assert cursor.fetchone() == (0,), table


def test_it_is_told_under_ones_own_name_and_its_words_are_nobodys_to_change(
    cast: Cast, worry: WorryTold
) -> None:
    child = cast.families["own"].child
    contact = Contact.objects.create(child=child)
    with worlds.as_web(cast["partner"]):
        WorryTold.objects.create(told_by=cast["partner"], reason="Another")
        refused(lambda: WorryTold.objects.create(told_by=cast["worker"], reason="In her name"))
        refused(lambda: WorryTold.objects.create(told_by=cast["partner"], outcome_told_on=date(2026, 4, 14)))
        refused(lambda: WorryTold.objects.update(reason="Other words"), "permission denied")
        assert WorryTold.objects.update(taken_on=date(2026, 4, 14)) == 0
    for key in ("worker", "front_door", "administrator"):
        with worlds.as_web(cast[key]):
            refused(lambda key=key: WorryTold.objects.create(told_by=cast[key], reason="Not an agency’s"))
    with worlds.as_web(cast["front_door"]):
        refused(lambda: WorryTold.objects.update(reason="Other words"), "permission denied")
        refused(lambda: WorryTold.objects.filter(pk=worry.pk).update(taken_on=date(2026, 4, 14)))
        refused(lambda: WorryTold.objects.filter(pk=worry.pk).update(contact=contact))  # not open to her
        refused(lambda: WorryTold.objects.all()._raw_delete("default"), "permission denied")
    with worlds.as_web(cast["worker"]):
        assert WorryTold.objects.filter(pk=worry.pk).update(contact=contact) == 0, "it is not hers to take up"


def test_what_is_begun_is_seen_by_nobody_else(cast: Cast) -> None:
    WorryDraft.objects.create(user=cast["partner"], words={"worry-reason": ["Zqbegun"]})
    for key in cast.users:
        with worlds.as_web(cast[key]):
            assert WorryDraft.objects.exists() is (key == "partner"), key
            if key != "partner":
                refused(lambda: WorryDraft.objects.create(user=cast["partner"]))
