"""Legal planning and pre-proceedings: the last chance for a family to change before court."""

from keel.practice.history import EventKind, Fact
from keel.practice.timescales.model import Timescale, when

_ENDS = (when(EventKind.PRE_PROCEEDINGS_ENDED, EventKind.COURT_APPLICATION_ISSUED),)
_DECIDED = (
    EventKind.PRE_PROCEEDINGS_ENDED,
    EventKind.ISSUE_DECIDED,
    EventKind.COURT_APPLICATION_ISSUED,
)
_ONLY_DATES = "Nothing but the dates is asked of the record."

TIMESCALES = (
    Timescale(
        key="plo_consider",
        name="Legal planning considered",
        starts_on=(when(EventKind.LEGAL_PLANNING_TRIGGERED),),
        met_by=(when(EventKind.LEGAL_PLANNING_CONSIDERED, not_no=(Fact.DECISION_RECORDED,)),),
        ends_on=(when(EventKind.PLAN_ENDED),),
        missing="Where the decision is not recorded, legal planning that was considered is taken as decided.",
    ),
    Timescale(
        key="plo_lpm",
        name="Legal planning meeting held",
        starts_on=(when(EventKind.LEGAL_PLANNING_REQUESTED),),
        met_by=(when(EventKind.LEGAL_PLANNING_HELD),),
        linked=True,
        missing=_ONLY_DATES,
    ),
    Timescale(
        key="plo_papers",
        name="Papers ready for the legal planning meeting",
        tier=2,
        starts_on=(when(EventKind.LEGAL_PLANNING_HELD),),
        met_by=(when(EventKind.LEGAL_PAPERS_RECEIVED),),
        before=True,
        missing=_ONLY_DATES,
        note="Read once the meeting has been held: nothing is due for one only planned.",
    ),
    Timescale(
        key="plo_letter",
        name="Letter before proceedings sent",
        starts_on=(when(EventKind.PRE_PROCEEDINGS_STARTED),),
        met_by=(when(EventKind.LETTER_BEFORE_PROCEEDINGS_SERVED),),
        ends_on=_ENDS,
        missing=_ONLY_DATES,
        note="The first letter served meets it: each parent's own letter is not told apart in a history.",
    ),
    Timescale(
        key="plo_first_meeting",
        name="First pre-proceedings meeting",
        starts_on=(when(EventKind.LETTER_BEFORE_PROCEEDINGS_SERVED),),
        met_by=(when(EventKind.PRE_PROCEEDINGS_MEETING_HELD),),
        ends_on=_ENDS,
        missing=_ONLY_DATES,
        note="Counts from the letter; some authorities count from the decision.",
    ),
    Timescale(
        key="plo_agreement",
        name="Written agreement sent after the meeting",
        tier=2,
        starts_on=(when(EventKind.PRE_PROCEEDINGS_MEETING_HELD),),
        met_by=(when(EventKind.PRE_PROCEEDINGS_AGREEMENT_SENT),),
        ends_on=_ENDS,
        missing=_ONLY_DATES,
    ),
    Timescale(
        key="plo_review",
        name="Pre-proceedings review meeting",
        starts_on=(when(EventKind.PRE_PROCEEDINGS_MEETING_HELD),),
        met_by=(when(EventKind.PRE_PROCEEDINGS_REVIEW_HELD),),
        ends_on=_ENDS,
        recurs=True,
        missing=_ONLY_DATES,
    ),
    Timescale(
        key="plo_tracker",
        name="Senior tracking with a decision",
        starts_on=(when(EventKind.PRE_PROCEEDINGS_STARTED),),
        met_by=(when(EventKind.TRACKER_UPDATED, yes=(Fact.DECISION_RECORDED,)),),
        ends_on=_ENDS,
        recurs=True,
        missing="A tracker entry that does not record a decision leaves it in doubt: tracking alone moves "
        "nothing.",
    ),
    Timescale(
        key="plo_16w",
        name="Pre-proceedings brought to a decision",
        starts_on=(when(EventKind.LETTER_BEFORE_PROCEEDINGS_SERVED),),
        met_by=(when(*_DECIDED),),
        needs=(EventKind.PRE_PROCEEDINGS_ENDED,),
        missing=_ONLY_DATES,
        note="An extension does not move the day: the time over still shows, with its reason beside the "
        "flag.",
    ),
    Timescale(
        key="plo_fgdm",
        name="Family group decision-making offered before court",
        starts_on=(when(EventKind.COURT_APPLICATION_ISSUED),),
        met_by=(
            when(EventKind.FAMILY_MEETING_EXEMPTED, EventKind.FAMILY_MEETING_HELD),
            when(EventKind.FAMILY_MEETING_OFFERED, yes=(Fact.OFFER_DECLINED,)),
        ),
        before=True,
        missing="An offer alone leaves it in doubt: one person who accepts means that the meeting must be "
        "held.",
        note="Nothing is read until the authority's lawyer confirms the day that the section came into "
        "force.",
    ),
    Timescale(
        key="plo_issue",
        name="Proceedings issued after the decision",
        tier=2,
        starts_on=(when(EventKind.ISSUE_DECIDED),),
        met_by=(when(EventKind.COURT_APPLICATION_ISSUED),),
        missing=_ONLY_DATES,
    ),
)
