"""What is done for this room by the worker, who sees every row."""

from procrastinate.contrib.django import app

from keel.clock import today
from keel.scrutiny.climbing import climb, send_partners_own

NIGHTLY = (
    "10 1 * * *"  # before the records are read again, so that the night reads where each challenge stands
)


@app.periodic(cron=NIGHTLY)
@app.task(name="scrutiny.climb", queueing_lock="scrutiny.climb")
def climb_at_night(timestamp: int) -> None:
    """Send up what nobody answered in time."""
    climb(today())


@app.task(name="scrutiny.send_partners")
def send_partners(*, escalation: int) -> None:
    """Send a partner's own disagreement to its first stage: she may not read whom that is."""
    send_partners_own(escalation, today())
