"""What is done for this room by the worker."""

from procrastinate.contrib.django import app

from keel.clock import today
from keel.questions.digest import send_digests

EACH_MORNING = "10 7 * * *"  # after the night's reading, before the day's first meeting


@app.periodic(cron=EACH_MORNING)
@app.task(name="questions.digest", queueing_lock="questions.digest")
def digest(timestamp: int) -> None:
    """Tell each by e-mail how much waits for her answer."""
    send_digests(today())
