"""Nothing of the record is lost: what a row said before it was changed or deleted is kept by a database trigger.

Triggers see every way of writing (a form, a load, a statement typed by hand), which signals of the framework do not.
A row that was never changed is its own history, so only what is replaced is kept.
"""

import json
from typing import TypeVar
from uuid import uuid4

import pghistory
from django.db import connection, models

Table = TypeVar("Table", bound=type[models.Model])


def keeps_history(model: Table) -> Table:
    """Decorate a model: the old row is kept, with who and why, when it is updated or deleted."""
    replaced = (pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent(row=pghistory.Old))
    return pghistory.track(*replaced, append_only=True)(model)


def keep_as_one(**why: object) -> None:
    """Whatever the transaction under way changes from now on is kept with one and the same reason.

    For a write of many rows. Where no reason is set, the trigger finds that out at every row by an error that it
    catches, and each of these has the database go through all the checks put off to the end: twice as many rows would
    take four times as long.
    """
    reason = {
        "pghistory.context_id": str(uuid4()),
        "pghistory.context_metadata": json.dumps(why),
        "pgtrigger.ignore": "{}",  # none: asked of every row likewise
    }
    with connection.cursor() as cursor:
        for name, value in reason.items():
            cursor.execute("SELECT set_config(%s, %s, true)", [name, value])
