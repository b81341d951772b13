"""The ways at the head of every page: only those that whoever asks may go."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.http import HttpRequest
from django.urls import reverse

from keel.access.door import may_come
from keel.access.policy import Act


@dataclass(frozen=True, slots=True)
class Way:
    """A part of Keel, by the name of its first page; ``beneath`` are the addresses that count as being in it."""

    words: str
    name: str
    act: Act
    beneath: tuple[str, ...]


WAYS = (
    Way("Questions", "questions:home", Act.CHILD_LIST, ("/question/", "/oversight/")),
    Way("Children", "chronology:home", Act.CHILD_LIST, ("/mine/", "/team/", "/service/", "/child/")),
    Way("Children you help", "protection:helping", Act.PARTNER_LIST, ("/helping/",)),
    Way("What you told us", "front_door:told", Act.WORRY_TELL, ("/told/",)),
    Way("Supervision", "supervision:mine", Act.SUPERVISION_OWN, ("/supervision/",)),
    Way("Front door", "front_door:front-door", Act.CHILD_LIST, ("/front-door/",)),
    Way("Your desk", "scrutiny:desk", Act.DESK_READ, ("/chair/",)),
    Way("Chairs", "scrutiny:chairs", Act.CHAIRS_READ, ("/chairs/",)),
    Way("Challenges", "scrutiny:register", Act.CHALLENGE_COUNT, ("/challenges/",)),
    Way("Staff", "continuity:staff", Act.WORKFORCE_READ, ("/staff/",)),
    Way("Handovers", "continuity:handovers", Act.OWN_WORK_READ, ("/handovers/",)),
    Way("Find a person", "people:find", Act.CHILD_FIND, ("/people/",)),
    Way("Loads", "loading:loads", Act.LOAD_READ, ("/loads/",)),
    Way("Records opened", "access:openings", Act.OPENING_REVIEW, ("/access/openings/",)),
    Way("Restrictions", "access:restrictions", Act.RESTRICTION_MANAGE, ("/access/restrictions/",)),
    Way("Who looked", "access:audit", Act.AUDIT_READ, ("/access/audit/",)),
    Way("Teams and staff", "continuity:keep", Act.STAFF_KEEP, ("/staff-kept/",)),
    Way("Users", "access:users", Act.USER_MANAGE, ("/access/users/",)),
    Way("What is asked", "chronology:laws", Act.LAW_READ, ("/law/",)),
)


WAITING = """
SELECT (SELECT count(*) FROM recording_draft WHERE user_id = %s AND finished_at IS NULL AND revision > 0),
       (SELECT count(*) FROM access_notice WHERE to_id = %s AND read_at IS NULL)
"""  # one statement, since every page asks


def ways_of(request: HttpRequest) -> list[dict[str, Any]]:
    """The ways of whoever asks; none before somebody is signed in, and none where nothing of the request is known."""
    if not _is_known(request):
        return []
    return [
        _item(way.words, reverse(way.name), request.path, way.beneath)
        for way in WAYS
        if may_come(request, way.act)
    ]


def navigation(request: HttpRequest) -> list[dict[str, Any]]:
    """The ways, and after them what waits for whoever asks."""
    return [*ways_of(request), *_waiting(request)] if _is_known(request) else []


def _is_known(request: HttpRequest) -> bool:
    return hasattr(request, "under_way") and request.user.is_authenticated


def _item(words: str, href: str, path: str, beneath: tuple[str, ...]) -> dict[str, Any]:
    return {"words": words, "href": href, "is_here": path.startswith(beneath)}


def _waiting(request: HttpRequest) -> Iterator[dict[str, Any]]:
    """Her drafts while she has begun any, her notices while she has not read some; each while she stands among them."""
    with connection.cursor() as cursor:
        cursor.execute(WAITING, [request.user.pk, request.user.pk])
        begun, unread = cursor.fetchone()
    if may_come(request, Act.CHILD_LIST):
        yield from _counted(request, "Your drafts", "recording:drafts", begun)
    yield from _counted(request, "Notices", "access:notices", unread)


def _counted(request: HttpRequest, words: str, name: str, count: int) -> Iterator[dict[str, Any]]:
    href = reverse(name)
    if count or request.path == href:
        yield _item(f"{words} ({count})" if count else words, href, request.path, (href,))
