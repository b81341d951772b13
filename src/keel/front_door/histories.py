"""What the front door tells of a child's history."""

from keel.practice.history import EventKind as E
from keel.practice.history import Fact as F
from keel.record.telling import also_told, told

PREGNANCY = "front_door.Pregnancy"
CONTACT = "front_door.Contact"
EARLY_HELP = "front_door.EarlyHelpEpisode"
REFERRAL = "front_door.Referral"
ASSESSMENT = "front_door.Assessment"
CHECKPOINT = "front_door.AssessmentCheckpoint"
PRIVATE_FOSTERING = "front_door.PrivateFostering"
PRIVATE_FOSTERING_VISIT = "front_door.PrivateFosteringVisit"

TELLINGS = (
    told(
        E.PREGNANCY_KNOWN,
        PREGNANCY,
        "known_on",
        anchor="expected_on",
        facts={
            F.CONFERENCE_REQUIRED: "is_conference_required",
            F.COURT_LIKELY: "is_court_likely",
            F.PLAN_MADE: "is_plan_made",
        },
    ),
    told(
        E.CONTACT_RECEIVED,
        CONTACT,
        "received_on",
        code="source",
        facts={F.NO_FURTHER_ACTION: "is_no_further_action"},
    ),
    also_told(E.CONTACT_DECIDED, CONTACT, "decided_on", facts={F.REFERRER_TOLD: "is_referrer_told"}),
    told(E.EARLY_HELP_STARTED, EARLY_HELP, "started_on", code="reason"),
    also_told(E.EARLY_HELP_ENDED, EARLY_HELP, "ended_on", code="end_reason"),
    also_told(E.PARTNER_BECAME_AWARE, REFERRAL, "partner_aware_on"),
    told(
        E.REFERRAL_RECEIVED,
        REFERRAL,
        "received_on",
        code="source",
        number="referrals_in_year",
        facts={F.NO_FURTHER_ACTION: "is_no_further_action"},
    ),
    also_told(E.CASE_CLOSED, REFERRAL, "closed_on", code="close_reason"),
    told(
        E.ASSESSMENT_STARTED,
        ASSESSMENT,
        "started_on",
        anchor="referred_on",
        facts={F.CHILD_SEEN: "is_child_seen"},
    ),
    told(E.ASSESSMENT_CHECKPOINT_HELD, CHECKPOINT, "held_on"),
    also_told(
        E.ASSESSMENT_AUTHORISED,
        ASSESSMENT,
        "authorised_on",
        facts={
            F.CHILD_SEEN: "is_child_seen_by_end",
            F.NO_FURTHER_ACTION: "is_no_further_action",
            F.MANAGER_AUTHORISED: "is_manager_authorised",
            F.HISTORY_WEIGHED: "is_history_weighed",
            F.OTHER_CHILDREN_CONSIDERED: "are_other_children_considered",
        },
    ),
    told(E.PRIVATE_FOSTERING_NOTIFIED, PRIVATE_FOSTERING, "notified_on"),
    told(
        E.PRIVATE_FOSTERING_VISITED,
        PRIVATE_FOSTERING_VISIT,
        "visited_on",
        facts={F.SPOKEN_ALONE: "is_spoken_alone", F.REPORT_WRITTEN: "is_report_written"},
    ),
    also_told(E.PRIVATE_FOSTERING_DECIDED, PRIVATE_FOSTERING, "decided_on"),
    also_told(E.PRIVATE_FOSTERING_ENDED, PRIVATE_FOSTERING, "ended_on"),
)
