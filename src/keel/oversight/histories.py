"""What oversight tells of a child's history."""

from keel.practice.history import EventKind as E
from keel.practice.history import Fact as F
from keel.record.telling import also_told, told

DECISION = "oversight.ManagementDecision"
SENIOR = "oversight.SeniorReview"
SUPERVISION = "oversight.ChildSupervision"
ACTION = "oversight.SupervisionAction"
SIGNAL = "oversight.CriticalSignal"
STAGE = "oversight.ChallengeStage"
ESCALATION = "oversight.Escalation"

TELLINGS = (
    told(E.MISSED_VISIT_DECISION_RECORDED, DECISION, "decided_on", when={"kind": "missed_visit"}),
    told(E.RISK_DECISION_RECORDED, DECISION, "decided_on", when={"kind": "risk"}),
    told(E.SENIOR_CHALLENGE_9M_RECORDED, SENIOR, "held_on", when={"kind": "9"}),
    told(E.SENIOR_CHALLENGE_12M_RECORDED, SENIOR, "held_on", when={"kind": "12"}),
    told(E.SENIOR_CHALLENGE_15M_RECORDED, SENIOR, "held_on", when={"kind": "15"}),
    told(E.SENIOR_CHALLENGE_18M_RECORDED, SENIOR, "held_on", when={"kind": "18"}),
    told(E.SENIOR_CHALLENGE_24M_RECORDED, SENIOR, "held_on", when={"kind": "24"}),
    told(E.REPEAT_PLAN_REVIEWED, SENIOR, "held_on", when={"kind": "repeat"}),
    told(E.CHILD_SUPERVISION_HELD, SUPERVISION, "held_on", facts={F.DATED_AND_OWNED: "is_dated_and_owned"}),
    also_told(E.SUPERVISION_RECORD_SIGNED, SUPERVISION, "signed_on"),
    told(
        E.SUPERVISION_ACTION_SET,
        ACTION,
        "set_on",
        anchor="due_on",
        number="times_moved",
        facts={F.DATED_AND_OWNED: "is_dated_and_owned"},
    ),
    also_told(E.SUPERVISION_ACTION_COMPLETED, ACTION, "completed_on"),
    told(E.CHAIR_MIDPOINT_RECORDED, "oversight.ChairMidpoint", "checked_on"),
    told(E.CRITICAL_SIGNAL_OPENED, SIGNAL, "opened_on"),
    also_told(E.NO_CHALLENGE_REASONED, SIGNAL, "no_challenge_on"),
    also_told(E.CRITICAL_SIGNAL_CLOSED, SIGNAL, "closed_on"),
    told(E.CHALLENGE_RAISED, STAGE, "sent_on", when={"stage": 1}),
    told(E.CHALLENGE_ESCALATED_2, STAGE, "sent_on", when={"stage": 2}),
    told(E.CHALLENGE_ESCALATED_3, STAGE, "sent_on", when={"stage": 3}),
    told(E.CHALLENGE_ESCALATED_4, STAGE, "sent_on", when={"stage": 4}),
    also_told(E.CHALLENGE_RESPONSE_ACCEPTED, STAGE, "accepted_on"),
    also_told(E.DIRECTOR_DECISION_RECORDED, STAGE, "director_decided_on"),
    told(E.ESCALATION_RAISED, ESCALATION, "raised_on"),
    also_told(E.ESCALATION_RESOLVED, ESCALATION, "resolved_on"),
)
