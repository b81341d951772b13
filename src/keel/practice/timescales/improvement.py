"""After an inspection. Each is read against the history of one inspection."""

from keel.practice.history import EventKind
from keel.practice.timescales.model import Subject, Timescale, when

_ONLY_DATES = "Nothing but the dates is asked of the record."

TIMESCALES = (
    Timescale(
        key="ofsted_draft",
        name="Draft action plan shared with Ofsted",
        subject=Subject.INSPECTION,
        starts_on=(when(EventKind.OFSTED_LETTER_RECEIVED),),
        met_by=(when(EventKind.DRAFT_ACTION_PLAN_SHARED),),
        missing=_ONLY_DATES,
        note="The letter is given only where it names an area for priority action.",
    ),
    Timescale(
        key="ofsted_final",
        name="Action plan submitted",
        subject=Subject.INSPECTION,
        starts_on=(when(EventKind.OFSTED_LETTER_RECEIVED, EventKind.INSPECTION_REPORT_RECEIVED),),
        met_by=(when(EventKind.ACTION_PLAN_SUBMITTED),),
        missing=_ONLY_DATES,
        note="The letter is given only where it names an area for priority action.",
    ),
    Timescale(
        key="ofsted_publish",
        name="Inspection report published by the authority",
        tier=2,
        subject=Subject.INSPECTION,
        starts_on=(when(EventKind.INSPECTION_REPORT_RECEIVED),),
        met_by=(when(EventKind.INSPECTION_REPORT_PUBLISHED),),
        missing=_ONLY_DATES,
    ),
    Timescale(
        key="improvement_action",
        name="Improvement action done, with evidence the board accepts",
        subject=Subject.INSPECTION,
        starts_on=(when(EventKind.IMPROVEMENT_ACTION_CREATED),),
        met_by=(when(EventKind.IMPROVEMENT_ACTION_EVIDENCED),),
        counts_from_anchor=True,
        linked=True,
        missing="An action without a date cannot be computed, and that is a finding in itself.",
    ),
    Timescale(
        key="improvement_board",
        name="Improvement board meets",
        tier=2,
        subject=Subject.INSPECTION,
        starts_on=(when(EventKind.IMPROVEMENT_BOARD_HELD),),
        met_by=(when(EventKind.IMPROVEMENT_BOARD_HELD),),
        missing="A board that has never met is not read: there is no day to count from.",
    ),
)
