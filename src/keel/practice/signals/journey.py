"""Signals of the front door and of the road to a conference."""

from keel.practice.history import EventKind as E
from keel.practice.history import Fact as F
from keel.practice.signals.model import Scope, Signal
from keel.practice.signals.shapes import AMBER, RED, breached, latest, unanswered
from keel.practice.timescales.model import when

LETTER = "Ofsted focused visit letter, Shropshire, visit of 23 November 2023"

SIGNALS = (
    Signal(
        "D01_strategy_late",
        "Strategy discussion late or missing",
        "Escalating risk on an open plan is where a strategy discussion is missed; the event starts the time.",
        "strategy discussions are not always timely or undertaken appropriately",
        LETTER,
        (
            breached(AMBER, "no strategy discussion in time", "strategy_discussion"),
            breached(RED, "strategy discussion later still", "strategy_discussion", by="d01_red"),
            latest(
                RED,
                "police, health and the local authority were not all at the strategy discussion",
                when(E.STRATEGY_DISCUSSION_HELD),
                lacks=(F.AGENCIES_PRESENT,),
                scope=Scope.ANY,
            ),
        ),
    ),
    Signal(
        "D02_s47_no_icpc",
        "Harm substantiated, no conference",
        "A decision not to hold a conference needs the manager and the chair.",
        "Section 47 child protection enquiries are not always appropriately escalated",
        LETTER,
        (
            unanswered(
                RED,
                "harm was substantiated and no conference has been booked or held",
                when(E.S47_CONCLUDED, yes=(F.HARM_SUBSTANTIATED, F.CONFERENCE_REQUIRED)),
                E.CONFERENCE_BOOKED,
                E.ICPC_HELD,
                E.NO_CONFERENCE_DECIDED,
                after="d02_red",
                scope=Scope.ANY,
                linked=True,
            ),
            unanswered(
                RED,
                "harm was substantiated, the enquiry ended without a conference, and no decision says why",
                when(E.S47_CONCLUDED, yes=(F.HARM_SUBSTANTIATED,), no=(F.CONFERENCE_REQUIRED,)),
                E.ICPC_HELD,
                E.NO_CONFERENCE_DECIDED,
                after="d02_red",
                scope=Scope.ANY,
                linked=True,
                needs=(E.ICPC_HELD,),
            ),
            latest(
                RED,
                "the decision not to hold a conference lacks the manager or the chair",
                when(E.NO_CONFERENCE_DECIDED),
                lacks=(F.MANAGER_AUTHORISED, F.CHAIR_CONSULTED),
                scope=Scope.ANY,
            ),
        ),
    ),
    Signal(
        "D03_icpc_late",
        "Initial conference late",
        "Children stay at risk until every agency has considered their circumstances together.",
        "variability in the timeliness of initial child protection conferences",
        LETTER,
        (
            unanswered(
                AMBER,
                "no conference booked yet",
                when(E.S47_STARTED, not_no=(F.CONFERENCE_REQUIRED,)),
                E.CONFERENCE_BOOKED,
                E.ICPC_HELD,
                E.NO_CONFERENCE_DECIDED,
                E.S47_CONCLUDED,
                after="d03_booking_amber",
                scope=Scope.ANY,
                linked=True,
            ),
            breached(RED, "the initial conference was not held in time", "icpc_15"),
        ),
    ),
    Signal(
        "D24_wider_children",
        "Other children not considered",
        "Some children in the wider family are not seen at all.",
        "Some children within the wider familial circle are not identified",
        LETTER,
        (
            latest(
                AMBER,
                "linked children were not considered at the assessment or conference",
                when(E.ASSESSMENT_AUTHORISED, E.ICPC_HELD),
                lacks=(F.OTHER_CHILDREN_CONSIDERED,),
                scope=Scope.ANY,
            ),
        ),
    ),
    Signal(
        "D25_prebirth_missed",
        "Pre-birth window missed",
        "Babies stay in situations of unassessed risk.",
        "there are missed opportunities to undertake a pre-birth assessment",
        LETTER,
        (
            breached(AMBER, "the referral before birth came late", "prebirth_referral"),
            breached(
                RED,
                "the assessment, conference or legal planning before birth is late",
                "prebirth_assessment",
                "prebirth_icpc",
                "prebirth_legal",
            ),
        ),
    ),
    Signal(
        "D26_partner_delay",
        "Partner referral delay",
        "Partners share the duty.",
        "sometimes due to delays in partners making referrals",
        LETTER,
        (breached(AMBER, "the partner knew of the worry and referred late", "referral_lag_partner"),),
    ),
    Signal(
        "D33_pf_late",
        "Private fostering late",
        "The law sets the visits.",
        "Private fostering assessments are not always completed promptly",
        LETTER,
        (
            breached(
                RED,
                "a private fostering visit or decision is late",
                "pf_first_visit",
                "pf_assessment",
                "pf_visit_y1",
                "pf_visit_y2",
            ),
            latest(
                RED,
                "the child was not spoken to alone",
                when(E.PRIVATE_FOSTERING_VISITED),
                lacks=(F.SPOKEN_ALONE,),
                scope=Scope.ANY,
            ),
        ),
    ),
    Signal(
        "D34_assessment_history",
        "History not weighed",
        "The effect of past risk on the child is missed.",
        "the impact of historical parental risk factors",
        LETTER,
        (
            latest(
                AMBER,
                "the assessment does not weigh the family's history",
                when(E.ASSESSMENT_AUTHORISED),
                lacks=(F.HISTORY_WEIGHED,),
                scope=Scope.ANY,
            ),
        ),
    ),
)
