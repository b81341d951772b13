"""The authority's standards: read by everybody, changed by few, and never before the effect of a change is seen."""

from datetime import date
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from on_pages import plain
from written import hold_everything, write

from cast import Cast
from keel.access.models import AuditEntry
from keel.oversight.actions import reassess
from keel.oversight.models import Flag, StandardChange, StandardPreview
from keel.oversight.rebuild import rebuild
from keel.oversight.rules_held import standards_held
from keel.oversight.trying import try_out
from keel.practice.calendar import add_working_days
from keel.practice.history import Event, EventKind

PLAN_ON = date(2026, 4, 1)
TYPED = {"value": "3", "unit": "working days", "from_on": "1/1/2026", "reason": "Board of 3 July, minute 4"}
CHANGE = "/law/standards/cp_visit/change"


@pytest.fixture
def drifting(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Cast:
    """A child on a plan for four working days, and not seen yet: late only by what is thought of."""
    hold_everything(PLAN_ON)
    monkeypatch.setenv("KEEL_TODAY", add_working_days(PLAN_ON, 4).isoformat())
    child = cast.families["own"].child
    write(child, Event(EventKind.PLAN_STARTED, PLAN_ON))
    reassess(child)
    rebuild()
    return cast


def sees(client: Client, address: str, **asked: str) -> str:
    answer = client.get(address, asked)
    assert answer.status_code == 200, address
    return plain(answer.content.decode())


def visits() -> list[tuple[int, Any]]:
    return [*Flag.objects.filter(matter="visits").open().values_list("colour", "closed_on")]


def jobs(name: str) -> int:
    return int(apps.get_model("procrastinate.ProcrastinateJob").objects.filter(task_name=name).count())


@pytest.mark.parametrize("who", ["worker", "administrator"])
def test_everybody_reads_every_number_with_its_source_and_only_some_may_change_one(
    cast: Cast, who: str
) -> None:
    client = cast.client(who)
    page = sees(client, "/law/standards")
    names = {standard.name.replace("'", "’").replace("&", "&amp;") for standard in standards_held().values()}
    assert {name for name in names if name not in page} == set()
    assert "Local value, please confirm" in page
    assert "Central Bedfordshire, monitoring visits" in page
    one = sees(client, "/law/standards/cp_visit")
    assert "Nobody has changed it here" in one
    assert "Change it" not in one
    assert client.get(CHANGE).status_code == client.post(CHANGE, TYPED).status_code == 403
    assert not StandardPreview.objects.exists()


def test_what_a_change_would_do_is_seen_before_it_is_made_and_is_then_what_it_does(drifting: Cast) -> None:
    client, before = drifting.client("director"), visits()
    answer = client.post(CHANGE, TYPED)
    asked = StandardPreview.objects.get()
    way = reverse("chronology:standard-preview", args=[asked.pk])
    assert answer.headers["Location"] == way
    assert jobs("oversight.preview_standard") == 1
    waiting = client.get(way).content.decode()
    assert '<meta http-equiv="refresh"' in waiting
    assert "Waiting for its turn" in waiting
    client.post(way)
    assert not StandardChange.objects.exists(), "not before its effect is known"

    try_out(asked.pk)
    page = sees(client, way)
    assert "would raise 1 question and close 0" in page
    assert (visits(), standards_held()["cp_visit"].number_on(PLAN_ON)) == (before, 10), "nothing is changed"

    assert "being read by it now" in plain(client.post(way, follow=True).content.decode())
    client.post(way)
    made = StandardChange.objects.get()
    assert (made.value, made.by, made.reason) == (3, drifting["director"], TYPED["reason"])
    assert AuditEntry.objects.filter(code="standard.changed", actor=drifting["director"]).count() == 1
    assert jobs("oversight.read_again") == 1
    rebuild()
    lines = asked.lines.filter(matter="visits", after__gt=0)
    assert sorted(colour for colour, _ in visits()) == sorted(
        line.colour for line in lines for _ in range(line.after)
    )
    told = sees(drifting.client("worker"), "/law/standards/cp_visit")
    assert "Board of 3 July, minute 4" in told
    assert "Fiona Grant" in told
    listed = sees(drifting.client("worker"), "/law/standards", show="own")
    assert "3 working days Keel ships 10 working days" in listed
    assert "Conference" not in listed


def test_a_preview_that_is_no_longer_true_is_read_again_and_not_made(drifting: Cast) -> None:
    client = drifting.client("qa_lead")
    client.post(CHANGE, TYPED)
    asked = StandardPreview.objects.get()
    try_out(asked.pk)
    by = drifting["director"]
    StandardChange.objects.create(
        key="late_entry", value=1, unit="working days", from_on=PLAN_ON, reason="x", by=by
    )
    answer = client.post(reverse("chronology:standard-preview", args=[asked.pk]), follow=True)
    assert "It is being read again" in plain(answer.content.decode())
    assert StandardChange.objects.count() == 1
    assert StandardPreview.objects.count() == 2


def test_it_goes_back_to_what_keel_ships_by_a_change_that_stays_in_the_history(drifting: Cast) -> None:
    by = drifting["director"]
    kept = {"key": "cp_visit", "unit": "working days", "from_on": PLAN_ON, "by": by}
    StandardChange.objects.create(**kept, value=3, reason="Board of 3 July")
    client = drifting.client("director")
    assert "What Keel ships: 10 working days" in sees(client, CHANGE)
    client.post(CHANGE, TYPED | {"to": "shipped", "value": "", "reason": "It asked too much"})
    asked = StandardPreview.objects.get()
    try_out(asked.pk)
    client.post(reverse("chronology:standard-preview", args=[asked.pk]))
    assert standards_held()["cp_visit"].number_on(PLAN_ON) == 10
    page = sees(client, "/law/standards/cp_visit")
    assert page.index("It asked too much") < page.index("Board of 3 July")


@pytest.mark.parametrize(
    ("key", "change", "said"),
    [
        ("icpc_15", {"value": "60"}, "60 working days is looser than the statutory guidance allows"),
        ("cp_visit", {"value": "2.5"}, "whole number"),
        ("cp_visit", {"value": ""}, "Give the number"),
        ("cp_visit", {"value": "-1"}, "greater than or equal to 0"),
        ("cp_visit", {"reason": ""}, "where it stands"),
        ("cp_visit", {"from_on": "soon"}, "Enter a day"),
        ("supervision_worker", {"value": "6", "unit": "weeks"}, "looser than this standard allows"),
    ],
)
def test_what_may_not_be_stands_beside_its_box(
    cast: Cast, key: str, change: dict[str, str], said: str
) -> None:
    answer = cast.client("director").post(f"/law/standards/{key}/change", TYPED | change)
    assert answer.status_code == 422
    (box,) = answer.context["form"].errors
    assert box == next(iter(change))
    assert said in plain(answer.content.decode())
    assert not StandardPreview.objects.exists()


def test_what_has_no_number_is_not_changed_and_a_law_to_come_can_be_switched_on(cast: Cast) -> None:
    client = cast.client("director")
    assert client.get("/law/standards/supervision_action/change").status_code == 404
    assert client.get("/law/standards/no_such_key").status_code == 404
    page = sees(client, "/law/standards/plo_fgdm/change")
    assert "not in force yet" in page
    client.post(
        "/law/standards/plo_fgdm/change", {"from_on": "1/9/2026", "reason": "Commenced, said our lawyer"}
    )
    assert StandardPreview.objects.get().value is None


def test_the_page_asks_as_often_for_a_change_as_for_many(cast: Cast) -> None:
    client, asked = cast.client("director"), []
    client.get("/law/standards")
    for number in (1, 4):
        for value in range(number):
            StandardChange.objects.create(
                key="cp_visit",
                value=value + 1,
                unit="working days",
                from_on=PLAN_ON,
                reason="x",
                by=cast["director"],
            )
        with CaptureQueriesContext(connection) as these:
            client.get("/law/standards/cp_visit")
        asked.append(len(these))
    assert asked[0] == asked[1]
