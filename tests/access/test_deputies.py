"""A deputy has what she needs while somebody is away, not a day longer, and nobody makes herself one."""

from datetime import date, timedelta
from typing import Any

import pytest
import worlds
from django.db import DatabaseError, connection, transaction

from keel.access.policy import Act, decide
from keel.access.queries import asker_of, standing_of
from keel.oversight.models import Standing
from keel.people.models import Person
from keel.workforce.models import Absence

pytestmark = pytest.mark.django_db


def the_day() -> date:
    """The server's own day: access goes by no other."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT access_today()")
        return cursor.fetchone()[0]


def away(cast: Any, who: str, deputy: str | None, *, since: int = 0, until: int | None = None) -> Absence:
    day = the_day()
    return Absence.objects.create(
        worker=cast.workers[who],
        deputy=cast.workers[deputy] if deputy else None,
        from_on=day + timedelta(days=since),
        to_on=None if until is None else day + timedelta(days=until),
    )


def may_read(cast: Any, who: str, child: Person) -> bool:
    user = cast[who].pk
    allowed = bool(decide(asker_of(user), Act.CHILD_READ, standing_of(user, child.pk).standing))
    Standing.objects.get_or_create(child=child, defaults={"as_of": the_day()})
    with worlds.as_web(cast[who]):
        shown = Standing.objects.filter(child=child).exists()
    assert allowed == shown, "the policy and the wall differ"
    return allowed


@pytest.mark.parametrize(("who", "deputy"), [("worker", "other_worker"), ("team_manager", "other_manager")])
def test_a_deputy_opens_what_the_absent_may_and_not_what_is_closed(cast: Any, who: str, deputy: str) -> None:
    own, hidden = cast.families["own"].child, cast.families["hidden"].child
    assert not may_read(cast, deputy, own)
    away(cast, who, deputy)
    assert may_read(cast, deputy, own)
    assert not may_read(cast, deputy, hidden)
    assert not may_read(cast, deputy, cast.families["excluded"].child)


def test_before_and_after_she_is_no_deputy(cast: Any) -> None:
    own = cast.families["own"].child
    away(cast, "worker", "other_worker", since=1)
    away(cast, "worker", "other_worker", since=-9, until=-1)
    assert not may_read(cast, "other_worker", own)


@pytest.mark.parametrize("deputy", ["partner", "administrator", "analyst", "business"])
def test_whoever_holds_no_such_role_gets_none_by_deputising(cast: Any, deputy: str) -> None:
    child = cast.families["other"].child  # business support of the own team sees the own family anyway
    before = may_read(cast, deputy, child)
    away(cast, "other_worker", deputy)
    away(cast, "other_manager", deputy)
    assert may_read(cast, deputy, child) == before is False


def test_a_deputy_gets_no_role_over_users(cast: Any) -> None:
    away(cast, "administrator", "other_manager")
    assert not decide(asker_of(cast["other_manager"].pk, has_stepped_up=True), Act.USER_MANAGE)


@pytest.mark.parametrize(
    ("by", "who", "deputy", "allowed"),
    [
        ("worker", "worker", "other_worker", True),  # she says so herself
        ("team_manager", "worker", "other_worker", True),
        ("service_manager", "worker", "other_manager", True),
        ("other_worker", "worker", "other_worker", False),  # nobody makes herself a deputy
        ("other_manager", "worker", "other_worker", False),  # of another team
        ("team_manager", "worker", "team_manager", False),
        ("other_worker", "director", "other_worker", False),
        ("other_worker", "other_worker", "worker", True),
        ("partner", "worker", "other_worker", False),
    ],
)
def test_the_database_takes_an_absence_only_from_whoever_may_say_it(
    cast: Any, by: str, who: str, deputy: str, allowed: bool
) -> None:
    with worlds.as_web(cast[by]):
        if allowed:
            away(cast, who, deputy)
        else:
            with pytest.raises(DatabaseError), transaction.atomic():
                away(cast, who, deputy)


def test_nobody_changes_an_absence_into_one_that_makes_her_a_deputy(cast: Any) -> None:
    made = away(cast, "worker", None)
    with worlds.as_web(cast["other_worker"]):
        assert not Absence.objects.filter(pk=made.pk).update(deputy=cast.workers["other_worker"])
    with worlds.as_web(cast["worker"]), pytest.raises(DatabaseError), transaction.atomic():
        Absence.objects.filter(pk=made.pk).update(worker=cast.workers["director"])
