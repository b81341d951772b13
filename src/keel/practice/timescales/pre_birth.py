"""Before birth. Weeks of pregnancy count from the expected date; each ends when the baby is born.

A pregnancy known late may already be past the week: it then shows as late from the first day, with the reason
kept beside the flag.
"""

from keel.practice.history import EventKind, Fact
from keel.practice.timescales.model import Born, Timescale, when

_KNOWN = (when(EventKind.PREGNANCY_KNOWN),)
_NO_EXPECTED_DATE = "Without the expected date no week of pregnancy can be told."

TIMESCALES = (
    Timescale(
        key="prebirth_referral",
        name="Partner's referral before birth",
        tier=2,
        starts_on=_KNOWN,
        met_by=(when(EventKind.REFERRAL_RECEIVED),),
        counts_from_anchor=True,
        born=Born.UNBORN,
        missing=_NO_EXPECTED_DATE,
    ),
    Timescale(
        key="prebirth_assessment",
        name="Pre-birth assessment finished",
        starts_on=_KNOWN,
        met_by=(when(EventKind.ASSESSMENT_AUTHORISED, not_no=(Fact.MANAGER_AUTHORISED,)),),
        earlier_of="prebirth_assessment_week",
        born=Born.UNBORN,
        missing="Without the expected date only the working days are counted.",
        note="The day the pregnancy was known to the authority stands for the referral being accepted.",
    ),
    Timescale(
        key="prebirth_icpc",
        name="Conference before birth",
        starts_on=(when(EventKind.PREGNANCY_KNOWN, yes=(Fact.CONFERENCE_REQUIRED,)),),
        met_by=(when(EventKind.ICPC_HELD, not_no=(Fact.QUORATE, Fact.DECISION_MADE)),),
        counts_from_anchor=True,
        born=Born.UNBORN,
        missing="Where it is not recorded whether a conference is needed, it cannot be told that one is "
        "owed.",
        note="Counted from the expected date, so the pregnancy starts it, once a conference is known to be "
        "needed.",
    ),
    Timescale(
        key="prebirth_legal",
        name="Legal planning before birth: an earlier child was removed",
        starts_on=_KNOWN,
        met_by=(when(EventKind.LEGAL_PLANNING_HELD),),
        counts_from_anchor=True,
        born=Born.UNBORN,
        child_yes=(Fact.EARLIER_REMOVAL,),
        missing="Where it is not recorded whether an earlier child was removed, it cannot be told that "
        "this is owed.",
        note="Either reason calls for it, so each is read on its own. How long ago the removal was is not "
        "asked.",
    ),
    Timescale(
        key="prebirth_legal_court",
        name="Legal planning before birth: court is likely",
        allowance="prebirth_legal",
        starts_on=(when(EventKind.PREGNANCY_KNOWN, yes=(Fact.COURT_LIKELY,)),),
        met_by=(when(EventKind.LEGAL_PLANNING_HELD),),
        counts_from_anchor=True,
        born=Born.UNBORN,
        missing="Where it is not recorded whether court is likely, it cannot be told that this is owed.",
    ),
    Timescale(
        key="birth_plan",
        name="Birth and discharge plan shared with the hospital",
        tier=2,
        starts_on=(when(EventKind.PREGNANCY_KNOWN, yes=(Fact.PLAN_MADE,)),),
        met_by=(when(EventKind.BIRTH_PLAN_SHARED),),
        counts_from_anchor=True,
        born=Born.UNBORN,
        missing="Where it is not recorded whether a plan was made before birth, it cannot be told that "
        "this is owed.",
        note="Counted from the expected date, so the pregnancy starts it, once a protection plan has been "
        "made.",
    ),
)
