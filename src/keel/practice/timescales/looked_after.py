"""Looked-after children and care leavers."""

from keel.practice.history import EventKind, Fact
from keel.practice.timescales.model import Timescale, when

_STARTS = (when(EventKind.BECAME_LOOKED_AFTER),)
_ENDS = (when(EventKind.CEASED_LOOKED_AFTER),)
_VISITED = when(EventKind.CLA_VISITED, not_no=(Fact.CHILD_SEEN,))
_ONLY_DATES = "Nothing but the dates is asked of the record."

TIMESCALES = (
    Timescale(
        key="cla_visit_first",
        name="Looked-after child: first visit in a placement",
        tier=2,
        starts_on=(when(EventKind.PLACEMENT_STARTED),),
        met_by=(_VISITED,),
        ends_on=_ENDS,
        missing="Where it is not recorded whether the child was seen, a visit made is taken as one.",
        note="Each new placement starts it again.",
    ),
    Timescale(
        key="cla_visit",
        name="Looked-after child: later visits",
        tier=2,
        starts_on=_STARTS,
        met_by=(_VISITED,),
        ends_on=_ENDS,
        recurs=True,
        skips_first=True,
        missing="Where it is not recorded whether the child was seen, a visit made is taken as one.",
        note="Counts from the last visit, wherever the child lived. The longer interval of a placement "
        "meant to last, "
        "and the shorter ones with a parent or before approval, are not read.",
    ),
    Timescale(
        key="cla_review_first",
        name="Looked-after child: first review",
        tier=2,
        starts_on=_STARTS,
        met_by=(when(EventKind.CLA_REVIEW_HELD),),
        ends_on=_ENDS,
        missing=_ONLY_DATES,
    ),
    Timescale(
        key="cla_review_next",
        name="Looked-after child: later reviews",
        tier=2,
        starts_on=_STARTS,
        met_by=(when(EventKind.CLA_REVIEW_HELD),),
        ends_on=_ENDS,
        recurs=True,
        skips_first=True,
        missing=_ONLY_DATES,
        note="Every review after the first is read at this interval: the second's shorter one is not told "
        "apart.",
    ),
    Timescale(
        key="cla_iro",
        name="Independent reviewing officer appointed",
        tier=2,
        starts_on=_STARTS,
        met_by=(when(EventKind.IRO_APPOINTED),),
        ends_on=_ENDS,
        missing=_ONLY_DATES,
    ),
    Timescale(
        key="cla_pep",
        name="Personal education plan started",
        tier=2,
        starts_on=_STARTS,
        met_by=(when(EventKind.PEP_STARTED),),
        ends_on=_ENDS,
        missing=_ONLY_DATES,
        note="Becoming looked after stands for the first placement. Read at every age.",
    ),
    Timescale(
        key="cla_health_initial",
        name="First health assessment",
        tier=2,
        starts_on=_STARTS,
        met_by=(when(EventKind.HEALTH_ASSESSED),),
        ends_on=_ENDS,
        missing=_ONLY_DATES,
        note="That the assessor was a doctor is not asked of the record.",
    ),
    Timescale(
        key="cla_health_review",
        name="Review health assessment",
        tier=2,
        starts_on=_STARTS,
        met_by=(when(EventKind.HEALTH_ASSESSED),),
        ends_on=_ENDS,
        recurs=True,
        from_age="health_review_age",
        missing="Without the birth date the interval cannot be told.",
        note="For a child who was younger it starts at that birthday.",
    ),
    Timescale(
        key="cla_health_review_under_5",
        name="Review health assessment of a young child",
        tier=2,
        starts_on=_STARTS,
        met_by=(when(EventKind.HEALTH_ASSESSED),),
        ends_on=_ENDS,
        recurs=True,
        until_age="health_review_age",
        missing="Without the birth date the interval cannot be told.",
    ),
    Timescale(
        key="care_leaver_visit",
        name="Personal adviser in touch with a care leaver",
        tier=2,
        starts_on=(when(EventKind.BECAME_CARE_LEAVER, EventKind.PERSONAL_ADVISER_IN_TOUCH),),
        met_by=(when(EventKind.PERSONAL_ADVISER_IN_TOUCH),),
        missing="A source that holds only the latest contact cannot show whether earlier ones were in time.",
        note="A visit by law where the authority provides the accommodation; a local standard for others.",
    ),
    Timescale(
        key="pathway_plan",
        name="Pathway plan reviewed",
        tier=2,
        starts_on=(when(EventKind.PATHWAY_PLAN_AGREED, EventKind.PATHWAY_PLAN_REVIEWED),),
        met_by=(when(EventKind.PATHWAY_PLAN_REVIEWED),),
        missing="A source that holds only the latest review cannot show whether earlier ones were in time.",
    ),
)
