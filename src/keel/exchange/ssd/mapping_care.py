"""Which events the tables of the standard hold: workers, missing children, orders, care, leaving care."""

from keel.exchange.ssd import care_linking as linking
from keel.exchange.ssd.declaration import Mark, Use
from keel.practice.history import EventKind as Kind
from keel.practice.history import Fact

_LATEST_ONLY = {Fact.EARLIER_UNKNOWN: True}
_CARE = ("cla", "clae_cla_id")

WORKERS = (
    Use("professionals", also=("prof_professional_job_title",), is_looked_up=True),
    Use("department", also=("dept_team_name",), is_looked_up=True),
    Use(
        "involvements",
        marks=(
            Mark(
                Kind.WORKER_ALLOCATED,
                "invo_involvement_start_date",
                episode=("involvement", "invo_involvements_id"),
                code="invo_professional_id",
                where="is_social_worker",
                is_start=True,
            ),
            Mark(
                Kind.WORKER_ENDED,
                "invo_involvement_end_date",
                episode=("involvement", "invo_involvements_id"),
                code="invo_professional_id",
                where="is_social_worker",
            ),
        ),
        also=("invo_professional_role_id", "invo_professional_team"),
        prepare=linking.involvements,
        made_from={"is_social_worker": ("invo_professional_role_id", "invo_professional_id")},
        is_looked_up=True,
    ),
)

CARE = (
    Use(
        "missing",
        marks=(
            Mark(
                Kind.MISSING_STARTED,
                "miss_missing_episode_start_date",
                episode=("missing", "miss_table_id"),
                code="miss_missing_episode_type",
                is_start=True,
            ),
            Mark(
                Kind.MISSING_ENDED,
                "miss_missing_episode_end_date",
                episode=("missing", "miss_table_id"),
                code="miss_missing_episode_type",
                kept=("miss_missing_rhi_offered", "miss_missing_rhi_accepted"),
            ),
        ),
    ),
    Use(
        "legal_status",
        marks=(
            Mark(
                Kind.EPO_MADE,
                "lega_legal_status_start_date",
                episode=("epo", "lega_legal_status_id"),
                where="is_epo",
            ),
            Mark(
                Kind.EPO_ENDED,
                "lega_legal_status_end_date",
                episode=("epo", "lega_legal_status_id"),
                where="is_epo",
            ),
            Mark(
                Kind.POLICE_PROTECTION_STARTED,
                "lega_legal_status_start_date",
                episode=("police_protection", "lega_legal_status_id"),
                where="is_police_protection",
            ),
            Mark(
                Kind.POLICE_PROTECTION_ENDED,
                "lega_legal_status_end_date",
                episode=("police_protection", "lega_legal_status_id"),
                where="is_police_protection",
            ),
        ),
        also=("lega_legal_status",),
        prepare=linking.orders,
        made_from={"is_epo": ("lega_legal_status",), "is_police_protection": ("lega_legal_status",)},
    ),
    Use(
        "cla_episodes",
        marks=(
            Mark(Kind.BECAME_LOOKED_AFTER, "clae_entered_care_date", episode=_CARE, where="is_first"),
            Mark(
                Kind.BECAME_LOOKED_AFTER,
                "clae_cla_episode_start_date",
                episode=_CARE,
                where="is_first_undated",
                is_start=True,
            ),
            Mark(
                Kind.CEASED_LOOKED_AFTER,
                "clae_cla_episode_ceased_date",
                episode=_CARE,
                code="clae_cla_episode_ceased_reason",
                where="is_last",
            ),
        ),
        also=("clae_cla_id",),
        prepare=linking.care_periods,
        is_looked_up=True,
    ),
    Use(
        "cla_placement",
        marks=(
            Mark(
                Kind.PLACEMENT_STARTED,
                "clap_cla_placement_start_date",
                episode=("placement", "clap_cla_placement_id"),
                facts={Fact.LONG_TERM_PLACEMENT: "is_long_term"},
                code="clap_cla_placement_type",
                is_start=True,
            ),
            Mark(
                Kind.PLACEMENT_ENDED,
                "clap_cla_placement_end_date",
                episode=("placement", "clap_cla_placement_id"),
                code="clap_cla_placement_type",
            ),
        ),
        also=("clap_cla_id",),
        codes={"clap_cla_placement_type": "placement_type"},
        child_from=("clap_cla_id", "cla_episodes", "clae_cla_id"),
        prepare=linking.placements,
        made_from={"is_long_term": ("clap_cla_placement_type",)},
    ),
    Use(
        "cla_visits",
        marks=(
            Mark(
                Kind.CLA_VISITED,
                "clav_cla_visit_date",
                episode=("cla", "clav_cla_id"),
                facts={
                    Fact.CHILD_SEEN: "clav_cla_visit_seen",
                    Fact.SEEN_ALONE: "clav_cla_visit_seen_alone",
                },
                is_start=True,
            ),
        ),
    ),
    Use(
        "cla_reviews",
        marks=(
            Mark(
                Kind.CLA_REVIEW_HELD, "clar_cla_review_date", episode=("cla", "clar_cla_id"), where="is_held"
            ),
        ),
        also=("clar_cla_id",),
        flags=("clar_cla_review_cancelled",),
        child_from=("clar_cla_id", "cla_episodes", "clae_cla_id"),
        prepare=linking.care_reviews,
    ),
    Use(
        "cla_health",
        marks=(Mark(Kind.HEALTH_ASSESSED, "clah_health_check_date", where="is_assessment"),),
        also=("clah_health_check_type", "clah_health_check_status"),
        prepare=linking.health_checks,
        made_from={"is_assessment": ("clah_health_check_type",)},
    ),
    Use(
        "care_leavers",
        marks=(
            Mark(
                Kind.PERSONAL_ADVISER_IN_TOUCH,
                "clea_care_leaver_latest_contact",
                always=_LATEST_ONLY,
                code="clea_care_leaver_in_touch",
            ),
            Mark(Kind.PATHWAY_PLAN_REVIEWED, "clea_pathway_plan_review_date", always=_LATEST_ONLY),
        ),
        codes={"clea_care_leaver_in_touch": "in_touch"},
    ),
)
