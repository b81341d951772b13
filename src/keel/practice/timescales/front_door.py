"""Front door: contacts, referrals and assessments."""

from keel.practice.history import EventKind, Fact
from keel.practice.timescales.model import Born, Timescale, when

TIMESCALES = (
    Timescale(
        key="contact_decision",
        name="Decision on a contact, and the referrer told",
        tier=2,
        starts_on=(when(EventKind.CONTACT_RECEIVED),),
        met_by=(when(EventKind.CONTACT_DECIDED, yes=(Fact.REFERRER_TOLD,)),),
        linked=True,
        missing="Where it is not recorded that the referrer was told, only half of the duty can be seen.",
    ),
    Timescale(
        key="referral_lag_partner",
        name="Partner's referral made once it was worried",
        starts_on=(when(EventKind.PARTNER_BECAME_AWARE),),
        met_by=(when(EventKind.REFERRAL_RECEIVED),),
        linked=True,
        missing="Where the day the partner first knew is not recorded, nothing is read: unknown is not "
        "nought.",
    ),
    Timescale(
        key="child_seen_assessment",
        name="Child first seen in the assessment",
        tier=2,
        starts_on=(when(EventKind.ASSESSMENT_STARTED),),
        met_by=(when(EventKind.VISIT_HELD, EventKind.CIN_VISIT_HELD, yes=(Fact.CHILD_SEEN,)),),
        ends_on=(when(EventKind.CASE_CLOSED),),
        born=Born.BORN,
        missing="A visit that does not record whether the child was seen leaves it in doubt.",
        note="The start of the assessment stands for the referral being accepted.",
    ),
    Timescale(
        key="assessment_45",
        name="Child and family assessment finished",
        starts_on=(when(EventKind.ASSESSMENT_STARTED),),
        met_by=(when(EventKind.ASSESSMENT_AUTHORISED, not_no=(Fact.MANAGER_AUTHORISED,)),),
        ends_on=(when(EventKind.CASE_CLOSED),),
        counts_from_anchor=True,
        anchor_or_event=True,
        linked=True,
        ended_by_any=True,
        missing="Where the day of the referral is not recorded, the count runs from the start of the "
        "assessment.",
    ),
    Timescale(
        key="assessment_checkpoint",
        name="Manager's look part-way through the assessment",
        tier=2,
        starts_on=(when(EventKind.ASSESSMENT_STARTED),),
        met_by=(when(EventKind.ASSESSMENT_CHECKPOINT_HELD),),
        ends_on=(when(EventKind.ASSESSMENT_AUTHORISED), when(EventKind.CASE_CLOSED)),
        linked=True,
        missing="Nothing but the two dates is asked of the record.",
        note="The start of the assessment stands for the referral being accepted. Only the first look is "
        "read.",
    ),
)
