"""Who must know when a child's record has changed.

A room that keeps something about a child (her readings) says so once, when it is made ready; a room beneath it, which
cannot know of it, tells whoever follows, in the transaction of the write.
"""

from collections.abc import Callable
from uuid import UUID

Follower = Callable[[UUID], None]
_followers: list[Follower] = []
_later: list[Follower] = []


def follow(follower: Follower, *, later: Follower | None = None) -> None:
    """From now on, call this with the identifier of each child whose record has changed.

    ``later`` has the worker do the same, where whoever writes sees too little of the record to read it anew.
    """
    if follower not in _followers:
        _followers.append(follower)
    if later and later not in _later:
        _later.append(later)


def changed(*children: UUID) -> None:
    """The records of these children have changed."""
    for child in children:
        for follower in _followers:
            follower(child)


def changed_by_another_agency(*children: UUID) -> None:
    """The same, by somebody who may not read their records: the worker does what follows."""
    for child in children:
        for follower in _later:
            follower(child)
