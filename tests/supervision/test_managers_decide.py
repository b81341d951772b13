"""A manager's decision has a reason, an owner and a day; the rules then read that it was made."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.urls import reverse
from sent import refused, send
from written import hold_everything

from cast import Cast
from keel.clock import today
from keel.oversight.actions import reassess
from keel.oversight.flags import open_flags
from keel.oversight.models import (
    DecisionKind,
    Flag,
    FlagAnswer,
    ManagementDecision,
    SeniorReview,
    SeniorReviewKind,
    StoredReading,
)
from keel.people.models import Person
from keel.practice.calendar import add_months
from keel.protection.models import ProtectionPlan, S47Enquiry, SignificantEvent, Visit
from keel.recording.models import Move
from keel.supervision.recordings import RECORDINGS
from keel.supervision.waiting import waiting

pytestmark = pytest.mark.django_db
TYPED = {
    "decision-decision": "Visit again today, with the health visitor",
    "decision-reason": "Nobody has seen Ada for nine days",
}


@pytest.fixture
def child(cast: Cast) -> Person:
    return cast.families["own"].child


def plan_of_age(child: Person, months: int, **fields: object) -> ProtectionPlan:
    started = add_months(today(), -months)
    return ProtectionPlan.objects.create(child=child, started_on=started, episode="plan:1", **fields)


def missed(child: Person, by: object = None) -> Visit:
    return Visit.objects.create(
        child=child,
        kind="attempted",
        visited_on=today() - timedelta(days=1),
        episode="plan:1",
        recorded_by=by,
    )


def way(name: str, child: Person, row: object = None) -> str:
    return reverse(f"supervision:{name}", args=[child.pk, row.pk] if row else [child.pk])


def test_a_missed_visit_is_decided_once_and_the_reading_follows(cast: Cast, child: Person) -> None:
    hold_everything(today())
    plan_of_age(child, 1)
    visit = missed(child, cast["worker"])
    reassess(child)
    reading = StoredReading.objects.filter(child=child, timescale="mgmt_oversight_missed_visit")
    assert [row.status for row in reading] == ["running"]
    client, page = cast.client("team_manager"), way("missed-visit-decision", child, visit)
    assert next(each["words"] for each in waiting(child)).startswith("Missed visit of")
    assert send(client, page, TYPED).status_code == 302
    made = ManagementDecision.objects.get(child=child)
    assert (made.kind, made.visit, made.decided_by) == ("missed_visit", visit, cast.workers["team_manager"])
    assert [row.status for row in reading.all()] == ["met"]
    assert waiting(child) == []
    assert "This was decided on" in client.get(page).content.decode()
    again = TYPED | {"decision-decided_on": today().isoformat()}
    assert client.post(page, again).status_code == 409, "decided once"


def test_a_decision_without_a_reason_or_an_action_that_is_nobodys_is_refused(
    cast: Cast, child: Person
) -> None:
    page = way("missed-visit-decision", child, missed(child))
    tomorrow = (today() + timedelta(days=1)).isoformat()
    refused(
        cast.client("team_manager"),
        page,
        TYPED,
        [
            ({"decision-reason": ""}, "a decision without a reason"),
            ({"decision-reason": "  Agreed.  "}, "One word is no reason"),
            ({"decision-decision": ""}, "Say what is decided"),
            ({"decision-action": "Ring school"}, "Say who does it"),
            ({"decision-action": "Ring school"}, "an action without a day is nobody’s"),
            ({"decision-due_on": tomorrow}, "Say what is to be done"),
            ({"decision-decided_on": tomorrow}, "has not come yet"),
        ],
    )
    assert not ManagementDecision.objects.exists()


def test_who_wrote_a_visit_down_does_not_decide_what_follows_and_a_worker_never_does(
    cast: Cast, child: Person
) -> None:
    visit = missed(child, cast["team_manager"])
    page = way("missed-visit-decision", child, visit)
    assert "another manager decides" in cast.client("team_manager").get(page).content.decode()
    assert cast.client("worker").get(page).status_code == 404
    assert (
        cast.client("chair").get(page).context["why_not"]
        == "A manager of those who work with this child decides this."
    )
    assert cast.client("other_manager").get(page).status_code == 404
    held = Visit.objects.create(child=child, kind="held", visited_on=today(), is_child_seen=True)
    entry = reverse("chronology:entry", args=[child.pk, "visit", held.pk])
    assert "Decide what follows" not in cast.client("team_manager").get(entry).content.decode()


def test_a_new_incident_is_answered_with_yes_or_no_to_a_strategy_discussion(
    cast: Cast, child: Person
) -> None:
    hold_everything(today())
    event = SignificantEvent.objects.create(child=child, happened_on=today(), what_happened="Police called")
    reassess(child)
    client, page = cast.client("team_manager"), way("incident-decision", child, event)
    refused(client, page, TYPED, [({}, "Say whether a strategy discussion is needed")])
    answer = send(client, page, TYPED | {"decision-is_strategy_discussion_needed": "yes", "revision": "1"})
    assert answer.headers["Location"] == reverse("protection:strategy", args=[child.pk]), (
        "and it is led there"
    )
    made = ManagementDecision.objects.get(child=child)
    assert (made.kind, made.event, made.is_strategy_discussion_needed) == (DecisionKind.RISK, event, True)
    reading = StoredReading.objects.get(child=child, timescale="mgmt_oversight_risk")
    assert reading.status == "met"


def test_before_a_change_of_worker_a_manager_says_why_and_what_is_done(cast: Cast, child: Person) -> None:
    boxes = TYPED | {
        "decision-action": "Both visit together",
        "decision-owner": cast.workers["worker"].pk,
        "decision-due_on": (today() + timedelta(days=3)).isoformat(),
    }
    page = way("change-of-worker", child)
    assert send(cast.client("team_manager"), page, boxes).status_code == 302
    made = ManagementDecision.objects.get(child=child)
    assert (made.kind, made.owner) == (DecisionKind.CHANGE_OF_WORKER, cast.workers["worker"])
    choose = cast.client("worker").get(reverse("recording:choose", args=[child.pk])).content.decode()
    assert "change of worker" not in choose


def test_what_a_manager_decided_is_watched_until_whoever_does_it_says_what_came_of_it(
    cast: Cast, child: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    hold_everything(today())
    due = today() + timedelta(days=3)
    made = ManagementDecision.objects.create(
        child=child, kind=DecisionKind.OTHER, decided_on=today(), decision="See her school", due_on=due,
        action="Ring the school", owner=cast.workers["worker"], recorded_by=cast["team_manager"],
    )  # fmt: skip
    asked = Flag.objects.filter(child=child, matter="decision").open()
    monkeypatch.setenv("KEEL_TODAY", due.isoformat())
    reassess(child)
    assert not asked.exists(), "not on its day"
    monkeypatch.setenv("KEEL_TODAY", (due + timedelta(days=1)).isoformat())
    reassess(child)
    (told,) = open_flags([child.pk])[child.pk]
    assert "What was decided to be done by" in told.because[0].words
    client, page = cast.client("worker"), way("decision-done", child, made)
    assert "Ring the school" in client.get("/").content.decode()
    refused(client, page, {}, [({"done-done": "Done"}, "One word is no reason")])
    done = {"done-done": "The school keeps an eye on her at breakfast", "revision": "1"}
    assert send(client, page, done).status_code == 302
    assert not asked.exists(), "what is done asks no more"
    made.refresh_from_db()
    assert (made.done_on, made.action) == (today(), "Ring the school")
    assert "This was done on" in client.get(page).context["why_not"]
    assert cast.client("lawyer").get(page).status_code == 404


def test_an_action_promised_in_an_answer_is_watched_once_and_is_done_in_both_places(
    cast: Cast, child: Person
) -> None:
    hold_everything(today())
    day = today() - timedelta(days=30)
    flag = Flag.objects.create(
        child=child, matter="visits", cause="one", opened_on=day, since_on=day, rung="team_manager", colour=2,
        read_on=day, owner=cast["team_manager"], closed_on=day, closed_why="decided",
    )  # fmt: skip
    promised = FlagAnswer.objects.create(
        child=child, flag=flag, kind="act", rung="team_manager", answered_on=day, until_on=day, action="See her",
        owner=cast.workers["worker"], reason="She was out", recorded_by=cast["team_manager"],
    )  # fmt: skip
    made = ManagementDecision.objects.create(
        child=child, kind=DecisionKind.OTHER, decided_on=day, due_on=day, action="See her", answer=promised,
        recorded_by=cast["team_manager"],
    )  # fmt: skip
    reassess(child)
    assert [flag.matter.key for flag in open_flags([child.pk])[child.pk]] == ["visits"], "and not twice"
    typed = {"done-done": "Seen at home, alone and well", "done-done_on": today().isoformat()}
    assert send(cast.client("worker"), way("decision-done", child, made), typed).status_code == 302
    promised.refresh_from_db()
    assert (promised.done_on, promised.done) == (today(), "Seen at home, alone and well")
    assert open_flags([child.pk]) == {}


LOOK = {
    "look-outcome": "continue",
    "look-decision": "Continue with a parenting assessment",
    "look-reason": "Drinking has stopped but only for a month",
    "look-what_is_new": "A parenting assessment at home",
    "look-until_on": (today() + timedelta(days=60)).isoformat(),
}


@pytest.mark.parametrize(
    ("months", "who", "not_who", "kind"),
    [
        (9, "team_manager", "chair", "9"),
        (12, "service_manager", "team_manager", "12"),
        (15, "head_of_service", "service_manager", "15"),
        (18, "head_of_service", "service_manager", "18"),
        (24, "director", "head_of_service", "24"),
    ],
)
def test_at_each_age_of_a_plan_somebody_decides_and_nobody_beneath_her(
    cast: Cast, child: Person, months: int, who: str, not_who: str, kind: str
) -> None:
    hold_everything(today())
    plan = plan_of_age(child, months)
    for earlier in ("9", "12", "15", "18"):
        if int(earlier) < months:
            SeniorReview.objects.create(child=child, plan=plan, kind=earlier, held_on=plan.started_on)
    page = way("plan-age", child, plan)
    assert "decides" in cast.client(not_who).get(page).context["why_not"]
    reassess(child)
    reading = StoredReading.objects.filter(child=child, timescale=f"plan_age_{kind}m")
    assert reading.get().status in ("running", "overdue")
    heard = {"look-heard": "Ruth Kelly: not without the assessment"} if kind == "9" else {}
    assert send(cast.client(who), page, LOOK | heard | {"look-kind": kind}).status_code == 302
    made = SeniorReview.objects.get(child=child, kind=kind)
    assert (made.plan, made.outcome, made.held_by) == (plan, "continue", cast.workers[who])
    assert reading.get().status in ("met", "late")
    assert Move.objects.filter(reason__startswith="Ruth Kelly").exists() is (kind == "9")


def test_going_on_needs_what_is_new_and_until_when_and_nine_months_the_chair(
    cast: Cast, child: Person
) -> None:
    page = way("plan-age", child, plan_of_age(child, 9))
    refused(
        cast.client("team_manager"),
        page,
        LOOK | {"look-kind": "9", "look-heard": "Ruth Kelly agrees"},
        [
            ({"look-what_is_new": ""}, "a plan that goes on unchanged drifts"),
            ({"look-what_is_new": "Monitoring"}, "One word is no reason"),
            ({"look-until_on": ""}, "Say until when"),
            ({"look-outcome": ""}, "legal planning"),
            ({"look-reason": "Risk"}, "One word is no reason"),
            ({"look-heard": ""}, "Say what the conference chair says"),
            ({"look-kind": "24"}, "not one of the available choices"),
        ],
    )
    assert not SeniorReview.objects.exists()


def test_a_young_plan_is_owed_nothing_and_a_decided_age_is_not_asked_again(cast: Cast, child: Person) -> None:
    plan = plan_of_age(child, 3)
    page = way("plan-age", child, plan)
    client = cast.client("director")
    assert (
        "Nothing is to be decided yet. The plan will be open nine months on"
        in client.get(page).context["why_not"]
    )
    plan.started_on = add_months(today(), -8)
    plan.save()
    assert "why_not" not in client.get(page).context, "a month before, it is announced"
    SeniorReview.objects.create(child=child, kind="9", held_on=today())  # as an import brings it
    assert "open twelve months" in client.get(page).context["why_not"]


def test_a_repeated_plan_is_looked_at_by_somebody_senior(cast: Cast, child: Person) -> None:
    hold_everything(today())
    plan = plan_of_age(child, 0, earlier_plans=1)
    page = way("repeat-plan", child, plan)
    assert cast.client("team_manager").get(page).context["why_not"] == "This is for a service manager."
    typed = {
        "look-reason": "The grandmother who helped moved away",
        "look-what_is_new": "An aunt is part of the plan",
        "look-decision": "The plan names the aunt",
    }
    client = cast.client("service_manager")
    refused(client, page, typed, [({"look-what_is_new": "Support"}, "One word is no reason")])
    assert send(client, page, typed | {"revision": "1"}).status_code == 302
    assert SeniorReview.objects.get(child=child).kind == SeniorReviewKind.REPEAT
    reading = StoredReading.objects.get(child=child, timescale="repeat_plan_review")
    assert reading.status == "met"


def test_section_47_and_no_conference_are_led_to_where_they_are_decided(cast: Cast, child: Person) -> None:
    enquiry = S47Enquiry.objects.create(child=child, started_on=today(), outcome="Substantiated")
    page = cast.client("team_manager").get(way("decision", child)).content.decode()
    assert reverse("chronology:entry", args=[child.pk, "s47enquiry", enquiry.pk]) in page


def test_a_row_that_says_little_still_has_its_page(cast: Cast, child: Person) -> None:
    for each in RECORDINGS:
        if each.about:
            row = apps.get_model(each.about).objects.create(child=child)
            page = reverse(each.key, args=[child.pk, row.pk])
            for key in ("director", "team_manager"):
                client = cast.client(key)
                assert client.get(page).status_code in (200, 404), each.key
                assert client.post(page, {"revision": "0"}).status_code in (404, 409, 422), each.key
