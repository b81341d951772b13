"""Whom a stage asks about a child: whoever holds its post today, or her deputy, or else the next above."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from keel.oversight.posts import Posts
from keel.practice.ladder import Rung, above
from keel.workforce.models import Worker


@dataclass(frozen=True, slots=True)
class Line:
    """The child's team, and the user who holds each post in the line above it today."""

    team: int | None
    held: Mapping[Rung, int]

    def asked(self, post: Rung) -> tuple[Rung, Worker | None]:
        """Who is asked for a post, and in which post she is."""
        for rung in (post, *above(post)):
            if user := self.held.get(rung):
                return rung, Worker.objects.filter(user=user).first()
        return post, None

    def may_answer(self, user: Any, post: Rung) -> bool:
        """Whether somebody holds a post today or one above it."""
        return user.pk in {self.held.get(rung) for rung in (post, *above(post))}


def line_of(child: UUID, day: date) -> Line:
    """The line above a child's team on a day."""
    posts = Posts([child], day)
    place = posts.places.get(child)
    return Line(place.team if place else None, posts.of(child))
