"""What is done for this room by the worker, who sees every row."""

from procrastinate.contrib.django import app

from keel.people.actions import complete
from keel.people.duplicates import find_duplicates
from keel.people.models import Merge

SECONDS = 60.0  # that one search for duplicates may take; the next goes on where it ended


@app.task(name="people.complete_merge", queueing_lock=None)
def complete_merge(*, merge: int) -> None:
    """Finish a merge or its undoing."""
    complete(merge=Merge.objects.get(pk=merge))


@app.task(name="people.find_duplicates", queueing_lock="people.find_duplicates")
def find_possible_duplicates() -> int:
    """Look through everybody for people who are on file twice."""
    return find_duplicates(seconds=SECONDS)
