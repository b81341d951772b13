"""Nothing of the record is lost: what a row said before it was changed or deleted is kept by a database trigger.

Triggers see every way of writing (a form, a load, a statement typed by hand), which signals of the framework do not.
A row that was never changed is its own history, so only what is replaced is kept.
"""

from typing import TypeVar

import pghistory
from django.db import models

Table = TypeVar("Table", bound=type[models.Model])


def keeps_history(model: Table) -> Table:
    """Decorate a model: the old row is kept, with who and why, when it is updated or deleted."""
    replaced = (pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent(row=pghistory.Old))
    return pghistory.track(*replaced, append_only=True)(model)
