"""What a conference said and decided, and a report to it, are put right with a reason, and what follows with them."""

from datetime import date
from typing import Any

import pytest
from sent import mistakes, opened
from test_correcting import way
from written import hold_everything

from cast import Cast
from keel.clock import today
from keel.oversight.actions import reassess
from keel.oversight.models import StoredReading
from keel.people.models import Person
from keel.protection.models import (
    AgencyReport,
    Conference,
    ConferenceAttendance,
    ProtectionPlan,
    WorkerReport,
)
from keel.recording.moves import moves_of

pytestmark = pytest.mark.django_db
HELD, REVIEWED = date(2026, 1, 12), date(2026, 4, 7)


@pytest.fixture(autouse=True)
def one_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KEEL_TODAY", "2026-04-16")


@pytest.fixture
def ada(cast: Cast) -> Person:
    return cast.families["own"].child


@pytest.fixture
def first(ada: Person) -> Conference:
    """The conference that made the plan."""
    made = Conference.objects.create(
        child=ada, kind="initial", held_on=HELD, is_decision_made=True, is_plan_made=True, is_quorate=True,
        category="NEG", harm="Is likely to suffer significant harm", decision="A plan", contingency="Legal planning",
        chair_summary="Hit", next_review_on=date(2026, 4, 10), first_core_group_on=date(2026, 1, 19),
        summary="Zqeverybody spoke", episode="c",
    )  # fmt: skip
    ProtectionPlan.objects.create(
        child=ada, conference=made, started_on=HELD, initial_category="NEG", latest_category="NEG", episode="p",
        first_review_on=date(2026, 4, 10),
    )  # fmt: skip
    return made


@pytest.fixture
def review(ada: Person, first: Conference) -> Conference:
    """The review that ended it."""
    plan = ProtectionPlan.objects.get(child=ada)
    plan.ended_on, plan.end_reason = REVIEWED, "Aged 18"
    plan.save()
    return Conference.objects.create(
        child=ada, kind="review", plan=plan, held_on=REVIEWED, is_decision_made=True, is_plan_made=False,
        is_quorate=True, decision="No plan", chair_summary="Safe", episode="p",
    )  # fmt: skip


def corrected(cast: Cast, who: str, row: Any, page: str, **changes: str) -> Any:
    client = cast.client(who)
    boxes = opened(client, way(row, page)) | {f"right-{name}": value for name, value in changes.items()}
    return client.post(way(row, page), boxes)


def test_the_chair_puts_her_decision_right_and_the_plan_and_its_readings_follow(
    cast: Cast, ada: Person, first: Conference
) -> None:
    hold_everything(today())
    reassess(ada)
    due = StoredReading.objects.filter(child=ada, timescale="rcpc_first")
    before = due.get().due_on
    for who in ("worker", "team_manager", "business"):
        assert cast.client(who).get(way(first, "conference-decision")).status_code == 404, who
    right = {
        "held_on": "9/1/2026",
        "category": "PHY",
        "next_review_on": "8/4/2026",
        "why": "The minutes of the day",
    }
    answer = corrected(cast, "chair", first, "conference-decision", **right)
    assert answer.status_code == 302, mistakes(answer)
    plan = ProtectionPlan.objects.get(child=ada)
    assert (plan.started_on, plan.first_review_on) == (date(2026, 1, 9), date(2026, 4, 8))
    assert (plan.initial_category, plan.latest_category) == ("PHY", "PHY")
    assert due.get().due_on < before, "counted from the day on which it was held"
    page = cast.client("worker").get(answer.headers["Location"]).content.decode()
    for words in ("Decision corrected", "The minutes of the day", "12 January 2026", "“Neglect”"):
        assert words in page, words
    assert "The minutes of the day" in moves_of(plan)[-1].reason


def test_a_review_that_is_put_right_ends_the_plan_on_its_own_day(
    cast: Cast, ada: Person, review: Conference
) -> None:
    answer = corrected(cast, "chair", review, "conference-decision", held_on="8/4/2026", why="A day out")
    assert answer.status_code == 302, mistakes(answer)
    assert ProtectionPlan.objects.get(child=ada).ended_on == date(2026, 4, 8)
    first = Conference.objects.get(kind="initial")
    for row, changes, words in (
        (review, {"held_on": "5/1/2026"}, "The plan that it reviewed began on 12 January 2026"),
        (first, {"held_on": "20/1/2026"}, "The core group would meet before the conference"),
        (first, {"category": ""}, "required"),
    ):
        answer = corrected(cast, "chair", row, "conference-decision", **changes, why="No")
        assert (answer.status_code, words in mistakes(answer)) == (422, True), mistakes(answer)
    reason = "The child is safe enough without it"
    plan = ProtectionPlan.objects.get(child=ada)
    assert corrected(cast, "chair", plan, "plan-end", end_reason=reason, why="Wrong line").status_code == 302
    plan.refresh_from_db()
    assert plan.end_reason == reason


def test_what_was_said_is_put_right_by_whoever_records_it_and_changes_no_decision(
    cast: Cast, first: Conference
) -> None:
    nurse = ConferenceAttendance.objects.create(
        child=first.child, conference=first, name="Kemi", role="Nurse", is_present=False, absence_reason="Ill",
        is_for_plan=True,
    )  # fmt: skip
    said = corrected(
        cast, "business", first, "conference", summary="Zqkemi did not speak", why="She rang to say so"
    )
    assert said.status_code == 302, mistakes(said)
    first.refresh_from_db()
    assert (first.summary, first.decision) == ("Zqkemi did not speak", "A plan")
    page = cast.client("chair").get(said.headers["Location"]).content.decode()
    assert "Zqeverybody spoke" in page, "what stood there"
    there = corrected(cast, "business", nurse, "conference-attendance", is_present="yes", why="She came late")
    assert there.status_code == 302, mistakes(there)
    nurse.refresh_from_db()
    assert (nurse.is_present, nurse.is_for_plan) == (True, True)
    assert cast.client("business").get(way(nurse, "conference-view")).status_code == 404, "the chair's"
    assert (
        corrected(cast, "chair", nurse, "conference-view", is_for_plan="no", why="Misheard").status_code
        == 302
    )


def test_nothing_is_corrected_before_it_is_decided_or_approved(cast: Cast, first: Conference) -> None:
    Conference.objects.update(is_decision_made=False)
    report = WorkerReport.objects.create(child=first.child, conference=first, analysis="Zqanalysis")
    for who, row, page, words in (
        ("business", first, "conference", "has not recorded the decision yet"),
        ("chair", first, "conference-decision", "not recorded yet"),
        ("worker", report, "report", "write on in it"),
    ):
        assert words in cast.client(who).get(way(row, page)).content.decode(), page


def test_an_approved_report_is_put_right_and_says_what_the_manager_approved(
    cast: Cast, first: Conference
) -> None:
    report = WorkerReport.objects.create(
        child=first.child, conference=first, analysis="Zqthe mother drinks", recorded_by=cast["worker"],
        approved_on=date(2026, 1, 8), approved_by=cast.workers["team_manager"],
    )  # fmt: skip
    assert cast.client("chair").get(way(report, "report")).status_code == 404
    answer = corrected(cast, "worker", report, "report", analysis="The aunt drinks", why="I mixed them up")
    assert answer.status_code == 302, mistakes(answer)
    report.refresh_from_db()
    assert (report.analysis, report.approved_on) == ("The aunt drinks", date(2026, 1, 8))
    assert "Zqthe mother drinks" in cast.client("chair").get(answer.headers["Location"]).content.decode()


def test_an_agencys_words_are_put_right_unless_it_wrote_them_here_itself(
    cast: Cast, first: Conference
) -> None:
    came = AgencyReport.objects.create(
        child=first.child,
        conference=first,
        received_on=HELD,
        agency="School",
        view="Zqno plan",
        happened="Zqfell",
    )
    answer = corrected(
        cast, "chair", came, "agency-report", view="A plan", what_happened="He fell", why="Wrong page"
    )
    assert answer.status_code == 302, mistakes(answer)
    came.refresh_from_db()
    assert (came.view, came.happened) == ("A plan", "He fell")
    assert "Zqno plan" in cast.client("chair").get(answer.headers["Location"]).content.decode()
    AgencyReport.objects.update(worker=cast.workers["partner"])
    assert "right-view" not in opened(cast.client("chair"), way(came, "agency-report"))
    corrected(cast, "chair", came, "agency-report", view="Zqours", agency="The school", why="Its name")
    came.refresh_from_db()
    assert (came.view, came.agency) == ("A plan", "The school")
