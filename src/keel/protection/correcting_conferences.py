"""What may be put right of a conference and of a report to it: what was said, and, by the chair, what was decided."""

from collections.abc import Iterable
from typing import Any

from keel.access.policy import Act
from keel.protection.conferring import PARTICIPATION
from keel.protection.deciding import CATEGORIES, END_REASONS, HARM
from keel.protection.meeting import DIRECTIONS
from keel.protection.models import Conference, ConferenceKind, ProtectionPlan
from keel.protection.reporting import PARTS, parts_of
from keel.recording.correcting import Fields, Follows, Put, correction
from keel.recording.declared import Asked
from keel.recording.moves import REDECIDED
from keel.report.wording import day_text

THE_DECISION = "Correct the decision"
NOT_DECIDED = "The chair has not recorded the decision yet: record the conference again."
REPORTED = "It is not approved yet: write on in it."


def _is_decided(conference: Conference | None) -> bool:
    return conference is not None and bool(conference.is_decision_made)


def _of_conference(asked: Asked) -> str:
    return "" if _is_decided(asked.row.conference) else NOT_DECIDED


def _are(words: Iterable[str]) -> list[tuple[str, str]]:
    return [(each, each) for each in words]


MEETING = correction(
    "protection.Conference",
    "conference-correction",
    act=Act.CONFERENCE_RECORD_WRITE,
    fields={
        "held_time": "From what time",
        "place": "Where it was",
        "participation": Put("How {name} took part", choices=lambda _: PARTICIPATION),
        "child_views": "What {name} said and wants",
        "parent_views": "What each parent said",
        "family_views": "What others of the family said",
        "are_other_children_considered": "Were all other children of the home and family thought of?",
        "new_information": "What was new, that no report said",
        "disputes": "What in the reports was disputed, and whether it was corrected",
        "summary": "What was said",
    },
    is_for=_is_decided,
    why_not=lambda asked: "" if _is_decided(asked.row) else NOT_DECIDED,
)
ATTENDANCE = correction(
    "protection.ConferenceAttendance",
    "conference-attendance-correction",
    act=Act.CONFERENCE_RECORD_WRITE,
    fields={
        "name": "Name",
        "agency": "Agency",
        "role": "Role, or who it is to the child",
        "is_present": "There?",
        "absence_reason": "If not: why not, and whether they sent word",
        "has_report": "Was their report in?",
        "excluded_part": "If kept out of any part: of which",
        "excluded_reason": "Why",
    },
    is_for=lambda row: _is_decided(row.conference),
    why_not=_of_conference,
)
VIEW = correction(
    "protection.ConferenceAttendance",
    "conference-view-correction",
    act=Act.CONFERENCE_RECORD_APPROVE,
    title="Correct what the agency thought",
    fields={
        "is_for_plan": "For a plan?",
        "is_without_view": "Did it give no view?",
        "view": "Why",
        "dissent_reason": "If it disagreed with the decision: its reason, as it is to stand",
        "is_core_member": "In the core group?",
    },
    state=REDECIDED,
    is_for=lambda row: _is_decided(row.conference),
    why_not=_of_conference,
)


# What the chair recorded


def _decided(asked: Asked) -> Fields:
    """What every conference decides; of a plan its category and review, of a new one its first core group."""
    row = asked.row
    always: Fields = {
        "held_on": "Day on which it was held",
        "is_quorate": "Was it quorate?",
        "harm": Put("What the conference found of {name}", choices=lambda _: _are(HARM)),
        "chair_summary": "The chair’s summary for {name}",
        "decision": "What was decided, and why",
        "is_complaint_route_told": "Was the family told how to complain or to appeal?",
    }
    of_plan: Fields = {
        "category": Put("Category", choices=lambda _: CATEGORIES),
        "contingency": "If it does not go well: what happens, by when, and who decides",
        "next_review_on": "Day on which the plan is reviewed next",
    }
    group: Fields = {"first_core_group_on": Put("Day on which its core group first meets", is_to_come=True)}
    is_new = row.is_plan_made and row.kind != ConferenceKind.REVIEW
    return {**always, **(of_plan if row.is_plan_made else {}), **(group if is_new else {})}


def _plan_made_by(conference: Conference) -> Iterable[ProtectionPlan]:
    return ProtectionPlan.objects.of(conference.child_id).filter(conference=conference)  # type: ignore[no-any-return]


def _plan_reviewed_by(conference: Conference) -> Iterable[ProtectionPlan]:
    """A plan stands in the category of its last review, and ended on the day of the one that ended it."""
    later = Conference.objects.of(conference.child_id).filter(
        plan=conference.plan_id, held_on__gt=conference.held_on
    )
    is_last = conference.plan is not None and not later.filter(is_decision_made=True).exists()
    return [conference.plan] if is_last else []


def _of_its_time(form: Any) -> None:
    """A conference is held before what it decided on, and after the plan that it reviews began."""
    day, row = form.cleaned_data.get("held_on"), form.row
    form.in_order(
        "held_on", "next_review_on", "The next review would come before this conference: check the days"
    )
    form.in_order(
        "held_on", "first_core_group_on", "The core group would meet before the conference: check the days"
    )
    if day and row.plan and row.plan.started_on and day < row.plan.started_on:
        form.add_error(
            "held_on", f"The plan that it reviewed began on {day_text(row.plan.started_on)}. Check the day"
        )


DECISION = correction(
    "protection.Conference",
    "conference-decision-correction",
    act=Act.CONFERENCE_RECORD_APPROVE,
    title=THE_DECISION,
    fields=_decided,
    state=REDECIDED,
    is_for=_is_decided,
    why_not=lambda asked: "" if _is_decided(asked.row) else "Its decision is not recorded yet.",
    check=_of_its_time,
    follows=(
        Follows(
            _plan_made_by,
            {"held_on": "started_on", "category": "initial_category", "next_review_on": "first_review_on"},
        ),
        Follows(_plan_made_by, {"category": "latest_category"}),
        Follows(_plan_reviewed_by, {"category": "latest_category", "held_on": "ended_on"}),
    ),
)
PLAN = correction(
    "protection.ProtectionPlan",
    "plan-end-correction",
    act=Act.CONFERENCE_RECORD_APPROVE,
    title="Correct why the plan ended",
    fields={"end_reason": Put("Why the plan ended", choices=lambda _: _are(END_REASONS))},
    state=REDECIDED,
    is_for=lambda row: row.ended_on is not None,
    why_not=lambda asked: "" if asked.row.ended_on else "This plan has not ended.",
)


# Reports to a conference


def _reported(asked: Asked) -> Fields:
    """What the social worker's report says, part by part."""
    row = asked.row
    is_review = row.conference is not None and row.conference.kind == ConferenceKind.REVIEW
    parts = dict(parts_of(asked.child, is_review=is_review))
    tree: Fields = {"is_family_tree_right": "Is the family tree on file whole and right?"}
    return tree | {name: part.label for name, part in PARTS.items() if name in parts}


def _is_approved(report: Any) -> bool:
    return report is not None and report.approved_on is not None


def _not_written_any_more(asked: Asked) -> str:
    return "" if _is_approved(asked.row) else REPORTED


def _of_report(asked: Asked) -> str:
    return "" if _is_approved(asked.row.report) else REPORTED


REPORT = correction(
    "protection.WorkerReport",
    "report-correction",
    act=Act.CONFERENCE_REPORT_WRITE,
    fields=_reported,
    is_for=_is_approved,
    why_not=_not_written_any_more,
)
OUTCOME = correction(
    "protection.ReportOutcome",
    "report-outcome-correction",
    act=Act.CONFERENCE_REPORT_WRITE,
    fields={
        "direction": Put("Better, the same or worse", choices=lambda _: DIRECTIONS),
        "evidence": "How this is known",
    },
    is_for=lambda row: _is_approved(row.report),
    why_not=_of_report,
)
OTHER_CHILD = correction(
    "protection.ReportChild",
    "report-child-correction",
    act=Act.CONFERENCE_REPORT_WRITE,
    fields={
        "is_considered": "Is this child considered?",
        "reason": "What was found, or why it is not needed",
    },
    is_for=lambda row: _is_approved(row.report),
    why_not=_of_report,
)
GIVEN = correction(
    "protection.ConferenceReport",
    "report-given-correction",
    act=Act.CONFERENCE_REPORT_WRITE,
    fields={
        "shared_on": "Day on which it was given",
        "is_shared_with_parents": "Have all parents had it?",
        "is_received_by_chair": "Has the chair had it?",
        "comments": "What was said about it",
    },
)


def _of_agency(asked: Asked) -> Fields:
    """What the agency says is put right here where it did not write it here itself: then it is its own."""
    came: Fields = {
        "received_on": "Day on which the report came",
        "agency": "Agency",
        "is_shared_with_parents": "Have the parents had it?",
    }
    said: Fields = {
        "last_seen_on": "When the agency last saw {name}",
        "what_happened": Put("What has happened", column="happened"),
        "strengths": "What goes well, and who keeps {name} safe",
        "worries": "What the agency is worried about",
        "view": "Whether there should be a plan, and why",
    }
    return {**came, **({} if asked.row.worker_id else said)}


AGENCY = correction(
    "protection.AgencyReport",
    "agency-report-correction",
    act=Act.CONFERENCE_RECORD_WRITE,
    fields=_of_agency,
)
CORRECTING = (MEETING, DECISION, ATTENDANCE, VIEW, PLAN, REPORT, OUTCOME, OTHER_CHILD, GIVEN, AGENCY)
