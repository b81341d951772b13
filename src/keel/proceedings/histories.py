"""What proceedings tell of a child's history."""

from keel.practice.history import EventKind as E
from keel.practice.history import Fact as F
from keel.record.telling import also_told, told

LEGAL_PLANNING = "proceedings.LegalPlanning"
PRE_PROCEEDINGS = "proceedings.PreProceedings"
MEETING = "proceedings.PreProceedingsMeeting"
FAMILY_MEETING = "proceedings.FamilyMeeting"
EMERGENCY = "proceedings.EmergencyProtection"
BY_COURT, BY_POLICE = {"kind": "court"}, {"kind": "police"}

TELLINGS = (
    also_told(E.LEGAL_PLANNING_TRIGGERED, LEGAL_PLANNING, "triggered_on"),
    also_told(
        E.LEGAL_PLANNING_CONSIDERED,
        LEGAL_PLANNING,
        "considered_on",
        facts={F.DECISION_RECORDED: "is_considered_decided"},
    ),
    also_told(E.LEGAL_PLANNING_REQUESTED, LEGAL_PLANNING, "requested_on"),
    also_told(E.LEGAL_PAPERS_RECEIVED, LEGAL_PLANNING, "papers_on"),
    told(
        E.LEGAL_PLANNING_HELD,
        LEGAL_PLANNING,
        "held_on",
        facts={F.DECISION_RECORDED: "is_decision_recorded"},
    ),
    told(E.PRE_PROCEEDINGS_STARTED, PRE_PROCEEDINGS, "started_on"),
    also_told(E.ISSUE_DECIDED, PRE_PROCEEDINGS, "issue_decided_on"),
    also_told(E.PRE_PROCEEDINGS_ENDED, PRE_PROCEEDINGS, "ended_on", code="outcome"),
    told(
        E.TRACKER_UPDATED,
        "proceedings.TrackerEntry",
        "updated_on",
        facts={F.DECISION_RECORDED: "is_decision_recorded"},
    ),
    told(
        E.LETTER_BEFORE_PROCEEDINGS_SERVED,
        "proceedings.LetterBeforeProceedings",
        "served_on",
        facts={F.LETTER_PASSES: "passes_check", F.ACCESSIBLE_VERSION: "is_accessible_version"},
    ),
    told(E.PRE_PROCEEDINGS_MEETING_HELD, MEETING, "held_on"),
    also_told(E.PRE_PROCEEDINGS_AGREEMENT_SENT, MEETING, "agreement_on"),
    told(E.PRE_PROCEEDINGS_REVIEW_HELD, "proceedings.PreProceedingsReview", "held_on"),
    told(E.FAMILY_MEETING_OFFERED, FAMILY_MEETING, "offered_on", facts={F.OFFER_DECLINED: "is_declined"}),
    also_told(E.FAMILY_MEETING_HELD, FAMILY_MEETING, "held_on"),
    also_told(E.FAMILY_MEETING_EXEMPTED, FAMILY_MEETING, "exempted_on"),
    told(E.COURT_APPLICATION_ISSUED, "proceedings.CourtApplication", "issued_on"),
    told(
        E.CASE_MANAGEMENT_HEARING_HELD,
        "proceedings.CourtHearing",
        "held_on",
        when={"kind": "case_management"},
    ),
    told(E.FINAL_ORDER_MADE, "proceedings.CourtOrder", "made_on", when={"is_final": True}),
    told(E.EPO_MADE, EMERGENCY, "started_on", when=BY_COURT),
    also_told(E.EPO_ENDED, EMERGENCY, "ended_on", when=BY_COURT),
    told(E.POLICE_PROTECTION_STARTED, EMERGENCY, "started_on", when=BY_POLICE),
    also_told(E.POLICE_PROTECTION_ENDED, EMERGENCY, "ended_on", when=BY_POLICE),
)
