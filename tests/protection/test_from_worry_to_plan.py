"""From a new worry to a plan, each doing their own part, with the database's own walls up as they stand in use."""

from datetime import date
from functools import partial
from typing import Any

import pytest
from django.db import connection
from django.urls import reverse
from sent import mistakes, send
from walked import WEEK, to_a_plan

from cast import Cast
from keel.people.models import Person
from keel.protection.models import Conference, ProtectionPlan
from keel.workforce.models import Involvement

pytestmark = pytest.mark.django_db


def down() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('role', 'none', true), set_config('keel.claim', '', true)")


def up() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('role', 'keel_web', true)")


def did(cast: Cast, who: str, page: str, child: Person, words: dict[str, Any], row: Any = None) -> None:
    """Somebody opens a page and sends it, through the walls."""
    client = cast.client(who)
    up()
    where = reverse(f"protection:{page}", args=[child.pk, row.pk] if row else [child.pk])
    answer = send(client, where, words)
    down()
    assert answer.status_code == 302, (page, mistakes(answer))


def test_each_does_their_part_and_the_child_has_one_plan(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    ada, cal = cast.families["own"].children
    Involvement.objects.filter(worker=cast.workers["chair"]).delete()
    monday = date(2026, 6, 29)
    plan = to_a_plan(partial(did, cast), cast, ada, monday, monkeypatch)
    assert (plan.child, plan.started_on, plan.initial_category) == (ada, monday + WEEK, "PHY")
    assert not Conference.objects.filter(child=cal).exists()
    did(cast, "business", "conference-letter", ada, {}, Conference.objects.get(kind="initial"))
    did(cast, "business", "review-booking", ada, {"book-place": "Town hall"}, plan)
    death = {"died_on": "6/7/2026", "told_by": "Police", "told_whom": "Her school", "is_certain": "on"}
    did(cast, "team_manager", "death", ada, {f"death-{name}": value for name, value in death.items()})
    up()
    assert not ProtectionPlan.objects.exists(), "the walls are up: without a claim nothing is shown"
    down()
    plan.refresh_from_db()
    assert plan.end_reason == "Died"
