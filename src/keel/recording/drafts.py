"""Keeping what is typed until it is finished, and finishing it once."""

from typing import TypeVar
from uuid import UUID

from django.db import IntegrityError, transaction
from django.http import HttpRequest
from django.utils import timezone

from keel.recording.declared import Asked, CannotBeRecorded, Recording
from keel.recording.models import Draft, Typed
from keel.recording.sheets import TOTAL, words_of

Kind = TypeVar("Kind", bound=Typed)
BEGUN_ELSEWHERE = "A draft of this was begun elsewhere just now. Save again, and both are shown."


def draft_of(asked: Asked, what: Recording) -> Draft:
    """The draft that was left, or one that is kept only once something is typed."""
    about = asked.row.pk if asked.row else None
    place = {"user": asked.by, "child": asked.child, "page": what.key, "about": about}
    return Draft.objects.filter(**place, finished_at=None).first() or Draft(**place)


def sent_of(asked: Asked, draft: Draft) -> Draft:
    """The draft of the page that was sent; a page that had none yet gives its own token to the one it begins."""
    try:
        token = UUID(asked.request.POST.get("token", ""))
    except ValueError:
        return draft
    found = Draft.objects.filter(user=asked.by, token=token).first()
    if found is None and draft.pk is None:
        draft.token = token
    return found or draft


def is_behind(request: HttpRequest, draft: Typed) -> bool:
    """Whether the page that is sent did not see the newest words of its draft."""
    seen = request.POST.get("revision", "")
    return bool(draft.pk) and seen.isdecimal() and int(seen) < draft.revision


def keep(draft: Typed, request: HttpRequest, *, one_more: str = "") -> None:
    """Keep what was typed; ``one_more`` is the prefix of rows that are to have another."""
    draft.words = words_of(request.POST)
    place = f"{one_more}-{TOTAL}"
    if one_more and request.POST.get(place, "").isdecimal():
        draft.words[place] = [str(int(request.POST[place]) + 1)]
    draft.revision += 1
    draft.save()


def finish(draft: Typed, became: str) -> None:
    """It became part of the record, and its words stand there."""
    draft.became, draft.finished_at, draft.words = became, timezone.now(), {}
    draft.save()


def held(draft: Kind) -> Kind:
    """The draft, locked: of two sendings at once the second waits for the first, and finds it finished."""
    there = type(draft)._default_manager
    return there.select_for_update().get(pk=draft.pk) if draft.pk else _begun(draft)


def _begun(draft: Kind) -> Kind:
    try:
        with transaction.atomic():
            draft.save()
    except IntegrityError:
        same = type(draft)._default_manager.select_for_update().filter(token=draft.token).first()
        if same is None:
            raise CannotBeRecorded(BEGUN_ELSEWHERE) from None
        return same
    return draft
