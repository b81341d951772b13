"""What each list tells: one line for each kind of event that a row gives, read by one engine.

Annex A asks for a *statutory* visit, which is one at which the social worker sees the child: that date, and
the date a child was last seen, are read as visits with the child seen. Where only the latest of a kind is
asked for, the event says so, and nobody is accused of a gap that the workbook cannot show.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from keel.practice.history import EventKind, Fact

LATEST_ONLY = frozenset({Fact.EARLIER_UNKNOWN})


@dataclass(frozen=True, slots=True)
class Told:
    """A kind of event that each row of a list tells of. Strings name columns of the list."""

    list_number: int
    kind: EventKind
    on: str
    strand: str | None = None  # episode is "<strand>:<child>:<key date of the row>"
    facts: Mapping[Fact, str] = field(default_factory=dict)
    given: frozenset[Fact] = frozenset()  # true by what the column means
    code: str | None = None
    number: str | None = None
    anchor: str | None = None
    only: Mapping[str, frozenset[str | None]] = field(default_factory=dict)  # column: values that count
    repeats: bool = False  # two alike on one day are two, not one told twice


SEEN = frozenset({Fact.CHILD_SEEN})
# A start stands there for open assessments, protection plans and care too: none is a child in need plan.
IN_NEED = frozenset({"cin", "closed", None})

TOLD: tuple[Told, ...] = (
    Told(1, EventKind.CONTACT_RECEIVED, "contact_on", code="source", repeats=True),
    Told(2, EventKind.EARLY_HELP_STARTED, "started_on", strand="early-help"),
    Told(2, EventKind.EARLY_HELP_ENDED, "completed_on", strand="early-help"),
    Told(
        3,
        EventKind.REFERRAL_RECEIVED,
        "referred_on",
        strand="referral",
        facts={Fact.NO_FURTHER_ACTION: "no_further_action"},
        code="source",
        number="referrals",
    ),
    Told(
        4,
        EventKind.ASSESSMENT_STARTED,
        "started_on",
        strand="assessment",
        facts={Fact.CHILD_SEEN: "seen"},
        anchor="point_of_referral",
    ),
    Told(4, EventKind.ASSESSMENT_AUTHORISED, "authorised_on", strand="assessment"),
    Told(5, EventKind.STRATEGY_DISCUSSION_HELD, "enquiry_on", strand="s47"),
    Told(
        5,
        EventKind.S47_STARTED,
        "enquiry_on",
        strand="s47",
        facts={Fact.CONFERENCE_REQUIRED: "conference_required"},
    ),
    Told(5, EventKind.ICPC_HELD, "conference_on", strand="s47", facts={Fact.PLAN_MADE: "plan_made"}),
    Told(6, EventKind.CIN_PLAN_STARTED, "started_on", strand="cin", only={"status": IN_NEED}),
    Told(6, EventKind.CIN_VISIT_HELD, "seen_on", strand="cin", given=LATEST_ONLY | SEEN),
    Told(6, EventKind.CASE_CLOSED, "closed_on", strand="cin", code="reason"),
    Told(7, EventKind.PLAN_STARTED, "started_on", strand="plan", code="first_category", number="plans"),
    Told(
        7,
        EventKind.VISIT_HELD,
        "visited_on",
        strand="plan",
        facts={Fact.CHILD_SEEN: "is_seen", Fact.SEEN_ALONE: "seen_alone"},
        given=LATEST_ONLY,
    ),
    Told(7, EventKind.RCPC_HELD, "reviewed_on", strand="plan", given=LATEST_ONLY),
    Told(7, EventKind.PLAN_ENDED, "ended_on", strand="plan"),
    Told(8, EventKind.BECAME_LOOKED_AFTER, "started_on", strand="cla", code="legal_status"),
    Told(
        8,
        EventKind.PLACEMENT_STARTED,
        "placed_on",
        strand="cla",
        facts={Fact.LONG_TERM_PLACEMENT: "is_long_term"},
        given=LATEST_ONLY,
        code="placement",
    ),
    Told(8, EventKind.CLA_VISITED, "visited_on", strand="cla", given=LATEST_ONLY),
    Told(8, EventKind.CLA_REVIEW_HELD, "reviewed_on", strand="cla", given=LATEST_ONLY),
    Told(8, EventKind.HEALTH_ASSESSED, "health_on", strand="cla", given=LATEST_ONLY),
    Told(8, EventKind.CEASED_LOOKED_AFTER, "ceased_on", strand="cla", code="reason"),
    Told(9, EventKind.PATHWAY_PLAN_REVIEWED, "reviewed_on", given=LATEST_ONLY),
    Told(9, EventKind.PERSONAL_ADVISER_IN_TOUCH, "contacted_on", given=LATEST_ONLY),
)
