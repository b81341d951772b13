"""The ways at the head of every page: only those that whoever asks may go."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from keel.access.door import may_come
from keel.access.models import Notice
from keel.access.policy import Act
from keel.recording.models import Draft


@dataclass(frozen=True, slots=True)
class Way:
    """A part of Keel, by the name of its first page; ``beneath`` are the addresses that count as being in it."""

    words: str
    name: str
    act: Act
    beneath: tuple[str, ...]


WAYS = (
    Way("Children", "chronology:home", Act.CHILD_LIST, ("/mine/", "/team/", "/service/", "/child/")),
    Way("Front door", "front_door:front-door", Act.CHILD_LIST, ("/front-door/",)),
    Way("Find a person", "people:find", Act.CHILD_FIND, ("/people/",)),
    Way("Loads", "loading:loads", Act.LOAD_READ, ("/loads/",)),
    Way("Records opened", "access:openings", Act.OPENING_REVIEW, ("/access/openings/",)),
    Way("Restrictions", "access:restrictions", Act.RESTRICTION_MANAGE, ("/access/restrictions/",)),
    Way("Who looked", "access:audit", Act.AUDIT_READ, ("/access/audit/",)),
    Way("Users", "access:users", Act.USER_MANAGE, ("/access/users/",)),
    Way("What is asked", "chronology:laws", Act.LAW_READ, ("/law/",)),
)


def navigation(request: HttpRequest) -> list[dict[str, Any]]:
    """The ways of whoever asks; none before somebody is signed in, and none on a page of failure."""
    if not hasattr(request, "under_way") or not request.user.is_authenticated:
        return []
    ways = [
        _item(way.words, reverse(way.name), request.path, way.beneath)
        for way in WAYS
        if may_come(request, way.act)
    ]
    return [*ways, *_drafts(request), *_notices(request)]


def _item(words: str, href: str, path: str, beneath: tuple[str, ...]) -> dict[str, Any]:
    return {"words": words, "href": href, "is_here": path.startswith(beneath)}


def _drafts(request: HttpRequest) -> list[dict[str, Any]]:
    """There while somebody has begun to record something and not finished it."""
    if not may_come(request, Act.CHILD_LIST):
        return []
    href = reverse("recording:drafts")
    begun = Draft.objects.begun_by(request.user).count()
    words = f"Your drafts ({begun})" if begun else "Your drafts"
    return [_item(words, href, request.path, (href,))] if begun or request.path == href else []


def _notices(request: HttpRequest) -> list[dict[str, Any]]:
    """There while somebody has any that she has not read, or stands among them."""
    href = reverse("access:notices")
    unread = Notice.objects.filter(to_id=request.user.pk, read_at=None).count()
    words = f"Notices ({unread})" if unread else "Notices"
    return [_item(words, href, request.path, (href,))] if unread or request.path == href else []
