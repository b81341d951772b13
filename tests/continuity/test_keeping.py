"""Teams and staff kept by hand: who may, what is refused, and that nobody is left waiting for whoever has gone."""

from datetime import date
from typing import Any

import pytest
from django.urls import reverse
from sent import mistakes, send
from written import hold_everything, write

from cast import Cast
from keel.access.models import AuditEntry
from keel.continuity.tasks import end_all_times
from keel.oversight.actions import reassess
from keel.oversight.models import Flag
from keel.oversight.posts import Posts
from keel.oversight.rebuild import rebuild
from keel.practice.history import Event, EventKind
from keel.practice.ladder import Rung
from keel.workforce.models import Involvement, Team, Worker
from keel.workforce.queries import WAITING

pytestmark = pytest.mark.django_db
DAY = date(2026, 5, 5)


def way(name: str, *about: Any) -> str:
    return reverse(f"continuity:keep{name}", args=[each.pk for each in about])


def plain(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KEEL_TODAY", DAY.isoformat())


def test_a_team_is_made_under_another_and_somebody_new_begins_in_it(cast: Cast) -> None:
    client, over = cast.client("administrator"), cast.workers["team_manager"].team
    sent = {"name": "Duty team", "parent": over.pk, "from_on": "1/6/2026"}
    assert client.post(way("-team-new"), sent).status_code == 302
    team = Team.objects.get(name="Duty team")
    assert (team.parent, team.from_on) == (over, date(2026, 6, 1))
    assert "Duty team" not in plain(client.get(way(""))), "it does not stand yet"
    assert "Duty team" in plain(client.get(f"{way('')}?on=1/6/2026"))
    new = {"name": "Ife Bello", "role": "Social Worker", "team": team.pk, "from_on": "1/6/2026"}
    assert client.post(way("-worker-new"), new | {"email": "ife@council.example"}).status_code == 302
    made = Worker.objects.get(name="Ife Bello")
    assert (made.team, made.user, made.email, made.is_agency) == (team, None, "ife@council.example", None)
    assert "Ife Bello" in plain(client.get(way("-team", team)))
    again = client.post(way("-team-new"), sent | {"key": team.key})
    assert again.status_code == 422
    assert "check the roster" in plain(again)
    made_by = AuditEntry.objects.filter(code="staff.changed", actor=cast["administrator"])
    assert made_by.count() == 2


def test_a_team_ends_only_when_nothing_stands_in_it(cast: Cast) -> None:
    client, team = cast.client("administrator"), Team.objects.create(key="duty", name="Duty", from_on=DAY)
    someone = Worker.objects.create(key="ife", name="Ife Bello", team=team)
    refused = client.post(way("-team-end", team), {"to_on": "31/5/2026"})
    assert refused.status_code == 422
    assert "1 person works in it after that day" in plain(refused)
    other = cast.workers["worker"].team
    assert client.post(way("-worker-move", someone), {"team": other.pk}).status_code == 302
    assert client.post(way("-team-end", team), {"to_on": "4/5/2026"}).status_code == 422, "before it began"
    assert client.post(way("-team-end", team), {"to_on": "31/5/2026"}).status_code == 302
    team.refresh_from_db()
    assert team.to_on == date(2026, 5, 31)


def test_whoever_leaves_is_asked_nothing_more_and_her_children_are_one_question_to_her_manager(
    cast: Cast,
) -> None:
    hold_everything(DAY)
    one, worker = cast.families["own"], cast.workers["worker"]
    for child in one.children:
        write(child, Event(EventKind.PLAN_STARTED, date(2026, 4, 27)))
        reassess(child)
    assert Posts([one.child.pk], DAY).of(one.child.pk)[Rung.WORKER] == cast["worker"].pk
    client = cast.client("administrator")
    assert client.post(way("-worker-leave", worker), {"to_on": "5/5/2026"}).status_code == 302
    assert Rung.WORKER not in Posts([one.child.pk], DAY).of(one.child.pk), "before the times are ended too"
    end_all_times(worker=worker.pk)
    rows = Involvement.objects.filter(worker=worker, child__in=one.children)
    assert {(row.ended_on, row.reason_for_change) for row in rows} == {(DAY, "left")}
    rebuild()
    asked = Flag.objects.filter(child__in=one.children, matter="worker").open()
    assert {flag.owner for flag in asked} == {cast["team_manager"]}
    assert {flag.cause for flag in asked} == {f"worker:{worker.pk}"}
    assert not Flag.objects.open().filter(owner=cast["worker"]).exists()
    manager, question = cast.client("team_manager"), next(iter(asked))
    assert manager.get(reverse("questions:question", args=[question.pk])).status_code == 200
    sent = {
        "allocate-from_on": "5/5/2026",
        "allocate-reason": "left",
        "allocate-why": "Maya has left and Ife knows them",
    }
    sent |= {"allocate-effect": "The core group and the day of the visits stay as they are"}
    other = Worker.objects.create(key="ife", name="Ife Bello", role="Social Worker", team=worker.team)
    answer = send(
        manager, reverse("continuity:allocate", args=[one.child.pk]), sent | {"allocate-worker": other.pk}
    )
    assert answer.status_code == 302, mistakes(answer)
    still = Involvement.objects.filter(role=WAITING, ended_on=None, child__in=one.children)
    assert {row.child for row in still} == {*one.children} - {one.child}


def test_a_day_to_come_ends_nothing_before_it_and_nobody_says_it_of_herself(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    worker, client = cast.workers["worker"], cast.client("administrator")
    assert client.post(way("-worker-leave", worker), {"to_on": "1/6/2026"}).status_code == 302
    end_all_times(worker=worker.pk)
    open_now = Involvement.objects.filter(worker=worker, ended_on=None)
    assert open_now.exists()
    monkeypatch.setenv("KEEL_TODAY", "2026-06-01")
    end_all_times(worker=worker.pk)
    assert not open_now.exists()
    herself = cast.client("administrator").post(
        way("-worker-leave", cast.workers["administrator"]), {"to_on": "2/6/2026"}
    )
    assert "Another administrator says so of you" in plain(herself)


@pytest.mark.parametrize("who", ["worker", "team_manager", "director", "qa_lead"])
def test_nobody_else_keeps_them(cast: Cast, who: str) -> None:
    client, worker = cast.client(who), cast.workers["worker"]
    for page in (way(""), way("-team-new"), way("-worker-leave", worker), way("-team-end", worker.team)):
        assert client.get(page).status_code == 403
    assert client.post(way("-worker-leave", worker), {"to_on": "5/5/2026"}).status_code == 403
    worker.refresh_from_db()
    assert worker.to_on is None
