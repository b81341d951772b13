"""What protection tells of a child's history."""

from collections.abc import Mapping

from keel.practice.history import EventKind as E
from keel.practice.history import Fact as F
from keel.record.telling import also_told, told

SIGNIFICANT_EVENT = "protection.SignificantEvent"
DISCUSSION = "protection.StrategyDiscussion"
ENQUIRY = "protection.S47Enquiry"
CONFERENCE = "protection.Conference"
EARLY_REVIEW = "protection.EarlyReviewRequest"
TRANSFER_OUT = "protection.TransferOut"
PLAN = "protection.ProtectionPlan"
CORE_GROUP = "protection.CoreGroup"
VISIT = "protection.Visit"
IN_NEED_PLAN = "protection.InNeedPlan"

HELD: Mapping[F, str] = {
    F.QUORATE: "is_quorate",
    F.DECISION_MADE: "is_decision_made",
    F.PLAN_MADE: "is_plan_made",
    F.OTHER_CHILDREN_CONSIDERED: "are_other_children_considered",
}

ENQUIRIES = (
    told(E.SIGNIFICANT_EVENT_RECORDED, SIGNIFICANT_EVENT, "happened_on"),
    also_told(E.HARM_SUSPECTED, DISCUSSION, "suspected_on"),
    told(
        E.STRATEGY_DISCUSSION_HELD,
        DISCUSSION,
        "held_on",
        facts={F.AGENCIES_PRESENT: "are_agencies_present"},
    ),
    also_told(
        E.S47_DECISION_RECORDED,
        DISCUSSION,
        "decided_on",
        facts={F.MANAGER_AUTHORISED: "is_decision_authorised"},
    ),
    also_told(E.STRATEGY_RECORD_SHARED, DISCUSSION, "record_shared_on"),
    told(
        E.S47_STARTED,
        ENQUIRY,
        "started_on",
        facts={F.CONFERENCE_REQUIRED: "is_conference_required", F.TRANSFER_IN: "is_transfer_in"},
    ),
    also_told(
        E.S47_CONCLUDED,
        ENQUIRY,
        "ended_on",
        facts={
            F.HARM_SUBSTANTIATED: "is_harm_substantiated",
            F.CONFERENCE_REQUIRED: "is_conference_required_by_end",
            F.MANAGER_AUTHORISED: "is_manager_authorised",
        },
    ),
    also_told(
        E.NO_CONFERENCE_DECIDED,
        ENQUIRY,
        "no_conference_on",
        facts={
            F.MANAGER_AUTHORISED: "is_no_conference_authorised",
            F.CHAIR_CONSULTED: "is_chair_consulted",
            F.PARTNERS_TOLD: "are_partners_told",
        },
    ),
    also_told(E.INTERIM_PLAN_RECORDED, ENQUIRY, "interim_plan_on"),
)

CONFERENCES = (
    also_told(E.CONFERENCE_DECIDED, CONFERENCE, "decided_on"),
    also_told(E.CONFERENCE_BOOKED, CONFERENCE, "booked_on", anchor="planned_on"),
    told(
        E.CONFERENCE_REPORT_SHARED,
        "protection.ConferenceReport",
        "shared_on",
        facts={F.SHARED_WITH_PARENTS: "is_shared_with_parents", F.RECEIVED_BY_CHAIR: "is_received_by_chair"},
    ),
    told(E.AGENCY_REPORT_RECEIVED, "protection.AgencyReport", "received_on"),
    also_told(E.INVITATIONS_SENT, CONFERENCE, "invitations_on"),
    also_told(E.CHAIR_PREPARED, CONFERENCE, "chair_prepared_on"),
    told(E.ICPC_HELD, CONFERENCE, "held_on", when={"kind": ("initial", "pre_birth")}, facts=HELD),
    told(
        E.TRANSFER_IN_CONFERENCE_HELD,
        CONFERENCE,
        "held_on",
        when={"kind": "transfer_in"},
        facts=HELD,
        always=frozenset({F.TRANSFER_IN}),
    ),
    told(E.RCPC_HELD, CONFERENCE, "held_on", when={"kind": "review"}, anchor="next_review_on", facts=HELD),
    also_told(E.DECISION_LETTER_SENT, CONFERENCE, "decision_letter_on"),
    also_told(E.CONFERENCE_RECORD_SHARED, CONFERENCE, "record_shared_on"),
    told(E.EARLY_REVIEW_REQUESTED, EARLY_REVIEW, "requested_on"),
    also_told(E.EARLY_REVIEW_REFUSED, EARLY_REVIEW, "refused_on"),
    told(E.TRANSFER_IN_NOTIFIED, "protection.TransferIn", "notified_on"),
    told(E.TRANSFER_OUT_KNOWN, TRANSFER_OUT, "known_on"),
    also_told(E.TRANSFER_OUT_NOTIFIED, TRANSFER_OUT, "notified_on"),
)

PLANS = (
    told(
        E.PLAN_STARTED,
        PLAN,
        "started_on",
        anchor="first_review_on",
        code="initial_category",
        number="earlier_plans",
        facts={F.TRANSFER_IN: "is_transfer_in", F.WITHOUT_WORKER: "is_without_worker"},
    ),
    also_told(E.PLAN_ENDED, PLAN, "ended_on", code="latest_category"),
    told(E.CHILD_BORN, "protection.Birth", "born_on"),
    told(E.BIRTH_PLAN_SHARED, "protection.BirthPlan", "shared_on"),
    told(
        E.PLAN_VERSION_PUBLISHED,
        "protection.PlanVersion",
        "published_on",
        facts={
            F.CONTINGENCY_COMPLETE: "is_contingency_complete",
            F.CHILD_VIEWS: "has_child_views",
            F.PARENT_VIEWS: "has_parent_views",
            F.CHILD_FOCUSED: "is_child_focused",
        },
    ),
    told(E.PLAN_SIGNED_OFF, "protection.PlanApproval", "approved_on"),
    told(
        E.PLAN_SHARED,
        "protection.PlanSharing",
        "shared_on",
        facts={
            F.SHARED_WITH_PARENTS: "is_shared_with_parents",
            F.ACCESSIBLE_VERSION: "is_accessible_version",
        },
    ),
    told(E.PLAN_REVIEWED_UNCHANGED, "protection.PlanLeftUnchanged", "looked_on"),
    told(E.PLAN_ACTION_OVERDUE, "protection.PlanAction", "overdue_on", code="agency"),
    told(
        E.CORE_GROUP_HELD,
        CORE_GROUP,
        "held_on",
        facts={
            F.PARENTS_INVITED: "are_parents_invited",
            F.PARENTS_PRESENT: "are_parents_present",
            F.ABSENCE_EXPLAINED: "is_absence_explained",
            F.PROGRESS_MADE: "is_progress_made",
            F.PROGRESS_FELL: "is_progress_lost",
        },
    ),
    also_told(E.CORE_GROUP_RECORD_SHARED, CORE_GROUP, "record_shared_on"),
    told(E.CIN_PLAN_STARTED, IN_NEED_PLAN, "started_on"),
    also_told(E.CIN_PLAN_ENDED, IN_NEED_PLAN, "ended_on"),
)

VISITS = (
    told(
        E.VISIT_HELD,
        VISIT,
        "visited_on",
        when={"kind": "held"},
        facts={
            F.CHILD_SEEN: "is_child_seen",
            F.SEEN_ALONE: "is_seen_alone",
            F.AT_HOME: "is_at_home",
            F.BEDROOM_SEEN: "is_bedroom_seen",
            F.ANNOUNCED: "is_announced",
            F.LONG_ENOUGH: "is_long_enough",
            F.OWN_WORDS: "has_own_words",
            F.PURPOSE_LINKED: "is_purpose_linked",
            F.COPIED: "is_copied",
        },
    ),
    told(E.VISIT_ATTEMPTED, VISIT, "visited_on", when={"kind": "attempted"}),
    told(E.VISIT_MISSED, VISIT, "visited_on", when={"kind": "missed"}),
    also_told(E.VISIT_RECORDED, VISIT, "written_up_on"),
    told(E.DIRECT_WORK_RECORDED, "protection.DirectWork", "done_on"),
    told(E.SERVICE_MISSED, "protection.ServiceMissed", "missed_on"),
    told(
        E.CIN_VISIT_HELD,
        "protection.InNeedVisit",
        "visited_on",
        facts={
            F.CHILD_SEEN: "is_child_seen",
            F.SEEN_ALONE: "is_seen_alone",
            F.BEDROOM_SEEN: "is_bedroom_seen",
        },
    ),
)

TELLINGS = (*ENQUIRIES, *CONFERENCES, *PLANS, *VISITS)
