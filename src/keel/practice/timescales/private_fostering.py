"""Private fostering. The arrangement counts from the day the authority knew of it."""

from keel.practice.history import EventKind, Fact
from keel.practice.timescales.model import Timescale, when

_STARTS = (when(EventKind.PRIVATE_FOSTERING_NOTIFIED),)
_ENDS = (when(EventKind.PRIVATE_FOSTERING_ENDED),)
_VISITED = when(EventKind.PRIVATE_FOSTERING_VISITED, yes=(Fact.SPOKEN_ALONE, Fact.REPORT_WRITTEN))
_LAST_AGE = "pf_child_age_disabled"
_NO_BIRTH_DATE = "Without a birth date it cannot be told until when the child is privately fostered in law."
_UNTIL = (
    "Read until the age at which it ends for a disabled child, so that none is lost: for any other child "
    "the end of "
    "the arrangement is recorded at the earlier age."
)
_VISIT_MISSING = (
    "A visit must say whether the child was spoken to alone and a report written; left out is doubt."
)
_VISIT_NOTE = (
    "The law lets the officer decide that speaking to the child alone is not appropriate: leave that fact "
    "unrecorded with the reason, and the reading asks a person instead of calling it a breach."
)

TIMESCALES = (
    Timescale(
        key="pf_first_visit",
        name="Private fostering: first visit",
        starts_on=_STARTS,
        met_by=(when(EventKind.PRIVATE_FOSTERING_VISITED),),
        ends_on=_ENDS,
        until_age=_LAST_AGE,
        linked=True,
        missing=_NO_BIRTH_DATE,
        note=_UNTIL,
    ),
    Timescale(
        key="pf_assessment",
        name="Private fostering: decision on suitability",
        starts_on=_STARTS,
        met_by=(when(EventKind.PRIVATE_FOSTERING_DECIDED),),
        ends_on=_ENDS,
        until_age=_LAST_AGE,
        linked=True,
        missing=_NO_BIRTH_DATE,
        note=_UNTIL,
    ),
    Timescale(
        key="pf_visit_y1",
        name="Private fostering: visits in the first year",
        starts_on=_STARTS,
        met_by=(_VISITED,),
        ends_on=_ENDS,
        until_age=_LAST_AGE,
        lasts="pf_year_one",
        recurs=True,
        linked=True,
        missing=_VISIT_MISSING,
        note=f"{_VISIT_NOTE} {_UNTIL}",
    ),
    Timescale(
        key="pf_visit_y2",
        name="Private fostering: visits in later years",
        tier=2,
        starts_on=_STARTS,
        met_by=(_VISITED,),
        ends_on=_ENDS,
        until_age=_LAST_AGE,
        begins_after="pf_year_one",
        recurs=True,
        linked=True,
        missing=_VISIT_MISSING,
        note=f"{_VISIT_NOTE} {_UNTIL}",
    ),
)
