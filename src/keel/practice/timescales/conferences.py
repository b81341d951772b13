"""Child protection conferences: called, prepared, held, and told to those who were there."""

from keel.practice.history import EventKind, Fact
from keel.practice.timescales.model import Timescale, when

_INITIAL_AND_REVIEW = (EventKind.ICPC_HELD, EventKind.RCPC_HELD)
_ALL = (EventKind.ICPC_HELD, EventKind.TRANSFER_IN_CONFERENCE_HELD, EventKind.RCPC_HELD)
_WITH_DECISION = (Fact.QUORATE, Fact.DECISION_MADE)
_TO_CHAIR = when(EventKind.CONFERENCE_REPORT_SHARED, yes=(Fact.RECEIVED_BY_CHAIR,))
_TO_PARENTS = when(EventKind.CONFERENCE_REPORT_SHARED, yes=(Fact.SHARED_WITH_PARENTS,))
_TO_BOTH = when(EventKind.CONFERENCE_REPORT_SHARED, yes=(Fact.SHARED_WITH_PARENTS, Fact.RECEIVED_BY_CHAIR))
_ONLY_DATES = "Nothing but the two dates is asked of the record."
_FIRST_AGENCY = "The first agency's report meets it: who was asked to report is not in a history."
_READ_AFTERWARDS = "Read once the conference has been held: nothing is due for one only planned."

TIMESCALES = (
    Timescale(
        key="icpc_request",
        name="Initial conference booked",
        starts_on=(when(EventKind.CONFERENCE_DECIDED),),
        met_by=(when(EventKind.CONFERENCE_BOOKED),),
        ends_on=(when(EventKind.ICPC_HELD),),
        linked=True,
        missing=_ONLY_DATES,
    ),
    Timescale(
        key="icpc_15",
        name="Initial child protection conference",
        starts_on=(
            when(EventKind.S47_STARTED, not_no=(Fact.CONFERENCE_REQUIRED,), not_yes=(Fact.TRANSFER_IN,)),
        ),
        met_by=(when(EventKind.ICPC_HELD, not_no=_WITH_DECISION),),
        ends_on=(
            when(EventKind.S47_CONCLUDED, no=(Fact.CONFERENCE_REQUIRED,)),
            when(EventKind.NO_CONFERENCE_DECIDED),
        ),
        linked=True,
        missing="Where only the date of the conference is recorded, it is taken as quorate and as having "
        "decided.",
        note="A later strategy discussion in the same enquiry does not start it again.",
    ),
    Timescale(
        key="conf_report_icpc",
        name="Report for the initial conference with the chair",
        starts_on=(when(EventKind.ICPC_HELD),),
        met_by=(_TO_CHAIR,),
        before=True,
        missing="A report that does not say that the chair had it leaves it in doubt.",
        note=f"Chair and parents have their own days, so each is read on its own. {_READ_AFTERWARDS}",
    ),
    Timescale(
        key="conf_report_icpc_parents",
        name="Report for the initial conference shared with parents",
        starts_on=(when(EventKind.ICPC_HELD),),
        met_by=(_TO_PARENTS,),
        before=True,
        missing="A report that does not say that the parents had it leaves it in doubt.",
        note=_READ_AFTERWARDS,
    ),
    Timescale(
        key="conf_report_rcpc",
        name="Report for the review conference shared with parents and chair",
        tier=2,
        starts_on=(when(EventKind.RCPC_HELD),),
        met_by=(_TO_BOTH,),
        before=True,
        missing="A report that does not say that parents and chair both had it leaves it in doubt.",
        note=_READ_AFTERWARDS,
    ),
    Timescale(
        key="agency_report",
        name="Partner agencies' reports for the initial conference",
        tier=2,
        starts_on=(when(EventKind.ICPC_HELD),),
        met_by=(when(EventKind.AGENCY_REPORT_RECEIVED),),
        before=True,
        missing=_ONLY_DATES,
        note=_FIRST_AGENCY,
    ),
    Timescale(
        key="agency_report_review",
        name="Partner agencies' reports for the review conference",
        tier=2,
        starts_on=(when(EventKind.RCPC_HELD),),
        met_by=(when(EventKind.AGENCY_REPORT_RECEIVED),),
        before=True,
        missing=_ONLY_DATES,
        note=_FIRST_AGENCY,
    ),
    Timescale(
        key="conf_invites_review",
        name="Invitations to the review sent",
        tier=2,
        starts_on=(when(EventKind.RCPC_HELD),),
        met_by=(when(EventKind.INVITATIONS_SENT),),
        before=True,
        missing=_ONLY_DATES,
        note=_READ_AFTERWARDS,
    ),
    Timescale(
        key="chair_prep",
        name="Chair spoke to parents and worker before the conference",
        tier=2,
        starts_on=(when(*_INITIAL_AND_REVIEW),),
        met_by=(when(EventKind.CHAIR_PREPARED),),
        before=True,
        missing=_ONLY_DATES,
        note=_READ_AFTERWARDS,
    ),
    Timescale(
        key="transfer_in_conf",
        name="Transfer-in conference",
        starts_on=(when(EventKind.TRANSFER_IN_NOTIFIED),),
        met_by=(when(EventKind.TRANSFER_IN_CONFERENCE_HELD, not_no=_WITH_DECISION),),
        missing="Where only the date of the conference is recorded, it is taken as quorate and as having "
        "decided.",
        note="A child here for a short stay only should have no notice of transfer recorded.",
    ),
    Timescale(
        key="transfer_out_notice",
        name="New authority told in writing",
        tier=2,
        starts_on=(when(EventKind.TRANSFER_OUT_KNOWN),),
        met_by=(when(EventKind.TRANSFER_OUT_NOTIFIED),),
        missing=_ONLY_DATES,
    ),
    Timescale(
        key="chair_decision_letter",
        name="Conference decisions and outline plan sent",
        starts_on=(when(*_ALL, not_no=(Fact.DECISION_MADE,)),),
        met_by=(when(EventKind.DECISION_LETTER_SENT),),
        missing="Where only the date of the conference is recorded, it is taken as having decided.",
        note="A conference recorded as having made no decision has none to send.",
    ),
    Timescale(
        key="conf_minutes",
        name="Conference record sent",
        tier=2,
        starts_on=(when(*_ALL),),
        met_by=(when(EventKind.CONFERENCE_RECORD_SHARED),),
        missing=_ONLY_DATES,
    ),
)
