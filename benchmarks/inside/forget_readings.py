"""Takes away all that is kept of every child, as if nothing had ever been read; what a rebuild must put back."""

import hashlib
import sys

from benchmarks.inside.record import record_as
from benchmarks.inside.stages import Stages
from keel.database.roles import Role

KEPT = ("oversight_storedsignal", "oversight_storedreading", "oversight_standing")
OWN = {"id"}  # columns that are new in each row


def main(*, forgets: bool) -> None:
    """Say what is kept, in one word and a number, and forget it if asked to."""
    with record_as(Role.OWNER):
        from django.db import connection  # noqa: PLC0415 -- the application is loaded only now

        with connection.cursor() as cursor:
            words = {table: _word(cursor, table) for table in KEPT}
            if forgets:
                cursor.execute(f"TRUNCATE {', '.join(KEPT)}")
    Stages().say(
        rows={t: count for t, (count, _) in words.items()}, words={t: w for t, (_, w) in words.items()}
    )


def _word(cursor: object, table: str) -> tuple[int, str]:
    """How many rows, and one word for all that they say."""
    cursor.execute(f"SELECT * FROM {table} LIMIT 0")  # type: ignore[attr-defined]
    names = ", ".join(column.name for column in cursor.description if column.name not in OWN)  # type: ignore[attr-defined]
    cursor.execute(  # type: ignore[attr-defined]
        f"SELECT count(*), sum(hashtextextended(row({names})::text, 0)) FROM {table}"
    )
    count, added = cursor.fetchone()  # type: ignore[attr-defined]
    return count, hashlib.sha256(str(added).encode()).hexdigest()[:12]


if __name__ == "__main__":
    main(forgets="--forget" in sys.argv)
