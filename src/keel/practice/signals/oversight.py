"""Signals of oversight: supervision, chairs, changes of worker, partners, audit."""

from keel.practice.history import EventKind as E
from keel.practice.history import Fact as F
from keel.practice.signals.journey import LETTER
from keel.practice.signals.model import Clause, Scope, Shape, Signal
from keel.practice.signals.shapes import (
    AMBER,
    RED,
    breached,
    counted,
    latest,
    numbered,
    overdue,
    unanswered,
)
from keel.practice.timescales.model import when

ALLOCATED = when(E.WORKER_ALLOCATED)
ENDED = when(E.WORKER_ENDED)

SIGNALS = (
    Signal(
        "D18_repeat_plan",
        "Repeat plans",
        "A plan again means that the last change did not hold.",
        "Some children have been subject to multiple child protection plans",
        LETTER,
        (
            numbered(AMBER, "there was an earlier plan", E.PLAN_STARTED, at_least="d18_amber"),
            numbered(RED, "there were several earlier plans", E.PLAN_STARTED, at_least="d18_red"),
        ),
    ),
    Signal(
        "D19_start_again",
        "Start again: changes of social worker",
        "New worker, new start.",
        "a 'start again' approach, in which children and families",
        LETTER,
        (
            Clause(
                Shape.WORKERS,
                AMBER,
                "several social workers in a year",
                on=(ALLOCATED, ENDED),
                at_least="d19_amber",
                within="d19_window",
            ),
            Clause(
                Shape.WORKERS,
                RED,
                "one social worker after another in a year",
                on=(ALLOCATED, ENDED),
                at_least="d19_red",
                within="d19_window",
            ),
            Clause(
                Shape.GAP,
                RED,
                "nobody was allocated",
                on=(ALLOCATED, ENDED),
                older_than="d19_gap",
                within="d19_window",
            ),
            breached(RED, "no handover to the new worker", "handover"),
        ),
    ),
    Signal(
        "D20_supervision_weak",
        "Supervision actions without dates or overdue",
        "An action without a date and an owner is nobody's.",
        "Supervision actions lack sufficient purpose and measurable timescales",
        LETTER,
        (
            overdue(AMBER, "the child has not been discussed in supervision in time", "supervision_child"),
            overdue(AMBER, "a supervision action is overdue", "supervision_action"),
            latest(
                AMBER,
                "a supervision action has no owner, date or measure",
                when(E.SUPERVISION_ACTION_SET),
                lacks=(F.DATED_AND_OWNED,),
            ),
            numbered(
                AMBER, "a supervision action was moved again", E.SUPERVISION_ACTION_SET, at_least="d20_moves"
            ),
        ),
    ),
    Signal(
        "D21_oversight_gap",
        "No management decision after a trigger",
        "Oversight is a decision with a reason, not a signature.",
        "lack of systematic management oversight of frontline practice",
        LETTER,
        (
            overdue(
                RED,
                "no manager has decided what to do",
                "mgmt_oversight_missed_visit",
                "mgmt_oversight_risk",
            ),
        ),
    ),
    Signal(
        "D22_chair_silent",
        "Chair has not challenged",
        "Independent challenge was absent; chairs held too many children.",
        "absence of robust and effective challenge by child protection chairs",
        LETTER,
        (
            unanswered(
                RED,
                "a red signal was open and the chair neither challenged nor said why not",
                when(E.CRITICAL_SIGNAL_OPENED),
                E.CHALLENGE_RAISED,
                E.NO_CHALLENGE_REASONED,
                E.CRITICAL_SIGNAL_CLOSED,
                after="d22_silent",
                linked=True,
                needs=(E.CHALLENGE_RAISED, E.NO_CHALLENGE_REASONED),
            ),
            overdue(AMBER, "the chair has not looked at the plan half-way", "chair_midpoint"),
            overdue(
                RED,
                "a challenge stands unanswered",
                "challenge_stage_1",
                "challenge_stage_2",
                "challenge_stage_3",
                "challenge_stage_4",
            ),
        ),
    ),
    Signal(
        "D27_partner_actions",
        "Professionals not held to account",
        "Accountability must be by name and agency.",
        "professionals are not held to account",
        LETTER,
        (
            counted(
                AMBER,
                "one agency has several actions past their date",
                when(E.PLAN_ACTION_OVERDUE),
                at_least="d27_overdue",
                by_code=True,
            ),
        ),
    ),
    Signal(
        "D28_disengaged",
        "Family stops engaging, no new step",
        "Drift hides behind non-engagement. Use plain words about facts.",
        "When families disengage from child protection plans, multi-agency challenge is not sufficiently robust",
        LETTER,
        (
            counted(
                RED,
                "the family missed meetings, visits or services and nothing new was tried",
                when(E.CORE_GROUP_HELD, no=(F.PARENTS_PRESENT,)),
                when(E.VISIT_HELD, no=(F.CHILD_SEEN,)),
                when(E.VISIT_ATTEMPTED, E.SERVICE_MISSED),
                at_least="d28_count",
                within="d28_window",
                unless=(E.CHALLENGE_RAISED, E.LEGAL_PLANNING_CONSIDERED, E.LEGAL_PLANNING_HELD),
            ),
        ),
    ),
    Signal(
        "D32_audit_open",
        "Audit actions open",
        "An audit changes nothing until its actions are checked.",
        "not sufficiently clear about what remedial actions need to be taken",
        LETTER,
        (
            overdue(AMBER, "an audit action is overdue", "audit_action"),
            overdue(RED, "an audit action is long overdue", "audit_action", by="d32_red"),
            latest(
                RED,
                "the audit found the work inadequate",
                when(E.AUDIT_COMPLETED),
                carries=(F.INADEQUATE,),
                scope=Scope.ANY,
            ),
        ),
    ),
)
