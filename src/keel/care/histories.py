"""What care, missing episodes and leaving care tell of a child's history."""

from keel.practice.history import EventKind as E
from keel.practice.history import Fact as F
from keel.record.telling import also_told, told

PERIOD = "care.CarePeriod"
PLACEMENT = "care.Placement"
MISSING = "care.MissingEpisode"

TELLINGS = (
    told(E.BECAME_LOOKED_AFTER, PERIOD, "started_on", code="legal_status_at_start"),
    also_told(E.IRO_APPOINTED, PERIOD, "officer_appointed_on"),
    also_told(E.CEASED_LOOKED_AFTER, PERIOD, "ended_on", code="end_reason"),
    told(
        E.PLACEMENT_STARTED,
        PLACEMENT,
        "started_on",
        code="placement_type",
        facts={F.LONG_TERM_PLACEMENT: "is_long_term"},
    ),
    also_told(E.PLACEMENT_ENDED, PLACEMENT, "ended_on", code="placement_type"),
    told(
        E.CLA_VISITED,
        "care.CareVisit",
        "visited_on",
        facts={F.CHILD_SEEN: "is_child_seen", F.SEEN_ALONE: "is_seen_alone"},
    ),
    told(E.CLA_REVIEW_HELD, "care.CareReview", "held_on"),
    told(E.HEALTH_ASSESSED, "care.HealthAssessment", "assessed_on"),
    told(E.PEP_STARTED, "care.PersonalEducationPlan", "started_on"),
    told(E.MISSING_STARTED, MISSING, "started_on", code="what_kind"),
    also_told(E.MISSING_ENDED, MISSING, "ended_on", code="what_kind"),
    also_told(E.MISSING_THIRD_TIME, MISSING, "third_on"),
    also_told(E.RETURN_INTERVIEW_COMPLETED, MISSING, "interview_on"),
    told(E.BECAME_CARE_LEAVER, "care.CareLeaver", "became_on"),
    told(E.PERSONAL_ADVISER_IN_TOUCH, "care.LeaverContact", "contacted_on", code="in_touch"),
    told(E.PATHWAY_PLAN_AGREED, "care.PathwayPlan", "agreed_on"),
    told(E.PATHWAY_PLAN_REVIEWED, "care.PathwayPlanReview", "reviewed_on"),
)
