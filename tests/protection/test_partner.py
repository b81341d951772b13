"""The health visitor does her part: she reads what she is asked to and the plan, and writes under her agency's name."""

from datetime import date, timedelta

import pytest
from django.apps import apps
from django.test import Client
from django.urls import reverse
from sent import opened, send

from cast import Cast
from keel.access.models import AuditEntry
from keel.clock import today
from keel.people.models import Person
from keel.protection.models import (
    ActionProgress,
    AgencyReport,
    Conference,
    ConferenceAttendance,
    CoreGroup,
    CoreGroupAttendance,
    CoreGroupUpdate,
    ParentViews,
    PlanAction,
    PlanMember,
    PlanVersion,
    ProtectionPlan,
    StrategyAccount,
    StrategyAgency,
    StrategyDiscussion,
    Visit,
)
from keel.protection.preparing import readiness
from keel.recording.models import Draft
from keel.report.wording import day_text
from keel.workforce.models import Involvement, Team

pytestmark = pytest.mark.django_db
HEALTH = "Health visiting"
REPORT = {
    "report-what_happened": "Zqweighed on 3 June", "report-strengths": "Zqgran", "report-worries": "Zqasleep at noon",
    "report-view": "Zqyes, a plan", "report-is_shared_with_parents": "yes",
}  # fmt: skip
OTHER_PAGES = (
    "chronology:child", "chronology:chronology", "chronology:records", "recording:choose", "protection:plan",
    "people:person", "people:network", "protection:visit", "protection:core-group",
)  # fmt: skip


@pytest.fixture
def ada(cast: Cast) -> Person:
    """A child whom she helps: a review to come that she is asked to, and a plan in which her agency has an action."""
    child, health = cast.families["own"].child, Team.objects.create(key="T17", name=HEALTH)
    apps.get_model("workforce.Worker").objects.filter(user=cast["partner"]).update(team=health)
    Involvement.objects.create(
        child=child,
        worker=cast.workers["partner"],
        role="health_visitor",
        holds_case=False,
        started_on=date(2026, 1, 5),
    )
    for key in ("restricted", "excluded", "hidden"):  # closed to her, though she helps them too
        closed = cast.families[key].child
        Involvement.objects.create(child=closed, worker=cast.workers["partner"], role="partner")
    plan = ProtectionPlan.objects.create(child=child, started_on=today() - timedelta(weeks=6))
    version = PlanVersion.objects.create(
        child=child, plan=plan, version=2, published_on=today() - timedelta(weeks=4), worry="Zqworry",
        child_views="Zqprivate words", are_child_views_shown=False, legal_decision="Zqlegal advice",
        core_group_on=today() + timedelta(days=9),
    )  # fmt: skip
    ParentViews.objects.create(child=child, version=version, name="Mother", views="Zqmother said")
    PlanMember.objects.create(
        child=child, version=version, name="Kemi Balogun", role="Health visitor", agency=HEALTH
    )
    for agency, what in ((HEALTH, "Weigh her each week"), ("Lantern Primary", "Hear her read")):
        PlanAction.objects.create(
            child=child,
            version=version,
            agency=agency,
            action=what,
            owner="",
            due_on=today() - timedelta(days=1),
        )
    review = Conference.objects.create(
        child=child, kind="review", plan=plan, planned_on=today() + timedelta(days=12)
    )
    ConferenceAttendance.objects.create(child=child, conference=review, name="Kemi Balogun", agency="Health")
    Conference.objects.create(
        child=child, kind="initial", held_on=today() - timedelta(weeks=6), summary="Zqnot asked to this"
    )
    Visit.objects.create(child=child, visited_on=today(), own_words="Zqvisit words")
    return child


@pytest.fixture
def kemi(cast: Cast, ada: Person) -> Client:
    return cast.client("partner")


def page_of(child: Person) -> str:
    return reverse("protection:helping-child", args=[child.pk])


def text_of(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def test_her_home_names_only_the_children_she_helps_and_what_is_asked_of_her(
    kemi: Client, ada: Person
) -> None:
    assert kemi.get("/").headers["Location"] == reverse("protection:helping")
    page = kemi.get(reverse("protection:helping"))
    (row,) = page.context["rows"]
    assert row[0]["words"].startswith("Ada Zqown")
    assert "Review conference" in row[1]
    said = page.content.decode()
    for words in ("Your report for the conference", "1 action, 1 late", "Your update for the core group"):
        assert words in said
    for other in ("Cal ", "Zqother", "Zqrestricted", "Zqhidden"):
        assert other not in said


def test_her_page_of_a_child_has_the_plan_without_what_is_not_hers_and_the_look_is_noted(
    cast: Cast, kemi: Client, ada: Person
) -> None:
    page = text_of(kemi, page_of(ada))
    for words in (
        "Zqworry",
        "Weigh her each week",
        "Hear her read",
        "Write your report",
        "Write your update",
    ):
        assert words in page
    for kept in ("Zqprivate", "Zqlegal", "Zqmother", "Zqnot asked", "Zqvisit", "Rosa"):
        assert kept not in page, kept
    looked = AuditEntry.objects.filter(code="child.looked_at", actor=cast["partner"], person_id=ada.pk)
    assert looked.get().detail["why"] == "Helps this child from another agency."
    PlanVersion.objects.update(are_child_views_shown=True)
    assert "Zqprivate words" in text_of(kemi, page_of(ada))


def test_every_other_page_of_the_child_and_her_page_of_every_other_child_is_as_if_it_were_not(
    cast: Cast, kemi: Client, ada: Person
) -> None:
    version = PlanVersion.objects.get(child=ada)
    for name in OTHER_PAGES:
        assert kemi.get(reverse(name, args=[ada.pk])).status_code == 404, name
    assert kemi.get(reverse("protection:plan-family", args=[ada.pk, version.pk])).status_code == 404
    sister, mother = cast.families["own"].children[1], cast.families["own"].mother
    for one in (
        sister,
        mother,
        *(cast.families[key].child for key in ("other", "restricted", "excluded", "hidden")),
    ):
        assert kemi.get(page_of(one)).status_code == 404
    for way in ("/people/", "/mine/", "/front-door/", "/plans/signed-anyway"):
        assert kemi.get(way).status_code in (403, 404), way
    assert cast.client("worker").get(page_of(ada)).status_code == 404, "the page is hers alone"


def test_her_agencys_report_stands_with_the_conference_under_its_name(
    cast: Cast, kemi: Client, ada: Person
) -> None:
    review = Conference.objects.get(child=ada, kind="review")
    way = reverse("protection:agency-report", args=[ada.pk, review.pk])
    short = send(kemi, way, REPORT | {"report-view": ""})
    assert short.status_code == 422
    assert "Say what your agency thinks" in short.content.decode()
    assert Draft.objects.get(user=cast["partner"]).words["report-strengths"] == ["Zqgran"], (
        "nothing typed is lost"
    )
    assert send(kemi, way, REPORT).headers["Location"] == page_of(ada)
    report = AgencyReport.objects.get(conference=review)
    assert (report.agency, report.received_on, report.worker) == (HEALTH, today(), cast.workers["partner"])
    assert "Zqyes, a plan" in text_of(kemi, page_of(ada))
    worker = cast.client("worker")
    entry = text_of(worker, reverse("chronology:entry", args=[ada.pk, "agencyreport", report.pk]))
    assert "Zqasleep at noon" in entry
    assert HEALTH in entry
    asked = text_of(
        cast.client("business"), reverse("protection:conference-people", args=[ada.pk, review.pk])
    )
    assert f"Report of Health: {day_text(today())}" in asked, (
        "it answers the invitation, as that names her agency"
    )
    assert f"Report of {HEALTH}" not in asked
    jobs = apps.get_model("procrastinate.ProcrastinateJob").objects.filter(task_name="oversight.read_one")
    assert jobs.get().args == {"child": str(ada.pk)}, (
        "what follows is read by the worker, who sees the whole record"
    )


def test_her_report_answers_her_own_invitation_though_it_names_her_agency_otherwise(
    cast: Cast, kemi: Client, ada: Person
) -> None:
    review = Conference.objects.get(child=ada, kind="review")
    asked = ConferenceAttendance.objects.filter(conference=review, name="Kemi Balogun", agency="Health")
    assert (
        send(kemi, reverse("protection:agency-report", args=[ada.pk, review.pk]), REPORT).status_code == 302
    )
    assert AgencyReport.objects.get().invitation == asked.get()
    assert not [words for words in readiness(review)[1] if words.startswith("Report of")]
    AgencyReport.objects.update(recorded_by=cast["business"], worker=None, agency="Health")
    assert "Your report for the conference" not in text_of(kemi, reverse("protection:helping")), (
        "what came in for her is not asked of her again"
    )


def test_she_writes_no_report_for_a_conference_that_is_over_or_that_she_is_not_asked_to(
    kemi: Client, ada: Person
) -> None:
    for one, status in (
        (Conference.objects.get(kind="initial"), 404),
        (Conference.objects.get(kind="review"), 200),
    ):
        assert kemi.get(reverse("protection:agency-report", args=[ada.pk, one.pk])).status_code == status
    review = Conference.objects.get(kind="review")
    way = reverse("protection:agency-report", args=[ada.pk, review.pk])
    boxes = opened(kemi, way) | REPORT
    Conference.objects.filter(pk=review.pk).update(held_on=today())
    answer = kemi.post(way, boxes)
    assert answer.status_code == 409
    assert "The conference was held on" in answer.content.decode()
    assert not AgencyReport.objects.exists()


def test_she_tells_of_her_own_agencys_action_and_cannot_mark_anothers_done(
    cast: Cast, kemi: Client, ada: Person
) -> None:
    hers, theirs = PlanAction.objects.get(agency=HEALTH), PlanAction.objects.exclude(agency=HEALTH).get()
    told = {"told-told": "Zqweighed, 9.1 kg", "told-done_on": "today", "told-is_done": "yes"}
    way = reverse("protection:agency-action", args=[ada.pk, hers.pk])
    boxes = opened(kemi, way) | told
    refused = kemi.post(reverse("protection:agency-action", args=[ada.pk, theirs.pk]), boxes)
    assert refused.status_code == 404
    theirs.refresh_from_db()
    assert theirs.done_on is None
    page = text_of(kemi, reverse("protection:agency-action", args=[ada.pk, theirs.pk]))
    assert "This action is for Lantern Primary to tell of" in page
    assert kemi.post(way, boxes | {"told-is_done": "no", "told-done_on": "tomorrow"}).status_code == 422
    assert send(kemi, way, told).status_code == 302
    hers.refresh_from_db()
    assert hers.done_on == today()
    assert ActionProgress.objects.get(action=hers).agency == HEALTH
    beside = text_of(cast.client("worker"), reverse("protection:core-group", args=[ada.pk]))
    assert "Zqweighed, 9.1 kg" in beside
    assert HEALTH in beside


def test_her_update_waits_for_the_core_group_and_stands_with_it_once_it_met(
    cast: Cast, kemi: Client, ada: Person
) -> None:
    plan = ProtectionPlan.objects.get(child=ada)
    words = {"update-done": "Zqtwo visits", "update-seen": "Zqsmiled", "update-view": "Zqbetter"}
    assert send(kemi, reverse("protection:agency-update", args=[ada.pk, plan.pk]), words).status_code == 302
    worker, way = cast.client("worker"), reverse("protection:core-group", args=[ada.pk])
    assert "Zqsmiled" in text_of(worker, way)
    group = CoreGroup.objects.create(child=ada, plan=plan, held_on=today(), stopping_progress="Zqdamp")
    CoreGroupAttendance.objects.create(child=ada, core_group=group, name="Kemi Balogun", is_invited=True)
    assert "Zqdamp" not in text_of(kemi, page_of(ada)), "its record is not sent yet"
    CoreGroup.objects.update(record_shared_on=today())
    CoreGroupUpdate.objects.update(core_group=group)
    assert "Zqdamp" in text_of(kemi, page_of(ada))
    entry = text_of(worker, reverse("chronology:entry", args=[ada.pk, "coregroup", group.pk]))
    assert HEALTH in entry


def test_the_social_worker_says_who_helps_and_when_it_ended(cast: Cast, kemi: Client, ada: Person) -> None:
    cal, worker = cast.families["own"].children[1], cast.client("worker")
    way = reverse("protection:helper", args=[cal.pk])
    assert kemi.get(way).status_code == 404, "nobody lets herself in"
    kemi_worker = cast.workers["partner"]
    answer = send(worker, way, {"join-worker": str(kemi_worker.pk), "join-started_on": "today"})
    assert answer.status_code == 302
    assert kemi.get(page_of(cal)).status_code == 200
    again = send(worker, way, {"join-worker": str(kemi_worker.pk)})
    assert "already" in again.content.decode()
    nobody = send(worker, way, {"join-worker": str(cast.workers["other_worker"].pk)})
    assert nobody.status_code == 422, "only somebody of another agency: a colleague is allocated"
    row = Involvement.objects.get(child=cal, worker=kemi_worker)
    assert reverse("protection:helper-left", args=[cal.pk, row.pk]) in text_of(
        worker, answer.headers["Location"]
    )
    left = reverse("protection:helper-left", args=[cal.pk, row.pk])
    before = (row.started_on - timedelta(days=1)).strftime("%d/%m/%Y")
    too_early = send(worker, left, {"leave-ended_on": before, "leave-reason_for_change": "Zqmoved on"})
    assert too_early.status_code == 422
    assert "The help began on" in too_early.content.decode()
    assert "Zqmoved on" in too_early.content.decode(), "what she typed is kept"
    assert send(worker, left, {"leave-ended_on": "today"}).status_code == 302
    assert kemi.get(page_of(cal)).status_code == 404
    held = Involvement.objects.get(child=cal, worker=cast.workers["worker"])
    refused = text_of(worker, reverse("protection:helper-left", args=[cal.pk, held.pk]))
    assert "This is not the help of another agency" in refused


def test_she_writes_what_her_agency_shared_at_a_strategy_discussion_until_it_is_decided(
    cast: Cast, kemi: Client, ada: Person
) -> None:
    talk = StrategyDiscussion.objects.create(
        child=ada,
        held_on=today(),
        decision="Zqproposed",
        is_enquiry_proposed=True,
        recorded_by=cast["worker"],
    )
    hers, theirs = (
        StrategyAgency.objects.create(
            child=ada, discussion=talk, agency=agency, name=name, information=f"Zq{agency} said"
        )
        for agency, name in (("Health", "kemi balogun"), ("Police", "Sgt Cole"))
    )
    assert "What your agency shared at a strategy discussion" in text_of(kemi, reverse("protection:helping"))
    way = reverse("protection:agency-account", args=[ada.pk, hers.pk])
    other = reverse("protection:agency-account", args=[ada.pk, theirs.pk])
    page = text_of(kemi, page_of(ada))
    assert way in page
    for kept in ("Zqproposed", "ZqPolice", "Sgt Cole"):
        assert kept not in page, kept
    assert kemi.get(other).status_code == 404, "what the police shared is not hers to see, nor to write"
    assert send(kemi, way, {"account-information": ""}).status_code == 422
    assert send(kemi, way, {"account-information": "Zqtwo bruises in May"}).headers["Location"] == page_of(
        ada
    )
    account = StrategyAccount.objects.get()
    assert (account.agency, account.worker, account.asked) == (HEALTH, cast.workers["partner"], hers)
    hers.refresh_from_db()
    assert hers.information == "ZqHealth said", "what the social worker wrote down stays"
    decides = text_of(
        cast.client("team_manager"), reverse("protection:strategy-decision", args=[ada.pk, talk.pk])
    )
    assert "Zqtwo bruises in May" in decides
    assert HEALTH in decides
    boxes = opened(kemi, way) | {"account-information": "Zqtoo late"}
    StrategyDiscussion.objects.update(decided_on=today())
    assert kemi.post(way, boxes).status_code == 404
    assert StrategyAccount.objects.count() == 1
    assert way not in text_of(kemi, page_of(ada))
