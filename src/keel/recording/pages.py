"""The page around every form that records something, the same for all of them.

A page is opened with what the record knows and with the draft that was left; what is typed is kept as it is typed; it
is finished once, however often it is sent; and what somebody else or another device saved meanwhile is never written
over without being shown.
"""

from collections.abc import Iterator, Mapping
from typing import Any
from uuid import UUID

from django.apps import apps
from django.contrib import messages
from django.db import transaction
from django.db.models import prefetch_related_objects
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from keel.access.audit import Code, record
from keel.access.door import ABSENT, child_for
from keel.people.models import Person
from keel.people.ways import OF_THE_BAR, identity_of, ways
from keel.record.changes import all_at_once
from keel.recording.declared import Asked, CannotBeRecorded, Recording
from keel.recording.drafts import draft_of, finish, held, is_behind, keep, sent_of
from keel.recording.models import Draft
from keel.recording.sheets import Sheet, fill, words_of

CONFLICT, WRONG = 409, 422
AUTOSAVE, LATER, DROP, MORE = "autosave", "later", "drop", "more:"
NEWER = "Newer words were saved elsewhere. Save, and both are shown."
DIFFER = ("What", "Typed here", "Saved meanwhile")


def record_page(request: HttpRequest, child: UUID, what: Recording, entry: int | None = None) -> HttpResponse:
    """Show the page, keep what is typed, or make the record."""
    person = child_for(request, child, what.act)
    prefetch_related_objects([person], "names")
    asked = Asked(request, person, _row(what, person, entry))
    draft = draft_of(asked, what)
    if request.method != "POST":
        why_not = what.why_not(asked)
        return _refused(asked, what, why_not) if why_not else _opened(asked, what, draft)
    return _sent(asked, what, sent_of(asked, draft))


def _row(what: Recording, person: Person, entry: int | None) -> Any:
    if not what.about:
        return None
    row = apps.get_model(what.about)._default_manager.filter(child=person, pk=entry).first()
    if row is None:
        raise Http404(ABSENT)
    return row


def _sent(asked: Asked, what: Recording, draft: Draft) -> HttpResponse:
    do = asked.request.POST.get("do", "")
    if draft.finished_at:
        return redirect(draft.became)  # sent twice: it is one record
    if do in _AT_ONCE:
        return _AT_ONCE[do](asked, what, draft)
    if is_behind(asked.request, draft):
        return _both(asked, what, draft, _other_draft(asked, what, draft))
    return _kept(asked, what, draft, do) if do else _finished(asked, what, draft)


def _kept(asked: Asked, what: Recording, draft: Draft, do: str) -> HttpResponse:
    """Keep what was typed, for later or to have another row to type in."""
    if do == LATER:
        keep(draft, asked.request)
        messages.success(asked.request, "Your draft is kept. It is not in the record until you finish it.")
        return redirect(what.back(asked))
    keep(draft, asked.request, one_more=do.removeprefix(MORE))
    return _opened(asked, what, draft)


def _opened(asked: Asked, what: Recording, draft: Draft) -> HttpResponse:
    stamp = Sheet(what.forms(asked, None)).stamp() if what.is_shared else ""
    sheet = Sheet(what.forms(asked, None))
    fill(sheet.forms, draft.words)
    return _page(asked, what, draft, {"sheet": sheet, "stamp": stamp})


def _autosaved(asked: Asked, _: Recording, draft: Draft) -> HttpResponse:
    """Said honestly: when it was kept, or that it was not."""
    if is_behind(asked.request, draft):
        return JsonResponse({"said": NEWER}, status=CONFLICT)
    keep(draft, asked.request)
    at = timezone.localtime(draft.saved_at)
    said = f"Draft saved at {at:%H:%M:%S}. It is not in the record yet."
    return JsonResponse({"said": said, "revision": draft.revision, "token": str(draft.token)})


def _dropped(asked: Asked, what: Recording, draft: Draft) -> HttpResponse:
    if draft.pk:
        draft.delete()
    messages.success(asked.request, "The draft is thrown away.")
    return redirect(what.back(asked))


_AT_ONCE = {DROP: _dropped, AUTOSAVE: _autosaved}


def _finished(asked: Asked, what: Recording, draft: Draft) -> HttpResponse:
    """Make the record, once; or say what stands in the way, with everything that was typed."""
    sheet = Sheet(what.forms(asked, asked.request.POST))
    if not sheet.is_valid():
        keep(draft, asked.request)
        words = {"sheet": sheet, "stamp": asked.request.POST.get("stamp", "")}
        return _page(asked, what, draft, words, WRONG)
    try:
        with transaction.atomic():
            became, clash = _once(asked, what, draft, sheet)
    except CannotBeRecorded as problem:
        keep(draft, asked.request)
        return _refused(asked, what, str(problem), sheet=sheet, draft=draft)
    if clash:
        return _both(asked, what, draft, clash)
    messages.success(asked.request, what.done)
    return redirect(became)


def _once(asked: Asked, what: Recording, draft: Draft, sheet: Sheet) -> tuple[str, list[list[str]]]:
    """Where it is read; or, where somebody changed the same meanwhile, where the two differ."""
    kept = held(draft)
    if kept.finished_at:
        return kept.became, []
    locked = _locked(asked) if what.holds_entry else asked
    if why_not := what.why_not(locked):
        raise CannotBeRecorded(why_not)
    if what.is_shared and (clash := _changed_meanwhile(locked, what)):
        return "", clash
    with all_at_once():
        became = what.save(locked, sheet.values())
        finish(kept, became)
        what.tells(asked.child.pk)
    record(
        Code.ENTRY_RECORDED, by=asked.by, person=asked.child.pk, what=what.key, entry=_entry_of(what, locked)
    )
    return became, []


def _locked(asked: Asked) -> Asked:
    """The entry as it stands now, held so that nobody else changes it meanwhile."""
    if asked.row is None:
        return asked
    row = type(asked.row)._default_manager.select_for_update().filter(pk=asked.row.pk).first()
    if row is None:  # she may read it, and not change it
        raise Http404(ABSENT)
    return Asked(asked.request, asked.child, row)


def _entry_of(what: Recording, asked: Asked) -> str:
    return f"{what.about}:{asked.row.pk}" if asked.row else ""


def _changed_meanwhile(asked: Asked, what: Recording) -> list[list[str]]:
    """Box by box, where what was typed differs from what the record says now, if that is not what the page showed."""
    now = Sheet(what.forms(asked, None))
    if now.stamp() == asked.request.POST.get("stamp"):
        return []
    typed = words_of(asked.request.POST)
    return list(_differing(now.said(), typed, {name: said for name, (_, said) in now.said().items()}))


def _other_draft(asked: Asked, what: Recording, draft: Draft) -> list[list[str]]:
    """Box by box, where what was typed here differs from what another device of hers kept."""
    said = Sheet(what.forms(asked, None)).said()
    there = {name: ", ".join(values) for name, values in draft.words.items()}
    return list(_differing(said, words_of(asked.request.POST), there))


def _differing(
    boxes: Mapping[str, tuple[str, str]], typed: Mapping[str, list[str]], there: Mapping[str, str]
) -> Iterator[list[str]]:
    for name in dict.fromkeys((*boxes, *there)):
        label = boxes[name][0] if name in boxes else name
        here, other = ", ".join(typed.get(name, [])), there.get(name, "")
        if here.strip() != other.strip():
            yield [label, here or "(empty)", other or "(empty)"]


def _both(asked: Asked, what: Recording, draft: Draft, rows: list[list[str]]) -> HttpResponse:
    """What was saved elsewhere and what was typed here, side by side, box by box; nothing is lost of either.

    The page that is shown has seen both, so that sending it again saves what stands in it.
    """
    sheet = Sheet(what.forms(asked, asked.request.POST))
    sheet.is_valid()
    words = {"sheet": sheet, "stamp": Sheet(what.forms(asked, None)).stamp(), "rows": rows, "columns": DIFFER}
    return _page(asked, what, draft, words, CONFLICT)


def _refused(
    asked: Asked, what: Recording, why: str, *, sheet: Sheet | None = None, draft: Draft | None = None
) -> HttpResponse:
    """It cannot be recorded now, and why; what was typed stays."""
    words = {"why_not": why, "sheet": sheet, "stamp": asked.request.POST.get("stamp", "")}
    status = CONFLICT if asked.request.method == "POST" else 200
    return _page(asked, what, draft or Draft(), words, status)


def _page(
    asked: Asked, what: Recording, draft: Draft, words: Mapping[str, Any], status: int = 200
) -> HttpResponse:
    person = asked.child
    prefetch_related_objects([person], *OF_THE_BAR)
    everything = {
        "what": what,
        "draft": draft,
        "row": asked.row,
        "child": person,
        "person": person,
        "identity": identity_of(person),
        "ways": ways(asked.request, person, "record"),
        "back": what.back(asked),
        **what.beside(asked),
        **words,
    }
    return render(asked.request, what.template, everything, status=status)


def entry_page(row: Any) -> str:
    """Where an entry is read."""
    return reverse("chronology:entry", args=[row.child_id, row._meta.model_name, row.pk])
