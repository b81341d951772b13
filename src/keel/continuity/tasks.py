"""What is done for this room by the worker, who sees every row."""

from datetime import date

from procrastinate.contrib.django import app

from keel.continuity.ending import end_now
from keel.oversight.actions import reassess
from keel.workforce.models import Involvement


@app.task(name="continuity.end_time")
def end_time(
    *, involvement: int, ended_on: str, reason: str, holds_case: bool, is_without_worker: bool | None
) -> None:
    """End a worker's time with a child, for somebody to whom the record closes with it."""
    row = Involvement.objects.get(pk=involvement)
    end_now(
        row, ended_on=date.fromisoformat(ended_on), reason=reason, holds_case=holds_case,
        is_without_worker=is_without_worker,
    )  # fmt: skip
    reassess(row.child_id)
