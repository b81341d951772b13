"""Audit: moderated, acted on, and looked at again. Each is read against the history of one audit."""

from keel.practice.history import EventKind, Fact
from keel.practice.timescales.model import Subject, Timescale, when

_ONLY_DATES = "Nothing but the dates is asked of the record."

TIMESCALES = (
    Timescale(
        key="audit_moderation",
        name="Audit moderated by a second person",
        subject=Subject.AUDIT,
        starts_on=(when(EventKind.AUDIT_COMPLETED),),
        met_by=(when(EventKind.AUDIT_MODERATED),),
        linked=True,
        missing=_ONLY_DATES,
        note="Read for every audit: which ones the programme samples is not in a history.",
    ),
    Timescale(
        key="audit_immediate",
        name="Child unsafe in an audit: answered the same day",
        subject=Subject.AUDIT,
        starts_on=(when(EventKind.AUDIT_FOUND_CHILD_UNSAFE),),
        met_by=(when(EventKind.AUDIT_ALERT_ANSWERED),),
        linked=True,
        missing=_ONLY_DATES,
    ),
    Timescale(
        key="audit_action",
        name="Audit action done and checked by someone else",
        subject=Subject.AUDIT,
        starts_on=(when(EventKind.AUDIT_ACTION_CREATED),),
        met_by=(when(EventKind.AUDIT_ACTION_VERIFIED),),
        linked=True,
        missing=_ONLY_DATES,
        note="Done is not checked: only the check meets it.",
    ),
    Timescale(
        key="audit_action_inadequate",
        name="Action of an audit graded inadequate, done and checked",
        subject=Subject.AUDIT,
        starts_on=(when(EventKind.AUDIT_ACTION_CREATED, yes=(Fact.INADEQUATE,)),),
        met_by=(when(EventKind.AUDIT_ACTION_VERIFIED),),
        linked=True,
        missing="Where the grade is not recorded with the action, it cannot be told that this is owed.",
        note="The sooner day for the poorest grade, read beside the ordinary one.",
    ),
    Timescale(
        key="reaudit",
        name="Audited again after a poor grade",
        tier=2,
        subject=Subject.AUDIT,
        starts_on=(when(EventKind.AUDIT_COMPLETED, yes=(Fact.INADEQUATE,)),),
        met_by=(when(EventKind.REAUDIT_COMPLETED),),
        linked=True,
        missing="Where the grade is not recorded, it cannot be told that another audit is owed.",
    ),
)
