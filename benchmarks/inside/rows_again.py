"""The limit of a load: the same rows put once more into tables with the same indexes, and nothing asked of them."""

import time
from io import BytesIO
from typing import Any

from benchmarks.inside.record import record_as
from benchmarks.inside.stages import Stages
from keel.database.roles import Role


def main() -> None:
    """Take every row of the record out, and put it into a table that ends with this."""
    stages = Stages()
    rows, putting = 0, 0.0
    with record_as(Role.OWNER):
        from django.db import connection  # noqa: PLC0415 -- the application is loaded only now

        from keel.access.tables import all_models  # noqa: PLC0415

        stages.mark("start-up")
        with connection.cursor() as cursor:
            for model in all_models():
                count, took = _again(cursor, model._meta.db_table)
                rows, putting = rows + count, putting + took
    stages.seconds["putting in"] = putting
    stages.say(rows=rows)


def _again(cursor: Any, table: str) -> tuple[int, float]:
    held = BytesIO()
    with cursor.copy(f"COPY (SELECT * FROM {table}) TO STDOUT") as copy:
        for part in copy:
            held.write(part)
    if not held.tell():
        return 0, 0.0
    cursor.execute(f"CREATE TEMP TABLE again (LIKE {table} INCLUDING INDEXES)")
    began = time.perf_counter()
    with cursor.copy("COPY again FROM STDIN") as copy:
        copy.write(held.getbuffer())
    took = time.perf_counter() - began
    cursor.execute("SELECT count(*) FROM again")
    (count,) = cursor.fetchone()
    cursor.execute("DROP TABLE again")
    return count, took


if __name__ == "__main__":
    main()
