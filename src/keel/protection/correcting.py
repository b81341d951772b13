"""What may be put right of discussions, enquiries, core groups, visits and moves after they are recorded.

What a manager decided is put right only by a manager who may decide it: who wrote none of it.
"""

from collections.abc import Iterable
from typing import Any

from keel.access.policy import Act
from keel.protection.allowed import due_after
from keel.protection.authorising import NOT_HERS, SENT
from keel.protection.discussing import NOT_STARTED, STARTED
from keel.protection.enquiring import OUTCOMES, harm_found, has_written, is_open
from keel.protection.enquiring import OWN as NOT_HER_OUTCOME
from keel.protection.meeting import DIRECTIONS, HIGHEST
from keel.protection.models import ActionProgress, CoreGroup, DirectWork, PlanAction, S47Enquiry
from keel.protection.visiting import OF_THE_BORN, write_up
from keel.recording.checks import before_birth
from keel.recording.correcting import Fields, Follows, Put, correction
from keel.recording.declared import Asked
from keel.recording.moves import REDECIDED, wrote

THE_DECISION = "Correct the decision"


def _due(enquiry: S47Enquiry) -> None:
    """The first conference is due counted from the day on which the enquiries began."""
    if enquiry.started_on:
        enquiry.conference_target_on = due_after("icpc_15", enquiry.started_on)


def _done_by(group: CoreGroup) -> Iterable[PlanAction]:
    """The actions of which it heard that they are done, whose day is that of the group."""
    done = ActionProgress.objects.of(group.child_id).filter(core_group=group, is_done=True).values("action")
    return PlanAction.objects.of(group.child_id).filter(pk__in=done)  # type: ignore[no-any-return]


def _work_on(visit: Any) -> Iterable[DirectWork]:
    link = "visit" if visit._meta.model_name == "visit" else "in_need_visit"
    return DirectWork.objects.of(visit.child_id).filter(**{link: visit})  # type: ignore[no-any-return]


def _no_discussion_decided(asked: Asked) -> str:
    if asked.row.decided_on is None:
        return "It is not decided yet."
    return NOT_HERS if wrote(asked.by, asked.row, without=(STARTED, NOT_STARTED, SENT, REDECIDED)) else ""


def _no_outcome_authorised(asked: Asked) -> str:
    if is_open(asked):
        return "The outcome is not authorised yet."
    return NOT_HER_OUTCOME if has_written(asked.by, asked.row) else ""


def _found(enquiry: S47Enquiry) -> None:
    enquiry.is_harm_substantiated = harm_found(enquiry)


def _concluded(asked: Asked) -> Fields:
    """What was found; where there is no conference though harm was substantiated, what was decided instead."""
    found: Fields = {"outcome": Put("What was found", choices=lambda _: [(each, each) for each in OUTCOMES])}
    instead: Fields = {
        "no_conference_reason": "Why there is no conference",
        "chair_consulted": "Which chair was consulted",
        "chair_consulted_on": "Day on which the chair was consulted",
        "support_instead": "What support there is instead",
    }
    return {**found, **(instead if asked.row.no_conference_on else {})}


def _moved_here(asked: Asked) -> Fields:
    """The day of the notice, or of a short stay, for which no notice is due."""
    told: Fields = {"notified_on": "Day on which the other authority told us in writing"}
    stays: Fields = {"stay_from_on": "Day from which the child is here for a short stay"}
    return {**(stays if asked.row.is_temporary else told), "from_authority": "Which authority"}


_WORK = (Follows(_work_on, {"visited_on": "done_on"}),)

_OF_VISIT = {
    "visited_on": "Day of the visit",
    "visited_time": "From",
    "until_time": "Until",
    "is_child_seen": "Was the child seen?",
    "is_seen_alone": "Was the child seen alone?",
    "is_bedroom_seen": "Was the sleeping place seen?",
    "people_there": "Who was there",
    "own_words": "The child’s own words",
    "observation": "What was seen",
    "home_conditions": "The home",
    "parent_words": "The parents’ words",
    "worries": "Worries",
    "action_taken": "What was done about them",
    "next_visit_on": "Day of the next visit",
}


def _not_before_birth(form: Any) -> None:
    """Nobody saw, or heard, a child who was not born."""
    day = form.cleaned_data.get("visited_on") or form.row.visited_on
    for name in OF_THE_BORN:
        if day and form.cleaned_data.get(name) and (words := before_birth(form.row.child, day)):
            form.add_error(name, words)


CORRECTING = (
    correction(
        "protection.Visit",
        "visit-correction",
        act=Act.VISIT_WRITE,
        fields=_OF_VISIT,
        check=_not_before_birth,
        then=write_up,
        follows=_WORK,
    ),
    correction(
        "protection.InNeedVisit",
        "in-need-visit-correction",
        act=Act.VISIT_WRITE,
        fields=_OF_VISIT,
        check=_not_before_birth,
        then=write_up,
        follows=_WORK,
    ),
    correction(
        "protection.CoreGroup",
        "core-group-correction",
        act=Act.CORE_GROUP_WRITE,
        fields={
            "held_on": "Day of the core group",
            "are_parents_invited": "Were the parents invited?",
            "are_parents_present": "Was a parent there?",
            "child_views": "What the child says",
            "parent_views": "What the parents said",
            "keeps_child_safe": "Does the plan keep the child safe?",
            "stopping_progress": "What stops progress",
            "starts_contingency": "Does the contingency start?",
            "needs_legal_planning": "Is legal planning needed?",
            "plan_changes": "What must change in the plan",
            "next_on": Put("Day of the next core group", is_to_come=True),
        },
        follows=(Follows(_done_by, {"held_on": "done_on"}),),
    ),
    correction(
        "protection.OutcomeProgress",
        "outcome-progress-correction",
        act=Act.CORE_GROUP_WRITE,
        fields={
            "scale": Put("From 0 (as bad as it was) to 10 (all that the plan is for)", most=HIGHEST),
            "direction": Put("Better, the same or worse", choices=lambda _: DIRECTIONS),
            "evidence": "How this is known",
        },
    ),
    correction(
        "protection.StrategyDiscussion",
        "strategy-correction",
        act=Act.STRATEGY_WRITE,
        fields={
            "suspected_on": "Day on which harm was suspected",
            "suspected_by": "Who suspected it",
            "held_on": "Day of the discussion",
            "own_information": "What was shared about the child alone",
            "immediate_safety": "Whether the child is safe now",
            "other_children": "Other children thought of",
            "parents_told": "How the parents are told",
        },
        follows=(
            Follows(
                lambda row: S47Enquiry.objects.of(row.child_id).filter(discussion=row),
                {"held_on": "started_on"},
                _due,
            ),
        ),
    ),
    correction(
        "protection.StrategyDiscussion",
        "strategy-decision-correction",
        act=Act.STRATEGY_APPROVE,
        title=THE_DECISION,
        fields={
            "is_joint": "Are the enquiries made together with the police?",
            "is_medical_needed": "Is a medical assessment needed?",
        },
        state=REDECIDED,
        is_for=lambda row: row.decided_on is not None,
        why_not=_no_discussion_decided,
    ),
    correction(
        "protection.S47Enquiry",
        "enquiry-correction",
        act=Act.STRATEGY_WRITE,
        fields={
            "started_on": "Day on which the enquiries began",
            "child_seen": "When, where and whether alone the child was seen",
            "others_spoken_to": "Who else was spoken to",
            "analysis": "What it means",
            "child_told": "How the child was told",
            "parent_told": "How the parents were told",
        },
        then=_due,
    ),
    correction(
        "protection.S47Enquiry",
        "enquiry-decision-correction",
        act=Act.STRATEGY_APPROVE,
        title=THE_DECISION,
        fields=_concluded,
        state=REDECIDED,
        is_for=lambda row: row.ended_on is not None,
        why_not=_no_outcome_authorised,
        then=_found,
    ),
    correction(
        "protection.TransferIn",
        "moved-here-correction",
        act=Act.STRATEGY_WRITE,
        fields=_moved_here,
    ),
    correction(
        "protection.TransferOut",
        "moving-away-correction",
        act=Act.STRATEGY_WRITE,
        fields={
            "known_on": "Day on which we learnt that the child moves",
            "to_authority": "To which authority",
            "notified_on": "Day on which we told that authority in writing",
        },
    ),
    correction(
        "protection.EarlyReviewRequest",
        "early-review-correction",
        act=Act.STRATEGY_WRITE,
        fields={
            "requested_on": "Day on which it was asked for",
            "requested_by": "Who asked for it",
            "reason": "Why",
        },
    ),
    correction(
        "protection.InNeedPlan",
        "in-need-plan-correction",
        act=Act.PLAN_WRITE,
        fields={"started_on": "Day on which the plan began", "ended_on": "Day on which the plan ended"},
        is_for=lambda row: row.ended_on is not None,
        why_not=lambda asked: "" if asked.row.ended_on else "The plan has not ended: end it first.",
        check=lambda form: form.in_order(
            "started_on", "ended_on", "It ended before it began: check both days"
        ),
    ),
    correction(
        "protection.BirthPlan",
        "birth-plan-correction",
        act=Act.PLAN_WRITE,
        fields={"shared_on": "Day on which the plan for the birth was shared"},
    ),
    correction(
        "protection.DirectWork",
        "direct-work-correction",
        act=Act.VISIT_WRITE,
        fields={"tool": "What was done together", "what_was_learned": "What was learnt from it"},
    ),
)
