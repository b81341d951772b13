"""The register tells how deep supervision is: what was decided, dated, overdue, moved and asked for again."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from written import hold_everything

from cast import Cast
from keel.clock import today
from keel.oversight.actions import reassess
from keel.oversight.models import ChildSupervision, SupervisionAction, SupervisionSession
from keel.people.models import Person
from keel.practice.calendar import add_months
from keel.protection.models import ProtectionPlan
from keel.supervision.register import register_of

pytestmark = pytest.mark.django_db
PAGE = "/supervision/register/"


def talk(
    child: Person, days: int, session: SupervisionSession | None = None, **fields: Any
) -> ChildSupervision:
    return ChildSupervision.objects.create(
        child=child, session=session, held_on=today() - timedelta(days=days), **fields
    )


def action(child: Person, of: ChildSupervision, **fields: Any) -> SupervisionAction:
    said = {"action": "Ring the school", "is_dated_and_owned": True, "due_on": today() + timedelta(days=5)}
    return SupervisionAction.objects.create(
        child=child, supervision=of, set_on=of.held_on, **{**said, **fields}
    )


@pytest.fixture
def depth(cast: Cast) -> dict[str, int]:
    """What the register counts for the cast's social worker, whose sessions were of every kind."""
    hold_everything(today())
    ada, cal = cast.families["own"].children
    two = {"worker": cast.workers["worker"], "supervisor": cast.workers["team_manager"]}
    deep, shallow = (
        SupervisionSession.objects.create(**two, held_on=today() - timedelta(days=days)) for days in (50, 35)
    )
    first = talk(ada, 50, deep, decided="change", decision="A new plan")
    action(ada, first, due_on=today() - timedelta(days=9), times_moved=2)
    for child in (ada, cal):
        talk(child, 35, shallow, decided="on", decision="Go on")
    action(ada, talk(ada, 90), action=" ring the School ", due_on=None, is_dated_and_owned=False)
    for child in (ada, cal, cast.families["other"].child):
        ProtectionPlan.objects.create(child=child, started_on=add_months(today(), -4))
        reassess(child)
    teams = [cast.teams["T04"]]
    (team,) = register_of(teams, cast["team_manager"])
    (line,) = (line for line in team.lines if line.worker == cast.workers["worker"])
    assert line.last == shallow.held_on
    assert line.due_on is not None
    assert line.due_on < today(), "supervision itself is late"
    return dict(line.counts)


def test_depth_is_counted_and_not_only_frequency(depth: dict[str, int]) -> None:
    assert depth == {
        "children": 2, "late": 2, "talks": 3, "nothing": 1, "undated": 1, "overdue": 1, "moved": 1, "again": 1,
    }  # fmt: skip


def test_a_child_is_late_once_the_time_allowed_has_passed_whatever_a_source_can_feed(cast: Cast) -> None:
    ada, cal = cast.families["own"].children
    for child in (ada, cal):
        ProtectionPlan.objects.create(child=child, started_on=add_months(today(), -2))
        reassess(child)
    teams, user = [cast.teams["T04"]], cast["team_manager"]

    def late() -> int:
        return register_of(teams, user)[0].summed["late"]

    assert late() == 2, "no reading is kept, and yet nobody has talked about them"
    of_ada = talk(ada, (today() - add_months(today(), -1)).days, is_dated_and_owned=True)
    talk(cal, 1, is_dated_and_owned=False)
    assert late() == 1, "today is the last day for one; undated actions do not count for the other"
    of_ada.held_on -= timedelta(days=1)
    of_ada.save()
    assert late() == 2


def test_a_session_in_which_an_action_was_asked_for_was_not_for_nothing(cast: Cast) -> None:
    ada = cast.families["own"].child
    reassess(ada)
    action(ada, talk(ada, 10, decided="on"))
    (team,) = register_of([cast.teams["T04"]], cast["team_manager"])
    assert (team.summed["talks"], team.summed["nothing"]) == (1, 0)


def test_managers_see_their_own_teams_by_name_and_a_worker_none(cast: Cast, depth: dict[str, int]) -> None:
    cases = [
        ("team_manager", "Case management 1"),
        ("service_manager", "Case management 1 Case management 2"),
    ]
    for key, seen in cases:
        names = [name for name, _ in cast.client(key).get(PAGE).context["teams"]]
        assert " ".join(names) == seen, key
    assert cast.client("worker").get(PAGE).status_code == 403
    page = cast.client("team_manager").get(PAGE).content.decode()
    assert "Ring the school" not in page, "what was said stands with the child"
    assert "Maya Okoro" in page
    assert "Ben Carter" not in page


def test_the_statements_of_the_register_do_not_grow_with_its_teams(cast: Cast, depth: dict[str, int]) -> None:
    counts = []
    for key in ("team_manager", "service_manager"):
        client = cast.client(key)
        client.get(PAGE)
        with CaptureQueriesContext(connection) as asked:
            client.get(PAGE)
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_where_workers_are_many_each_team_is_opened_by_itself(
    cast: Cast, depth: dict[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    client = cast.client("team_manager")
    whole = client.get(PAGE)
    ((name, rows),) = whole.context["teams"]
    assert whole.context["of_teams"] == []
    monkeypatch.setattr("keel.supervision.views.register.AT_ONCE", 0)
    short = client.get(PAGE)
    ((team, workers, *counts),) = short.context["of_teams"]
    assert (team["words"], workers) == (name, len(rows) - 1)
    assert [each["words"] if isinstance(each, dict) else each for each in counts] == rows[-1][3:]
    assert "Maya Okoro" not in short.content.decode()
    one = client.get(PAGE + team["href"])
    assert one.context["teams"] == whole.context["teams"]
    other = client.get(f"{PAGE}?team={cast.teams['T05'].pk}")
    assert other.context["teams"] == [], "a team beyond her reach is no choice of hers"
