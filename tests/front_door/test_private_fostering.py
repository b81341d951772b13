"""Private fostering: told, visited, judged by a manager who wrote none of it, and ended."""

from datetime import date
from typing import Any

import pytest
from front_door_pages import address, send
from written import hold_everything

from cast import Cast
from keel.clock import today
from keel.front_door.models import PrivateFostering, PrivateFosteringVisit
from keel.front_door.suitability import MATTERS
from keel.oversight.models import StoredReading, StoredSignal
from keel.people.models import Person
from keel.recording.moves import moves_of

pytestmark = pytest.mark.django_db

TOLD = {
    "notified__notified_on": "1/4/2026", "notified__notified_by": "The school", "notified__began_on": "1/3/2026",
    "notified__carer": "Zqmrs Pell, a neighbour",
}  # fmt: skip
VISITED = {"visit__visited_on": "9/4/2026", "visit__alone": "yes", "visit__report": "Zqall is well"}
FIT = {"suitable__is_suitable": "yes", "suitable__decision": "Mrs Pell knows her well"}


@pytest.fixture
def child(cast: Cast) -> Person:
    return cast.families["own"].child


@pytest.fixture
def told(cast: Cast, child: Person) -> PrivateFostering:
    return PrivateFostering.objects.create(
        child=child, notified_on=date(2026, 4, 1), carer="Zqmrs Pell", recorded_by=cast["worker"], episode="pf:1",
        began_on=date(2026, 3, 1),
    )  # fmt: skip


def status(child: Person, timescale: str) -> str:
    return StoredReading.objects.filter(child=child, timescale=timescale).latest("started_on").status


def test_from_the_notice_the_visits_and_the_decision_are_due(cast: Cast, child: Person) -> None:
    hold_everything(today())
    client = cast.client("worker")
    assert send(client, "private-fostering", child, **TOLD).status_code == 302
    row = PrivateFostering.objects.get()
    assert (row.notified_on, row.began_on, row.recorded_by) == (
        date(2026, 4, 1),
        date(2026, 3, 1),
        cast["worker"],
    )
    assert status(child, "pf_first_visit") == "overdue"
    assert send(client, "private-fostering", child, **TOLD).status_code == 409, "one at a time"
    page = client.get(address("fostering-visit", child, row)).content.decode()
    assert "Zqmrs Pell, a neighbour" in page
    assert 'first visit: <time datetime="2026-04-14">' in page


def test_a_notice_that_cannot_be_and_one_that_is_odd(cast: Cast, child: Person) -> None:
    client = cast.client("worker")
    for boxes, words in (
        ({"notified__notified_on": "2/5/2026"}, "has not come yet"),
        ({"notified__notified_by": ""}, "Say who told us"),
        ({"notified__carer": " "}, "Say with whom"),
    ):
        answer = send(client, "private-fostering", child, **(TOLD | boxes))
        assert (answer.status_code, words in answer.content.decode()) == (422, True), words
    Person.objects.filter(pk=child.pk).update(birth_on=date(2009, 4, 9))
    answer = send(client, "private-fostering", child, **TOLD)
    assert "Ada is 16: private fostering ends at 16" in answer.content.decode()
    why = {"notified__why_odd": "Her disability is not on file yet"}
    assert send(client, "private-fostering", child, **TOLD, **why).status_code == 302
    assert moves_of(PrivateFostering.objects.get())[0].odd == why["notified__why_odd"]
    Person.objects.filter(pk=child.pk).update(is_disabled=True)
    assert cast.client("other_worker").get(address("private-fostering", child)).status_code == 404


@pytest.mark.parametrize(
    ("alone", "held", "is_signalled"), [("yes", True, False), ("not right", None, False), ("no", False, True)]
)
def test_spoken_with_alone_or_why_not(
    cast: Cast, child: Person, told: PrivateFostering, alone: str, held: bool | None, is_signalled: bool
) -> None:
    """The law lets the officer judge that it would not be right: that is no breach, and no silence either."""
    hold_everything(today())
    client = cast.client("worker")
    boxes = VISITED | {"visit__alone": alone}
    if alone != "yes":
        assert send(client, "fostering-visit", child, told, **boxes).status_code == 422
        boxes["visit__not_alone_reason"] = "Zqasleep throughout"
    assert send(client, "fostering-visit", child, told, **boxes).status_code == 302
    visit = PrivateFosteringVisit.objects.get()
    assert (visit.is_spoken_alone, visit.is_report_written, visit.episode) == (held, True, "pf:1")
    assert status(child, "pf_first_visit") == "met"
    reds = StoredSignal.objects.filter(child=child, signal="D33_pf_late", severity__gt=0)
    assert (
        any("alone" in each.says for each in reds if hasattr(each, "says")) or reds.exists() is is_signalled
    )


def test_a_report_may_follow_and_until_then_it_is_said_to_be_missing(
    cast: Cast, child: Person, told: PrivateFostering
) -> None:
    client = cast.client("worker")
    answer = send(client, "fostering-visit", child, told, **(VISITED | {"visit__report": ""}))
    visit = PrivateFosteringVisit.objects.get()
    assert answer.headers["Location"].endswith(f"/privatefosteringvisit/{visit.pk}")
    assert visit.is_report_written is False
    assert "the report is not written" in client.get(address("fostering-visit", child, told)).content.decode()
    assert send(client, "fostering-report", child, visit, report__report=" ").status_code == 422
    assert send(client, "fostering-report", child, visit, report__report="Zqwell").status_code == 302
    visit.refresh_from_db()
    assert (visit.report, visit.is_report_written) == ("Zqwell", True)
    assert send(client, "fostering-report", child, visit, report__report="x").status_code == 409
    early = send(client, "fostering-visit", child, told, **(VISITED | {"visit__visited_on": "31/3/2026"}))
    assert "did not know of the arrangement yet" in early.content.decode()


def test_nothing_is_suitable_before_all_is_known_and_nobody_decides_on_her_own(
    cast: Cast, child: Person, told: PrivateFostering
) -> None:
    hold_everything(today())
    worker, manager = cast.client("worker"), cast.client("team_manager")
    all_but_money: dict[str, Any] = {f"matters__{name}": "Zqknown" for name in MATTERS if name != "money"}
    assert send(worker, "fostering-matters", child, told, **all_but_money).status_code == 302
    answer = send(manager, "fostering-decision", child, told, **FIT)
    words = answer.content.decode()
    assert answer.status_code == 409
    assert "How is Ada’s keep paid for?" in words
    assert "a first visit" in words
    send(worker, "fostering-matters", child, told, **all_but_money, matters__money="By her father")
    send(worker, "fostering-visit", child, told, **VISITED)
    assert cast.client("worker").get(address("fostering-decision", child, told)).status_code == 404
    assert "Zqknown" in manager.get(address("fostering-decision", child, told)).content.decode()
    half = send(manager, "fostering-decision", child, told, **(FIT | {"suitable__decision": ""}))
    assert half.status_code == 422
    PrivateFostering.objects.filter(pk=told.pk).update(recorded_by=cast["team_manager"])
    assert send(manager, "fostering-decision", child, told, **FIT).status_code == 409
    PrivateFostering.objects.filter(pk=told.pk).update(recorded_by=cast["worker"])
    assert send(manager, "fostering-decision", child, told, **FIT).status_code == 302
    told.refresh_from_db()
    assert (told.is_suitable, told.decided_on, told.decided_by) == (
        True,
        today(),
        cast.workers["team_manager"],
    )
    assert status(child, "pf_assessment") == "met"
    assert send(worker, "fostering-matters", child, told, **all_but_money).status_code == 409


def test_a_manager_sends_it_back_with_a_comment_and_decides_once_it_is_written_on(
    cast: Cast, child: Person, told: PrivateFostering
) -> None:
    worker, manager = cast.client("worker"), cast.client("team_manager")
    comment = {"back__comment": "Zqwho else sleeps there?"}
    assert send(manager, "fostering-back", child, told, **comment).status_code == 409, "nothing is written"
    matters = {f"matters__{name}": "Zqknown" for name in MATTERS}
    send(worker, "fostering-matters", child, told, **matters)
    send(worker, "fostering-visit", child, told, **VISITED)
    assert worker.get(address("fostering-back", child, told)).status_code == 404
    assert send(manager, "fostering-back", child, told, back__comment="").status_code == 422
    assert send(manager, "fostering-back", child, told, **comment).status_code == 302
    assert send(manager, "fostering-back", child, told, **comment).status_code == 409, "once"
    assert send(manager, "fostering-decision", child, told, **FIT).status_code == 409, "not written on since"
    assert (
        "Zqwho else sleeps there?" in worker.get(address("fostering-matters", child, told)).content.decode()
    )
    send(worker, "fostering-matters", child, told, **matters | {"matters__household": "Her two sons"})
    assert "Zqwho else" not in worker.get(address("fostering-matters", child, told)).content.decode()
    assert send(manager, "fostering-decision", child, told, **FIT).status_code == 302, (
        "to send back is no hand in it"
    )


def test_an_end_ends_what_is_due(cast: Cast, child: Person, told: PrivateFostering) -> None:
    hold_everything(today())
    client = cast.client("worker")
    for boxes, words in (
        ({"end__ended_on": "1/2/2026", "end__end_reason": "Home"}, "before it began"),
        ({"end__ended_on": "today", "end__end_reason": ""}, "Say why it ended"),
    ):
        answer = send(client, "fostering-end", child, told, **boxes)
        assert (answer.status_code, words in answer.content.decode()) == (422, True)
    send(
        client,
        "fostering-end",
        child,
        told,
        end__ended_on="10/4/2026",
        end__end_reason="Home with her father",
    )
    told.refresh_from_db()
    assert (told.ended_on, told.end_reason) == (date(2026, 4, 10), "Home with her father")
    assert status(child, "pf_first_visit") == "ended"
    assert send(client, "fostering-visit", child, told, **VISITED).status_code == 409
