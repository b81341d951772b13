"""Workers by the key that a record has of them."""

from collections.abc import Iterable
from uuid import UUID

from keel.workforce.models import Involvement


def involvements_of(child: UUID) -> list[Involvement]:
    """Everybody who works or worked with a child, who has her first, with worker and team; in one statement."""
    rows = Involvement.objects.filter(child_id=child).select_related("worker", "team")
    return list(rows.order_by("-holds_case", "-started_on", "-pk"))


def names_of_workers(involvements: Iterable[Involvement]) -> dict[str, str]:
    """The names of those who work or worked with a child, by the key that the record has of each."""
    return {each.worker_key: each.worker.name for each in involvements if each.worker_key and _named(each)}


def _named(each: Involvement) -> bool:
    return bool(each.worker and each.worker.name)
