"""Workers by the key that a record has of them."""

from uuid import UUID

from keel.workforce.models import Involvement


def names_of_workers(child: UUID) -> dict[str, str]:
    """The names of those who have worked with a child, by the key that the record has of each."""
    rows = Involvement.objects.filter(child_id=child).exclude(worker=None)
    return {key: name for key, name in rows.values_list("worker_key", "worker__name") if key and name}
