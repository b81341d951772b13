"""One child's dated events and facts, as the rules see them.

A history may overlap and contradict itself: real records do. What it may not be is ambiguous about type: every
date is a date, every fact is yes, no or absent (absent is *not recorded*, never no).

Names follow the Standard Safeguarding Dataset's chain where it has one: contact, referral, assessment, strategy
discussion, section 47, conference, plan, visits, reviews. See ``GLOSSARY.md`` for each term and its source.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum, auto


class EventKind(StrEnum):
    """What can happen in a history, in the past tense. The order is the order of events on one day."""

    # Before birth and the end of life
    PREGNANCY_KNOWN = auto()  # anchor: expected date of delivery
    CHILD_BORN = auto()
    CHILD_DIED = auto()

    # Front door
    PARTNER_BECAME_AWARE = auto()
    CONTACT_RECEIVED = auto()
    CONTACT_DECIDED = auto()
    EARLY_HELP_STARTED = auto()
    EARLY_HELP_ENDED = auto()
    REFERRAL_RECEIVED = auto()
    CASE_CLOSED = auto()
    ASSESSMENT_STARTED = auto()  # anchor: point of referral
    ASSESSMENT_CHECKPOINT_HELD = auto()
    ASSESSMENT_AUTHORISED = auto()
    PRIVATE_FOSTERING_NOTIFIED = auto()
    PRIVATE_FOSTERING_VISITED = auto()
    PRIVATE_FOSTERING_DECIDED = auto()
    PRIVATE_FOSTERING_ENDED = auto()

    # Risk, strategy discussion, section 47
    SIGNIFICANT_EVENT_RECORDED = auto()
    RISK_DECISION_RECORDED = auto()
    HARM_SUSPECTED = auto()
    STRATEGY_DISCUSSION_HELD = auto()
    STRATEGY_RECORD_SHARED = auto()
    S47_DECISION_RECORDED = auto()
    S47_STARTED = auto()
    S47_CONCLUDED = auto()
    NO_CONFERENCE_DECIDED = auto()
    INTERIM_PLAN_RECORDED = auto()

    # Conferences
    CONFERENCE_DECIDED = auto()
    CONFERENCE_BOOKED = auto()  # anchor: planned date
    CONFERENCE_REPORT_SHARED = auto()
    AGENCY_REPORT_RECEIVED = auto()
    INVITATIONS_SENT = auto()
    CHAIR_PREPARED = auto()
    TRANSFER_IN_NOTIFIED = auto()
    TRANSFER_OUT_KNOWN = auto()
    TRANSFER_OUT_NOTIFIED = auto()
    ICPC_HELD = auto()
    TRANSFER_IN_CONFERENCE_HELD = auto()
    EARLY_REVIEW_REQUESTED = auto()
    EARLY_REVIEW_REFUSED = auto()
    RCPC_HELD = auto()  # anchor: next review due, where set
    DECISION_LETTER_SENT = auto()
    CONFERENCE_RECORD_SHARED = auto()

    # Child protection plan
    PLAN_STARTED = auto()  # number: earlier plans; anchor: next review due, where set
    PLAN_VERSION_PUBLISHED = auto()
    PLAN_SIGNED_OFF = auto()
    PLAN_SHARED = auto()
    PLAN_REVIEWED_UNCHANGED = auto()
    BIRTH_PLAN_SHARED = auto()
    REPEAT_PLAN_REVIEWED = auto()
    CORE_GROUP_HELD = auto()
    CORE_GROUP_RECORD_SHARED = auto()
    VISIT_HELD = auto()
    VISIT_ATTEMPTED = auto()
    VISIT_MISSED = auto()
    VISIT_RECORDED = auto()
    DIRECT_WORK_RECORDED = auto()
    SERVICE_MISSED = auto()
    PLAN_ACTION_OVERDUE = auto()  # code: agency
    PLAN_ENDED = auto()
    CIN_PLAN_STARTED = auto()
    CIN_PLAN_ENDED = auto()
    CIN_VISIT_HELD = auto()

    # Oversight
    MISSED_VISIT_DECISION_RECORDED = auto()
    CHILD_SUPERVISION_HELD = auto()
    SUPERVISION_HELD = auto()  # subject: a social worker
    SUPERVISION_RECORD_SIGNED = auto()
    SUPERVISION_ACTION_SET = auto()  # anchor: due date; number: times moved
    SUPERVISION_ACTION_COMPLETED = auto()
    CHAIR_MIDPOINT_RECORDED = auto()
    CRITICAL_SIGNAL_OPENED = auto()
    CRITICAL_SIGNAL_CLOSED = auto()
    CHALLENGE_RAISED = auto()
    NO_CHALLENGE_REASONED = auto()
    CHALLENGE_ESCALATED_2 = auto()
    CHALLENGE_ESCALATED_3 = auto()
    CHALLENGE_ESCALATED_4 = auto()
    CHALLENGE_RESPONSE_ACCEPTED = auto()
    DIRECTOR_DECISION_RECORDED = auto()
    ESCALATION_RAISED = auto()
    ESCALATION_RESOLVED = auto()
    SENIOR_CHALLENGE_9M_RECORDED = auto()
    SENIOR_CHALLENGE_12M_RECORDED = auto()
    SENIOR_CHALLENGE_15M_RECORDED = auto()
    SENIOR_CHALLENGE_18M_RECORDED = auto()
    SENIOR_CHALLENGE_24M_RECORDED = auto()

    # Involvement of workers
    WORKER_ENDED = auto()  # code: worker
    WORKER_ALLOCATED = auto()  # code: worker
    HANDOVER_RECORDED = auto()

    # Legal planning and court
    LEGAL_PLANNING_TRIGGERED = auto()
    LEGAL_PLANNING_CONSIDERED = auto()
    LEGAL_PLANNING_REQUESTED = auto()
    LEGAL_PAPERS_RECEIVED = auto()
    LEGAL_PLANNING_HELD = auto()
    PRE_PROCEEDINGS_STARTED = auto()
    LETTER_BEFORE_PROCEEDINGS_SERVED = auto()
    PRE_PROCEEDINGS_MEETING_HELD = auto()
    PRE_PROCEEDINGS_AGREEMENT_SENT = auto()
    PRE_PROCEEDINGS_REVIEW_HELD = auto()
    TRACKER_UPDATED = auto()
    FAMILY_MEETING_OFFERED = auto()
    FAMILY_MEETING_HELD = auto()
    FAMILY_MEETING_EXEMPTED = auto()
    PRE_PROCEEDINGS_ENDED = auto()
    ISSUE_DECIDED = auto()
    COURT_APPLICATION_ISSUED = auto()
    CASE_MANAGEMENT_HEARING_HELD = auto()
    FINAL_ORDER_MADE = auto()
    EPO_MADE = auto()
    EPO_ENDED = auto()
    POLICE_PROTECTION_STARTED = auto()
    POLICE_PROTECTION_ENDED = auto()

    # Looked after, leaving care, missing
    BECAME_LOOKED_AFTER = auto()
    PLACEMENT_STARTED = auto()
    IRO_APPOINTED = auto()
    CLA_VISITED = auto()
    CLA_REVIEW_HELD = auto()
    PEP_STARTED = auto()
    HEALTH_ASSESSED = auto()
    PLACEMENT_ENDED = auto()
    CEASED_LOOKED_AFTER = auto()
    BECAME_CARE_LEAVER = auto()
    PERSONAL_ADVISER_IN_TOUCH = auto()
    PATHWAY_PLAN_AGREED = auto()
    PATHWAY_PLAN_REVIEWED = auto()
    MISSING_STARTED = auto()
    MISSING_ENDED = auto()
    MISSING_THIRD_TIME = auto()
    RETURN_INTERVIEW_COMPLETED = auto()  # held, or declined by the child

    # Assurance and improvement (subject: an audit, an inspection)
    AUDIT_COMPLETED = auto()  # number: grade, 1 outstanding to 4 inadequate
    AUDIT_MODERATED = auto()  # number: grade after moderation
    AUDIT_FOUND_CHILD_UNSAFE = auto()
    AUDIT_ALERT_ANSWERED = auto()
    AUDIT_ACTION_CREATED = auto()
    AUDIT_ACTION_VERIFIED = auto()
    REAUDIT_COMPLETED = auto()
    OFSTED_LETTER_RECEIVED = auto()
    DRAFT_ACTION_PLAN_SHARED = auto()
    ACTION_PLAN_SUBMITTED = auto()
    INSPECTION_REPORT_RECEIVED = auto()
    INSPECTION_REPORT_PUBLISHED = auto()
    IMPROVEMENT_ACTION_CREATED = auto()  # anchor: due date
    IMPROVEMENT_ACTION_EVIDENCED = auto()
    IMPROVEMENT_BOARD_HELD = auto()

    @property
    def label(self) -> str:
        """The kind in ordinary words: ``S47_STARTED`` reads "s.47 started"."""
        return _LABELS.get(self, self.value.replace("_", " "))


class Fact(StrEnum):
    """A yes or no that an event or a child may carry. Absent means not recorded."""

    # of a child
    DISABLED = auto()
    COMMUNICATION_KNOWN = auto()
    EARLIER_REMOVAL = auto()
    PARENT_NEEDS_ACCESSIBLE = auto()

    # of a source
    EARLIER_UNKNOWN = auto()  # the source holds only the latest of this kind

    # of a visit
    CHILD_SEEN = auto()
    SEEN_ALONE = auto()
    AT_HOME = auto()
    BEDROOM_SEEN = auto()
    ANNOUNCED = auto()
    LONG_ENOUGH = auto()
    OWN_WORDS = auto()
    PURPOSE_LINKED = auto()
    COPIED = auto()
    SPOKEN_ALONE = auto()
    REPORT_WRITTEN = auto()

    # of a contact, referral or assessment
    REFERRER_TOLD = auto()
    NO_FURTHER_ACTION = auto()
    HISTORY_WEIGHED = auto()
    OTHER_CHILDREN_CONSIDERED = auto()

    # of a strategy discussion or s.47
    AGENCIES_PRESENT = auto()  # local authority, police and health, all three
    HARM_SUBSTANTIATED = auto()
    CONFERENCE_REQUIRED = auto()
    MANAGER_AUTHORISED = auto()
    CHAIR_CONSULTED = auto()
    PARTNERS_TOLD = auto()

    # of a conference or its papers
    QUORATE = auto()
    DECISION_MADE = auto()
    PLAN_MADE = auto()
    SHARED_WITH_PARENTS = auto()
    RECEIVED_BY_CHAIR = auto()

    # of a plan or its version
    TRANSFER_IN = auto()
    CONTINGENCY_COMPLETE = auto()
    CHILD_VIEWS = auto()
    PARENT_VIEWS = auto()
    CHILD_FOCUSED = auto()
    ACCESSIBLE_VERSION = auto()

    # of a core group
    PARENTS_INVITED = auto()
    PARENTS_PRESENT = auto()
    ABSENCE_EXPLAINED = auto()
    PROGRESS_MADE = auto()
    PROGRESS_FELL = auto()

    # of oversight
    DATED_AND_OWNED = auto()
    HANDOVER_COMPLETE = auto()
    INTRODUCTION_MADE = auto()
    INADEQUATE = auto()  # the grade of an audit

    # of legal work
    LETTER_PASSES = auto()
    COURT_LIKELY = auto()
    DECISION_RECORDED = auto()
    LONG_TERM_PLACEMENT = auto()
    OFFER_DECLINED = auto()  # nobody who was offered a family meeting accepted

    # of an involvement
    WITHOUT_WORKER = auto()  # from that day nobody was allocated to the child
    TAKES_OVER = auto()  # another worker had the child before


KINDS: tuple[EventKind, ...] = tuple(EventKind)
KIND_CODES: Mapping[EventKind, int] = {kind: code for code, kind in enumerate(KINDS)}
FACTS: tuple[Fact, ...] = tuple(Fact)
FACT_BITS: Mapping[Fact, int] = {fact: 1 << place for place, fact in enumerate(FACTS)}

_LABELS: Mapping[EventKind, str] = {
    EventKind.S47_STARTED: "strategy discussion that started section 47 enquiries",
    EventKind.S47_CONCLUDED: "section 47 enquiries concluded",
    EventKind.S47_DECISION_RECORDED: "decision on section 47 enquiries recorded",
    EventKind.ICPC_HELD: "initial child protection conference held",
    EventKind.RCPC_HELD: "review child protection conference held",
    EventKind.PLAN_STARTED: "child protection plan started",
    EventKind.PLAN_ENDED: "child protection plan ended",
    EventKind.CIN_PLAN_STARTED: "child in need plan started",
    EventKind.CIN_PLAN_ENDED: "child in need plan ended",
    EventKind.CIN_VISIT_HELD: "child in need visit held",
    EventKind.CLA_VISITED: "looked-after child visited",
    EventKind.CLA_REVIEW_HELD: "looked-after child's review held",
    EventKind.IRO_APPOINTED: "independent reviewing officer appointed",
    EventKind.PEP_STARTED: "personal education plan started",
    EventKind.EPO_MADE: "emergency protection order made",
    EventKind.EPO_ENDED: "emergency protection order ended",
    EventKind.RETURN_INTERVIEW_COMPLETED: "return interview held or declined by the child",
    EventKind.MISSING_ENDED: "missing child found",
}


class HistoryError(ValueError):
    """A history that cannot be read: says which child, which event and what to correct."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a value stood in its source, and how it was written there."""

    source: str  # sheet, element or table
    row: int | None = None
    column: str | None = None
    raw: str | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened to a child on a day.

    ``on`` is when it happened and ``recorded_on`` when it was written down. ``episode`` ties together the events
    of one enquiry, plan or other strand. ``anchor_on`` is a second date that the kind defines (see
    :class:`EventKind`). ``facts`` holds what is recorded as yes (True) or no (False).
    """

    kind: EventKind
    on: date
    minute: int | None = None
    recorded_on: date | None = None
    episode: str | None = None
    anchor_on: date | None = None
    facts: Mapping[Fact, bool] = field(default_factory=dict)
    code: str | None = None
    number: float | None = None
    place: Place | None = None

    def __post_init__(self) -> None:
        for name in ("on", "recorded_on", "anchor_on"):
            value = getattr(self, name)
            if value is None and name != "on":
                continue
            if not isinstance(value, date) or isinstance(value, datetime):
                raise HistoryError(f"{self.kind}: {name} is {value!r}; give a date without a time")
        if self.minute is not None and not 0 <= self.minute < 24 * 60:
            raise HistoryError(
                f"{self.kind} on {self.on}: minute of the day is {self.minute}; give 0 to 1439"
            )

    @property
    def yes(self) -> int:
        """Bits of the facts recorded as yes."""
        return sum(FACT_BITS[fact] for fact, value in self.facts.items() if value)

    @property
    def no(self) -> int:
        """Bits of the facts recorded as no."""
        return sum(FACT_BITS[fact] for fact, value in self.facts.items() if not value)


@dataclass(frozen=True, slots=True)
class Child:
    """Who the history is about. An unborn child has an expected date and no birth date."""

    key: str
    birth_on: date | None = None
    expected_on: date | None = None
    died_on: date | None = None
    facts: Mapping[Fact, bool] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not self.key.strip():
            raise HistoryError("a child without an identifier; give the identifier the authority uses")

    @property
    def is_unborn(self) -> bool:
        """No birth date, and a date when one is expected."""
        return self.birth_on is None and self.expected_on is not None


@dataclass(frozen=True, slots=True)
class History:
    """A child and her events, in the order they happened."""

    child: Child
    events: tuple[Event, ...] = ()

    @classmethod
    def of(cls, child: Child, events: Iterable[Event]) -> "History":
        """A history with its events put in order of day, then of kind."""
        return cls(child, tuple(sorted(events, key=lambda event: (event.on, KIND_CODES[event.kind]))))

    def __post_init__(self) -> None:
        days = [(event.on, KIND_CODES[event.kind]) for event in self.events]
        if days != sorted(days):
            raise HistoryError(f"child {self.child.key}: events are not in order; build it with History.of")

    def known_by(self, day: date) -> "History":
        """The history as it was known at the end of ``day``: nothing that happened or was recorded later."""
        return History(
            self.child,
            tuple(e for e in self.events if e.on <= day and (e.recorded_on is None or e.recorded_on <= day)),
        )
