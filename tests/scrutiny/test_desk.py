"""The chair's desk, all chairs for whoever manages them, and the register."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from written import hold_everything

from cast import Cast
from keel.oversight.actions import reassess
from keel.oversight.models import (
    ChairMidpoint,
    Challenge,
    ChallengeStage,
    CriticalSignal,
    Escalation,
    SeniorReview,
    StoredReading,
)
from keel.oversight.rules_held import standards_held
from keel.people.models import Person
from keel.protection.models import (
    AgencyReport,
    Conference,
    ConferenceAttendance,
    ConferenceReport,
    CoreGroup,
    PlanApproval,
    PlanVersion,
    ProtectionPlan,
)
from keel.report.wording import short_day
from keel.scrutiny.desk import Child, children_of
from keel.scrutiny.judging import (
    ages,
    conference_cells,
    is_midpoint_late,
    limit,
    midpoint_cell,
    midpoint_due,
    review_cell,
    undecided_ages,
)
from keel.scrutiny.open_questions import unanswered
from keel.scrutiny.showing import chair_rows, figures
from keel.scrutiny.stages import CHALLENGE, stages
from keel.scrutiny.upwards import send
from keel.workforce.models import Involvement

pytestmark = pytest.mark.django_db
NOW = date(2026, 6, 30)


@pytest.fixture
def plan(child: Person) -> ProtectionPlan:
    """Begun in March, with its first review set for the middle of the summer."""
    ProtectionPlan.objects.update(started_on=date(2026, 3, 2), first_review_on=date(2026, 6, 2))
    return ProtectionPlan.objects.get()


@pytest.fixture
def ahead(child: Person, plan: ProtectionPlan) -> Conference:
    """A review in a week, for which the school was asked and wrote and the police did not."""
    row = Conference.objects.create(child=child, kind="review", plan=plan, planned_on=date(2026, 7, 7))
    for agency in ("School", "Police", "Family"):
        ConferenceAttendance.objects.create(child=child, conference=row, agency=agency)
    AgencyReport.objects.create(child=child, conference=row, agency="School", received_on=NOW)
    ConferenceReport.objects.create(child=child, conference=row, shared_on=NOW, is_shared_with_parents=True)
    version = PlanVersion.objects.create(
        child=child, plan=plan, version=2, published_on=NOW, child_views_on=NOW
    )
    PlanApproval.objects.create(
        child=child,
        version=version,
        approved_on=NOW,
        gate_passed=False,
        override_reason="A place is free today only",
    )
    for day in (date(2026, 2, 1), date(2026, 5, 4)):  # before this plan, and under it
        CoreGroup.objects.create(child=child, plan=plan, held_on=day)
    return row


def of_desk(cast: Cast, child: Person) -> Child:
    row = Involvement.objects.get(child=child, worker=cast.workers["chair"])
    (made,) = children_of([row])
    return made


def words(cells: list[Any]) -> list[Any]:
    return [cell["words"] if isinstance(cell, dict) else cell for cell in cells]


def test_the_middle_between_conferences_is_that_of_the_childs_reading(
    cast: Cast, child: Person, plan: ProtectionPlan
) -> None:
    hold_everything(NOW)
    reassess(child)
    there = of_desk(cast, child)
    assert midpoint_due(there) == StoredReading.objects.get(child=child, timescale="chair_midpoint").due_on
    assert is_midpoint_late(there)
    ChairMidpoint.objects.create(child=child, checked_on=date(2026, 2, 1), episode=plan.episode)
    assert is_midpoint_late(of_desk(cast, child)), "she looked at the time of an earlier conference"
    ChairMidpoint.objects.create(child=child, checked_on=NOW, episode=plan.episode)
    assert not is_midpoint_late(of_desk(cast, child))


def test_where_no_day_is_set_for_the_next_conference_the_middle_cannot_be_told(
    cast: Cast, child: Person, plan: ProtectionPlan
) -> None:
    ProtectionPlan.objects.update(first_review_on=None)
    StoredReading.objects.filter(child=child).delete()
    there = of_desk(cast, child)
    assert midpoint_due(there) is None
    assert midpoint_cell(there)["words"] == "Cannot be told", "and not in time"
    Conference.objects.create(child=child, kind="review", plan=plan, planned_on=date(2026, 6, 2))
    assert is_midpoint_late(of_desk(cast, child)), "the day that is booked will do"


def test_where_no_review_is_booked_its_last_day_is_that_of_the_reading_and_the_middle_goes_by_it(
    cast: Cast, child: Person, plan: ProtectionPlan
) -> None:
    hold_everything(NOW)
    ProtectionPlan.objects.update(first_review_on=None)
    reassess(child)
    last = StoredReading.objects.get(child=child, timescale="rcpc_first")
    assert last.status == "overdue"
    there = of_desk(cast, child)
    cell = review_cell(there)
    assert (cell["words"], cell["hint"], cell["kind"]) == (
        f"Was due by {short_day(last.due_on)}", "None booked", "overdue"
    )  # fmt: skip
    assert is_midpoint_late(there)
    due = midpoint_due(there)
    assert due is not None
    assert plan.started_on < due < last.due_on
    StoredReading.objects.filter(pk=last.pk).update(due_on=date(2026, 8, 1), status="running")
    assert review_cell(of_desk(cast, child))["kind"] == ""


def test_what_cannot_be_told_is_counted_beside_what_is_overdue_and_is_not_calm(
    cast: Cast, child: Person, plan: ProtectionPlan
) -> None:
    ProtectionPlan.objects.update(first_review_on=None)
    StoredReading.objects.filter(child=child).delete()
    there = of_desk(cast, child)
    found = next(each for each in figures([there], 20) if each["words"] == "looks half way overdue")
    assert (found["number"], found["note"], found["kind"]) == ("0", "1 cannot be told", "cannot-be-computed")
    (row,) = chair_rows([there], 20)
    assert (row[3]["words"], row[3]["hint"]) == ("0", "1 cannot be told")


def test_a_look_of_an_earlier_interval_does_not_take_the_way_to_this_one_away(
    cast: Cast, child: Person, plan: ProtectionPlan
) -> None:
    where = reverse("scrutiny:chair-midpoint", args=[child.pk, plan.pk])
    look = ChairMidpoint.objects.create(child=child, checked_on=date(2026, 2, 1), episode=plan.episode)
    desk = cast.client("chair").get(reverse("scrutiny:desk")).content.decode()
    assert where in desk
    ChairMidpoint.objects.filter(pk=look.pk).update(checked_on=NOW)
    assert where not in cast.client("chair").get(reverse("scrutiny:desk")).content.decode()


def test_an_age_of_the_plan_waits_until_somebody_senior_decides(
    cast: Cast, child: Person, plan: ProtectionPlan
) -> None:
    ProtectionPlan.objects.update(started_on=date(2025, 4, 30))
    assert [age.kind for age in ages(of_desk(cast, child))] == ["9", "12"]
    SeniorReview.objects.create(child=child, kind="9", held_on=date(2026, 2, 2))
    SeniorReview.objects.create(child=child, kind="12", held_on=date(2024, 2, 2))  # of an earlier plan
    assert [age.kind for age in undecided_ages(of_desk(cast, child))] == ["12"]


def test_how_ready_a_conference_is(cast: Cast, child: Person, ahead: Conference) -> None:
    when, agencies, parents, chair, gate, groups, views = conference_cells(of_desk(cast, child))
    assert when["words"] == "7 Jul 2026"
    assert (agencies["words"], agencies["hint"]) == ("1 of 2", "Not yet: Police")
    police = ConferenceAttendance.objects.get(conference=ahead, agency="Police")
    AgencyReport.objects.create(
        child=child, conference=ahead, agency="Public protection", invitation=police, received_on=NOW
    )
    assert conference_cells(of_desk(cast, child))[1]["words"] == "2 of 2", "it answers the invitation"
    assert (parents["words"], parents["hint"]) == ("30 Jun 2026", "in time")
    assert chair["words"] == "Not yet"
    assert (gate["words"], gate["kind"]) == ("Did not pass", "overdue")
    assert groups["words"] == "1", "a core group before the last conference is of another time"
    assert views["words"] == "30 Jun 2026"
    ConferenceReport.objects.update(shared_on=date(2026, 7, 6))
    assert conference_cells(of_desk(cast, child))[2]["hint"] == "late"


def test_the_desk_asks_for_a_word_about_each_red_signal(
    cast: Cast, child: Person, red: CriticalSignal, ahead: Conference
) -> None:
    page = cast.client("chair").get(reverse("scrutiny:desk")).content.decode()
    assert reverse("scrutiny:no-challenge", args=[child.pk, red.pk]) in page
    assert f"{reverse('scrutiny:challenge', args=[child.pk])}?signal={red.signal}" in page
    assert f"limit {limit()[0]}" in page
    assert cast.families["hidden"].canary not in page
    chosen = cast.client("chair").get(
        reverse("scrutiny:challenge", args=[child.pk]) + f"?signal={red.signal}"
    )
    assert chosen.context["sheet"].forms["challenge"]["trigger"].value() == red.signal


def test_a_desk_takes_as_many_statements_for_many_children_as_for_one(
    cast: Cast, child: Person, red: CriticalSignal, ahead: Conference
) -> None:
    def statements() -> int:
        client = cast.client("chair")
        with CaptureQueriesContext(
            connection,
        ) as caught:
            assert client.get(reverse("scrutiny:desk")).status_code == 200
        return len(caught)

    send(Challenge.objects.create(child=child, raised_on=date(2026, 1, 1)), stages(CHALLENGE)[0], NOW)
    before = statements()
    for number in range(4):
        other = Person.objects.create(is_child=True, birth_on=date(2018, 1, 1))
        other.names.create(forename=f"Zq{number}", surname="Other")
        Involvement.objects.create(child=other, worker=cast.workers["chair"], role="CP chair", started_on=NOW)
        made = ProtectionPlan.objects.create(child=other, started_on=date(2026, 3, 2))
        Conference.objects.create(child=other, kind="review", plan=made, planned_on=NOW + timedelta(days=9))
        CriticalSignal.objects.create(child=other, signal=red.signal, opened_on=NOW)
        send(Challenge.objects.create(child=other, raised_on=date(2026, 1, 1)), stages(CHALLENGE)[0], NOW)
    assert statements() == before
    assert before < 50


def test_chairs_are_counted_against_the_limit_with_what_they_have_not_said(
    cast: Cast, child: Person, red: CriticalSignal, tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = cast.client("chairs_manager").get(reverse("scrutiny:chairs"))
    row = next(row for row in page.context["rows"] if row[0]["words"] == "Ruth Kelly")
    assert row[1] == 2, "restricted, excluded and hidden children are not counted to whoever may not see them"
    number = unanswered(CriticalSignal.objects.of(child)).count()
    assert words(row)[6:] == [number, "1"], "one is past the time for a word"
    assert f"Ruth Kelly: {number} signal" in page.content.decode()
    standard = standards_held()["caseload_chair"].number_on(NOW)
    assert row[2]["words"] == str(max(int(row[1] - standard), 0))
    of_one = reverse("scrutiny:desk-of", args=[cast.workers["chair"].pk])
    assert "For the chair" in cast.client("chairs_manager").get(of_one).content.decode()
    for who in ("chair", "worker", "team_manager", "service_manager", "chief_executive"):
        assert cast.client(who).get(reverse("scrutiny:chairs")).status_code == 403, who
        assert cast.client(who).get(of_one).status_code == 403, who


def test_a_red_signal_of_a_child_whom_nobody_chairs_is_not_lost(cast: Cast, child: Person) -> None:
    other = cast.families["other"].child
    ProtectionPlan.objects.create(child=other, started_on=date(2026, 3, 2))
    CriticalSignal.objects.create(child=other, signal="D05_not_seen_alone", opened_on=NOW)
    page = cast.client("head_of_service").get(reverse("scrutiny:chairs")).content.decode()
    assert "No chair: 1 signal with no word" in page


def test_the_register_counts_for_the_board_and_names_no_child(cast: Cast, child: Person) -> None:
    hidden = cast.families["hidden"].child
    for number, one in enumerate((child, hidden), start=1):
        row = Challenge.objects.create(
            child=one, episode=f"challenge:{number}", raised_on=date(2026, 6, 10), what_is_wrong="No visit to Ada",
            chair=cast.workers["chair"], team=cast.teams["T04"],
        )  # fmt: skip
        send(row, stages(CHALLENGE)[0], date(2026, 6, 10))
    ChallengeStage.objects.filter(child=child).update(answered_on=date(2026, 6, 12), response="Seen")
    Challenge.objects.filter(child=child).update(
        resolved_on=date(2026, 6, 15), what_changed="Ada sleeps", theme="seeing"
    )
    for stage in (1, 2):
        Escalation.objects.create(
            child=child,
            episode="escalation:1",
            stage=stage,
            agency="School",
            raised_on=NOW,
            disagreement="No plan",
        )
    where = reverse("scrutiny:register")
    board = cast.client("chief_executive").get(where)
    page = board.content.decode()
    numbers = {figure["words"]: figure["number"] for figure in board.context["figures"]}
    assert numbers["challenges open"] == 1
    assert numbers["of stages answered in time"] == "50%"
    assert numbers["with an answer overdue"] == 1
    assert numbers["partners’ escalations open"] == 1, "two stages of one disagreement are one"
    assert "Case management 1" in page
    assert "Seeing the child" in page
    for canary in ("No visit to Ada", "Ada sleeps", *(family.canary for family in cast.families.values())):
        assert canary not in page
    assert {f["words"]: f["number"] for f in cast.client("qa_lead").get(where).context["figures"]} == numbers
    hers = cast.client("team_manager").get(where).content.decode()
    assert "Ada sleeps" in hers
    assert cast.families["hidden"].canary not in hers
    for who in ("worker", "business", "lawyer", "partner", "administrator"):
        assert cast.client(who).get(where).status_code == 403, who
