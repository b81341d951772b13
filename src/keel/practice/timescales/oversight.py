"""Oversight: managers, supervision, chairs who challenge, long plans, and a named worker for each child."""

from keel.practice.history import EventKind, Fact
from keel.practice.timescales.model import Subject, Timescale, when

_PLAN_STARTS = (when(EventKind.PLAN_STARTED),)
_PLAN_ENDS = (when(EventKind.PLAN_ENDED),)
_ONLY_DATES = "Nothing but the dates is asked of the record."
_STAGES = (EventKind.CHALLENGE_ESCALATED_2, EventKind.CHALLENGE_ESCALATED_3, EventKind.CHALLENGE_ESCALATED_4)


def _plan_age(months: int, reviewed: EventKind) -> Timescale:
    """A plan still open so long must have been looked at by someone senior, with a decision."""
    return Timescale(
        key=f"plan_age_{months}m",
        name=f"Plan open {months} months: senior decision",
        starts_on=_PLAN_STARTS,
        met_by=(when(reviewed),),
        ends_on=_PLAN_ENDS,
        linked=True,
        missing=_ONLY_DATES,
        note="Counts one unbroken plan.",
    )


def _challenge(stage: int, raised: EventKind, *answers: EventKind, tier: int = 1) -> Timescale:
    """A chair's challenge is answered when the chair accepts the answer or takes it to a higher stage."""
    return Timescale(
        key=f"challenge_stage_{stage}",
        name=f"Chair's challenge, stage {stage}: answered or taken higher",
        tier=tier,
        starts_on=(when(raised),),
        met_by=(when(*answers),),
        linked=True,
        missing=_ONLY_DATES,
        note="A reply alone does not meet it.",
    )


TIMESCALES = (
    Timescale(
        key="mgmt_oversight_missed_visit",
        name="Manager's decision after a missed visit",
        starts_on=(
            when(EventKind.VISIT_ATTEMPTED, EventKind.VISIT_MISSED),
            when(EventKind.VISIT_HELD, no=(Fact.CHILD_SEEN,)),
        ),
        met_by=(when(EventKind.MISSED_VISIT_DECISION_RECORDED),),
        ends_on=_PLAN_ENDS,
        linked=True,
        missing="Where a visit does not record whether the child was seen, it cannot be told that this is "
        "owed.",
        note="A visit that falls overdue starts it only where the record says that it was missed.",
    ),
    Timescale(
        key="mgmt_oversight_risk",
        name="Manager's decision on a new incident",
        starts_on=(when(EventKind.SIGNIFICANT_EVENT_RECORDED),),
        met_by=(when(EventKind.RISK_DECISION_RECORDED),),
        linked=True,
        missing=_ONLY_DATES,
    ),
    Timescale(
        key="supervision_worker",
        name="Worker's supervision",
        subject=Subject.WORKER,
        starts_on=(when(EventKind.SUPERVISION_HELD),),
        met_by=(when(EventKind.SUPERVISION_HELD),),
        ends_on=(when(EventKind.WORKER_ENDED),),
        missing="A worker with no supervision on record at all is not read: there is no day to count from.",
        note="In a worker's own history, a worker ended means that the worker left.",
    ),
    Timescale(
        key="supervision_child",
        name="Child on a plan talked about in supervision",
        starts_on=_PLAN_STARTS,
        met_by=(when(EventKind.CHILD_SUPERVISION_HELD, yes=(Fact.DATED_AND_OWNED,)),),
        ends_on=_PLAN_ENDS,
        recurs=True,
        linked=True,
        missing="A record that does not say that its actions have a date and an owner leaves it in doubt.",
        note="Read for children with a protection plan. No action needed, and said so, counts as dated and "
        "owned.",
    ),
    Timescale(
        key="supervision_action",
        name="Supervision action done",
        starts_on=(when(EventKind.SUPERVISION_ACTION_SET),),
        met_by=(when(EventKind.SUPERVISION_ACTION_COMPLETED),),
        counts_from_anchor=True,
        linked=True,
        missing="An action without a date cannot be computed, and that is a finding in itself.",
    ),
    Timescale(
        key="supervision_record",
        name="Worker's supervision written up",
        tier=2,
        subject=Subject.WORKER,
        starts_on=(when(EventKind.SUPERVISION_HELD),),
        met_by=(when(EventKind.SUPERVISION_RECORD_SIGNED),),
        linked=True,
        missing=_ONLY_DATES,
    ),
    Timescale(
        key="supervision_child_record",
        name="Child's supervision written up",
        allowance="supervision_record",
        tier=2,
        starts_on=(when(EventKind.CHILD_SUPERVISION_HELD),),
        met_by=(when(EventKind.SUPERVISION_RECORD_SIGNED),),
        linked=True,
        missing=_ONLY_DATES,
        note="The same days as for the worker's own session, read on the child's file.",
    ),
    Timescale(
        key="allocation",
        name="Child allocated to a named social worker",
        starts_on=(when(EventKind.PLAN_STARTED, EventKind.WORKER_ENDED, yes=(Fact.WITHOUT_WORKER,)),),
        met_by=(when(EventKind.WORKER_ALLOCATED),),
        ends_on=(*_PLAN_ENDS, when(EventKind.CASE_CLOSED)),
        missing="Where it is not recorded whether the child was left without a worker, it cannot be told.",
        note="A worker who stays, or takes over before the other leaves, leaves no gap: only a day on "
        "which nobody "
        "was allocated starts it.",
    ),
    Timescale(
        key="handover",
        name="Handover at a change of worker, and the new worker introduced",
        tier=2,
        starts_on=(when(EventKind.WORKER_ALLOCATED, not_no=(Fact.TAKES_OVER,)),),
        met_by=(
            when(
                EventKind.HANDOVER_RECORDED, yes=(Fact.INTRODUCTION_MADE,), not_no=(Fact.HANDOVER_COMPLETE,)
            ),
        ),
        ends_on=(when(EventKind.CASE_CLOSED),),
        linked=True,
        missing="A handover that does not record that the family met the new worker leaves it in doubt.",
        note="A worker recorded as taking over from nobody, the child's first, owes no handover.",
    ),
    Timescale(
        key="chair_midpoint",
        name="Chair's mid-point check",
        starts_on=(when(EventKind.PLAN_STARTED, EventKind.RCPC_HELD),),
        met_by=(when(EventKind.CHAIR_MIDPOINT_RECORDED),),
        ends_on=_PLAN_ENDS,
        linked=True,
        missing="Without the date of the next review the middle of the interval cannot be told.",
    ),
    Timescale(
        key="chair_challenge_trigger",
        name="Chair challenged, or said why not",
        starts_on=(when(EventKind.CRITICAL_SIGNAL_OPENED),),
        met_by=(when(EventKind.CHALLENGE_RAISED, EventKind.NO_CHALLENGE_REASONED),),
        ends_on=(when(EventKind.CRITICAL_SIGNAL_CLOSED), *_PLAN_ENDS),
        linked=True,
        missing=_ONLY_DATES,
    ),
    _challenge(1, EventKind.CHALLENGE_RAISED, EventKind.CHALLENGE_RESPONSE_ACCEPTED, *_STAGES),
    _challenge(2, _STAGES[0], EventKind.CHALLENGE_RESPONSE_ACCEPTED, *_STAGES[1:]),
    _challenge(3, _STAGES[1], EventKind.CHALLENGE_RESPONSE_ACCEPTED, *_STAGES[2:], tier=2),
    _challenge(4, _STAGES[2], EventKind.DIRECTOR_DECISION_RECORDED, tier=2),
    Timescale(
        key="escalation_multi_agency",
        name="Partner's dispute resolved, or taken to the next stage",
        starts_on=(when(EventKind.ESCALATION_RAISED),),
        met_by=(when(EventKind.ESCALATION_RESOLVED, EventKind.ESCALATION_RAISED),),
        linked=True,
        missing=_ONLY_DATES,
        note="Each stage is raised anew; a dispute that is not named apart is taken as the next stage of "
        "the last.",
    ),
    _plan_age(9, EventKind.SENIOR_CHALLENGE_9M_RECORDED),
    _plan_age(12, EventKind.SENIOR_CHALLENGE_12M_RECORDED),
    _plan_age(15, EventKind.SENIOR_CHALLENGE_15M_RECORDED),
    _plan_age(18, EventKind.SENIOR_CHALLENGE_18M_RECORDED),
    _plan_age(24, EventKind.SENIOR_CHALLENGE_24M_RECORDED),
    Timescale(
        key="repeat_plan_review",
        name="Senior review of a second or later plan",
        starts_on=_PLAN_STARTS,
        met_by=(when(EventKind.REPEAT_PLAN_REVIEWED),),
        ends_on=_PLAN_ENDS,
        number_at_least="repeat_plan_earlier",
        linked=True,
        missing="Where the number of earlier plans is not recorded, it cannot be told that a review is owed.",
    ),
)
