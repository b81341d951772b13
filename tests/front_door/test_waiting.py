"""What whoever looks after the front door sees: every contact that waits, and none that is not hers to see."""

from datetime import date, datetime, time
from typing import Any

import pytest
from django.utils import timezone
from front_door_pages import decision_boxes, made_contact, send
from written import hold_everything

from cast import Cast
from keel.access.models import AuditEntry
from keel.clock import today
from keel.front_door import waiting
from keel.oversight.actions import reassess

pytestmark = pytest.mark.django_db
WAY = "/front-door/"


@pytest.fixture
def half_past_ten(monkeypatch: pytest.MonkeyPatch) -> None:
    at = timezone.make_aware(datetime.combine(today(), time(10, 30)))
    monkeypatch.setattr(waiting, "now", lambda: at)


def cells(page: Any, key: str) -> list[list[Any]]:
    return [[one["words"] if isinstance(one, dict) else one for one in row] for row in page.context[key]]


def test_those_that_wait_stand_oldest_first_with_their_hours(cast: Cast, half_past_ten: None) -> None:
    hold_everything(today())
    ada, cal = cast.families["own"].children
    made_contact(cast, ada, received_on=date(2026, 4, 15), received_time=time(23, 30), source="6")
    made_contact(cast, cal, received_on=date(2026, 4, 11), received_time=None, worker=cast.workers["worker"])
    made_contact(cast, ada, received_on=date(2026, 4, 12), received_time=time(10, 0))
    made_contact(cast, ada, received_on=date(2026, 4, 1), outcome="Early help", decided_on=date(2026, 4, 2))
    made_contact(cast, ada, received_on=date(2026, 4, 1), source_key="elsewhere")
    for child in (ada, cal):
        reassess(child, as_of=today())
    page = cast.client("team_manager").get(WAY)
    rows = cells(page, "waiting")
    assert [(row[0].split()[0], row[1], row[2], row[3]) for row in rows] == [
        ("Cal", "11 April 2026", 130, "13 April 2026"),
        ("Ada", "12 April 2026", 96, "13 April 2026"),
        ("Ada", "15 April 2026", 11, "16 April 2026"),
    ]
    said = page.content.decode()
    assert "at most" in said
    assert "nights, weekends and bank holidays are counted" in said


def test_those_decided_today_and_how_long_decisions_take(cast: Cast, half_past_ten: None) -> None:
    child, client = cast.families["own"].child, cast.client("team_manager")
    for day, hour in ((date(2026, 4, 14), 9), (date(2026, 4, 14), 10)):
        at = {"received_on": day, "received_time": time(9, 0), "made_on": day, "made_time": time(hour, 0)}
        made_contact(cast, child, **at, outcome="Early help", decided_on=day)
    empty = client.get(WAY)
    assert "No contact was decided today." in empty.content.decode()
    assert [each["number"] for each in empty.context["figures"]] == [0, 0, "0.5"]
    contact = made_contact(cast, child, received_on=date(2026, 4, 15), received_time=time(0, 0))
    boxes = {"decision__made_on": "today", "decision__made_time": "00:00"}
    told = {"decision__referrer_told_on": "today", "decision__referrer_told_time": "00:00"}
    assert send(client, "decide", child, contact, **decision_boxes(**boxes, **told)).status_code == 302
    page = client.get(WAY)
    assert [(row[2], row[4]) for row in cells(page, "decided")] == [(24, "Yes")]
    assert [each["number"] for each in page.context["figures"]] == [0, 1, "1"]


def test_only_records_open_to_her_stand_in_it_and_it_is_noted(cast: Cast) -> None:
    for key in ("own", "other", "restricted", "excluded", "hidden", "nobodys"):
        made_contact(cast, cast.families[key].child)
    seen = {
        who: {row[0].split()[1] for row in cells(cast.client(who).get(WAY), "waiting")}
        for who in ("team_manager", "other_manager", "worker", "lawyer")
    }
    mine = {"Zqowncanary", "Zqrestrictedcanary"}
    assert seen == {"team_manager": mine, "other_manager": {"Zqothercanary"}, "worker": mine, "lawyer": set()}
    looked = AuditEntry.objects.filter(code="list.looked_at", actor=cast["team_manager"])
    assert looked.get().detail["scope"] == "front-door"
    assert cast.client("administrator").get(WAY).status_code == 403


def test_its_statements_do_not_grow_with_the_contacts(cast: Cast, django_assert_max_num_queries: Any) -> None:
    client, children = cast.client("team_manager"), cast.families["own"].children
    made_contact(cast, children[0])
    with django_assert_max_num_queries(40) as few:
        client.get(WAY)
    for _ in range(5):
        for child in children:
            made_contact(cast, child)
    with django_assert_max_num_queries(40) as many:
        client.get(WAY)
    assert len(many) == len(few)
