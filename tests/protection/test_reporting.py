"""The social worker's report for a conference: prefilled, whole, approved by another, and given to the family."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.apps import apps
from django.urls import reverse
from sent import mistakes, opened, send
from test_plans import fill
from written import hold_everything

from cast import Cast
from keel.oversight.actions import reassess
from keel.oversight.models import StoredReading
from keel.people.models import Household, HouseholdMember, Person
from keel.protection.models import (
    ActionProgress,
    AgencyReport,
    Conference,
    ConferenceReport,
    CoreGroup,
    CoreGroupAttendance,
    InNeedVisit,
    OutcomeProgress,
    PlanAction,
    PlanOutcome,
    ProtectionPlan,
    ReportChild,
    ReportOutcome,
    Visit,
    WorkerReport,
)
from keel.protection.planning import begin
from keel.protection.reporting import PARTS
from keel.recording.moves import state_of
from keel.recording.sheets import Sheet

pytestmark = pytest.mark.django_db
NOW = date(2026, 6, 30)
PREFILLED = 0.6  # of the boxes of a review report, where the record knows
JUDGED = {
    "report-analysis": "Ada is safer at night. Ada is still afraid of her mother’s friend.",
    "report-risk": "Ada may be left alone again: unlikely, and serious.",
    "report-options": "A plan, or help without one", "report-recommendation": "The plan goes on",
    "report-recommendation_reason": "Ada has been safe for three weeks only.",
    "report-is_family_tree_right": "yes", "others-0-is_considered": "yes", "others-0-reason": "Cal is well",
    "report-family_history": "Zqhistory: none is known",
}  # fmt: skip


@pytest.fixture(autouse=True)
def a_working_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KEEL_TODAY", NOW.isoformat())


@pytest.fixture
def ada(cast: Cast) -> Person:
    """A child three months on a plan: visited, with core groups, as the record of such a child holds it."""
    child = Person.objects.with_names().get(pk=cast.families["own"].child.pk)
    first = Conference.objects.create(
        child=child, kind="initial", held_on=date(2026, 3, 30), is_plan_made=True
    )
    plan = ProtectionPlan.objects.create(
        child=child, conference=first, started_on=first.held_on, initial_category="NEG", episode="plan-1"
    )
    version = fill(cast, begin(plan, by=cast["worker"], worker=cast.workers["worker"]), child)
    version.published_on = date(2026, 4, 14)
    version.save()
    _lived(cast, child)
    home = Household.objects.create()
    for person in cast.families["own"].everyone:
        HouseholdMember.objects.create(household=home, person=person)
    return child


def _lived(cast: Cast, child: Person) -> None:
    plan = ProtectionPlan.objects.get(child=child)
    for week in range(1, 12, 2):
        Visit.objects.create(
            child=child, plan=plan, kind="held", visited_on=date(2026, 3, 30) + timedelta(weeks=week),
            is_child_seen=True, is_seen_alone=week > 1, own_words=f"Zqweek{week} I sleep", parent_words="I try",
        )  # fmt: skip
    group = CoreGroup.objects.create(
        child=child,
        plan=plan,
        held_on=date(2026, 5, 12),
        parent_views="Zqrosa is tired",
        stopping_progress="Money",
    )
    base = {"child": child, "core_group": group}
    CoreGroupAttendance.objects.create(**base, name="Kemi Balogun", role="Health visitor", is_present=True)
    CoreGroupAttendance.objects.create(**base, name="Rosa", is_present=False, absence_reason="Zqat work")
    OutcomeProgress.objects.create(
        **base,
        outcome=PlanOutcome.objects.get(child=child),
        scale=6,
        direction="better",
        evidence="The diary",
    )
    ActionProgress.objects.create(
        **base,
        action=PlanAction.objects.get(child=child),
        is_done=False,
        new_due_on=date(2026, 7, 20),
        reason="Zqlate",
    )


@pytest.fixture
def review(ada: Person) -> Conference:
    made = Conference.objects.create(
        child=ada, kind="review", plan=ProtectionPlan.objects.get(child=ada), planned_on=date(2026, 7, 14)
    )
    AgencyReport.objects.create(child=ada, conference=made, agency="Health", received_on=NOW)
    apps.get_model("front_door.Assessment").objects.create(
        child=ada, authorised_on=date(2026, 3, 20), parenting="Zqparenting: warm by day", needs="Sleep"
    )
    return made


def way(row: Any, page: str = "report") -> str:
    return reverse(f"protection:{page}", args=[row.child_id, row.pk])


@pytest.fixture
def report(cast: Cast, review: Conference) -> WorkerReport:
    answer = send(cast.client("worker"), way(review), JUDGED)
    assert answer.status_code == 302, mistakes(answer)
    return WorkerReport.objects.get()


def test_most_of_a_review_report_stands_there_before_anybody_types(cast: Cast, review: Conference) -> None:
    sheet: Sheet = cast.client("worker").get(way(review)).context["sheet"]
    boxes = [*sheet.forms["report"].visible_fields()]
    boxes += [box for form in sheet.forms["outcomes"].forms for box in form.visible_fields()]
    boxes += [box for form in sheet.forms["others"].initial_forms for box in form.visible_fields()]
    known = [box for box in boxes if str(box.value() or "").strip()]
    assert len(known) / len(boxes) >= PREFILLED, [box.name for box in boxes if box not in known]
    assert not {"analysis", "risk", "recommendation"} & {box.name for box in known}, (
        "judgements are the worker's own"
    )


def test_what_stands_there_is_what_the_record_says_and_from_when(cast: Cast, review: Conference) -> None:
    said = opened(cast.client("worker"), way(review))
    assert "15 June 2026: “Zqweek11 I sleep”" in said["report-child_views"]
    assert "seen yes, alone no" in said["report-seen"].splitlines()[0]
    assert "Not there: Rosa (Zqat work)" in said["report-core_groups"]
    assert "not done, now by 20 July 2026: Zqlate" in said["report-actions"]
    assert "Zqlegal not now" in said["report-legal_planning"]
    assert "Rosa" in said["report-household"]
    assert said["report-parenting"].startswith("From the assessment of 20 March 2026:")
    assert (said["outcomes-0-scale"], said["outcomes-0-evidence"]) == (
        "6",
        "Core group of 12 May 2026: The diary",
    )
    InNeedVisit.objects.create(
        child=review.child, visited_on=date(2026, 6, 20), is_child_seen=True, own_words="Zqno plan yet"
    )
    said = opened(cast.client("worker"), way(review))
    assert "20 June 2026 (child in need visit): “Zqno plan yet”" in said["report-child_views"]
    assert "20 June 2026: child in need visit, seen yes, alone not recorded" in said["report-seen"]
    other = cast.families["other"].child
    Visit.objects.create(child=other, kind="held", visited_on=NOW, own_words="Zqother")
    assert "Zqother" not in str(opened(cast.client("worker"), way(review)))


def test_what_came_before_the_last_conference_is_not_told_again(
    cast: Cast, ada: Person, review: Conference
) -> None:
    Conference.objects.create(child=ada, kind="review", held_on=date(2026, 6, 1), plan=review.plan)
    said = opened(cast.client("worker"), way(review))
    assert "Zqweek11" in said["report-child_views"]
    assert "Zqweek3" not in said["report-child_views"]
    assert "report-core_groups" not in said, "none since"


def test_nothing_that_a_report_must_hold_is_left_out(cast: Cast, review: Conference) -> None:
    needed = {name: part.needed.replace("{name}", "Ada") for name, part in PARTS.items() if part.needed}
    empty = {f"report-{name}": "" for name in needed}
    others = {
        "others-0-is_considered": "", "others-0-reason": "", "outcomes-0-evidence": "",
        "report-is_family_tree_right": "",
    }  # fmt: skip
    answer = send(cast.client("worker"), way(review), JUDGED | empty | others)
    assert answer.status_code == 422
    told = mistakes(answer)
    wanted = [
        *needed.values(),
        "is considered",
        "or why it is not needed",
        "Say how you know",
        "Say whether the family tree is right",
    ]
    assert [words for words in wanted if words not in told] == []
    assert not WorkerReport.objects.exists()
    assert PARTS["family_views"].needed == "", "the others of the family are asked for, and not insisted on"


def test_an_initial_report_asks_nothing_of_a_plan_that_is_not_there(cast: Cast) -> None:
    child = cast.families["own"].child
    first = Conference.objects.create(
        child=child, kind="initial", planned_on=date(2026, 7, 14), reason="Zqbruises"
    )
    said = opened(cast.client("worker"), way(first))
    assert said["report-reason"] == "Zqbruises"
    names = set(cast.client("worker").get(way(first)).context["sheet"].forms["report"].fields)
    assert not names & {"core_groups", "actions", "legal_planning"}


def test_the_report_waits_for_a_manager_and_says_what_is_weak(cast: Cast, report: WorkerReport) -> None:
    assert (report.written_on, report.approved_on, state_of(report)) == (NOW, None, "written")
    assert ReportOutcome.objects.get(report=report).scale == 6
    other = ReportChild.objects.get(report=report)
    assert (other.other, other.is_considered) == (cast.families["own"].children[1], True)
    page = cast.client("team_manager").get(way(report, "report-decision")).content.decode()
    assert "The reason does not name Ada." not in page
    assert "Nobody else of the family was asked." in page
    client = cast.client("worker")
    assert client.get(way(report, "report-decision")).status_code == 404, "who wrote it does not approve it"
    assert "A manager has not approved it yet." in client.get(way(report, "report-given")).content.decode()
    assert cast.client("other_worker").get(way(report.conference)).status_code == 404


def test_a_manager_who_wrote_in_it_does_not_approve_it(cast: Cast, report: WorkerReport) -> None:
    WorkerReport.objects.update(recorded_by=cast["team_manager"])
    answer = cast.client("team_manager").post(
        way(report, "report-decision"), {"decision-decision": "approve", "decision-comment": "Mine"}
    )
    assert answer.status_code == 409
    assert "You wrote this report." in answer.content.decode()
    report.refresh_from_db()
    assert report.approved_on is None


def test_it_is_sent_back_written_on_and_approved_and_then_stands(cast: Cast, report: WorkerReport) -> None:
    manager, worker = cast.client("team_manager"), cast.client("worker")
    send(
        manager, way(report, "report-decision"), decision__decision="back", decision__comment="Zqwhat of Cal?"
    )
    assert state_of(report) == "sent back"
    assert "not written again yet" in manager.get(way(report, "report-decision")).content.decode()
    page = worker.get(way(report, "report-again")).content.decode()
    assert "Zqwhat of Cal?" in page
    send(worker, way(report, "report-again"), others__0__reason="Cal sleeps at his aunt’s")
    assert ReportChild.objects.get(report=report).reason == "Cal sleeps at his aunt’s", (
        "changed where it stands"
    )
    assert ReportOutcome.objects.filter(report=report).count() == 1
    again = opened(worker, way(report, "report-again"))
    answer = send(
        manager, way(report, "report-decision"), decision__decision="approve", decision__comment="Clear now"
    )
    assert answer.status_code == 302, mistakes(answer)
    report.refresh_from_db()
    assert (report.approved_on, report.approved_by) == (NOW, cast.workers["team_manager"])
    assert worker.post(way(report, "report-again"), again).status_code == 409, "approved: it stands as it is"
    assert worker.post(way(report.conference), again).status_code == 409, "one report of a conference"


def test_it_is_shared_once_every_parent_has_had_it(cast: Cast, ada: Person, report: WorkerReport) -> None:
    hold_everything(NOW)
    reassess(ada)
    father = Person.objects.create(birth_on=date(1988, 1, 1))
    ada.relationships.create(other=father, relation="father")
    WorkerReport.objects.update(approved_on=NOW)
    client = cast.client("worker")
    people = [ada.relationships.get(relation="mother").other, father]
    names = [
        form.initial["person"]
        for form in client.get(way(report, "report-given")).context["sheet"].forms["family"].forms
    ]
    assert set(names) == {*(one.pk for one in people), ada.pk}
    at = {key: names.index(key) for key in names}
    send(
        client,
        way(report, "report-given"),
        {f"family-{at[people[0].pk]}-shared_on": "29/6/2026", "chair-chair_on": "today"},
    )
    shared = ConferenceReport.objects.filter(report=report)
    assert not shared.filter(is_shared_with_parents=True).exists(), "one of two parents is not the parents"
    assert shared.get(is_received_by_chair=True).shared_on == NOW
    words = {
        f"family-{at[father.pk]}-shared_on": "today",
        f"family-{at[father.pk]}-comments": "Zqnot true of May",
    }
    send(client, way(report, "report-given"), words)
    assert shared.get(is_shared_with_parents=True).person == father
    assert shared.count() == 3, "nobody twice"
    met = StoredReading.objects.filter(child=ada, timescale__startswith="conf_report").values_list(
        "status", flat=True
    )
    assert "overdue" not in met


def test_a_report_that_is_written_here_is_not_given_out_before_it_is_approved(
    cast: Cast, report: WorkerReport
) -> None:
    page = cast.client("worker").get(
        reverse("chronology:entry", args=[report.child_id, "conference", report.conference_id])
    )
    assert "Say who has had the social worker’s report" not in page.content.decode()
