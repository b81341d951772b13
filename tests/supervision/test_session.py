"""A supervision session: begun by a manager, about a worker's children, with actions that are somebody's and dated."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from sent import mistakes, opened, send
from worlds import as_web
from written import hold_everything

from cast import Cast
from keel.clock import today
from keel.oversight.actions import reassess
from keel.oversight.models import (
    ChildSupervision,
    CriticalSignal,
    StoredReading,
    SupervisionAction,
    SupervisionSession,
)
from keel.people.models import Person
from keel.practice.calendar import add_months
from keel.practice.signals import SIGNALS
from keel.protection.models import ProtectionPlan, Visit
from keel.recording.models import Draft, Move
from keel.supervision.models import SupervisionPersonal

pytestmark = pytest.mark.django_db


@pytest.fixture
def child(cast: Cast) -> Person:
    child = cast.families["own"].child
    started = add_months(today(), -3)
    ProtectionPlan.objects.create(child=child, started_on=started, episode="plan:1")
    Visit.objects.create(
        child=child, visited_on=today() - timedelta(days=2), is_child_seen=True, is_seen_alone=True
    )
    return child


@pytest.fixture
def session(cast: Cast) -> SupervisionSession:
    two = {"worker": cast.workers["worker"], "supervisor": cast.workers["team_manager"]}
    return SupervisionSession.objects.create(**two, held_on=today())


def action(child: Person, **fields: Any) -> SupervisionAction:
    earlier = {"held_on": today() - timedelta(days=30), "decided": "on"}
    talk = ChildSupervision.objects.create(child=child, **earlier)
    said = {"action": "Ring the school", "purpose": "To know how she eats", "measure": "A note of the call"}
    day = {"set_on": talk.held_on, "due_on": today() - timedelta(days=3)}
    return SupervisionAction.objects.create(
        child=child, supervision=talk, is_dated_and_owned=True, **{**said, **day, **fields}
    )


def talk(child: Person) -> str:
    return reverse("supervision:supervision-talk", args=[child.pk])


def in_days(days: int) -> str:
    return (today() + timedelta(days=days)).isoformat()


def said(cast: Cast, **boxes: str) -> dict[str, str]:
    """All that a page about a child must hold."""
    words = {
        "talk-daily_life": "She sleeps at her Nan's",
        "talk-what_changed": "The lock is fitted",
        "talk-is_plan_working": "yes",
        "talk-evidence": "She says that she sleeps",
        "talk-worries": "The father is back",
        "talk-other_hypotheses": "Perhaps he came for money",
        "talk-plan_b": "A strategy discussion the same day",
        "talk-signals_response": "A visit tomorrow at nine",
        "talk-decided": "change",
        "talk-decision": "Ask him to leave",
        "talk-reason": "She is afraid of him",
        "talk-next_on": in_days(28),
        "actions-0-action": "Talk with the father",
        "actions-0-purpose": "That she is not afraid at night",
        "actions-0-owner": str(cast.workers["worker"].pk),
        "actions-0-due_on": in_days(7),
        "actions-0-measure": "He has moved out",
    }
    return words | boxes


def test_a_manager_begins_one_with_her_worker_and_never_with_herself_or_anothers(cast: Cast) -> None:
    client, page = cast.client("team_manager"), reverse("supervision:begin")
    for key, status in (("team_manager", 422), ("other_worker", 422), ("worker", 302)):
        answer = client.post(page, {"worker": cast.workers[key].pk, "held_on": "today"})
        assert answer.status_code == status, key
    made = SupervisionSession.objects.get()
    assert (made.worker, made.supervisor) == (cast.workers["worker"], cast.workers["team_manager"])
    again = client.post(page, {"worker": cast.workers["worker"].pk, "held_on": "today"})
    assert "finish that one first" in again.content.decode()
    late = client.post(page, {"worker": cast.workers["business"].pk, "held_on": in_days(1)})
    assert "has not come yet" in late.content.decode()
    assert cast.client("worker").get(page).status_code == 403


def test_it_opens_with_last_times_actions_then_the_worst_child_and_what_is_new(
    cast: Cast, child: Person, session: SupervisionSession
) -> None:
    hold_everything(today())
    action(child, owner=cast.workers["worker"])
    for one in cast.families["own"].children:
        reassess(one)
    page = cast.client("team_manager").get(reverse("supervision:session", args=[session.pk])).content.decode()
    order = ["Ring the school", "Overdue", "Children, worst first", "Talk about Ada", "Talk about Cal"]
    places = [page.index(words, page.index("Last time’s actions")) for words in order]
    assert places == sorted(places)
    assert "Child protection visit" in page or "Visit held" in page, "what is new since last time"
    assert "Never talked about" in page, "the brother"
    assert cast.families["other"].canary not in page


def test_the_number_of_statements_does_not_grow_with_the_children(
    cast: Cast, session: SupervisionSession
) -> None:
    client, page = cast.client("team_manager"), reverse("supervision:session", args=[session.pk])
    action(cast.families["own"].child)
    client.get(page)
    counts = []
    for more in (0, 3):
        for _ in range(more):
            one = Person.objects.create(is_child=True)
            one.involvement_entries.create(
                worker=cast.workers["worker"], team=cast.teams["T04"], started_on=today() - timedelta(days=9)
            )
            action(one)
        with CaptureQueriesContext(connection) as asked:
            client.get(page)
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_what_is_said_of_a_child_is_hers_with_actions_that_are_dated(
    cast: Cast, child: Person, session: SupervisionSession
) -> None:
    hold_everything(today())
    reassess(child)
    reading = StoredReading.objects.filter(child=child, timescale="supervision_child")
    assert "overdue" in {row.status for row in reading}
    client = cast.client("team_manager")
    first = opened(client, talk(child))
    assert first["talk-was_seen_alone"] == "yes", "known from the visit"
    answer = send(client, talk(child), said(cast))
    assert answer.headers["Location"] == reverse("supervision:session", args=[session.pk])
    made = ChildSupervision.objects.get(child=child)
    assert (made.session, made.held_on, made.is_dated_and_owned) == (session, today(), True)
    assert made.signals_open, "what was open that day stays with it"
    asked = SupervisionAction.objects.get(child=child)
    assert (asked.supervision, asked.owner, asked.due_on.isoformat()) == (
        made,
        cast.workers["worker"],
        in_days(7),
    )
    assert "overdue" not in {row.status for row in reading.all()}, "the reading follows"
    assert StoredReading.objects.filter(
        child=child, timescale="supervision_action", status="running"
    ).exists()
    brother = cast.families["own"].children[1]
    assert not ChildSupervision.objects.filter(child=brother).exists()
    assert "already" in client.get(talk(child)).context["why_not"]


MISSING = [
    ("talk-daily_life", "", "daily_life"),
    ("talk-evidence", "Yes", "One word"),
    ("talk-reason", "", "Say why"),
    ("talk-worries", "ok", "Say it in a sentence of 4 words"),
    ("talk-decision", "Carry on.", "Say it in a sentence of 4 words"),
    ("talk-other_hypotheses", "She sleeps at her Nan's", "The same words were given before"),
    ("talk-is_plan_working", "", "is_plan_working"),
    ("talk-plan_b", "", "plan_b"),
    ("talk-was_seen_alone", "", "seen alone"),
    ("talk-decided", "", "Say whether something changes"),
    ("talk-next_on", "", "next_on"),
    ("actions-0-due_on", "", "an action without a day cannot be saved"),
    ("actions-0-owner", "", "Say who does it"),
    ("actions-0-purpose", "", "what is to be different for the child"),
    ("actions-0-measure", "", "how you will know"),
    ("actions-0-due_on", "1/1/2020", "This day has passed"),
]


def test_what_must_be_there_is_asked_for_beside_its_box_and_nothing_typed_is_lost(
    cast: Cast, child: Person, session: SupervisionSession
) -> None:
    client = cast.client("team_manager")
    words = opened(client, talk(child)) | said(cast)
    for revision, (box, typed, told) in enumerate(MISSING):
        answer = client.post(talk(child), words | {box: typed, "revision": str(revision)})
        assert answer.status_code == 422, box
        assert told in mistakes(answer), (box, mistakes(answer))
    assert "Talk with the father" in answer.content.decode()
    assert not ChildSupervision.objects.exists()
    assert not SupervisionAction.objects.exists()


def test_no_action_is_an_answer_with_a_reason_and_silence_is_none(
    cast: Cast, child: Person, session: SupervisionSession
) -> None:
    client = cast.client("team_manager")
    words = opened(client, talk(child)) | said(cast)
    none = words | {name: "" for name in words if name.startswith("actions-0")}
    cases = [
        (none, "Say below what is to be done"),
        (none | {"talk-is_no_action_needed": "on"}, "Say why no action is needed"),
        (
            words | {"talk-is_no_action_needed": "on", "talk-no_action_reason": "All that was asked is done"},
            "only one can be so",
        ),
    ]
    for revision, (typed, told) in enumerate(cases):
        answer = client.post(talk(child), typed | {"revision": str(revision)})
        assert told in mistakes(answer)
    typed = none | {
        "talk-is_no_action_needed": "on",
        "talk-no_action_reason": "All that was asked is done",
        "revision": "3",
    }
    assert client.post(talk(child), typed).status_code == 302
    made = ChildSupervision.objects.get()
    assert (made.is_no_action_needed, made.is_dated_and_owned) == (True, True)


def test_each_of_last_times_actions_is_answered_moved_with_a_reason_and_counted(
    cast: Cast, child: Person, session: SupervisionSession
) -> None:
    late = action(child, owner=cast.workers["worker"])
    client, was = cast.client("team_manager"), late.due_on
    words = opened(client, talk(child)) | said(cast)
    cases = [
        ({}, "Say what came of this action"),
        ({"checks-0-came": "done", "checks-0-done_on": "today"}, "Say how you know"),
        ({"checks-0-came": "moved", "checks-0-new_day": in_days(5)}, "Say why it moves"),
        ({"checks-0-came": "moved", "checks-0-why": "School is closed"}, "Say to which day"),
        ({"checks-0-came": "not done"}, "Say why it is not done"),
        (
            {"checks-0-came": "not done", "checks-0-why": "Nobody rang", "checks-0-entry": "0"},
            "settled meanwhile",
        ),
    ]
    for revision, (typed, told) in enumerate(cases):
        answer = client.post(talk(child), words | typed | {"revision": str(revision)})
        assert (answer.status_code, told in mistakes(answer)) == (422, True), (typed, mistakes(answer))
    left_out = words | {"checks-TOTAL_FORMS": "0", "checks-INITIAL_FORMS": "0", "revision": "6"}
    assert client.post(talk(child), left_out).status_code == 409, "none may be left out"
    moves = {"checks-0-came": "moved", "checks-0-new_day": in_days(5), "checks-0-why": "School is closed"}
    assert client.post(talk(child), words | moves | {"revision": "7"}).status_code == 302
    late.refresh_from_db()
    assert (late.due_on.isoformat(), late.times_moved) == (in_days(5), 1)
    move = Move.objects.get(entry=late.pk, of="oversight.SupervisionAction")
    assert move.reason.endswith("School is closed")
    assert str(was.day) in move.reason


def test_a_third_move_is_for_a_service_manager_and_done_needs_evidence(cast: Cast, child: Person) -> None:
    twice = action(child, times_moved=2)
    page = reverse("supervision:supervision-action", args=[child.pk, twice.pk])
    moves = {"action-came": "moved", "action-new_day": in_days(5), "action-why": "School is closed"}
    client = cast.client("team_manager")
    words = opened(client, page)
    assert "a service manager moves it again" in mistakes(client.post(page, words | moves))
    done = {"action-came": "done", "action-done_on": "today", "action-evidence": "The note is in her file"}
    assert send(client, page, done | {"revision": "1"}).status_code == 302
    twice.refresh_from_db()
    assert (twice.completed_on, twice.evidence) == (today(), "The note is in her file")
    assert "This was done on" in client.get(page).context["why_not"]


def test_a_draft_is_kept_and_only_the_writer_sees_it(
    cast: Cast, child: Person, session: SupervisionSession
) -> None:
    client = cast.client("worker")
    client.post(talk(child), {"do": "autosave", "revision": "0", "talk-daily_life": "Zqhalf"})
    assert Draft.objects.get(child=child).words["talk-daily_life"] == ["Zqhalf"]
    assert "Zqhalf" in client.get(talk(child)).content.decode()
    assert "Zqhalf" not in cast.client("team_manager").get(talk(child)).content.decode()


def test_without_an_open_session_nobody_talks_and_another_team_finds_nothing(
    cast: Cast, child: Person
) -> None:
    assert "begin one under Supervision" in cast.client("team_manager").get(talk(child)).context["why_not"]
    assert cast.client("other_manager").get(talk(child)).status_code == 404
    assert cast.client("chair").get(talk(child)).status_code == 404


PERSONAL = {
    "minutes": "95", "was_interrupted": "no", "place": "Room 4", "wellbeing": "Zqtired since the inquest",
    "workload_children": "19", "workload": "Three new plans", "learning": "Court skills",
    "reflection": "What anger does to us", "revision": "0",
}  # fmt: skip


def test_the_workers_own_part_is_for_the_two_and_in_no_childs_record(
    cast: Cast, child: Person, session: SupervisionSession
) -> None:
    page, manager = reverse("supervision:personal", args=[session.pk]), cast.client("team_manager")
    lacking = manager.post(page, PERSONAL | {"wellbeing": "", "was_interrupted": "yes"})
    assert lacking.status_code == 422
    assert {"wellbeing", "interruption"} <= set(lacking.context["form"].errors)
    assert SupervisionPersonal.objects.get().workload == "Three new plans", "what was typed is kept"
    assert manager.post(page, PERSONAL).status_code == 409, "newer words are not written over"
    assert manager.post(page, PERSONAL | {"revision": "1"}).status_code == 302
    worker = cast.client("worker")
    assert "Zqtired" in worker.get(page).content.decode()
    assert worker.post(page, PERSONAL | {"revision": "2"}).status_code == 404, "she reads it"
    for key in ("service_manager", "head_of_service", "director", "chair", "other_manager", "business"):
        for name in ("session", "personal", "sign"):
            assert (
                cast.client(key).get(reverse(f"supervision:{name}", args=[session.pk])).status_code == 404
            ), key
        with as_web(cast[key]):
            assert not SupervisionPersonal.objects.exists(), "the database shows it to nobody else"
    for key in ("worker", "team_manager"):
        with as_web(cast[key]):
            assert SupervisionPersonal.objects.count() == 1
    for name in ("chronology:child", "chronology:records", "chronology:chronology"):
        assert "Zqtired" not in manager.get(reverse(name, args=[child.pk])).content.decode()


def test_autosave_of_the_own_part_says_when_it_was_kept(cast: Cast, session: SupervisionSession) -> None:
    page, manager = reverse("supervision:personal", args=[session.pk]), cast.client("team_manager")
    typed = {"do": "autosave", "revision": "0", "learning": "Zqhalf a thought", "minutes": "many"}
    told = manager.post(page, typed).json()
    assert told["revision"] == 1
    kept = SupervisionPersonal.objects.get()
    assert (kept.learning, kept.minutes) == ("Zqhalf a thought", None)
    assert manager.post(page, typed).status_code == 409


def test_both_sign_each_herself_and_then_it_stands(
    cast: Cast, child: Person, session: SupervisionSession
) -> None:
    hold_everything(today())
    manager, worker = cast.client("team_manager"), cast.client("worker")
    sign = reverse("supervision:sign", args=[session.pk])
    assert "Still to write" in manager.get(sign).context["why_not"]
    manager.post(reverse("supervision:personal", args=[session.pk]), PERSONAL)
    assert manager.get(sign).context["why_not"] == "No child was talked about in it yet."
    send(manager, talk(child), said(cast))
    made = ChildSupervision.objects.get()
    assert worker.post(sign).status_code == 409
    assert worker.get(sign).context["why_not"] == "Your supervisor signs first."
    left = manager.get(sign).context["left"]
    brother = cast.families["own"].children[1]
    assert brother in [one.person for one in left], "who was not talked about is named"
    change = reverse("supervision:supervision-change", args=[child.pk, made.pk])
    page = " ".join(manager.get(reverse("supervision:session", args=[session.pk])).content.decode().split())
    assert "For the first time: nobody talked about" in page
    assert page.count("Never talked about") == len(left), "not of her who was just talked about"
    assert send(manager, change, {"talk-worries": "Zqchanged before it was signed"}).status_code == 302
    assert manager.post(sign).status_code == 422, "nobody is left out without a reason"
    why = {f"left-{one.person.pk}": "He is seen on Monday with her" for one in left}
    first = next(iter(why))
    assert manager.post(sign, why | {first: "no time"}).status_code == 422
    assert manager.post(sign, why).status_code == 302
    assert manager.post(sign).status_code == 409, "once"
    assert "He is seen on Monday" in worker.get(sign).content.decode(), (
        "the worker reads why before she signs"
    )
    assert Move.objects.filter(child=brother, state="not talked about").count() == 1
    assert "is signed" in manager.get(change).context["why_not"]
    assert worker.post(sign, {"worker_words": "I see it otherwise"}).status_code == 302
    session.refresh_from_db()
    made.refresh_from_db()
    assert (session.signed_on, made.signed_on, made.worries) == (
        today(),
        today(),
        "Zqchanged before it was signed",
    )
    assert SupervisionPersonal.objects.get().worker_words == "I see it otherwise"
    reading = StoredReading.objects.get(child=child, timescale="supervision_child_record")
    assert reading.status == "met"
    correct = reverse("supervision:supervision-correction", args=[child.pk, made.pk])
    assert send(worker, correct, {"correction-correction": "It was his brother"}).status_code == 302
    entry = manager.get(
        reverse("chronology:entry", args=[child.pk, "childsupervision", made.pk])
    ).content.decode()
    assert "It was his brother" in entry
    assert "Zqchanged" in entry


def test_nobody_signs_while_an_action_is_unanswered_or_a_childs_boxes_say_ok(
    cast: Cast, child: Person, session: SupervisionSession
) -> None:
    manager, sign = cast.client("team_manager"), reverse("supervision:sign", args=[session.pk])
    manager.post(reverse("supervision:personal", args=[session.pk]), PERSONAL)
    brother = cast.families["own"].children[1]
    late = action(brother, owner=cast.workers["worker"], action="Zqring the school")
    send(manager, talk(child), said(cast))
    told = manager.get(sign).context["why_not"]
    assert "Zqring the school" in told
    assert "Cal" in told
    assert manager.post(sign).status_code == 409
    page = reverse("supervision:supervision-action", args=[brother.pk, late.pk])
    came = {"action-came": "not done", "action-why": "The school is closed until Monday"}
    assert send(manager, page, came).status_code == 302
    assert manager.get(sign).context["why_not"] == ""
    shown = manager.get(reverse("supervision:session", args=[session.pk])).content.decode()
    assert "Not done, and why is said" in shown
    ChildSupervision.objects.filter(session=session).update(worries="ok", decision="ok")
    assert "Ada" in manager.get(sign).context["why_not"], "of whom nothing was said"
    assert manager.post(sign).status_code == 409


def test_a_critical_signal_that_is_new_says_which_it_is(
    cast: Cast, child: Person, session: SupervisionSession
) -> None:
    name = SIGNALS["D20_supervision_weak"].name
    CriticalSignal.objects.create(child=child, signal="D20_supervision_weak", opened_on=today())
    page = cast.client("team_manager").get(talk(child)).content.decode()
    assert f": {name}" in page


def test_my_supervision_shows_my_sessions_and_what_i_am_to_do(
    cast: Cast, child: Person, session: SupervisionSession
) -> None:
    action(child, owner=cast.workers["worker"])
    action(cast.families["other"].child, owner=cast.workers["worker"], action="Zqnot hers to see")
    page = cast.client("worker").get(reverse("supervision:mine")).content.decode()
    assert reverse("supervision:session", args=[session.pk]) in page
    assert "Ring the school" in page
    assert "overdue" in page
    assert "Zqnot hers" not in page
    assert reverse("supervision:begin") not in page
    assert (
        reverse("supervision:begin")
        in cast.client("team_manager").get(reverse("supervision:mine")).content.decode()
    )
