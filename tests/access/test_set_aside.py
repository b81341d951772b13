"""Where very many records are open to somebody, which they are is set aside in a table of the session, and is hers."""

from typing import Any

import pytest
import worlds
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from cast import Cast
from keel.access import walls
from keel.access.models import User
from keel.front_door.models import Contact
from keel.people.models import Person
from keel.workforce.models import Involvement

pytestmark = pytest.mark.django_db
CONTACTS = "SELECT count(*) FROM front_door_contact"
MANY = walls.LONG + 1


def asked(statement: str) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchone()[0]


def run(*statements: str) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


@pytest.fixture
def busy(cast: Cast) -> User:
    """The worker, with more children than are kept as text, and a contact about each and about another's child."""
    children = Person.objects.bulk_create(Person(is_child=True) for _ in range(MANY))
    Involvement.objects.bulk_create(
        Involvement(
            child=child,
            worker=cast.workers["worker"],
            role="social worker",
            started_on=timezone.localdate(),
        )
        for child in children
    )
    Contact.objects.bulk_create(Contact(child=child) for child in [*children, cast.families["other"].child])
    return cast["worker"]


def test_the_many_are_seen_at_every_table_and_nobody_else(cast: Cast, busy: User) -> None:
    of_children = f"{CONTACTS} c JOIN people_person p ON p.id = c.child_id"
    with worlds.as_web(busy):
        assert asked(of_children) == MANY  # found for the one table of the statement, read for the other
        assert asked(CONTACTS) == MANY
        assert asked("SELECT right(current_setting('keel.children'), -64)") == walls.ASIDE
        assert asked("SELECT count(*) FROM access_my_children()") >= MANY
    with worlds.as_web(cast["other_worker"]):
        assert asked(CONTACTS) == 1


def test_what_is_set_aside_is_neither_read_nor_written_by_the_web_role(busy: User) -> None:
    with worlds.as_web(busy):
        asked(CONTACTS)
        for statement in (
            "SELECT count(*) FROM pg_temp.access_aside",
            "DELETE FROM pg_temp.access_aside",
            "INSERT INTO pg_temp.access_aside VALUES ('children', 1, '{}')",
            "DROP TABLE pg_temp.access_aside",
            f"SELECT access_set_aside('children', {busy.pk}, '{{}}')",
            f"SELECT access_read_aside('children', {busy.pk})",
            "SELECT access_has_aside()",
        ):
            with pytest.raises(DatabaseError, match=r"permission denied|must be owner"), transaction.atomic():
                run(statement)
        assert asked(CONTACTS) == MANY


def test_what_was_set_aside_for_one_is_not_anothers(cast: Cast, busy: User) -> None:
    with worlds.as_web(busy):
        asked(CONTACTS)
        kept = asked("SELECT current_setting('keel.children')")
    with worlds.as_web(cast["other_worker"]):
        asked(f"SELECT set_config('keel.children', '{kept}', true)")
        assert asked(CONTACTS) == 1
        asked(f"SELECT set_config('keel.children', '{walls.ASIDE}', true)")
        assert asked(CONTACTS) == 1


def test_what_was_set_aside_is_not_read_again_once_it_is_no_longer_so(cast: Cast, busy: User) -> None:
    with worlds.as_web(busy):
        assert asked(CONTACTS) == MANY
        run("SET LOCAL ROLE NONE")
        cast.workers["worker"].involvements.update(ended_on=timezone.localdate())
        run("SET LOCAL ROLE keel_web")
        assert asked(CONTACTS) == 0


def test_where_the_session_threw_it_away_it_is_found_again(busy: User) -> None:
    with worlds.as_web(busy):
        assert asked(CONTACTS) == MANY
        run("DISCARD TEMP")
        assert asked(CONTACTS) == MANY


def test_a_table_of_that_name_that_is_not_the_owners_is_refused(cast: Cast, busy: User) -> None:
    other = cast.families["other"].child.pk
    run(f"GRANT TEMPORARY ON DATABASE {connection.settings_dict['NAME']} TO keel_web")
    with worlds.as_web(busy):
        run(
            "CREATE TEMPORARY TABLE access_aside (kept text, asker bigint, found uuid[])",
            f"INSERT INTO access_aside VALUES ('children', {busy.pk}, '{{{other}}}')",
        )
        with pytest.raises(DatabaseError, match="already exists"), transaction.atomic():
            run(CONTACTS)


def test_nothing_that_was_set_aside_outlives_its_transaction() -> None:
    with worlds.another_connection() as other:
        with other.transaction():
            other.execute("SELECT access_set_aside('children', 1, ARRAY[gen_random_uuid()])")
            assert other.execute("SELECT access_read_aside('children', 1)").fetchone()[0]
        assert other.execute("SELECT access_has_aside()").fetchone()[0], (
            "the table itself is made once for a session"
        )
        assert other.execute("SELECT access_read_aside('children', 1)").fetchone()[0] is None
