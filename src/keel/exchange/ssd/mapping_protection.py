"""Which events the tables of the standard hold: child protection and pre-proceedings."""

from keel.exchange.ssd import linking
from keel.exchange.ssd.declaration import Mark, Use
from keel.practice.history import EventKind as Kind
from keel.practice.history import Fact

_PLAN_OF_VISIT = ("plan", "cppv_cp_plan_id")
_SPELL = ("pp", "prep_person_id", "prep_plo_family_id", "spell")
_S47 = ("s47", "s47e_s47_enquiry_id")

PROTECTION = (
    Use(
        "initial_cp_conference",
        marks=(
            Mark(
                Kind.ICPC_HELD,
                "icpc_icpc_date",
                episode=("s47", "icpc_s47_enquiry_id"),
                facts={Fact.PLAN_MADE: "plan_made"},
                where="is_initial",
                is_start=True,
            ),
            Mark(
                Kind.TRANSFER_IN_CONFERENCE_HELD,
                "icpc_icpc_date",
                episode=("s47", "icpc_s47_enquiry_id"),
                facts={Fact.PLAN_MADE: "plan_made"},
                always={Fact.TRANSFER_IN: True},
                where="icpc_icpc_transfer_in",
            ),
        ),
        also=("icpc_icpc_id", "icpc_s47_enquiry_id", "icpc_cp_plan_id"),
        flags=("icpc_icpc_transfer_in", "icpc_icpc_outcome_cp_flag"),
        json_flags={"outcome_cp": ("icpc_icpc_outcome_json", "CP_FLAG")},
        links={"icpc_s47_enquiry_id": ("s47_enquiry", "s47e_s47_enquiry_id")},
        prepare=linking.conferences,
        made_from={"plan_made": ("icpc_icpc_outcome_cp_flag", "icpc_icpc_outcome_json")},
        is_looked_up=True,
    ),
    Use(
        "s47_enquiry",
        marks=(
            Mark(Kind.STRATEGY_DISCUSSION_HELD, "s47e_s47_start_date", episode=_S47),
            Mark(
                Kind.S47_STARTED,
                "s47e_s47_start_date",
                episode=_S47,
                facts={Fact.CONFERENCE_REQUIRED: "conference_required"},
                is_start=True,
            ),
            Mark(
                Kind.S47_CONCLUDED,
                "s47e_s47_end_date",
                episode=_S47,
                facts={
                    Fact.HARM_SUBSTANTIATED: "harm_substantiated",
                    Fact.CONFERENCE_REQUIRED: "conference_required",
                },
                told_in_part=frozenset(
                    {Fact.HARM_SUBSTANTIATED}
                ),  # only where a conference followed, or none of it
            ),
        ),
        flags=("s47e_s47_nfa",),
        json_flags={
            "outcome_conference": ("s47e_s47_outcome_json", "CP_CONFERENCE_FLAG"),
            "outcome_nfa": ("s47e_s47_outcome_json", "NFA_FLAG"),
        },
        prepare=linking.enquiries,
        made_from={
            "conference_required": ("s47e_s47_outcome_json", "s47e_s47_nfa"),
            "harm_substantiated": ("s47e_s47_outcome_json", "s47e_s47_nfa"),
        },
        is_looked_up=True,
    ),
    Use(
        "cp_plans",
        marks=(
            Mark(
                Kind.PLAN_STARTED,
                "cppl_cp_plan_start_date",
                episode=("plan", "cppl_cp_plan_id"),
                facts={Fact.TRANSFER_IN: "is_transfer_in"},
                code="cppl_cp_plan_initial_category",
                number="earlier_plans",
                is_start=True,
            ),
            Mark(
                Kind.PLAN_ENDED,
                "cppl_cp_plan_end_date",
                episode=("plan", "cppl_cp_plan_id"),
                code="cppl_cp_plan_latest_category",
            ),
        ),
        also=("cppl_icpc_id",),
        flags=("cppl_cp_plan_ola",),
        codes={
            "cppl_cp_plan_initial_category": "category_of_abuse",
            "cppl_cp_plan_latest_category": "category_of_abuse",
        },
        links={"cppl_icpc_id": ("initial_cp_conference", "icpc_icpc_id")},
        prepare=linking.plans,
        made_from={"is_transfer_in": ("cppl_icpc_id",)},
        is_looked_up=True,
    ),
    Use(
        "cp_visits",
        marks=(
            Mark(
                Kind.VISIT_HELD,
                "cppv_cp_visit_date",
                episode=_PLAN_OF_VISIT,
                facts={
                    Fact.CHILD_SEEN: "cppv_cp_visit_seen",
                    Fact.SEEN_ALONE: "cppv_cp_visit_seen_alone",
                    Fact.BEDROOM_SEEN: "cppv_cp_visit_bedroom",
                },
                is_start=True,
            ),
        ),
        links={"cppv_cp_plan_id": ("cp_plans", "cppl_cp_plan_id")},
    ),
    Use(
        "cp_reviews",
        marks=(
            Mark(
                Kind.RCPC_HELD,
                "cppr_cp_review_date",
                episode=("plan", "cppr_cp_plan_id"),
                facts={Fact.QUORATE: "cppr_cp_review_quorate", Fact.DECISION_MADE: "decision_made"},
                kept=("cppr_cp_review_due",),
            ),
        ),
        dates=("cppr_cp_review_due",),
        links={"cppr_cp_plan_id": ("cp_plans", "cppl_cp_plan_id")},
        prepare=linking.reviews,
        made_from={"decision_made": ("cppr_cp_review_quorate",)},
    ),
    Use(
        "pre_proceedings",
        marks=(
            Mark(Kind.PRE_PROCEEDINGS_STARTED, "prep_pre_pro_decision_date", episode=_SPELL, is_start=True),
            Mark(
                Kind.LEGAL_PLANNING_HELD,
                "prep_pre_pro_decision_date",
                episode=_SPELL,
                always={Fact.DECISION_RECORDED: True},
            ),
            Mark(Kind.LETTER_BEFORE_PROCEEDINGS_SERVED, "prep_pre_pro_letter_date", episode=_SPELL),
            Mark(Kind.PRE_PROCEEDINGS_MEETING_HELD, "prep_initial_pre_pro_meeting_date", episode=_SPELL),
            Mark(
                Kind.PRE_PROCEEDINGS_ENDED,
                "prep_agree_stepdown_issue_date",
                episode=_SPELL,
                code="prep_pre_pro_outcome",
            ),
        ),
        also=("prep_plo_family_id",),
        prepare=linking.spells,
    ),
)
