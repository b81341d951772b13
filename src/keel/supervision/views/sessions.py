"""Sessions: beginning one, its page, the worker's own part, signing; and each person's own list."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from keel.access.audit import Code, record
from keel.access.door import ABSENT, may, record_look, staff_only
from keel.access.policy import Act
from keel.clock import today
from keel.oversight.models import SupervisionSession
from keel.recording.boxes import Day
from keel.report.wording import day_text
from keel.supervision import personal
from keel.supervision.colleagues import called, offer
from keel.supervision.mine import COLUMNS, action_rows, actions_of, session_rows
from keel.supervision.page import SessionPage, session_page
from keel.supervision.sessions import (
    children_of,
    hers,
    is_locked,
    may_personal,
    may_read,
    me,
    session_for,
    those_supervised,
    unfinished,
)
from keel.supervision.signing import LeftOutForm, SignForm, sign, why_not
from keel.supervision.wording import ACTION_COLUMNS, actions_told, children_told, signed_words
from keel.workforce.models import Worker

WRONG, CONFLICT = 422, 409
SHOWN, SENT = "GET", "POST"


@require_safe
@staff_only(Act.SUPERVISION_OWN)
def mine(request: HttpRequest) -> HttpResponse:
    """My sessions, and what I am to do, with the days."""
    worker = me(request)
    actions = actions_of(worker, request.user)
    words = {
        "sessions": session_rows(hers(worker), worker),
        "actions": action_rows(actions),
        "overdue": sum(1 for each in actions if each.due_on and each.due_on < today()),
        "columns": COLUMNS,
        "may_hold": may(request, Act.SUPERVISION_HOLD),
        "may_register": may(request, Act.SUPERVISION_REGISTER),
    }
    record_look(request, Code.LIST_LOOKED_AT, scope="supervision:mine")
    return render(request, "supervision/mine.html", words)


class BeginForm(forms.Form):
    """Whose supervision it is, and on which day."""

    worker = forms.ModelChoiceField(
        label="Whose supervision is it?",
        queryset=Worker.objects.none(),
        empty_label="Choose",
        error_messages={
            "required": "Say whose supervision it is",
            "invalid_choice": "You supervise the staff of your own teams, and never yourself",
        },
    )
    held_on = Day(label="On which day?", initial=today, error_messages={"required": "Say on which day"})

    def __init__(self, *args: Any, workers: Any, supervisor: Worker | None, **named: Any) -> None:
        super().__init__(*args, **named)
        self.supervisor = supervisor
        offer(self.fields["worker"], workers)

    def clean(self) -> dict[str, Any]:
        """Not a day to come; and the one before is signed first."""
        said = super().clean() or self.cleaned_data
        if said.get("held_on") and said["held_on"] > today():
            self.add_error("held_on", f"{day_text(said['held_on'])} has not come yet")
        if (
            said.get("worker")
            and self.supervisor
            and (earlier := unfinished(said["worker"], self.supervisor))
        ):
            words = (
                f"Your supervision of {day_text(earlier.held_on)} with {called(said['worker'])} is not signed"
            )
            self.add_error("worker", f"{words}: finish that one first")
        return said


@require_http_methods([SHOWN, SENT])
@staff_only(Act.SUPERVISION_HOLD)
def begin(request: HttpRequest) -> HttpResponse:
    """Begin a session with one of those whom whoever asks supervises."""
    supervisor = me(request)
    sent = request.POST if request.method == SENT else None
    initial = {"worker": request.GET.get("worker", "")}
    form = BeginForm(sent, workers=those_supervised(request), supervisor=supervisor, initial=initial)
    if sent is None or not form.is_valid():
        return render(request, "supervision/begin.html", {"form": form}, status=WRONG if sent else 200)
    made = SupervisionSession.objects.create(supervisor=supervisor, **form.cleaned_data)
    record(Code.ENTRY_RECORDED, by=request.user, what="supervision:begin", entry=_entry(made))
    return redirect("supervision:session", made.pk)


def _entry(session: SupervisionSession) -> str:
    return f"{session._meta.label}:{session.pk}"


@require_safe
@staff_only(Act.SUPERVISION_OWN)
def session(request: HttpRequest, session: int) -> HttpResponse:
    """A session, for the two whose it is."""
    one = session_for(request, session)
    page = session_page(one, request.user, lambda act: may_read(request, one, act))
    words = {
        "session": one,
        "worker": called(one.worker),
        "supervisor": called(one.supervisor),
        "signed": signed_words(one),
        "is_locked": is_locked(one),
        "page": page,
        "actions": actions_told(page.actions, {each.pk for each in page.unanswered}),
        "action_columns": ACTION_COLUMNS,
        "children": children_told(page.children, is_locked=is_locked(one)),
        "following": page.following if not is_locked(one) else None,
        "may_personal": may_personal(request, one, Act.SUPERVISION_PERSONAL_READ),
        "why_not": _why_not(request, one, page),
    }
    record_look(request, Code.LIST_LOOKED_AT, entry=_entry(one), scope="supervision:session")
    return render(request, "supervision/session.html", words)


def _why_not(request: HttpRequest, one: SupervisionSession, page: SessionPage) -> str:
    worker = me(request)
    return why_not(one, worker, personal.part_of(one), page) if worker else ""


@require_http_methods([SHOWN, SENT])
@staff_only(Act.SUPERVISION_OWN)
def own_part(request: HttpRequest, session: int) -> HttpResponse:
    """The worker's own part: both read it, the supervisor writes it, nobody else sees it."""
    one = session_for(request, session, held=request.method == SENT)
    if not may_personal(request, one, Act.SUPERVISION_PERSONAL_READ):
        raise Http404(ABSENT)
    part = personal.part_of(one)
    may_write = may_personal(request, one, Act.SUPERVISION_PERSONAL_WRITE) and not is_locked(one)
    if request.method == SENT:
        if not may_write:
            raise Http404(ABSENT)
        return _own_part_sent(request, one, part)
    form = personal.form_of(part, None, len(children_of(one, request.user, ())))
    record_look(request, Code.LIST_LOOKED_AT, entry=_entry(one), scope="supervision:personal")
    return _own_part(request, one, part, form, may_write=may_write)


def _own_part_sent(request: HttpRequest, one: SupervisionSession, part: Any) -> HttpResponse:
    form = personal.form_of(part, request.POST, 0)
    do, seen = request.POST.get("do", ""), request.POST.get("revision", "")
    if seen.isdecimal() and int(seen) < part.revision:
        newer = (
            "Newer words were saved elsewhere. They stand beside yours: put what should stand into the boxes."
        )
        if do == "autosave":
            return JsonResponse({"said": newer}, status=CONFLICT)
        return _own_part(request, one, part, form, may_write=True, newer=newer, status=CONFLICT)
    personal.keep(part, form)
    if do == "autosave":
        at = timezone.localtime(part.saved_at)
        return JsonResponse(
            {"said": f"Saved at {at:%H:%M:%S}. It is not signed yet.", "revision": part.revision, "token": ""}
        )
    if do or form.is_valid():
        messages.success(request, "The worker’s own part is kept.")
        return redirect("supervision:session", one.pk)
    return _own_part(request, one, part, form, may_write=True, status=WRONG)


def _own_part(
    request: HttpRequest,
    one: SupervisionSession,
    part: Any,
    form: Any,
    *,
    may_write: bool,
    newer: str = "",
    status: int = 200,
) -> HttpResponse:
    words = {
        "session": one, "worker": called(one.worker), "part": part, "form": form, "may_write": may_write,
        "newer": newer, "held": personal.held_words(part), "signed": signed_words(one),
    }  # fmt: skip
    return render(request, "supervision/personal.html", words, status=status)


@require_http_methods([SHOWN, SENT])
@staff_only(Act.SUPERVISION_OWN)
def signature(request: HttpRequest, session: int) -> HttpResponse:
    """Sign: the supervisor first, then the worker."""
    one = session_for(request, session, held=request.method == SENT)
    worker = me(request)
    page = session_page(one, request.user, lambda act: may_read(request, one, act))
    cannot = _why_not(request, one, page)
    sent = request.POST if request.method == SENT else None
    form = SignForm(sent) if worker == one.worker else LeftOutForm(sent, left=page.left)
    if sent is not None and not cannot and form.is_valid() and worker:
        if isinstance(form, LeftOutForm):
            form.keep(one, request.user)
        sign(one, worker, by=request.user, words=form.cleaned_data.get("worker_words", ""))
        messages.success(request, "You have signed.")
        return redirect("supervision:session", one.pk)
    words = {
        "session": one, "worker": called(one.worker), "form": form, "why_not": cannot, "page": page,
        "left": [each for each in page.children if not each.now], "is_worker": worker == one.worker,
        "back": reverse("supervision:session", args=[one.pk]),
    }  # fmt: skip
    wrong = CONFLICT if cannot else WRONG
    return render(request, "supervision/sign.html", words, status=200 if sent is None else wrong)
