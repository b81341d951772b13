"""What is done for this room by the worker, who sees every row."""

from procrastinate.contrib.django import app

from keel.oversight.rebuild import rebuild

NIGHTLY = "20 1 * * *"  # after midnight in England, winter and summer


@app.periodic(cron=NIGHTLY)
@app.task(name="oversight.read_again", queueing_lock="oversight.read_again")
def read_again(timestamp: int) -> None:
    """Read every record again: a day has passed, and what was not late may be late now."""
    rebuild()
