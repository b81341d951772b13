"""What flags have one cause: a worker who is gone, or one home. They are asked and answered as one question.

So are two matters of a child of which one is why the other is asked (:func:`keel.practice.ladder.lead_of`).
"""

from collections.abc import Mapping
from uuid import UUID

from django.apps import apps
from django.db.models import Min

from keel.oversight.among import Children
from keel.oversight.posts import Place, Posts
from keel.practice.ladder import Matter

ALONE = frozenset({"challenge"})  # asked for each child of a home: each has an answer of its own


class Causes:
    """The cause of each flag of some children, as a text that is the same for flags with the same cause."""

    def __init__(self, children: Children, posts: Posts | None = None) -> None:
        self._posts = posts
        self._known: Mapping[UUID, str] = {}
        rows = apps.get_model("people.HouseholdMember").objects.filter(person__among=children, to_on=None)
        self._homes = dict(
            rows.values("person").annotate(home=Min("household")).values_list("person", "home")
        )

    @classmethod
    def as_it_is(cls, known: Mapping[UUID, str]) -> "Causes":
        """Causes that are known already."""
        causes = cls.__new__(cls)
        causes._posts, causes._known, causes._homes = None, known, {}
        return causes

    def of(self, child: UUID, matter: Matter, strand: str = "") -> str:
        """The cause of a child's flag about a matter, or about one item of it."""
        if child in self._known:
            return self._known[child]
        if matter.goes_with_worker and (gone := self._gone(child)):
            return f"worker:{gone}"
        home = None if matter.key in ALONE else self._homes.get(child)
        of_item = f":{strand}" if strand else ""
        return f"home:{home}:{matter.key}{of_item}" if home else f"child:{child}:{matter.key}{of_item}"

    def _gone(self, child: UUID) -> int | None:
        """The worker who had the child and has her no more, or is away with nobody in her place."""
        if self._posts is None:
            return None
        place = self._posts.places.get(child, Place())
        if place.worker is None:
            return place.last_worker
        return place.worker if self._posts.is_gone(place.worker) else None
