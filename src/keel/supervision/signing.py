"""Signing a session: the supervisor first, then the worker, each herself. From the first signature on it stands."""

from typing import Any

from django import forms

from keel.access.audit import Code, record
from keel.clock import today
from keel.oversight.models import ChildSupervision, SupervisionSession
from keel.record.changes import changed
from keel.recording.boxes import text
from keel.report.wording import counted
from keel.supervision.models import SupervisionPersonal
from keel.supervision.personal import missing
from keel.workforce.models import Worker


class SignForm(forms.Form):
    """What the worker adds in her own words, for the two of them."""

    worker_words = text(
        "Anything in your own words?", help_text="Only you and your supervisor read it. You may disagree here"
    )


def why_not(session: SupervisionSession, worker: Worker, part: SupervisionPersonal, talks: int) -> str:
    """Why somebody cannot sign now; blank where she can."""
    if worker == session.supervisor:
        if session.supervisor_signed_on:
            return "You have signed."
        if lacks := missing(part):
            return f"Still to write of the worker’s own part: {counted(len(lacks), 'answer')}."
        return "" if talks else "No child was talked about in it yet."
    if session.worker_signed_on:
        return "You have signed."
    return "" if session.supervisor_signed_on else "Your supervisor signs first."


def sign(session: SupervisionSession, worker: Worker, *, by: Any, words: str = "") -> None:
    """One of the two signs; with the second signature each child's part is signed too, and the rules are read anew."""
    if worker == session.supervisor:
        session.supervisor_signed_on = today()
    else:
        session.worker_signed_on = today()
        SupervisionPersonal.objects.filter(session=session).update(worker_words=words)
    is_signed = bool(session.supervisor_signed_on and session.worker_signed_on)
    session.signed_on = today() if is_signed else None
    session.save()
    record(Code.ENTRY_RECORDED, by=by, what="supervision:sign", entry=f"{session._meta.label}:{session.pk}")
    if is_signed:
        _sign_children(session)


def _sign_children(session: SupervisionSession) -> None:
    talks = ChildSupervision.objects.filter(session=session, signed_on=None)
    children = list(talks.values_list("child", flat=True))
    talks.update(signed_on=today(), signed_recorded_on=today())
    changed(*children)
