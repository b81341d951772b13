"""What the worker does for this room."""

from procrastinate.contrib.django import app

from keel.loading.jobs import run_kept


@app.task(name="loading.load", queue="loads")
def load(*, load_id: int) -> None:
    """Bring an uploaded source into the record."""
    run_kept(load_id)
