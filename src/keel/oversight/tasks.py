"""What is done for this room by the worker, who sees every row."""

from uuid import UUID

from procrastinate.contrib.django import app

from keel.oversight.actions import reassess
from keel.oversight.rebuild import rebuild

NIGHTLY = "20 1 * * *"  # after midnight in England, winter and summer


@app.periodic(cron=NIGHTLY)
@app.task(name="oversight.read_again", queueing_lock="oversight.read_again")
def read_again(timestamp: int) -> None:
    """Read every record again: a day has passed, and what was not late may be late now."""
    rebuild()


@app.task(name="oversight.read_one")
def read_one(*, child: str) -> None:
    """Read one record again, to which somebody wrote who may not read it herself."""
    reassess(UUID(child))


def reassess_later(child: UUID) -> None:
    """Have the worker read a record again."""
    read_one.defer(child=str(child))
