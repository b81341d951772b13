"""What can happen, in the groups that a chronology is narrowed by, and what is significant in a child's life."""

from collections.abc import Mapping
from enum import StrEnum
from itertools import pairwise
from types import MappingProxyType

from keel.practice.history import KINDS
from keel.practice.history import EventKind as E


class Group(StrEnum):
    """Parts of a child's life in the record."""

    LIFE = "life"
    FRONT_DOOR = "front-door"
    RISK = "risk"
    CONFERENCES = "conferences"
    PLAN = "plan"
    OVERSIGHT = "oversight"
    WORKERS = "workers"
    LEGAL = "legal"
    CARE = "care"

    @property
    def label(self) -> str:
        """The group in words."""
        return _LABELS[self]


_LABELS = {
    Group.LIFE: "Birth and death",
    Group.FRONT_DOOR: "Contacts, referrals and assessments",
    Group.RISK: "New risk, strategy discussions and section 47",
    Group.CONFERENCES: "Conferences and moves",
    Group.PLAN: "Plans, core groups and visits",
    Group.OVERSIGHT: "Oversight, supervision and challenge",
    Group.WORKERS: "Changes of worker",
    Group.LEGAL: "Legal planning, pre-proceedings and court",
    Group.CARE: "Care, missing episodes and leaving care",
}
_FIRST = {  # a group goes from its first kind, in the order of kinds, to the first of the next
    Group.LIFE: E.PREGNANCY_KNOWN,
    Group.FRONT_DOOR: E.PARTNER_BECAME_AWARE,
    Group.RISK: E.SIGNIFICANT_EVENT_RECORDED,
    Group.CONFERENCES: E.CONFERENCE_DECIDED,
    Group.PLAN: E.PLAN_STARTED,
    Group.OVERSIGHT: E.MISSED_VISIT_DECISION_RECORDED,
    Group.WORKERS: E.WORKER_ENDED,
    Group.LEGAL: E.LEGAL_PLANNING_TRIGGERED,
    Group.CARE: E.BECAME_LOOKED_AFTER,
}
_LAST = E.AUDIT_COMPLETED  # from here on kinds are of audits and inspections, not of a child


def _grouped() -> Mapping[E, Group]:
    ends = [*(KINDS.index(kind) for kind in _FIRST.values()), KINDS.index(_LAST)]
    spans = zip(_FIRST, pairwise(ends), strict=True)
    return MappingProxyType({kind: group for group, (low, high) in spans for kind in KINDS[low:high]})


GROUPS: Mapping[E, Group] = _grouped()

SIGNIFICANT = frozenset(
    {
        E.PREGNANCY_KNOWN, E.CHILD_BORN, E.CHILD_DIED, E.CONTACT_RECEIVED, E.REFERRAL_RECEIVED, E.CASE_CLOSED,
        E.ASSESSMENT_AUTHORISED, E.PRIVATE_FOSTERING_NOTIFIED, E.SIGNIFICANT_EVENT_RECORDED, E.HARM_SUSPECTED,
        E.STRATEGY_DISCUSSION_HELD, E.S47_STARTED, E.S47_CONCLUDED, E.NO_CONFERENCE_DECIDED, E.TRANSFER_IN_NOTIFIED,
        E.TRANSFER_OUT_KNOWN, E.ICPC_HELD, E.TRANSFER_IN_CONFERENCE_HELD, E.RCPC_HELD, E.PLAN_STARTED, E.PLAN_ENDED,
        E.CIN_PLAN_STARTED, E.CIN_PLAN_ENDED, E.VISIT_MISSED, E.CRITICAL_SIGNAL_OPENED, E.CHALLENGE_RAISED,
        E.DIRECTOR_DECISION_RECORDED, E.ESCALATION_RAISED, E.WORKER_ALLOCATED, E.WORKER_ENDED, E.LEGAL_PLANNING_HELD,
        E.PRE_PROCEEDINGS_STARTED, E.LETTER_BEFORE_PROCEEDINGS_SERVED, E.FAMILY_MEETING_HELD, E.PRE_PROCEEDINGS_ENDED,
        E.ISSUE_DECIDED, E.COURT_APPLICATION_ISSUED, E.FINAL_ORDER_MADE, E.EPO_MADE, E.EPO_ENDED,
        E.POLICE_PROTECTION_STARTED, E.POLICE_PROTECTION_ENDED, E.BECAME_LOOKED_AFTER, E.PLACEMENT_STARTED,
        E.PLACEMENT_ENDED, E.CEASED_LOOKED_AFTER, E.BECAME_CARE_LEAVER, E.MISSING_STARTED, E.MISSING_ENDED,
        E.MISSING_THIRD_TIME,
    }
)  # fmt: skip
