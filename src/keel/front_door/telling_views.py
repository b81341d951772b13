"""The pages of somebody of another agency who tells of a worry: the form, what she told, and what came of it."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from keel.access.audit import Code
from keel.access.door import ABSENT, record_look, staff_only
from keel.access.policy import Act
from keel.front_door.models import WorryDraft, WorryTold
from keel.front_door.telling import LABEL, TITLES, draft_of, in_words, sent_of, tell, worry_forms
from keel.recording.drafts import finish, is_behind, keep
from keel.recording.pages import AUTOSAVE, CONFLICT, DROP, LATER, NEWER, WRONG
from keel.recording.sheets import Sheet, fill
from keel.report.wording import day_text

COLUMNS = ("Child", "Told", "Received", "What was decided")
DRAFT_SAVED = "Draft saved at {at:%H:%M:%S}. It is not sent yet."


@require_safe
@staff_only(Act.WORRY_TELL)
def told(request: HttpRequest) -> HttpResponse:
    """All that she told, the latest first, with what came of each."""
    found = list(WorryTold.objects.told_by(request.user))
    record_look(request, Code.LIST_LOOKED_AT, scope="told")
    rows = [
        [
            {"words": each.child_called, "href": _page_of(each)},
            {"words": day_text(each.told_on), "hint": f"{each.told_time:%H:%M}" if each.told_time else ""},
            _received(each),
            _decided(each),
        ]
        for each in found
    ]
    begun = WorryDraft.objects.filter(user=request.user, finished_at=None).exclude(revision=0).first()  # type: ignore[misc]
    return render(request, "front_door/told.html", {"rows": rows, "columns": COLUMNS, "begun": begun})


@require_safe
@staff_only(Act.WORRY_TELL)
def one_told(request: HttpRequest, worry: int) -> HttpResponse:
    """One worry as she told it, whether it was taken up, and what she is told of the decision."""
    one = WorryTold.objects.told_by(request.user).filter(pk=worry).first()
    if one is None:
        raise Http404(ABSENT)
    record_look(request, Code.LIST_LOOKED_AT, scope="told", entry=f"{LABEL}:{one.pk}")
    words = {"worry": one, "said": in_words(one), "received": _received(one), "decided": _decided(one)}
    return render(request, "front_door/one_told.html", words)


def _received(one: WorryTold) -> str:
    """That it came; never whether the child was on file."""
    if one.taken_on:
        at = f" at {one.taken_time:%H:%M}" if one.taken_time else ""
        return f"Read by the front door on {day_text(one.taken_on)}{at}"
    return "It has reached the front door and waits to be read"


def _decided(one: WorryTold) -> str:
    if one.outcome_told_on:
        return f"{one.outcome_told}, told on {day_text(one.outcome_told_on)}"
    return "You are told here once it is decided"


@staff_only(Act.WORRY_TELL)
def telling(request: HttpRequest) -> HttpResponse:
    """The form, with the draft that was left; what is typed is kept, and told once."""
    if request.method != "POST":
        draft = draft_of(request.user)
        sheet = Sheet(worry_forms(request.user, None))
        fill(sheet.forms, draft.words)
        return _page(request, sheet, draft)
    draft, do = sent_of(request), request.POST.get("do", "")
    if draft.finished_at:
        return redirect(draft.became)  # sent twice: it is one worry
    return _KEPT[do](request, draft) if do in _KEPT else _told(request, draft)


def _told(request: HttpRequest, draft: WorryDraft) -> HttpResponse:
    sheet = Sheet(worry_forms(request.user, request.POST))
    if not sheet.is_valid():
        keep(draft, request)
        return _page(request, sheet, draft, WRONG)
    became = tell(by=request.user, draft=draft, values=sheet.values(), page=_page_of)
    messages.success(request, "Your worry has reached the front door.")
    return redirect(became)


def _autosaved(request: HttpRequest, draft: WorryDraft) -> HttpResponse:
    if is_behind(request, draft):
        return JsonResponse({"said": NEWER}, status=CONFLICT)
    keep(draft, request)
    said = DRAFT_SAVED.format(at=timezone.localtime(draft.saved_at))
    return JsonResponse({"said": said, "revision": draft.revision, "token": str(draft.token)})


def _later(request: HttpRequest, draft: WorryDraft) -> HttpResponse:
    keep(draft, request)
    messages.success(request, "Your draft is kept. It is not sent until you send it.")
    return redirect("front_door:told")


def _dropped(request: HttpRequest, draft: WorryDraft) -> HttpResponse:
    if draft.pk:
        finish(draft, reverse("front_door:told"))
    messages.success(request, "The draft is thrown away.")
    return redirect("front_door:told")


_KEPT = {AUTOSAVE: _autosaved, LATER: _later, DROP: _dropped}


def _page(request: HttpRequest, sheet: Sheet, draft: WorryDraft, status: int = 200) -> HttpResponse:
    parts = [(TITLES[name], form) for name, form in sheet.forms.items()]
    words: dict[str, Any] = {"sheet": sheet, "parts": parts, "draft": draft}
    return render(request, "front_door/tell.html", words, status=status)


def _page_of(one: WorryTold) -> str:
    return reverse("front_door:one-told", args=[one.pk])
