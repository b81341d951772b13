"""Who must know when a child's record has changed.

A room that keeps something about a child (her readings) says so once, when it is made ready; a room beneath it, which
cannot know of it, tells whoever follows, in the transaction of the write.
"""

from collections.abc import Callable
from uuid import UUID

Follower = Callable[[UUID], None]
_followers: list[Follower] = []


def follow(follower: Follower) -> None:
    """From now on, call this with the identifier of each child whose record has changed."""
    if follower not in _followers:
        _followers.append(follower)


def changed(*children: UUID) -> None:
    """The records of these children have changed."""
    for child in children:
        for follower in _followers:
            follower(child)
