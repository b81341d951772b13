"""A conference: called, booked, prepared, held, and what it decided for each child."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.urls import reverse
from sent import mistakes, opened, refused, send
from written import hold_everything

from cast import Cast
from keel.clock import today
from keel.oversight.actions import reassess
from keel.oversight.models import StoredReading
from keel.people.models import Person
from keel.practice.calendar import is_working_day
from keel.protection.models import (
    AgencyReport,
    Conference,
    ConferenceAttendance,
    ConferenceReport,
    ProtectionPlan,
    S47Enquiry,
    StrategyAgency,
    StrategyDiscussion,
)
from keel.protection.preparing import readiness
from keel.recording.models import Draft
from keel.recording.moves import moves_of, state_of
from keel.workforce.models import Involvement

pytestmark = pytest.mark.django_db
NOW = date(2026, 6, 30)  # a Tuesday
DECIDED = {"shared-first_core_group_on": "14/7/2026", "shared-is_complaint_route_told": "yes"}
SUNDAY, BANK_HOLIDAY = date(2026, 7, 5), date(2026, 8, 31)


@pytest.fixture(autouse=True)
def a_working_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KEEL_TODAY", NOW.isoformat())


@pytest.fixture
def family(cast: Cast) -> list[Person]:
    return cast.families["own"].children


@pytest.fixture
def conference(cast: Cast, family: list[Person]) -> Conference:
    """Called for both children by enquiries that began five working days ago; Ada's."""
    made = []
    for child in family:
        about = {"child": child, "episode": f"s47:{child.pk}"}
        talk = StrategyDiscussion.objects.create(**about, held_on=date(2026, 6, 23))
        for agency in ("Local authority", "Police", "Health"):
            StrategyAgency.objects.create(
                **about, discussion=talk, agency=agency, name=f"{agency} one", role="Lead"
            )
        enquiry = S47Enquiry.objects.create(
            **about, discussion=talk, started_on=date(2026, 6, 23), ended_on=NOW, is_manager_authorised=True,
            is_harm_substantiated=True, is_conference_required_by_end=True,
        )  # fmt: skip
        made.append(
            Conference.objects.create(
                **about, kind="initial", enquiry=enquiry, decided_on=NOW, reason="Bruises"
            )
        )
    return made[0]


def way(row: Any, page: str) -> str:
    return reverse(f"protection:{page}", args=[row.child_id, row.pk])


def booked(cast: Cast, row: Conference, **boxes: str) -> Any:
    words = {
        "book-planned_on": "7/7/2026",
        "book-place": "Town hall",
        "book-chair": str(cast.workers["chair"].pk),
    }
    return send(cast.client("business"), way(row, "conference-booking"), words, **boxes)


def record_words(row: Conference) -> dict[str, str]:
    """The least that a record of a conference must hold, on the day that it was booked for."""
    row.refresh_from_db()
    words = {
        "shared-is_quorate": "yes", "shared-are_other_children_considered": "yes", "shared-parent_views": "Rosa agrees",
        "shared-summary": "Everybody spoke", "shared-place": "Town hall",
    }  # fmt: skip
    together = Conference.objects.filter(shared=row.shared, shared__isnull=False).values_list(
        "child", flat=True
    )
    for child in (row.child_id, *together):
        words |= {f"child-{child}-participation": "PN6", f"child-{child}-child_views": "I want to sleep"}
    people = ConferenceAttendance.objects.filter(conference=row).count() or (4 if row.plan_id else 6)
    return words | {f"people-{number}-is_present": "yes" for number in range(people)}


def held(cast: Cast, row: Conference, who: str = "business", **boxes: str) -> Any:
    return send(cast.client(who), way(row, "conference-record"), record_words(row), **boxes)


def plan_words(child: Person, **boxes: str) -> dict[str, str]:
    said = {
        "harm": "Is likely to suffer significant harm", "is_plan_made": "yes", "category": "NEG",
        "chair_summary": "Left alone at night", "decision": "A plan", "contingency": "If left again, legal planning",
        "next_review_on": "22/9/2026",
    } | boxes  # fmt: skip
    return {f"child-{child.pk}-{name}": value for name, value in said.items()}


def decided(cast: Cast, row: Conference, words: dict[str, str], **boxes: str) -> Any:
    views = agreeing(row, words)
    return send(cast.client("chair"), way(row, "conference-decision"), DECIDED | views | words, **boxes)


def agreeing(row: Conference, words: dict[str, str]) -> dict[str, str]:
    """Every agency that was there thinks of each child as the conference decides."""
    made = {}
    for child in {
        row.child_id,
        *Conference.objects.filter(shared=row.shared).values_list("child", flat=True),
    }:
        people = ConferenceAttendance.objects.filter(conference__child=child, is_present=True)
        there = people.exclude(agency__in=("", "Family")).count()
        thought = words.get(f"child-{child}-is_plan_made", "")
        made |= {f"views-{child}-{place}-is_for_plan": thought for place in range(there)}
    return made


def ready(cast: Cast, row: Conference, monkeypatch: pytest.MonkeyPatch) -> Conference:
    """Booked for both children, and held a week later."""
    answer = booked(cast, row)
    assert answer.status_code == 302, mistakes(answer)
    monkeypatch.setenv("KEEL_TODAY", "2026-07-07")
    answer = held(cast, row)
    assert answer.status_code == 302, mistakes(answer)
    row.refresh_from_db()
    return row


def test_booking_makes_one_meeting_of_brothers_and_sisters_and_lets_the_chair_in(
    cast: Cast, family: list[Person], conference: Conference
) -> None:
    Involvement.objects.filter(worker=cast.workers["chair"]).delete()
    answer = booked(cast, conference)
    assert answer.status_code == 302, mistakes(answer)
    both = Conference.objects.order_by("child__birth_on")
    assert [(one.planned_on, one.booked_on) for one in both] == [(date(2026, 7, 7), NOW)] * 2
    assert both[0].shared == both[1].shared is not None
    assert state_of(both[1]) == "booked"
    assert cast.client("chair").get(way(conference, "conference-record")).status_code == 200


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (SUNDAY, "is a Sunday"),
        (date(2026, 6, 22), "22 June 2026 has passed"),
        (BANK_HOLIDAY, "is a bank holiday"),
        (date(2026, 7, 20), "by which the conference is due"),
    ],
)
def test_a_day_on_which_nobody_meets_or_too_late_needs_a_reason(
    cast: Cast, conference: Conference, day: date, words: str
) -> None:
    hold_everything(NOW)
    reassess(conference.child, as_of=NOW)
    answer = booked(cast, conference, book__planned_on=day.isoformat())
    assert words in mistakes(answer)
    answer = booked(
        cast, conference, book__planned_on=day.isoformat(), book__why_odd="The only day", revision="1"
    )
    assert answer.status_code == 302, mistakes(answer)
    assert moves_of(conference)[-1].odd == "The only day"


def test_the_day_by_which_it_is_due_is_that_of_the_childs_reading(cast: Cast, conference: Conference) -> None:
    hold_everything(NOW)
    reassess(conference.child, as_of=NOW)
    due = StoredReading.objects.get(child=conference.child, timescale="icpc_15").due_on
    page = cast.client("business").get(way(conference, "conference-booking")).content.decode()
    assert f"by {due.day} {due:%B %Y}" in page


def test_those_who_are_asked_are_known_already(cast: Cast, conference: Conference) -> None:
    booked(cast, conference)
    where = way(conference, "conference-people")
    answer = send(cast.client("business"), where)
    assert answer.status_code == 302, mistakes(answer)
    people = ConferenceAttendance.objects.filter(conference=conference)
    asked = dict(people.values_list("role", "name"))
    assert {"Child", "Parent or carer", "Social worker", "Conference chair"} <= set(asked)
    assert set(people.filter(role="Lead").values_list("agency", flat=True)) == {"Police", "Health"}
    assert people.get(role="Parent or carer").person == cast.families["own"].mother
    brother = Conference.objects.exclude(pk=conference.pk).get()
    assert brother.invitations_on == NOW
    assert ConferenceAttendance.objects.filter(conference=brother).count() == people.count()
    send(cast.client("business"), where, people__0__role="Child, with her advocate")
    assert people.count() == ConferenceAttendance.objects.filter(conference=brother).count() == 6


def test_what_is_missing_is_said_with_the_day_by_which_it_is_due(cast: Cast, conference: Conference) -> None:
    booked(cast, conference)
    send(cast.client("business"), way(conference, "conference-people"))
    page = cast.client("worker").get(way(conference, "conference-report")).content.decode()
    for words in (
        "Report of Police: not yet, due by 3 July 2026", "with the parents: not yet, due by 3 July 2026",
        "with the chair: not yet, due by 2 July 2026", "The chair has not spoken to the parents, due by 6 July 2026",
    ):  # fmt: skip
        assert words in page, words
    answer = send(
        cast.client("worker"),
        way(conference, "conference-report"),
        report__is_shared_with_parents="yes",
        report__is_received_by_chair="yes",
    )
    assert answer.status_code == 302, mistakes(answer)
    assert ConferenceReport.objects.get().shared_on == NOW
    send(
        cast.client("business"),
        way(conference, "conference-agency-reports"),
        reports__0__agency="Police",
        reports__0__received_on="today",
    )
    assert AgencyReport.objects.count() == 2, "one for each child of the meeting"
    answer = send(cast.client("chair"), way(conference, "conference-preparation"))
    assert answer.status_code == 302, mistakes(answer)
    page = cast.client("worker").get(way(conference, "conference-report")).content.decode()
    assert "Report of Police: 30 June 2026" in page
    assert "The chair spoke to the parents on 30 June 2026" in page
    assert "Report of Health: not yet" in page


def test_a_report_answers_the_invitation_that_it_is_tied_to_however_the_agency_is_called(
    cast: Cast, conference: Conference
) -> None:
    booked(cast, conference)
    send(cast.client("business"), way(conference, "conference-people"), people__6__name="Nia Jones",
         people__6__agency="Health visiting", people__6__role="Health visitor")  # fmt: skip
    where, on = way(conference, "conference-agency-reports"), {"reports-0-received_on": "today"}
    asked = ConferenceAttendance.objects.get(conference=conference, agency="Health visiting")
    answer = send(cast.client("business"), where, on)
    assert "Choose whose report it is" in mistakes(answer)
    answer = send(cast.client("business"), where, on | {"reports-0-invitation": str(asked.pk)}, revision="1")
    assert answer.status_code == 302, mistakes(answer)
    AgencyReport.objects.update(agency="Health")  # as another system calls it
    each = AgencyReport.objects.select_related("invitation").order_by("pk")
    assert [one.invitation.child_id for one in each] == [one.child_id for one in each], (
        "each child's report answers the invitation in her own record"
    )
    for one in Conference.objects.all():
        is_in, missing = readiness(one)
        assert "Report of Health visiting: 30 June 2026" in is_in
        assert [words for words in missing if words.startswith("Report of")] == [
            "Report of Police: not yet, due by 3 July 2026", "Report of Health: not yet, due by 3 July 2026",
        ]  # fmt: skip
    people = (
        cast.client("business").get(way(conference, "conference-record")).context["sheet"].forms["people"]
    )
    there = {form["agency"].value(): form["has_report"].value() for form in people.forms}
    assert there["Health visiting"] == "yes"
    assert not there["Health"], "nothing came from it"


def test_only_the_chair_moves_the_day_and_says_why(cast: Cast, conference: Conference) -> None:
    booked(cast, conference)
    where = way(conference, "conference-day")
    for who in ("worker", "team_manager", "business"):
        assert cast.client(who).get(where).status_code == 404
    without = send(cast.client("chair"), where, move__planned_on="9/7/2026")
    assert "moved_reason" in str(without.context["sheet"].wrong[0].errors)
    same = send(
        cast.client("chair"), where, move__planned_on="7/7/2026", move__moved_reason="Ill", revision="1"
    )
    assert "on this day already" in mistakes(same)
    answer = send(
        cast.client("chair"),
        where,
        move__planned_on="9/7/2026",
        move__moved_reason="The mother is ill",
        revision="2",
    )
    assert answer.status_code == 302, mistakes(answer)
    assert set(Conference.objects.values_list("planned_on", "moved_reason")) == {
        (date(2026, 7, 9), "The mother is ill")
    }
    assert "From 7 July 2026 to 9 July 2026" in moves_of(conference)[-1].reason


def test_recorded_and_not_yet_decided_the_clock_runs(
    cast: Cast, conference: Conference, monkeypatch: pytest.MonkeyPatch
) -> None:
    hold_everything(NOW)
    ready(cast, conference, monkeypatch)
    assert (conference.held_on, conference.is_decision_made, state_of(conference)) == (
        date(2026, 7, 7),
        False,
        "held",
    )
    assert conference.participation == "PN6"
    assert StoredReading.objects.get(child=conference.child, timescale="icpc_15").status == "running"
    again = held(cast, conference, shared__summary="Everybody spoke, and the school wrote")
    assert again.status_code == 302, mistakes(again)
    conference.refresh_from_db()
    assert conference.summary.endswith("the school wrote")


def test_what_the_record_of_a_conference_must_hold(
    cast: Cast, conference: Conference, monkeypatch: pytest.MonkeyPatch
) -> None:
    booked(cast, conference)
    monkeypatch.setenv("KEEL_TODAY", "2026-07-07")
    cases = [
        ({"people-1-is_present": "no"}, "was not there"),
        ({"people-1-excluded_part": "The police part"}, "was kept out"),
        ({"shared-is_quorate": "no"}, "Say why it could not decide"),
        ({"shared-is_adjourned": "yes"}, "the clock has not stopped"),
        ({"shared-parent_views": ""}, "required"),
        ({"shared-held_on": "1/7/2026"}, "It was booked for 7 July 2026."),
        ({f"child-{conference.child_id}-child_views": ""}, "Say what Ada wants"),
    ]
    refused(cast.client("business"), way(conference, "conference-record"), record_words(conference), cases)
    assert not Conference.objects.exclude(held_on=None).exists()


@pytest.mark.parametrize("why", ["shared__is_quorate", "shared__is_adjourned"])
def test_what_could_not_decide_meets_again_and_has_decided_nothing(
    cast: Cast, conference: Conference, monkeypatch: pytest.MonkeyPatch, why: str
) -> None:
    hold_everything(NOW)
    booked(cast, conference)
    monkeypatch.setenv("KEEL_TODAY", "2026-07-07")
    boxes = {
        why: "no" if why.endswith("quorate") else "yes", "shared__not_quorate_reason": "No health worker",
        "shared__interim_safety": "With her aunt", "shared__again_on": "9/7/2026",
    }  # fmt: skip
    answer = held(cast, conference, **boxes)
    assert answer.status_code == 302, mistakes(answer)
    again = Conference.objects.filter(child=conference.child, is_reconvened=True).get()
    assert f"/conference/{again.pk}" in answer.headers["Location"]
    assert (again.planned_on, again.kind, again.episode) == (date(2026, 7, 9), "initial", conference.episode)
    assert Conference.objects.filter(shared=again.shared).count() == 2
    chair = cast.client("chair")
    assert "it decided nothing" in chair.get(way(conference, "conference-decision")).content.decode()
    words = plan_words(conference.child) | {
        "shared-first_core_group_on": "14/7/2026",
        "shared-is_complaint_route_told": "yes",
        "shared-lead": str(cast.workers["worker"].pk),
    }
    assert chair.post(way(conference, "conference-decision"), words).status_code == 409
    assert StoredReading.objects.get(child=conference.child, timescale="icpc_15").status == "running"
    assert not ProtectionPlan.objects.exists()


def test_each_child_has_her_own_decision(
    cast: Cast, family: list[Person], conference: Conference, monkeypatch: pytest.MonkeyPatch
) -> None:
    ada, cal = family
    hold_everything(NOW)
    ready(cast, conference, monkeypatch)
    ProtectionPlan.objects.create(
        child=ada, started_on=date(2020, 1, 1), ended_on=date(2020, 9, 1), earlier_plans=1
    )
    no_plan = {
        "is_plan_made": "no",
        "decision": "Zqcal needs none",
        "category": "",
        "contingency": "",
        "next_review_on": "",
    }
    views = {f"views-{ada.pk}-{number}-is_for_plan": "yes" for number in range(4)} | {
        f"views-{ada.pk}-3-is_for_plan": "no",
        f"views-{ada.pk}-3-dissent_reason": "It is enough that he left",
    }
    group = {"members-1-is_core_member": "yes", "members-2-is_core_member": "yes"}
    words = plan_words(ada) | plan_words(cal, **no_plan) | views | group
    answer = decided(cast, conference, words)
    assert answer.status_code == 302, mistakes(answer)
    plan = ProtectionPlan.objects.get(child=ada, ended_on=None)
    assert "/protectionplan/" in answer.headers["Location"]
    assert (plan.started_on, plan.initial_category, plan.first_review_on) == (
        date(2026, 7, 7),
        "NEG",
        date(2026, 9, 22),
    )
    assert (plan.earlier_plans, plan.conference, plan.worker) == (2, conference, cast.workers["worker"])
    assert plan.episode.startswith("plan:")
    assert not ProtectionPlan.objects.filter(child=cal).exists()
    his = Conference.objects.get(child=cal)
    assert (his.is_decision_made, his.is_plan_made, his.decision) == (True, False, "Zqcal needs none")
    conference.refresh_from_db()
    assert "Zqcal" not in conference.decision
    people = ConferenceAttendance.objects.filter(conference=conference)
    assert people.get(is_for_plan=False).dissent_reason == "It is enough that he left"
    assert people.filter(is_core_member=True).count() == 2
    stands = dict(StoredReading.objects.filter(child=ada).values_list("timescale", "status"))
    assert (stands["icpc_15"], stands["rcpc_first"], stands["chair_decision_letter"]) == (
        "met",
        "running",
        "running",
    )


def test_what_a_decision_must_hold(
    cast: Cast, conference: Conference, monkeypatch: pytest.MonkeyPatch
) -> None:
    ready(cast, conference, monkeypatch)
    ada = conference.child
    cases = [
        ({"category": ""}, "of which category"),
        ({"contingency": ""}, "does not go well"),
        ({"next_review_on": ""}, "is reviewed next"),
        ({"is_plan_made": ""}, "is to be on a plan"),
        ({"next_review_on": "20/12/2026"}, "by which it is due"),
        ({"next_review_on": "20/9/2026"}, "is a Sunday"),
    ]
    own = [
        ({f"child-{ada.pk}-{name}": value for name, value in boxes.items()}, said) for boxes, said in cases
    ]
    late = {"shared-first_core_group_on": "30/9/2026"}
    wrong = [*own, (late, "The core group meets after"), ({"shared-lead": ""}, "No lead social worker")]
    words = DECIDED | plan_words(ada)
    words |= agreeing(conference, words)
    refused(cast.client("chair"), way(conference, "conference-decision"), words, wrong)
    assert not ProtectionPlan.objects.exists()


def test_whoever_thought_otherwise_is_named_with_the_reason(
    cast: Cast, conference: Conference, monkeypatch: pytest.MonkeyPatch
) -> None:
    ready(cast, conference, monkeypatch)
    against = {f"views-{conference.child_id}-0-is_for_plan": "no"}
    answer = decided(cast, conference, plan_words(conference.child) | against)
    assert "It thought otherwise" in mistakes(answer)
    assert not ProtectionPlan.objects.exists()


def test_every_agency_that_was_there_is_asked_what_it_thought(
    cast: Cast, conference: Conference, monkeypatch: pytest.MonkeyPatch
) -> None:
    ready(cast, conference, monkeypatch)
    ada = conference.child
    people = ConferenceAttendance.objects.filter(conference=conference, is_present=True)
    agencies = list(people.exclude(agency__in=("", "Family")).order_by("pk").values_list("agency", flat=True))
    police = agencies.index("Police")
    silent = {f"views-{ada.pk}-{police}-is_for_plan": ""}
    answer = decided(cast, conference, plan_words(ada) | silent)
    assert answer.status_code == 422
    assert mistakes(answer).count("or that it gave no view") == 1, "one view of an agency is enough"
    assert "Say what Police thought of a plan for Ada, or that it gave no view" in answer.content.decode()
    kept = Draft.objects.get(user=cast["chair"]).words
    assert kept[f"child-{ada.pk}-decision"] == ["A plan"], "nothing typed is lost"
    both = {f"views-{ada.pk}-{police}-is_without_view": "on"}
    answer = decided(cast, conference, plan_words(ada) | both, revision="1")
    assert "untick one of the two" in mistakes(answer)
    answer = decided(cast, conference, plan_words(ada) | silent | both, revision="2")
    assert answer.status_code == 302, mistakes(answer)
    assert people.get(is_without_view=True).agency == "Police"


def test_who_is_there_comes_before_whether_it_is_quorate_and_says_it_where_that_leaves_no_doubt(
    cast: Cast, conference: Conference, monkeypatch: pytest.MonkeyPatch
) -> None:
    booked(cast, conference)
    send(cast.client("business"), way(conference, "conference-people"))
    send(cast.client("worker"), way(conference, "conference-report"), report__is_shared_with_parents="yes",
         report__is_received_by_chair="no")  # fmt: skip
    monkeypatch.setenv("KEEL_TODAY", "2026-07-07")
    where, client = way(conference, "conference-record"), cast.client("business")
    page = client.get(where).content.decode()
    order = ["people-0-is_present", "shared-is_quorate", f"child-{conference.child_id}-participation",
             "shared-parent_views", "people-0-excluded_part", "report with the parents: on 30 June 2026, in time",
             "shared-disputes", "shared-summary"]  # fmt: skip
    assert (found := [page.index(words) for words in order]) == sorted(found)
    everybody = record_words(conference) | {"shared-is_quorate": ""}
    agencies = list(
        ConferenceAttendance.objects.filter(conference=conference)
        .order_by("pk")
        .values_list("agency", flat=True)
    )
    police, health = agencies.index("Police"), agencies.index("Health")
    away = {f"people-{police}-is_present": "no", f"people-{police}-absence_reason": "Called away"}
    nobody = away | {f"people-{health}-is_present": "no", f"people-{health}-absence_reason": "Ill"}
    for revision, (boxes, says, known) in enumerate((
        ({}, "There: Local authority, Police, Health. Say whether", "yes"),
        (away, "There: Local authority, Health. Not there: Police. Say whether", ""),
        (nobody, "There: Local authority. Not there: Police, Health. Say whether", "no"),
    )):  # fmt: skip
        answer = client.post(where, opened(client, where) | everybody | boxes | {"revision": str(revision)})
        assert says in mistakes(answer)
        assert answer.context["sheet"].forms["shared"]["is_quorate"].value() == known


def test_an_unborn_baby_takes_no_part_in_the_conference(
    cast: Cast, conference: Conference, monkeypatch: pytest.MonkeyPatch
) -> None:
    booked(cast, conference)
    monkeypatch.setenv("KEEL_TODAY", "2026-07-07")
    Person.objects.filter(pk=conference.child_id).update(birth_on=None, expected_on=date(2026, 8, 1))
    own = f"child-{conference.child_id}"
    left = record_words(conference) | {f"{own}-participation": "", f"{own}-child_views": ""}
    cases = [
        ({f"{own}-participation": "PN1"}, "is not born yet"),
        ({f"{own}-child_views": "I"}, "is not born yet"),
    ]
    refused(cast.client("business"), way(conference, "conference-record"), left, cases)


def test_nobody_has_two_plans(cast: Cast, conference: Conference, monkeypatch: pytest.MonkeyPatch) -> None:
    ready(cast, conference, monkeypatch)
    ProtectionPlan.objects.create(child=conference.child, started_on=date(2026, 1, 5))
    answer = decided(cast, conference, plan_words(conference.child))
    assert "is on a plan since 5 January 2026 already" in mistakes(answer)
    assert ProtectionPlan.objects.count() == 1


def test_only_the_chair_records_what_was_decided_and_only_once(
    cast: Cast, conference: Conference, monkeypatch: pytest.MonkeyPatch
) -> None:
    where = way(conference, "conference-decision")
    assert "Record the conference first" in cast.client("chair").get(where).content.decode()
    ready(cast, conference, monkeypatch)
    for who in ("worker", "team_manager", "business", "other_worker"):
        assert cast.client(who).get(where).status_code == 404
    answer = decided(cast, conference, plan_words(conference.child))
    assert answer.status_code == 302, mistakes(answer)
    assert "Its decision is recorded" in cast.client("chair").get(where).content.decode()
    assert (
        "stands as the chair recorded it"
        in cast.client("business").get(way(conference, "conference-record")).content.decode()
    )


def test_the_decision_and_the_record_are_sent(
    cast: Cast, conference: Conference, monkeypatch: pytest.MonkeyPatch
) -> None:
    hold_everything(NOW)
    ready(cast, conference, monkeypatch)
    client = cast.client("business")
    assert "no decision to send yet" in client.get(way(conference, "conference-letter")).content.decode()
    decided(cast, conference, plan_words(conference.child))
    for page in ("conference-letter", "conference-sent"):
        answer = send(client, way(conference, page))
        assert answer.status_code == 302, mistakes(answer)
    conference.refresh_from_db()
    assert (conference.decision_letter_on, conference.record_shared_on) == (today(), today())
    met = StoredReading.objects.filter(
        child=conference.child, timescale__in=("chair_decision_letter", "conf_minutes")
    )
    assert set(met.values_list("status", flat=True)) == {"met"}


@pytest.fixture
def review(cast: Cast, family: list[Person], monkeypatch: pytest.MonkeyPatch) -> Conference:
    """The first review of Ada's plan, held today."""
    plan = ProtectionPlan.objects.create(
        child=family[0], episode="plan:one", started_on=date(2026, 4, 7), first_review_on=date(2026, 7, 2),
        initial_category="NEG",
    )  # fmt: skip
    words = {"book-place": "Town hall", "book-planned_on": "30/6/2026"}
    answer = send(cast.client("business"), way(plan, "review-booking"), words)
    assert answer.status_code == 302, mistakes(answer)
    row = Conference.objects.get(plan=plan)
    assert held(cast, row).status_code == 302
    return row


def test_only_the_chair_books_a_review_beyond_the_day_that_was_set(cast: Cast, family: list[Person]) -> None:
    plan = ProtectionPlan.objects.create(
        child=family[0], started_on=date(2026, 4, 7), first_review_on=date(2026, 7, 2)
    )
    late = {"book-planned_on": "6/7/2026", "book-place": "Town hall"}
    answer = send(cast.client("business"), way(plan, "review-booking"), late)
    assert "Only the chair moves it" in mistakes(answer)
    assert not Conference.objects.exists()
    assert send(cast.client("chair"), way(plan, "review-booking"), late).status_code == 302


def test_a_review_that_keeps_the_plan_sets_the_next_day(cast: Cast, review: Conference) -> None:
    hold_everything(NOW)
    answer = decided(cast, review, plan_words(review.child, category="EMO", next_review_on="1/12/2026"))
    assert answer.status_code == 302, mistakes(answer)
    plan = ProtectionPlan.objects.get()
    assert (plan.ended_on, plan.latest_category, plan.initial_category) == (None, "EMO", "NEG")
    stands = dict(
        StoredReading.objects.filter(child=review.child, status__in=("met", "running")).values_list(
            "timescale", "status"
        )
    )
    assert (stands["rcpc_first"], stands["rcpc_next"]) == ("met", "running")


def test_a_review_that_ends_the_plan_says_why(cast: Cast, review: Conference) -> None:
    ends = {"is_plan_made": "no", "category": "", "contingency": "", "next_review_on": ""}
    answer = decided(cast, review, plan_words(review.child, **ends))
    assert "plan ends" in mistakes(answer)
    assert ProtectionPlan.objects.get().ended_on is None
    why = {"end_reason": "The child is safe enough without it"}
    answer = decided(cast, review, plan_words(review.child, **ends, **why), revision="1")
    assert answer.status_code == 302, mistakes(answer)
    plan = ProtectionPlan.objects.get()
    assert (plan.ended_on, plan.latest_category, plan.end_reason) == (NOW, "NEG", why["end_reason"])
    assert state_of(plan) == "plan ended"
    assert "The plan ended on" in cast.client("business").get(way(plan, "review-booking")).content.decode()


def test_one_that_no_enquiry_called_says_who_asks_for_it(cast: Cast, family: list[Person]) -> None:
    where = reverse("protection:conference", args=[family[0].pk])
    words = {"book-planned_on": "7/7/2026", "book-place": "Town hall"}
    assert send(cast.client("business"), where, words).status_code == 422
    answer = send(cast.client("business"), where, words, call__reason="The court asked for one", revision="1")
    assert answer.status_code == 302, mistakes(answer)
    assert Conference.objects.get().reason == "The court asked for one"
    assert cast.client("other_worker").get(where).status_code == 404


def test_the_days_of_these_tests_are_what_they_are_called() -> None:
    assert is_working_day(NOW)
    assert not is_working_day(BANK_HOLIDAY)
    assert SUNDAY.weekday() == 6
    assert today() - NOW == timedelta()
