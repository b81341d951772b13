"""Strategy discussions and section 47 enquiries."""

from keel.practice.history import EventKind, Fact
from keel.practice.timescales.model import Born, Timescale, when

_VISITS = (EventKind.VISIT_HELD, EventKind.CIN_VISIT_HELD)

TIMESCALES = (
    Timescale(
        key="strategy_discussion",
        name="Strategy discussion held",
        starts_on=(when(EventKind.HARM_SUSPECTED),),
        met_by=(when(EventKind.STRATEGY_DISCUSSION_HELD, not_no=(Fact.AGENCIES_PRESENT,)),),
        missing="Where the agencies present are not recorded, a discussion held is taken as one.",
        note="Local authority, police and health must all be there: one recorded as missing any does not "
        "meet it.",
    ),
    Timescale(
        key="strategy_record_shared",
        name="Record of the strategy discussion shared",
        tier=2,
        starts_on=(when(EventKind.STRATEGY_DISCUSSION_HELD),),
        met_by=(when(EventKind.STRATEGY_RECORD_SHARED),),
        linked=True,
        missing="Nothing but the two dates is asked of the record.",
    ),
    Timescale(
        key="s47_decision",
        name="Decision whether to start section 47 enquiries, authorised by a manager",
        starts_on=(when(EventKind.STRATEGY_DISCUSSION_HELD),),
        met_by=(when(EventKind.S47_DECISION_RECORDED, yes=(Fact.MANAGER_AUTHORISED,)),),
        linked=True,
        missing="A decision that names no manager leaves it in doubt who made it.",
    ),
    Timescale(
        key="s47_child_seen",
        name="Child seen in the section 47 enquiry",
        tier=2,
        starts_on=(when(EventKind.S47_STARTED),),
        met_by=(
            when(*_VISITS, yes=(Fact.CHILD_SEEN, Fact.SEEN_ALONE)),
            when(*_VISITS, yes=(Fact.CHILD_SEEN,), no=(Fact.SEEN_ALONE,)),
        ),
        ends_on=(when(EventKind.S47_CONCLUDED),),
        born=Born.BORN,
        missing="A visit must say whether the child was seen, and whether alone; either left out is doubt.",
    ),
    Timescale(
        key="s47_outcome",
        name="Section 47 enquiry concluded",
        starts_on=(when(EventKind.S47_STARTED),),
        met_by=(when(EventKind.S47_CONCLUDED, not_no=(Fact.MANAGER_AUTHORISED,)),),
        linked=True,
        missing="Where the manager's agreement is not recorded, the date of the outcome is taken as agreed.",
    ),
    Timescale(
        key="s47_no_icpc_rationale",
        name="Harm substantiated and no conference: reason signed, chair consulted, partners told",
        starts_on=(
            when(EventKind.S47_CONCLUDED, yes=(Fact.HARM_SUBSTANTIATED,), no=(Fact.CONFERENCE_REQUIRED,)),
        ),
        met_by=(
            when(
                EventKind.NO_CONFERENCE_DECIDED,
                yes=(Fact.MANAGER_AUTHORISED, Fact.CHAIR_CONSULTED, Fact.PARTNERS_TOLD),
            ),
        ),
        linked=True,
        missing="Where it is not recorded whether harm was substantiated, it cannot be told that a reason "
        "is owed.",
    ),
    Timescale(
        key="icpc_interim_plan",
        name="Interim safety plan until the conference",
        starts_on=(when(EventKind.S47_CONCLUDED, yes=(Fact.HARM_SUBSTANTIATED, Fact.CONFERENCE_REQUIRED)),),
        met_by=(when(EventKind.INTERIM_PLAN_RECORDED),),
        ends_on=(when(EventKind.ICPC_HELD),),
        linked=True,
        missing="Where the outcome of the enquiry is not recorded, it cannot be told that a plan is owed.",
        note="A plan made before the enquiry ended does not count: it is to answer what the enquiry found.",
    ),
)
