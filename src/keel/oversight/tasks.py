"""What is done for this room by the worker, who sees every row."""

from contextlib import suppress
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from keel.oversight.actions import reassess
from keel.oversight.rebuild import rebuild
from keel.oversight.trying import try_out, try_out_recorded

NIGHTLY = "20 1 * * *"  # after midnight in England, winter and summer


@app.periodic(cron=NIGHTLY)
@app.task(name="oversight.read_again", queueing_lock="oversight.read_again")
def read_again(timestamp: int) -> None:
    """Read every record again: a day has passed, and what was not late may be late now."""
    rebuild()


def read_again_soon() -> None:
    """Have the worker read every record again now, and not only in the night; once, however often this is asked."""
    with suppress(AlreadyEnqueued), transaction.atomic():
        read_again.defer(timestamp=int(timezone.now().timestamp()))


@app.task(name="oversight.preview_standard")
def preview_standard(*, preview: int) -> None:
    """Read what a change of a standard would do."""
    try_out(preview)


@app.task(name="oversight.preview_recorded")
def preview_recorded(*, preview: int) -> None:
    """Read what it would do to say where something is recorded."""
    try_out_recorded(preview)


@app.task(name="oversight.read_one")
def read_one(*, child: str) -> None:
    """Read one record again, to which somebody wrote who may not read it herself."""
    reassess(UUID(child))


def reassess_later(child: UUID) -> None:
    """Have the worker read a record again."""
    read_one.defer(child=str(child))
