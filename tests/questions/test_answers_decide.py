"""An answer is the decision that was missing: about a plan's age, and about a new incident."""

from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.contrib.messages import get_messages
from django.urls import reverse
from drifting import LATE_ON, PLAN_ON
from written import hold_everything, write

from keel.oversight.actions import reassess
from keel.oversight.models import (
    Flag,
    FlagAnswer,
    FlagGround,
    ManagementDecision,
    SeniorReview,
    StoredReading,
)
from keel.practice.calendar import add_months, add_working_days
from keel.practice.history import Event, EventKind
from keel.practice.ladder import MATTERS, Colour
from keel.protection.models import ProtectionPlan, SignificantEvent
from keel.recording.declared import recordings
from keel.recording.models import Move

pytestmark = pytest.mark.django_db
REASON = "Two workers in a year, and the mother works well with the third since March"
NOTHING_RECORDED = {"audit", "looked_after"}  # Keel has no page on which that is put right


def words(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


def flag_of(child: Any, matter: str) -> Flag:
    return Flag.objects.get(child=child, matter=matter, closed_on=None)


def sent(cast: Any, page: Any, **other: Any) -> dict[str, Any]:
    """What the page's own form would send."""
    return {
        "stamp": words(page).partition('name="stamp" value="')[2].partition('"')[0],
        "kind": "act",
        "reason": REASON,
        "action": "The same worker comes twice a week until the summer",
        "owner": cast.workers["worker"].pk,
        "until_on": f"{add_working_days(LATE_ON, 1):%d/%m/%Y}",
    } | other


def old_plan(child: Any, months: int) -> ProtectionPlan:
    """The child's only plan, opened so many months and some days ago."""
    plan = ProtectionPlan.objects.get(child=child)
    plan.started_on = add_months(LATE_ON, -months) - timedelta(days=3)
    plan.episode = "plan:1"
    plan.save()
    reassess(child)
    return plan


def address(child: Any, matter: str) -> str:
    return reverse("questions:question", args=[flag_of(child, matter).pk])


def test_the_answer_about_an_old_plan_is_the_senior_decision_at_each_age_that_waits(
    cast: Any, family: Any
) -> None:
    plan = old_plan(family.child, 24)
    client, where = cast.client("director"), address(family.child, "plan_age")
    page = client.get(where)
    for choice in ("continue", "end", "legal"):
        assert f'value="{choice}"' in words(page)
    assert 'value="accept"' not in words(page), "to accept an old plan would be to go on with nothing new"
    assert 'value="escalate"' not in words(page), "nobody stands above the director"
    answer = sent(cast, page, kind="continue", heard="Clare Bell, chair: once more, with an end")
    refused = client.post(where, answer)
    assert "Say until when" in words(refused)
    assert not SeniorReview.objects.exists()
    assert client.post(where, answer | {"goes_on_until": "30 July 2026"}).status_code == 302
    made = {each.kind: each for each in SeniorReview.objects.filter(child=family.child, plan=plan)}
    assert set(made) >= {"9", "12", "15", "18", "24"}
    decision = made["24"]
    assert decision.held_by == cast.workers["director"]
    assert (decision.outcome, decision.what_is_new, decision.reason) == ("continue", answer["action"], REASON)
    assert f"{decision.until_on}" == "2026-07-30"
    read = StoredReading.objects.get(child=family.child, timescale="plan_age_24m")
    assert read.status in {"met", "late"}, "the rules and the chair's desk read that it is decided"
    assert Move.objects.filter(of="oversight.SeniorReview", reason=answer["heard"]).count() == len(made)


@pytest.mark.parametrize(
    ("months", "age", "who"),
    [
        (12, "12", "service_manager"),
        (15, "15", "head_of_service"),
        (18, "18", "head_of_service"),
        (24, "24", "director"),
    ],
)
def test_where_only_a_signal_tells_of_the_old_plan_its_answer_is_the_decision_at_that_age(
    cast: Any, family: Any, months: int, age: str, who: str
) -> None:
    plan = old_plan(family.child, months)
    assert flag_of(family.child, "plan_age").owner == cast[who]
    FlagGround.objects.filter(flag__matter="plan_age", source="reading").update(closed_on=LATE_ON)
    client, where = cast.client(who), address(family.child, "plan_age")
    page = client.get(where)
    assert 'value="legal"' in words(page)
    assert client.post(where, sent(cast, page)).status_code == 422, "to act is no decision about the plan"
    answer = sent(cast, page, kind="legal", heard="Clare Bell, chair: it must go to court")
    assert client.post(where, answer).status_code == 302
    assert [(each.kind, each.plan, each.outcome) for each in SeniorReview.objects.all()] == [
        (age, plan, "legal")
    ]


def test_whoever_has_no_power_for_that_age_decides_nothing(cast: Any, family: Any) -> None:
    old_plan(family.child, 12)
    flag = flag_of(family.child, "plan_age")
    Flag.objects.filter(pk=flag.pk).update(rung="team_manager", owner=cast["team_manager"])
    client, where = cast.client("team_manager"), address(family.child, "plan_age")
    answer = sent(
        cast, client.get(where), kind="end", heard="Clare Bell, chair: it can end", goes_on_until=""
    )
    refused = client.post(where, answer)
    assert refused.status_code == 422
    assert "Of a plan that is open twelve months, the service manager decides: take it up" in words(refused)
    assert not SeniorReview.objects.exists()
    assert not FlagAnswer.objects.exists()


def test_a_new_incident_is_answered_with_whether_a_strategy_discussion_is_needed(
    cast: Any, family: Any
) -> None:
    event = SignificantEvent.objects.create(
        child=family.child, happened_on=LATE_ON - timedelta(days=7), episode="event:1"
    )
    reassess(family.child)
    client, where = cast.client("team_manager"), address(family.child, "decision")
    page = client.get(where)
    assert f"/child/{family.child.pk}/record/incident-decision/{event.pk}" in words(page)
    answer = sent(cast, page)
    refused = client.post(where, answer)
    assert "Say whether a strategy discussion is needed" in words(refused)
    assert not ManagementDecision.objects.exists(), (
        "an incident would be settled and nobody asked if she is safe"
    )
    done = client.post(where, answer | {"is_strategy_discussion_needed": "yes"})
    assert done.url == reverse("protection:strategy", args=[family.child.pk])
    made = ManagementDecision.objects.get(child=family.child)
    assert (made.kind, made.event, made.episode) == ("risk", event, "event:1")
    assert made.is_strategy_discussion_needed is True
    assert (made.owner, made.decided_by) == (cast.workers["worker"], cast.workers["team_manager"])
    assert StoredReading.objects.get(child=family.child, timescale="mgmt_oversight_risk").status != "overdue"


def test_the_day_that_is_proposed_is_that_of_the_questions_own_colour(cast: Any, family: Any) -> None:
    flag = flag_of(family.child, "visits")
    client, where = cast.client("director"), address(family.child, "visits")
    for colour, days in ((Colour.RED, 2), (Colour.BLACK, 1)):
        Flag.objects.filter(pk=flag.pk).update(colour=colour)
        assert f'value="{add_working_days(LATE_ON, days):%d/%m/%Y}"' in words(client.get(where))


def test_each_child_of_a_question_has_what_puts_it_right(cast: Any, family: Any) -> None:
    Flag.objects.filter(child__in=family.children, matter="visits").update(cause="home:1:visits")
    page = words(cast.client("worker").get(address(family.child, "visits")))
    for child in family.children:
        assert f"/child/{child.pk}/record/visit" in page


def test_every_matter_that_a_page_can_mend_names_pages_that_are_there() -> None:
    known = {each.key: each for each in recordings()}
    assert {matter.key for matter in MATTERS if not matter.put_right} == NOTHING_RECORDED
    for matter in MATTERS:
        for key in matter.put_right:
            about = known[key].about
            assert not about or apps.get_model(about)._meta.get_field("child"), key


def test_what_is_due_soon_is_shown_and_has_no_form(
    cast: Any, family: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    flag = flag_of(family.child, "visits")
    Flag.objects.filter(pk=flag.pk).update(colour=Colour.SOON, answer_by=None, owner=cast["worker"])
    FlagGround.objects.filter(flag=flag).update(colour=Colour.SOON)
    client, where = cast.client("worker"), address(family.child, "visits")
    page = client.get(where)
    assert "Nothing is asked yet" in words(page)
    assert 'name="reason"' not in words(page)
    client.post(where, sent(cast, page))
    assert not FlagAnswer.objects.exists()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({}, "It is watched until 1 May 2026"),
        ({"kind": "accept"}, "It is accepted until 1 May 2026. Then it comes back to you"),
        ({"kind": "escalate"}, "service manager, is asked now"),
        (
            {"kind": "error", "evidence": "The visit of Monday is in the paper file"},
            "put right by 8 May 2026",
        ),
    ],
)
def test_after_an_answer_the_page_says_what_follows(
    cast: Any, family: Any, change: dict[str, str], said: str
) -> None:
    client, where = cast.client("team_manager"), address(family.child, "visits")
    page = client.get(where)
    assert "(optional)" not in words(page), "a box that acting needs is no choice"
    assert 'value="escalate"' in words(page), "somebody stands above her manager"
    answer = client.post(where, sent(cast, page, **change))
    assert said in " ".join(map(str, get_messages(answer.wsgi_request)))


def test_harm_with_nothing_that_protects_and_the_conference_that_is_late_are_one_question(
    cast: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    hold_everything(LATE_ON)
    child, late = cast.families["own"].child, add_working_days(LATE_ON, 16)
    write(child, Event(EventKind.S47_STARTED, LATE_ON, episode="s47:one"))
    monkeypatch.setenv("KEEL_TODAY", late.isoformat())
    reassess(child)
    safety, conference = flag_of(child, "safety"), flag_of(child, "conference")
    assert (safety.cause, safety.owner) == (conference.cause, conference.owner)
    client, where = cast.client("team_manager"), address(child, "conference")
    page = client.get(where)
    told = words(page)
    assert "is the child safe now, and the conference" in told
    assert "What happens today so that this child is safe? When will the conference be held" in told
    assert "Harm has been known since" in told
    assert "Initial child protection conference: was due on" in told, "neither reason is lost"
    assert 'value="accept"' not in told, "what cannot be accepted of one cannot be of both"
    assert "Hold the conference" in told, "what puts both right is proposed"
    assert "the file of each child" not in told, "it is about one"
    answer = sent(cast, page, until_on=f"{add_working_days(late, 1):%d/%m/%Y}")
    assert client.post(where, answer).status_code == 302
    assert set(FlagAnswer.objects.values_list("flag", flat=True)) >= {safety.pk, conference.pk}
    write(child, Event(EventKind.INTERIM_PLAN_RECORDED, late, episode="s47:one"))
    reassess(child)
    conference.refresh_from_db()
    assert conference.closed_on is None, "she is protected, and the conference has still to be held"
    assert conference.cause != safety.cause


def test_what_has_happened_for_good_is_not_asked_about_as_if_it_were_still_to_come(
    cast: Any, family: Any
) -> None:
    held, began = {"episode": "s47:one"}, add_working_days(PLAN_ON, -30)
    write(family.child, Event(EventKind.S47_STARTED, began, **held))
    write(family.child, Event(EventKind.ICPC_HELD, add_working_days(began, 20), **held))
    reassess(family.child)
    page = words(cast.client("team_manager").get(address(family.child, "conference")))
    assert "Why was the conference late, and what has changed" in page
    assert "When will the conference be held" not in page
    assert "Hold the conference" not in page, "it was held: nobody proposes to hold it"


def test_an_empty_answer_is_told_what_to_say_and_each_choice_what_it_means(cast: Any, family: Any) -> None:
    client, where = cast.client("team_manager"), address(family.child, "visits")
    page = words(client.post(where, {"kind": "", "reason": ""}))
    assert "This field is required" not in page
    assert page.count("Error: ") == 1, "the title says it once"
    assert "Say what you decide" in page
    assert "Say why this is right for the child" in page
    means = page.index("You cannot settle it: the next manager is asked at once.")
    assert page.index("Take it up<") < means < page.index("The record is wrong<")
