"""Visits to a child with a protection plan. A visit attempted, or at which the child was not seen, meets "
"nothing."""

from keel.practice.history import EventKind, Fact
from keel.practice.timescales.model import Born, Timescale, when

_STARTS = (when(EventKind.PLAN_STARTED),)
_ENDS = (when(EventKind.PLAN_ENDED),)

TIMESCALES = (
    Timescale(
        key="cp_visit",
        name="Child protection visit, child seen",
        starts_on=_STARTS,
        met_by=(when(EventKind.VISIT_HELD, yes=(Fact.CHILD_SEEN,)),),
        ends_on=_ENDS,
        recurs=True,
        linked=True,
        born=Born.BORN,
        missing="A visit that does not record whether the child was seen leaves it in doubt.",
        note="For a plan made before birth it starts at birth. Counts from the last visit at which the "
        "child was seen.",
    ),
    Timescale(
        key="cp_visit_unborn",
        name="Visit to the parents of an unborn child",
        allowance="cp_visit",
        starts_on=_STARTS,
        met_by=(when(EventKind.VISIT_HELD),),
        ends_on=_ENDS,
        recurs=True,
        linked=True,
        born=Born.UNBORN,
        missing="Nothing but the dates is asked of the record.",
        note="The same interval as for a child born: until birth the visit is to the parents.",
    ),
    Timescale(
        key="cp_visit_seen_alone",
        name="Child seen alone",
        starts_on=_STARTS,
        met_by=(when(EventKind.VISIT_HELD, yes=(Fact.SEEN_ALONE,)),),
        ends_on=_ENDS,
        recurs=True,
        linked=True,
        from_age="seen_alone_age",
        missing="A visit that does not record whether the child was seen alone leaves it in doubt.",
        note="A reason for not seeing the child alone does not meet it: a manager answers the flag with "
        "that reason.",
    ),
    Timescale(
        key="cp_visit_home",
        name="Child seen at home, and where the child sleeps",
        starts_on=_STARTS,
        met_by=(when(EventKind.VISIT_HELD, yes=(Fact.BEDROOM_SEEN,), not_no=(Fact.AT_HOME,)),),
        ends_on=_ENDS,
        recurs=True,
        linked=True,
        born=Born.BORN,
        missing="A visit that does not record whether the bedroom was seen leaves it in doubt.",
        note="A bedroom seen is taken as a visit at home unless the record says otherwise.",
    ),
    Timescale(
        key="cp_visit_unannounced",
        name="Unannounced visit",
        tier=2,
        starts_on=_STARTS,
        met_by=(when(EventKind.VISIT_HELD, no=(Fact.ANNOUNCED,)),),
        ends_on=_ENDS,
        recurs=True,
        linked=True,
        missing="A visit that does not record whether it was announced leaves it in doubt.",
        note="Read for every plan: that a plan asks for unannounced visits is not in a history.",
    ),
    Timescale(
        key="visit_recording",
        name="Visit written up",
        tier=2,
        starts_on=(when(EventKind.VISIT_HELD),),
        met_by=(when(EventKind.VISIT_RECORDED),),
        linked=True,
        missing="Nothing but the two dates is asked of the record.",
        note="Child protection visits; visits of other kinds are not read.",
    ),
    Timescale(
        key="direct_work",
        name="Direct work to learn wishes and feelings",
        tier=2,
        starts_on=_STARTS,
        met_by=(when(EventKind.DIRECT_WORK_RECORDED),),
        ends_on=_ENDS,
        linked=True,
        born=Born.BORN,
        missing="Nothing but the dates is asked of the record.",
    ),
    Timescale(
        key="direct_work_repeat",
        name="Direct work goes on",
        tier=2,
        starts_on=_STARTS,
        met_by=(when(EventKind.DIRECT_WORK_RECORDED),),
        ends_on=_ENDS,
        recurs=True,
        skips_first=True,
        linked=True,
        born=Born.BORN,
        missing="Nothing but the dates is asked of the record.",
        note="Counts from the last piece of work.",
    ),
)
