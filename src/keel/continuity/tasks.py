"""What is done for this room by the worker, who sees every row."""

from datetime import date

from procrastinate.contrib.django import app

from keel.access.rules import SPECIAL_INVOLVEMENTS, capacity
from keel.clock import today
from keel.continuity.ending import end_now
from keel.oversight.actions import reassess
from keel.workforce.models import Involvement, Worker
from keel.workforce.queries import WAITING

LEFT = "left"  # a code of change_of_worker


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


@app.task(name="continuity.end_all_times")
def end_all_times(*, worker: int) -> None:
    """End all the times that somebody who left has with children: who is to have them is asked of her manager."""
    left = Worker.objects.get(pk=worker)
    if left.to_on is None or left.to_on > today():
        return  # she stays longer, or was to leave on a later day
    rows = Involvement.objects.filter(worker=left, ended_on=None, started_on__lte=left.to_on)
    for row in rows.select_related("worker"):
        holds = row.holds_case and capacity(row.role) not in SPECIAL_INVOLVEMENTS
        end_now(
            row,
            ended_on=left.to_on,
            reason=LEFT,
            holds_case=row.holds_case,
            is_without_worker=holds or None,
        )
        if holds:
            _wait(row, left.to_on)
        reassess(row.child_id)


def _wait(row: Involvement, day: date) -> None:
    """Her team keeps the child until somebody is allocated: else nobody in it could, and the service would be asked."""
    team = row.team_id or (row.worker.team_id if row.worker else None)
    others = Involvement.objects.of(row.child_id).holding().on(day)
    if team is not None and not others.exists():
        Involvement.objects.create(
            child_id=row.child_id, team_id=team, role=WAITING, holds_case=False, started_on=day, recorded_on=today(),
            episode=row.episode,
        )  # fmt: skip
