"""What can be recorded about a child now, and what somebody has begun and not finished."""

from typing import Any
from uuid import UUID

from django.db.models import prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from keel.access.door import child_for, may, staff_only
from keel.access.policy import Act
from keel.people.models import Person
from keel.people.ways import OF_THE_BAR, identity_of, ways
from keel.recording.declared import Asked, Recording, begun_on, recordings
from keel.recording.models import Draft


@require_safe
def choose(request: HttpRequest, child: UUID) -> HttpResponse:
    """What whoever asks may begin for this child, with why not where it cannot be begun now; and her drafts."""
    person = child_for(request, child, Act.CHILD_READ)
    prefetch_related_objects([person], *OF_THE_BAR)
    words = {
        "person": person,
        "ways_to_record": ways_to_record(request, person),
        "drafts": _drafts(request, Draft.objects.filter(child=person)),
        "identity": identity_of(person),
        "ways": ways(request, person, "record"),
    }
    return render(request, "recording/choose.html", words)


@require_safe
@staff_only(Act.CHILD_LIST)
def drafts(request: HttpRequest) -> HttpResponse:
    """All that somebody has begun and not finished, the latest first."""
    return render(request, "recording/drafts.html", {"drafts": _drafts(request, Draft.objects.all())})


def ways_to_record(request: HttpRequest, person: Person, row: Any = None) -> list[dict[str, Any]]:
    """What may be recorded about a child, or about one entry of hers, by whoever asks."""
    label = row._meta.label if row is not None else ""
    asked = Asked(request, person, row)
    offered = (each for each in begun_on(label) if may(request, each.act, person))
    return [_way(each, asked) for each in offered if each.is_for(asked)]


def _way(what: Recording, asked: Asked) -> dict[str, Any]:
    why_not = what.why_not(asked)
    href = "" if why_not else address_of(what, asked.child.pk, asked.row.pk if asked.row else None)
    return {"words": what.title, "href": href, "hint": why_not or what.hint}


def address_of(what: Recording, child: UUID, entry: int | None = None) -> str:
    """Where it is recorded."""
    return reverse(what.key, args=[child, entry] if what.about else [child])


def _drafts(request: HttpRequest, found: Any) -> list[dict[str, Any]]:
    known = {each.key: each for each in recordings()}
    mine = found.begun_by(request.user)
    rows = mine.select_related("child").prefetch_related("child__names").order_by("-saved_at")
    return [
        {
            "words": known[row.page].title,
            "href": address_of(known[row.page], row.child_id, row.about),
            "child": row.child.shown_name,
            "saved_at": row.saved_at,
        }
        for row in rows
        if row.page in known
    ]
