"""Telling somebody, in Keel, that something waits for her: where it stands, and never what it says."""

from collections.abc import Iterable

from django.db import connection

from keel.access.models import Notice
from keel.workforce.models import Worker


def tell(workers: Iterable[Worker | None], words: str, path: str) -> None:
    """A notice to each of these who signs in."""
    users = sorted({worker.user_id for worker in workers if worker and worker.user_id})
    if not users:
        return
    with connection.cursor() as cursor:
        cursor.execute(  # by hand, since what is written for somebody else cannot be read back
            f"INSERT INTO {Notice._meta.db_table} (to_id, text, path) SELECT unnest(%s::bigint[]), %s, %s",
            [users, words, path],
        )
