"""Children who go missing."""

from keel.practice.history import EventKind, Fact
from keel.practice.timescales.model import Timescale, when

TIMESCALES = (
    Timescale(
        key="return_interview",
        name="Return interview held, or declined by the child",
        tier=2,
        starts_on=(when(EventKind.MISSING_ENDED),),
        met_by=(when(EventKind.RETURN_INTERVIEW_COMPLETED),),
        linked=True,
        missing="Where a time of day is not recorded, the whole of the last day counts as in time.",
        note="The police check that a child is safe and well is another thing and does not meet it.",
    ),
    Timescale(
        key="missing_repeat",
        name="Strategy discussion for a child often missing",
        tier=2,
        starts_on=(when(EventKind.MISSING_THIRD_TIME),),
        met_by=(when(EventKind.STRATEGY_DISCUSSION_HELD, not_no=(Fact.AGENCIES_PRESENT,)),),
        missing="Where the agencies present are not recorded, a discussion held is taken as one.",
    ),
)
