"""Signals of legal planning, letters before proceedings and permanence in the family."""

from keel.practice.history import EventKind as E
from keel.practice.history import Fact as F
from keel.practice.signals.journey import LETTER
from keel.practice.signals.model import Clause, Scope, Severity, Signal
from keel.practice.signals.shapes import AMBER, BLACK, RED, breached, latest, overdue, unanswered
from keel.practice.timescales.model import when


def _long_plan(severity: Severity, says: str, after: str) -> Clause:
    return unanswered(
        severity,
        says,
        when(E.PLAN_STARTED),
        E.LEGAL_PLANNING_CONSIDERED,
        E.LEGAL_PLANNING_HELD,
        E.PRE_PROCEEDINGS_STARTED,
        E.COURT_APPLICATION_ISSUED,
        after=after,
        answers_from="d17_since",
        needs=(E.LEGAL_PLANNING_HELD,),
    )


SIGNALS = (
    Signal(
        "D17_plan_long_no_plo",
        "Long plan, law not considered",
        "Long plans need a decision: end, change or court.",
        "Children remain on child protection plans for too long",
        LETTER,
        (
            _long_plan(AMBER, "a long plan, and no legal planning decision", "d17_amber"),
            _long_plan(RED, "the plan must go to a legal planning meeting", "d17_mandatory"),
            _long_plan(RED, "a very long plan, and no legal planning decision", "d17_red"),
            _long_plan(BLACK, "the plan is so old that the director must know", "d17_black"),
        ),
    ),
    Signal(
        "D29_plo_late",
        "Pre-proceedings late or stuck",
        "Tracking was routine yet did not move plans.",
        "Decisions to enter pre-proceedings are taken too late",
        LETTER,
        (
            overdue(AMBER, "the pre-proceedings tracker holds no decision in time", "plo_tracker"),
            breached(
                AMBER,
                "a step of pre-proceedings came late",
                "plo_consider",
                "plo_lpm",
                "plo_letter",
                "plo_first_meeting",
            ),
            overdue(
                RED,
                "a step of pre-proceedings is overdue",
                "plo_consider",
                "plo_lpm",
                "plo_letter",
                "plo_first_meeting",
                "plo_review",
                "plo_16w",
            ),
        ),
    ),
    Signal(
        "D30_letter_quality",
        "Letter before proceedings fails check",
        "Letters were unclear, wrong and oppressive.",
        "Letters before proceedings are poorly written",
        LETTER,
        (
            latest(
                RED,
                "the letter fails its quality check",
                when(E.LETTER_BEFORE_PROCEEDINGS_SERVED),
                lacks=(F.LETTER_PASSES,),
                scope=Scope.ANY,
            ),
        ),
    ),
    Signal(
        "D31_family_permanence",
        "Family options not looked at early",
        "Early thought of a legal home in the family.",
        "early consideration is not given to secure the legal permanence",
        LETTER,
        (
            unanswered(
                AMBER,
                "no family network meeting was offered",
                when(E.PLAN_STARTED),
                E.FAMILY_MEETING_OFFERED,
                E.FAMILY_MEETING_HELD,
                E.FAMILY_MEETING_EXEMPTED,
                after="d31_plan_age",
            ),
            unanswered(
                RED,
                "the letter before proceedings made no offer of a family meeting",
                when(E.LETTER_BEFORE_PROCEEDINGS_SERVED),
                E.FAMILY_MEETING_OFFERED,
                E.PRE_PROCEEDINGS_ENDED,
                needs=(E.FAMILY_MEETING_OFFERED,),
                scope=Scope.ANY,
                linked=True,
            ),
        ),
    ),
)
