"""Signing a session: the supervisor first, then the worker, each herself. From the first signature on it stands."""

from collections.abc import Iterable
from typing import Any

from django import forms

from keel.access.audit import Code, record
from keel.clock import today
from keel.oversight.models import ChildSupervision, SupervisionSession
from keel.oversight.reasons import fewest_words
from keel.people.models import Person
from keel.practice.ladder.reasons import why_poor
from keel.record.changes import changed
from keel.recording.boxes import text
from keel.recording.models import Move
from keel.report.wording import counted
from keel.supervision.models import SupervisionPersonal
from keel.supervision.page import SessionPage
from keel.supervision.personal import missing
from keel.supervision.reasons import OF_A_CHILD, more_than_a_word, poor
from keel.workforce.models import Worker

LEFT_OUT = "not talked about"
NAMED = 3  # actions that a sentence names


class SignForm(forms.Form):
    """What the worker adds in her own words, for the two of them."""

    worker_words = text(
        "Anything in your own words?", help_text="Only you and your supervisor read it. You may disagree here"
    )


class LeftOutForm(forms.Form):
    """Of each child who was not talked about, why."""

    def __init__(self, *args: Any, left: Iterable[Person], **named: Any) -> None:
        super().__init__(*args, **named)
        self.left = list(left)
        for child in self.left:
            self.fields[_box(child)] = text(
                f"Why was {child.shown_name} not talked about?",
                is_needed=True,
                rows=2,
                validators=[more_than_a_word],
                error_messages={"required": f"Say why {child.shown_name} was not talked about"},
            )

    def clean(self) -> dict[str, Any]:
        """A sentence for each."""
        said = super().clean() or self.cleaned_data
        for name, words in list(said.items()):
            if words and why_poor(words, (), fewest_words()):
                self.add_error(name, f"Say it in a sentence of {fewest_words()} words or more")
        return said

    def keep(self, session: SupervisionSession, by: Any) -> None:
        """In each child's record, beside the session."""
        Move.objects.bulk_create(
            Move(
                child=child, of=session._meta.label, entry=session.pk, state=LEFT_OUT, by=by,
                reason=self.cleaned_data[_box(child)],
            )
            for child in self.left
        )  # fmt: skip


def _box(child: Person) -> str:
    return f"left-{child.pk}"


def why_not(session: SupervisionSession, worker: Worker, part: SupervisionPersonal, page: SessionPage) -> str:
    """Why somebody cannot sign now; blank where she can."""
    if worker == session.supervisor:
        if session.supervisor_signed_on:
            return "You have signed."
        if lacks := missing(part):
            return f"Still to write of the worker’s own part: {counted(len(lacks), 'answer')}."
        if not page.talked:
            return "No child was talked about in it yet."
        return _unanswered(page) or _said_nothing(page)
    if session.worker_signed_on:
        return "You have signed."
    return "" if session.supervisor_signed_on else "Your supervisor signs first."


def _unanswered(page: SessionPage) -> str:
    """Last time's actions are answered first: done, moved to another day with a reason, or not done and why."""
    found = page.unanswered
    named = "; ".join(
        f"{each.action or 'an action without words'} ({each.child.shown_name})" for each in found[:NAMED]
    )
    more = f"; and {len(found) - NAMED} more" if len(found) > NAMED else ""
    return f"Still to answer of last time’s actions: {named}{more}." if found else ""


def _said_nothing(page: SessionPage) -> str:
    found = [
        each.person.shown_name
        for each in page.children
        if each.now and poor({name: getattr(each.now, name) for name in OF_A_CHILD})
    ]
    return f"What is said of {', '.join(found)} is a word or two: say it in sentences first." if found else ""


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
