"""Court, and emergency protection."""

from keel.practice.history import EventKind
from keel.practice.timescales.model import Timescale, when

_ONLY_DATES = "Nothing but the dates is asked of the record."

TIMESCALES = (
    Timescale(
        key="court_26w",
        name="Care proceedings finished",
        starts_on=(when(EventKind.COURT_APPLICATION_ISSUED),),
        met_by=(when(EventKind.FINAL_ORDER_MADE),),
        linked=True,
        missing=_ONLY_DATES,
        note="The court's time, not the worker's: shown, never scored. An extension does not move the day.",
    ),
    Timescale(
        key="court_cmh",
        name="Case management hearing",
        tier=2,
        starts_on=(when(EventKind.COURT_APPLICATION_ISSUED),),
        met_by=(when(EventKind.CASE_MANAGEMENT_HEARING_HELD),),
        ends_on=(when(EventKind.FINAL_ORDER_MADE),),
        linked=True,
        missing=_ONLY_DATES,
        note="A hearing held too early is not read.",
    ),
    Timescale(
        key="epo_end",
        name="Emergency protection order ended or followed on",
        tier=2,
        starts_on=(when(EventKind.EPO_MADE),),
        met_by=(when(EventKind.EPO_ENDED),),
        linked=True,
        missing=_ONLY_DATES,
        note="Counts from the order. Where the police applied while holding the child, the days run from "
        "the first "
        "day of police protection; an extension is recorded as a new order.",
    ),
    Timescale(
        key="police_protection_end",
        name="Police protection ended",
        tier=2,
        starts_on=(when(EventKind.POLICE_PROTECTION_STARTED),),
        met_by=(when(EventKind.POLICE_PROTECTION_ENDED, EventKind.EPO_MADE),),
        missing="Where a time of day is not recorded, the whole of the last day counts as in time.",
    ),
)
