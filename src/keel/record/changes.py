"""Who must know when a child's record has changed.

A room that keeps something about a child (her readings) says so once, when it is made ready; a room beneath it, which
cannot know of it, tells whoever follows, in the transaction of the write.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from uuid import UUID

Follower = Callable[..., None]  # given the identifiers of children
_followers: list[Follower] = []
_later: list[Callable[[UUID], None]] = []
_everybody: list[Callable[[], None]] = []
_gathered: ContextVar[dict[UUID, None] | None] = ContextVar("gathered", default=None)


def follow(
    follower: Follower,
    *,
    later: Callable[[UUID], None] | None = None,
    everybody: Callable[[], None] | None = None,
) -> None:
    """From now on, call this with the identifiers of the children whose records have changed.

    ``later`` has the worker do the same, where whoever writes sees too little of the record to read it anew;
    ``everybody`` has it done for every child.
    """
    if follower not in _followers:
        _followers.append(follower)
    if later and later not in _later:
        _later.append(later)
    if everybody and everybody not in _everybody:
        _everybody.append(everybody)


def changed(*children: UUID) -> None:
    """The records of these children have changed."""
    gathered = _gathered.get()
    if gathered is not None:
        gathered.update(dict.fromkeys(children))
        return
    for follower in _followers if children else ():
        follower(*children)


@contextmanager
def all_at_once() -> Iterator[None]:
    """Whoever follows is told once, at the end of this, of all whose records changed in it."""
    if _gathered.get() is not None:
        yield
        return
    gathered: dict[UUID, None] = {}
    before = _gathered.set(gathered)
    try:
        yield
    finally:
        _gathered.reset(before)
    changed(*gathered)


def changed_by_another_agency(*children: UUID) -> None:
    """The same, by somebody who may not read their records: the worker does what follows."""
    for child in children:
        for follower in _later:
            follower(child)


def staff_changed() -> None:
    """Who is asked about whom has changed, for children whom whoever says so need not know: the worker reads all."""
    for follower in _everybody:
        follower()
