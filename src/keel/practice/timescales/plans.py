"""The child protection plan: written, signed, shared, kept up to date, and worked on by its core group."""

from keel.practice.history import EventKind, Fact
from keel.practice.timescales.model import Timescale, when

_ENDS = (when(EventKind.PLAN_ENDED),)
_CONFERENCE = "The plan's start stands for the conference, which is its date by the census rules."
_ONLY_DATES = "Nothing but the dates is asked of the record."

TIMESCALES = (
    Timescale(
        key="plan_recorded",
        name="Child protection plan written up",
        starts_on=(when(EventKind.PLAN_STARTED),),
        met_by=(when(EventKind.PLAN_VERSION_PUBLISHED),),
        ends_on=_ENDS,
        linked=True,
        missing=_ONLY_DATES,
        note=_CONFERENCE,
    ),
    Timescale(
        key="plan_manager_signoff",
        name="Plan signed off by a manager",
        starts_on=(when(EventKind.PLAN_VERSION_PUBLISHED),),
        met_by=(when(EventKind.PLAN_SIGNED_OFF),),
        ends_on=_ENDS,
        linked=True,
        missing=_ONLY_DATES,
    ),
    Timescale(
        key="plan_shared_family",
        name="Plan given to parents and child",
        starts_on=(when(EventKind.PLAN_SIGNED_OFF),),
        met_by=(when(EventKind.PLAN_SHARED, not_no=(Fact.SHARED_WITH_PARENTS,)),),
        ends_on=_ENDS,
        linked=True,
        missing="Where it is not recorded who had the plan, one that was shared is taken as shared with "
        "the family.",
    ),
    Timescale(
        key="plan_shared_accessible",
        name="Plan given in a form that the parent can use",
        allowance="plan_shared_family",
        starts_on=(when(EventKind.PLAN_SIGNED_OFF),),
        met_by=(when(EventKind.PLAN_SHARED, yes=(Fact.ACCESSIBLE_VERSION,)),),
        ends_on=_ENDS,
        linked=True,
        child_yes=(Fact.PARENT_NEEDS_ACCESSIBLE,),
        missing="Where no parent's need is recorded, either way, it cannot be told that this is owed.",
        note="The second half of the plan being shared: the usual version does not meet a recorded need.",
    ),
    Timescale(
        key="plan_update",
        name="Plan kept up to date",
        starts_on=(when(EventKind.CORE_GROUP_HELD, EventKind.RCPC_HELD),),
        met_by=(when(EventKind.PLAN_VERSION_PUBLISHED, EventKind.PLAN_REVIEWED_UNCHANGED),),
        ends_on=_ENDS,
        linked=True,
        missing=_ONLY_DATES,
    ),
    Timescale(
        key="core_group_first",
        name="First core group",
        starts_on=(when(EventKind.PLAN_STARTED),),
        met_by=(when(EventKind.CORE_GROUP_HELD),),
        ends_on=_ENDS,
        linked=True,
        missing=_ONLY_DATES,
        note=f"{_CONFERENCE} A core group without parents counts here and is a signal of its own.",
    ),
    Timescale(
        key="core_group_recurring",
        name="Later core groups",
        starts_on=(when(EventKind.PLAN_STARTED),),
        met_by=(when(EventKind.CORE_GROUP_HELD),),
        ends_on=_ENDS,
        recurs=True,
        skips_first=True,
        linked=True,
        missing=_ONLY_DATES,
        note="Counts from the last core group held, not from the day it was due.",
    ),
    Timescale(
        key="core_group_prereview",
        name="Core group before the review conference",
        tier=2,
        starts_on=(when(EventKind.RCPC_HELD),),
        met_by=(when(EventKind.CORE_GROUP_HELD),),
        before=True,
        linked=True,
        missing=_ONLY_DATES,
        note="Any core group since the last review meets it, if held in good time.",
    ),
    Timescale(
        key="core_group_record",
        name="Core group record sent",
        tier=2,
        starts_on=(when(EventKind.CORE_GROUP_HELD),),
        met_by=(when(EventKind.CORE_GROUP_RECORD_SHARED),),
        linked=True,
        missing=_ONLY_DATES,
    ),
)
