"""Ending a worker's time with a child, also where the record closes with it to whoever ends it.

An involvement opens a record. Whoever ends the one by which she reads it could not finish what she writes: the
readings that follow, and the line of the log. Then the worker process ends it a moment later.
"""

from datetime import date
from typing import Any

from django.db import transaction

from keel.clock import today
from keel.workforce.models import Handover, Involvement


def end_now(
    row: Involvement,
    *,
    ended_on: date,
    reason: str,
    holds_case: bool = True,
    is_without_worker: bool | None = None,
) -> None:
    """On that day, for that reason. ``holds_case`` is no where she never took the child over."""
    row.ended_on, row.ended_recorded_on = ended_on, today()
    row.reason_for_change, row.holds_case = reason, holds_case
    row.is_without_worker = is_without_worker
    row.save()


def end(row: Involvement, handover: Handover, **how: Any) -> None:
    """Now, where whoever asks still reads the handover after it; else as soon as the worker process comes to it."""
    mark = transaction.savepoint()
    end_now(row, **how)
    if Handover.objects.filter(pk=handover.pk).exists():
        transaction.savepoint_commit(mark)
        return
    transaction.savepoint_rollback(mark)
    from keel.continuity.tasks import end_time  # noqa: PLC0415 -- the task ends it by this module

    given = {"holds_case": True, "is_without_worker": None} | how
    end_time.defer(involvement=row.pk, **given | {"ended_on": how["ended_on"].isoformat()})
