"""What is open to whom: the statements of the database, the policy and a plain reading say the same."""

from dataclasses import replace
from uuid import UUID

import pytest
import worlds
from django.db import connection

from keel.access.models import User
from keel.access.policy import Act, decide
from keel.access.queries import asker_of, findable_by, open_to, standing_of
from keel.front_door.models import Contact


def ids(query: object) -> set[object]:
    return {row["pk"] for row in query}


def at_her_door(user: User, person: UUID) -> bool:
    """Whether somebody's rows are shown once the door has asked about her, whoever else there is."""
    standing_of(user.pk, person)
    return Contact.objects.filter(child=person).exists()


@pytest.mark.django_db
@pytest.mark.parametrize("seed", range(6))
def test_what_is_open_is_what_a_plain_reading_says(seed: int) -> None:
    world = worlds.made(seed)
    everybody = {person.pk for person in world.persons}
    children = {person.pk for person in world.persons if person.is_child}
    seen_something, at = 0, worlds.rows()
    Contact.objects.bulk_create(Contact(child=person) for person in world.persons)
    for user in world.users:
        expected = worlds.read_plainly(world, user, at)
        assert ids(open_to(user)) & everybody == expected, user
        with worlds.as_web(user), connection.cursor() as cursor:
            cursor.execute("SELECT child_id FROM front_door_contact")
            shown = {child for (child,) in cursor.fetchall()}
            cursor.execute("SELECT id FROM people_person")
            known = {person for (person,) in cursor.fetchall()}
            by_the_door = {
                person.pk for person in world.persons[:: 1 + seed % 3] if at_her_door(user, person.pk)
            }
        assert expected & children <= shown <= expected, (
            user
        )  # only children have rows; a parent's are at her door
        assert by_the_door == expected & {person.pk for person in world.persons[:: 1 + seed % 3]}, user
        assert known == ids(findable_by(user)), user
        seen_something += bool(shown)
    assert seen_something > 5


@pytest.mark.django_db
def test_how_each_record_stands_is_what_a_plain_reading_says() -> None:
    world = worlds.made(99, users=15, children=20)
    at = worlds.rows()
    for user in world.users:
        asker = asker_of(user.pk)
        for person in world.persons:
            stood = standing_of(user.pk, person.pk)
            assert stood.is_there
            plainly = worlds.standing_plainly(world, user, person, at)
            found, wanted = (decide(asker, Act.CHILD_READ, one) for one in (stood.standing, plainly))
            assert replace(found, why="") == replace(wanted, why="")
            if not asker.is_gone:
                assert stood.standing == plainly, (user, person)


@pytest.mark.django_db
def test_nobody_sees_nothing() -> None:
    worlds.made(3)
    assert not ids(open_to(None))
    assert not ids(open_to(User()))
    assert not ids(findable_by(None))
