"""A child on a plan who moves in or away, is born under it or dies; and a review before its day."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.apps import apps
from django.urls import reverse
from sent import mistakes, send
from written import hold_everything

from cast import Cast
from keel.oversight.actions import reassess
from keel.oversight.models import StoredReading
from keel.people.models import Person
from keel.protection.models import (
    Birth,
    BirthPlan,
    Conference,
    EarlyReviewRequest,
    InNeedPlan,
    ProtectionPlan,
    S47Enquiry,
    TransferIn,
    TransferOut,
)
from keel.recording.moves import moves_of, state_of

pytestmark = pytest.mark.django_db
NOW = date(2026, 6, 30)  # a Tuesday


@pytest.fixture(autouse=True)
def a_working_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KEEL_TODAY", NOW.isoformat())


@pytest.fixture
def ada(cast: Cast) -> Person:
    return cast.families["own"].child


@pytest.fixture
def plan(ada: Person) -> ProtectionPlan:
    return ProtectionPlan.objects.create(
        child=ada, episode="plan:one", started_on=date(2026, 5, 5), first_review_on=date(2026, 8, 4)
    )


def way(page: str, row: Any) -> str:
    args = [row.pk] if isinstance(row, Person) else [row.child_id, row.pk]
    return reverse(f"protection:{page}", args=args)


def stands(child: Person, key: str) -> set[str]:
    return set(StoredReading.objects.filter(child=child, timescale=key).values_list("status", flat=True))


def test_a_plan_that_moves_here_calls_a_transfer_in_conference(cast: Cast, ada: Person) -> None:
    hold_everything(NOW)
    words = {
        "notice-notified_on": "29/6/2026",
        "notice-from_authority": "Wyreford",
        "notice-is_temporary": "no",
    }
    answer = send(cast.client("worker"), way("moved-here", ada), words)
    assert answer.status_code == 302, mistakes(answer)
    conference, notice = Conference.objects.get(), TransferIn.objects.get()
    assert (conference.kind, conference.episode, conference.planned_on) == (
        "transfer_in",
        notice.episode,
        None,
    )
    assert f"/conference/{conference.pk}" in answer.headers["Location"]
    assert stands(ada, "transfer_in_conf") == {"running"}
    due = StoredReading.objects.get(child=ada, timescale="transfer_in_conf").due_on
    page = cast.client("business").get(way("conference-booking", conference)).content.decode()
    assert f"{due.day} {due:%B %Y}" in page


def test_a_short_stay_starts_no_clock_here(cast: Cast, ada: Person) -> None:
    hold_everything(NOW)
    words = {
        "notice-notified_on": "29/6/2026",
        "notice-from_authority": "Wyreford",
        "notice-is_temporary": "yes",
    }
    send(cast.client("worker"), way("moved-here", ada), words)
    assert (TransferIn.objects.get().notified_on, TransferIn.objects.get().stay_from_on) == (
        None,
        date(2026, 6, 29),
    )
    assert not Conference.objects.exists()
    assert stands(ada, "transfer_in_conf") == set()


def test_a_child_on_a_plan_here_brings_no_other(cast: Cast, plan: ProtectionPlan) -> None:
    page = cast.client("worker").get(way("moved-here", plan.child)).content.decode()
    assert "is on a plan since 5 May 2026 already" in page


def test_moving_away_ends_the_plan_once_the_other_authority_was_told_and_took_over(
    cast: Cast, ada: Person, plan: ProtectionPlan
) -> None:
    worker, chair = cast.client("worker"), cast.client("chair")
    answer = send(worker, way("moving-away", plan), move__known_on="28/6/2026", move__to_authority="Wyreford")
    assert answer.status_code == 302, mistakes(answer)
    move = TransferOut.objects.get()
    assert (move.plan, move.notified_on) == (plan, None)
    assert "not told yet" in chair.get(way("taken-over", move)).content.decode()
    assert worker.get(way("taken-over", move)).status_code == 404
    send(worker, way("other-authority-told", move), told__notified_on="29/6/2026")
    early = {"end-ended_on": "4/5/2026", "end-reason": "A plan there too"}
    assert "The plan began on 5 May 2026" in mistakes(send(chair, way("taken-over", move), early))
    early["end-ended_on"] = "28/6/2026"
    assert "was told on 29 June 2026" in mistakes(send(chair, way("taken-over", move), early, revision="1"))
    answer = send(chair, way("taken-over", move), early, end__ended_on="30/6/2026", revision="2")
    assert answer.status_code == 302, mistakes(answer)
    plan.refresh_from_db()
    assert (plan.ended_on, plan.end_reason) == (NOW, "Moved to another authority")
    assert "A plan there too" in moves_of(plan)[-1].reason
    assert "The plan ended on" in worker.get(way("moving-away", plan)).content.decode()


def asked_early(cast: Cast, plan: ProtectionPlan) -> EarlyReviewRequest:
    words = {"ask-requested_by": "Her school", "ask-reason": "He is back in the house"}
    answer = send(cast.client("worker"), way("early-review", plan), words)
    assert answer.status_code == 302, mistakes(answer)
    return EarlyReviewRequest.objects.get()


def test_an_early_review_is_refused_by_the_chair_with_a_reason(cast: Cast, plan: ProtectionPlan) -> None:
    hold_everything(NOW)
    request = asked_early(cast, plan)
    assert stands(plan.child, "rcpc_early") == {"running"}
    assert "has not answered" in cast.client("worker").get(way("early-review", plan)).content.decode()
    where = way("early-review-answer", request)
    for who in ("worker", "team_manager", "business"):
        assert cast.client(who).get(where).status_code == 404
    answer = send(cast.client("chair"), where, answer__is_agreed="no")
    assert answer.status_code == 422
    answer = send(
        cast.client("chair"),
        where,
        answer__is_agreed="no",
        answer__reason="The core group meets tomorrow",
        revision="1",
    )
    assert answer.status_code == 302, mistakes(answer)
    request.refresh_from_db()
    assert (request.refused_on, state_of(request)) == (NOW, "refused")
    assert stands(plan.child, "rcpc_early") == {"met"}


def test_an_early_review_that_is_agreed_moves_the_day(cast: Cast, plan: ProtectionPlan) -> None:
    request = asked_early(cast, plan)
    review = {"kind": "review", "planned_on": date(2026, 8, 4), "booked_on": NOW, "shared": uuid4()}
    booked = Conference.objects.create(child=plan.child, plan=plan, **review)
    brother = Conference.objects.create(child=cast.families["own"].children[1], **review)
    where = way("early-review-answer", request)
    answer = send(cast.client("chair"), where, answer__is_agreed="yes", answer__reason="He is back")
    assert "on which day" in mistakes(answer)
    boxes = {
        "answer__is_agreed": "yes",
        "answer__reason": "He is back",
        "answer__planned_on": "7/7/2026",
        "revision": "1",
    }
    assert send(cast.client("chair"), where, **boxes).status_code == 302
    booked.refresh_from_db()
    assert (booked.planned_on, booked.moved_reason) == (date(2026, 7, 7), "He is back")
    brother.refresh_from_db()
    assert brother.planned_on == date(2026, 7, 7), "they meet together"
    assert "It is answered." in cast.client("chair").get(where).content.decode()


def test_a_birth_under_a_plan_brings_the_review_forward(
    cast: Cast, ada: Person, plan: ProtectionPlan
) -> None:
    hold_everything(NOW)
    Person.objects.filter(pk=ada.pk).update(birth_on=None, expected_on=date(2026, 7, 10))
    reassess(ada, as_of=NOW)
    page = cast.client("worker").get(reverse("chronology:entry", args=[ada.pk, "protectionplan", plan.pk]))
    assert way("birth", plan) in page.content.decode()
    words = {
        "birth-birth_on": "29/6/2026",
        "birth-sex": "F",
        "birth-forename": "Una",
        "birth-surname": "Okoro",
    }
    assert "has not come yet" in mistakes(
        send(cast.client("worker"), way("birth", plan), words, birth__birth_on="1/7/2026")
    )
    answer = send(cast.client("worker"), way("birth", plan), words, revision="1")
    assert answer.status_code == 302, mistakes(answer)
    ada.refresh_from_db()
    assert (ada.birth_on, ada.expected_on, ada.sex) == (date(2026, 6, 29), date(2026, 7, 10), "F")
    assert (Birth.objects.get().born_on, Birth.objects.get().episode) == (date(2026, 6, 29), "plan:one")
    newborn = StoredReading.objects.get(child=ada, timescale="rcpc_newborn")
    assert newborn.status == "running"
    assert newborn.due_on < plan.first_review_on
    late = {"book-planned_on": (newborn.due_on + timedelta(days=1)).isoformat(), "book-place": "Town hall"}
    answer = send(cast.client("business"), way("review-booking", plan), late)
    assert "Only the chair moves it" in mistakes(answer)
    assert "The birth is recorded." in cast.client("worker").get(way("birth", plan)).content.decode()


def test_nothing_is_said_of_a_birth_where_the_child_is_born(
    cast: Cast, ada: Person, plan: ProtectionPlan
) -> None:
    page = cast.client("worker").get(reverse("chronology:entry", args=[ada.pk, "protectionplan", plan.pk]))
    assert "Record the birth" not in page.content.decode()


def test_a_death_closes_what_is_open_and_keeps_everything(
    cast: Cast, ada: Person, plan: ProtectionPlan
) -> None:
    hold_everything(NOW)
    review = Conference.objects.create(
        child=ada, kind="review", plan=plan, planned_on=date(2026, 8, 4), booked_on=NOW
    )
    enquiry = S47Enquiry.objects.create(child=ada, started_on=date(2026, 6, 25))
    where, manager = way("death", ada), cast.client("team_manager")
    assert cast.client("worker").get(where).status_code == 404
    words = {
        "death-died_on": "28/6/2026",
        "death-told_by": "PC Lane, police",
        "death-told_whom": "Her school, the GP",
    }
    assert "confirmed" in mistakes(send(manager, where, words))
    before = send(manager, where, words, death__died_on="4/5/2026", death__is_certain="on", revision="1")
    assert "still open began on 5 May 2026" in mistakes(before), "no plan ends before it began"
    answer = send(manager, where, words, death__is_certain="on", revision="2")
    assert answer.status_code == 302, mistakes(answer)
    ada.refresh_from_db()
    plan.refresh_from_db()
    assert (ada.died_on, plan.ended_on, plan.end_reason) == (date(2026, 6, 28), date(2026, 6, 28), "Died")
    assert state_of(review) == "not to be held"
    enquiry.refresh_from_db()
    assert enquiry.ended_on is None, "a manager ends it: it may be about her brothers and sisters"
    assert stands(ada, "rcpc_first") <= {"ended"}
    assert "It is recorded: 28 June 2026." in manager.get(where).content.decode()


def test_where_there_is_no_protection_plan_one_in_need_is_offered(cast: Cast, ada: Person) -> None:
    held = {
        "child": ada,
        "kind": "initial",
        "held_on": NOW,
        "is_decision_made": True,
        "decision": "Help, and no plan",
    }
    yes = Conference.objects.create(**held, is_plan_made=True)
    no = Conference.objects.create(**held, is_plan_made=False)
    worker = cast.client("worker")
    for row, is_offered in ((yes, False), (no, True)):
        page = worker.get(reverse("chronology:entry", args=[ada.pk, "conference", row.pk])).content.decode()
        assert (way("in-need-plan", row) in page) is is_offered
    answer = send(worker, way("in-need-plan", no))
    assert answer.status_code == 302, mistakes(answer)
    assert InNeedPlan.objects.get().started_on == NOW
    assert "There is one since" in worker.get(way("in-need-plan", no)).content.decode()
    InNeedPlan.objects.all().delete()
    ProtectionPlan.objects.create(child=ada, started_on=NOW)
    refused = worker.get(way("in-need-plan", no)).content.decode()
    assert "There is a child protection plan since" in refused, "a later conference made one"


def test_another_teams_worker_finds_nothing(cast: Cast, ada: Person, plan: ProtectionPlan) -> None:
    client = cast.client("other_worker")
    for page, row in (
        ("moved-here", ada),
        ("moving-away", plan),
        ("early-review", plan),
        ("birth", plan),
        ("death", ada),
    ):
        assert client.get(way(page, row)).status_code == 404


def test_help_without_a_plan_begins_after_an_assessment_and_ends(cast: Cast, ada: Person) -> None:
    assessment = apps.get_model("front_door.Assessment").objects.create(
        child=ada, started_on=NOW - timedelta(days=30), authorised_on=NOW - timedelta(days=3)
    )
    client = cast.client("worker")
    begin = reverse("protection:in-need-plan-after-assessment", args=[ada.pk, assessment.pk])
    answer = send(client, begin)
    assert answer.status_code == 302, mistakes(answer)
    plan = InNeedPlan.objects.get(child=ada)
    assert plan.started_on == assessment.authorised_on
    assert "There is one since" in client.get(begin).content.decode()
    end = reverse("protection:in-need-plan-end", args=[ada.pk, plan.pk])
    early = (plan.started_on - timedelta(days=1)).strftime("%d/%m/%Y")
    assert (
        "check the day" in send(client, end, {"end-ended_on": early, "end-reason": "Safe"}).content.decode()
    )
    assert send(client, end, {"end-ended_on": "today", "end-reason": "Her aunt helps"}).status_code == 302
    plan.refresh_from_db()
    assert plan.ended_on == NOW
    assert "It ended on" in client.get(end).content.decode()


def test_the_plan_for_a_birth_is_shared_while_the_baby_is_not_born(cast: Cast, ada: Person) -> None:
    client = cast.client("worker")
    assert (
        way("birth-plan", ada) not in client.get(reverse("recording:choose", args=[ada.pk])).content.decode()
    )
    Person.objects.filter(pk=ada.pk).update(birth_on=None, expected_on=NOW + timedelta(days=40))
    answer = send(client, way("birth-plan", ada), {"birth-shared_with": "Her mother and the midwife"})
    assert answer.status_code == 302, mistakes(answer)
    assert BirthPlan.objects.get(child=ada).shared_on == NOW
