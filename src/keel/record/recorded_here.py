"""What an authority says that it writes down in Keel, and from which day on: silence before it means nothing.

An extract holds plans, visits and conferences, and hardly ever supervision or what managers decide. Until somebody says
that these are recorded in Keel, a child without them is not called late; from the day that is said, she is.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from keel.practice.history import EventKind as E
from keel.record.models import RecordedHere


@dataclass(frozen=True, slots=True)
class Family:
    """Kinds of event that are recorded in one place: all of them in Keel, or none."""

    key: str
    name: str  # as practitioners call it
    hint: str  # what belongs to it, in their words
    kinds: tuple[E, ...]


# Who has a child when is not among them: whether a worker took over from another is told from all allocations there
# ever were, and a roster brings those. Nor is the writing-up of visits: it goes with the visit, wherever that is kept.
FAMILIES: tuple[Family, ...] = (
    Family(
        "supervision",
        "Supervision",
        "each child talked about in supervision, what was agreed, and whether it was done",
        (
            E.CHILD_SUPERVISION_HELD,
            E.SUPERVISION_RECORD_SIGNED,
            E.SUPERVISION_ACTION_SET,
            E.SUPERVISION_ACTION_COMPLETED,
        ),
    ),
    Family(
        "decisions",
        "Managers’ decisions",
        "what a manager decides after a missed visit, and on a new incident",
        (E.MISSED_VISIT_DECISION_RECORDED, E.RISK_DECISION_RECORDED),
    ),
    Family(
        "long_plans",
        "Senior looks at long and repeat plans",
        "a senior manager’s decision at each age of a plan, and on a second or later plan",
        (
            E.SENIOR_CHALLENGE_9M_RECORDED,
            E.SENIOR_CHALLENGE_12M_RECORDED,
            E.SENIOR_CHALLENGE_15M_RECORDED,
            E.SENIOR_CHALLENGE_18M_RECORDED,
            E.SENIOR_CHALLENGE_24M_RECORDED,
            E.REPEAT_PLAN_REVIEWED,
        ),
    ),
    Family(
        "scrutiny",
        "The chair’s scrutiny",
        "the chair’s mid-point check, and challenges with their answers",
        (
            E.CHAIR_MIDPOINT_RECORDED,
            E.CHALLENGE_RAISED,
            E.NO_CHALLENGE_REASONED,
            E.CHALLENGE_ESCALATED_2,
            E.CHALLENGE_ESCALATED_3,
            E.CHALLENGE_ESCALATED_4,
            E.CHALLENGE_RESPONSE_ACCEPTED,
            E.DIRECTOR_DECISION_RECORDED,
        ),
    ),
    Family(
        "handover",
        "Handovers",
        "the handover at a change of worker, and the new worker introduced to the family",
        (E.HANDOVER_RECORDED,),
    ),
    Family(
        "plan",
        "The written plan",
        "each version of the protection plan, its sign-off, and its sharing with the family",
        (
            E.PLAN_VERSION_PUBLISHED,
            E.PLAN_REVIEWED_UNCHANGED,
            E.PLAN_SIGNED_OFF,
            E.PLAN_SHARED,
        ),
    ),
    Family(
        "core_groups",
        "Core groups",
        "each core group, and its record sent to those who belong to it",
        (E.CORE_GROUP_HELD, E.CORE_GROUP_RECORD_SHARED),
    ),
    Family(
        "direct_work",
        "Direct work",
        "direct work with the child, recorded with a visit",
        (E.DIRECT_WORK_RECORDED,),
    ),
    Family(
        "conference_papers",
        "Papers of conferences",
        "reports, invitations and preparation before a conference; letter and record after it",
        (
            E.CONFERENCE_REPORT_SHARED,
            E.AGENCY_REPORT_RECEIVED,
            E.INVITATIONS_SENT,
            E.CHAIR_PREPARED,
            E.DECISION_LETTER_SENT,
            E.CONFERENCE_RECORD_SHARED,
        ),
    ),
    Family(
        "assessments",
        "Looks at assessments",
        "a manager’s look at an assessment while it is under way",
        (E.ASSESSMENT_CHECKPOINT_HELD,),
    ),
    Family(
        "enquiries",
        "Decisions of strategy discussions and enquiries",
        "the record sent, section 47 yes or no, why no conference, and the interim plan",
        (
            E.STRATEGY_RECORD_SHARED,
            E.S47_DECISION_RECORDED,
            E.NO_CONFERENCE_DECIDED,
            E.INTERIM_PLAN_RECORDED,
        ),
    ),
)
BY_KEY: Mapping[str, Family] = {family.key: family for family in FAMILIES}


def said() -> dict[str, RecordedHere]:
    """The newest word on each family of which there was ever one, by its key."""
    newest = RecordedHere.objects.order_by("family", "-pk").distinct("family").select_related("by")
    return {row.family: row for row in newest if row.family in BY_KEY}


Days = Mapping[str, date | None]  # of families, since when; None: no longer


def said_days() -> dict[str, date | None]:
    """Since when each family of which there was ever a word is recorded here."""
    return {key: row.from_on for key, row in said().items()}


def recorded_since(in_sources: Collection[E], days: Days) -> dict[E, date]:
    """The kinds that are recorded in Keel and come from no source, each with the day since when."""
    return {
        kind: day
        for key, day in days.items()
        if day is not None
        for kind in BY_KEY[key].kinds
        if kind not in in_sources
    }
