"""Which events the tables of the standard hold: contacts, early help, referrals, children in need."""

from keel.exchange.ssd import linking
from keel.exchange.ssd.declaration import Mark, Use
from keel.practice.history import EventKind as Kind
from keel.practice.history import Fact

FRONT_DOOR = (
    Use(
        "contacts",
        marks=(
            Mark(
                Kind.CONTACT_RECEIVED,
                "cont_contact_date",
                episode=("contact", "cont_contact_id"),
                facts={Fact.NO_FURTHER_ACTION: "contact_nfa"},
                code="cont_contact_source_code",
                is_start=True,
            ),
        ),
        json_flags={"contact_nfa": ("cont_contact_outcome_json", "NFA_FLAG")},
    ),
    Use(
        "early_help_episodes",
        marks=(
            Mark(
                Kind.EARLY_HELP_STARTED,
                "earl_episode_start_date",
                episode=("early_help", "earl_episode_id"),
                code="earl_episode_reason",
                is_start=True,
            ),
            Mark(
                Kind.EARLY_HELP_ENDED,
                "earl_episode_end_date",
                episode=("early_help", "earl_episode_id"),
                code="earl_episode_end_reason",
            ),
        ),
    ),
    Use(
        "cin_episodes",
        marks=(
            Mark(
                Kind.REFERRAL_RECEIVED,
                "cine_referral_date",
                episode=("referral", "cine_referral_id"),
                facts={Fact.NO_FURTHER_ACTION: "referral_nfa"},
                code="cine_referral_source_code",
                is_start=True,
            ),
            Mark(
                Kind.CASE_CLOSED,
                "cine_close_date",
                episode=("referral", "cine_referral_id"),
                code="cine_close_reason",
            ),
        ),
        codes={"cine_referral_source_code": "referral_source", "cine_close_reason": "closure_reason"},
        flags=("cine_referral_nfa",),
        json_flags={"outcome_nfa": ("cine_referral_outcome_json", "NFA_FLAG")},
        prepare=linking.referrals,
        made_from={"referral_nfa": ("cine_referral_nfa", "cine_referral_outcome_json")},
        is_looked_up=True,
    ),
    Use(
        "assessment_factors",
        also=("cinf_assessment_id", "cinf_assessment_factors_json"),
        links={"cinf_assessment_id": ("cin_assessments", "cina_assessment_id")},
        is_looked_up=True,
    ),
    Use(
        "cin_assessments",
        marks=(
            Mark(
                Kind.ASSESSMENT_STARTED,
                "cina_assessment_start_date",
                episode=("assessment", "cina_assessment_id"),
                facts={Fact.CHILD_SEEN: "cina_assessment_child_seen"},
                anchor="referred_on",
                is_start=True,
            ),
            Mark(
                Kind.ASSESSMENT_AUTHORISED,
                "cina_assessment_auth_date",
                episode=("assessment", "cina_assessment_id"),
                facts={
                    Fact.CHILD_SEEN: "cina_assessment_child_seen",
                    Fact.NO_FURTHER_ACTION: "cina_assessment_outcome_nfa",
                },
                kept=("cinf_assessment_factors_json",),
            ),
        ),
        also=("cina_referral_id",),
        links={"cina_referral_id": ("cin_episodes", "cine_referral_id")},
        prepare=linking.assessments,
        made_from={"referred_on": ("cina_referral_id",)},
        is_looked_up=True,
    ),
    Use(
        "cin_plans",
        marks=(
            Mark(
                Kind.CIN_PLAN_STARTED,
                "cinp_cin_plan_start_date",
                episode=("cin_plan", "cinp_cin_plan_id"),
                is_start=True,
            ),
            Mark(Kind.CIN_PLAN_ENDED, "cinp_cin_plan_end_date", episode=("cin_plan", "cinp_cin_plan_id")),
        ),
    ),
    Use(
        "cin_visits",
        marks=(
            Mark(
                Kind.CIN_VISIT_HELD,
                "cinv_cin_visit_date",
                facts={
                    Fact.CHILD_SEEN: "cinv_cin_visit_seen",
                    Fact.SEEN_ALONE: "cinv_cin_visit_seen_alone",
                    Fact.BEDROOM_SEEN: "cinv_cin_visit_bedroom",
                },
                is_start=True,
            ),
        ),
    ),
)
