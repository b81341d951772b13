"""Review conferences. An inquorate or adjourned conference meets nothing."""

from keel.practice.history import EventKind, Fact
from keel.practice.timescales.model import Timescale, when

_STARTS = (when(EventKind.PLAN_STARTED),)
_ENDS = (when(EventKind.PLAN_ENDED),)
_HELD = when(EventKind.RCPC_HELD, not_no=(Fact.QUORATE, Fact.DECISION_MADE))
_TAKEN_AS_DECIDED = (
    "Where only the date of the review is recorded, it is taken as quorate and as having decided."
)

TIMESCALES = (
    Timescale(
        key="rcpc_first",
        name="First review conference",
        starts_on=_STARTS,
        met_by=(_HELD,),
        ends_on=_ENDS,
        linked=True,
        missing=_TAKEN_AS_DECIDED,
        note="The plan's start stands for the conference, which is its date by the census rules. A due "
        "date that is "
        "not a working day means that the review is held before it.",
    ),
    Timescale(
        key="rcpc_next",
        name="Later review conferences",
        starts_on=_STARTS,
        met_by=(_HELD,),
        ends_on=_ENDS,
        recurs=True,
        skips_first=True,
        linked=True,
        missing=_TAKEN_AS_DECIDED,
        note="Counts from the last review held.",
    ),
    Timescale(
        key="rcpc_newborn",
        name="First review after birth",
        starts_on=(when(EventKind.CHILD_BORN),),
        met_by=(_HELD,),
        ends_on=_ENDS,
        linked=True,
        missing=_TAKEN_AS_DECIDED,
        note="The birth is given in a history only for a child whose plan was made before it. The first "
        "review is "
        "also due in the ordinary time, which is read on its own: whichever is sooner.",
    ),
    Timescale(
        key="rcpc_early",
        name="Early review held, or refused with a reason",
        tier=2,
        starts_on=(when(EventKind.EARLY_REVIEW_REQUESTED),),
        met_by=(_HELD, when(EventKind.EARLY_REVIEW_REFUSED)),
        ends_on=_ENDS,
        linked=True,
        missing=_TAKEN_AS_DECIDED,
    ),
)
