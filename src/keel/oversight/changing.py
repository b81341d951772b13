"""What somebody does about the authority's standards: think of a change, and make it once its effect is known."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction

from keel.access.audit import Code, record
from keel.clock import today
from keel.oversight.rules_held import forget_changes, newest_change, standards_held
from keel.oversight.standards_kept import StandardChange, StandardPreview, Tried
from keel.oversight.tasks import preview_standard, read_again_soon
from keel.practice.standards import Standards, changed

NOT_READ = "What this change would do is not known yet. Wait until every record is read."
IS_OLD = "What this change would do was read before today, or before another change. It is being read again."


class CannotChange(Exception):
    """A change that cannot be made as things stand; the words say why."""


class IsOld(CannotChange):
    """What is known of its effect is no longer true."""


def refuse_unread(asked: Tried, newest: int) -> None:
    """Nothing is said before its effect is known, as it is today. Raises CannotChange."""
    if not asked.is_over or asked.failed:
        raise CannotChange(NOT_READ)
    if asked.day != today() or asked.after != newest:
        raise IsOld(IS_OLD)


@dataclass(frozen=True, slots=True)
class Thought:
    """A new value from a day on, with its reason and source; or back to what Keel ships."""

    key: str
    from_on: date
    reason: str
    is_shipped: bool = False
    value: float | None = None
    unit: str = ""


def standards_after(thought: Thought, *, by: Any) -> Standards:
    """The standards as they would be. Raises StandardError, as a file of the authority's own does."""
    return changed(standards_held(), thought.key, _of(thought, by).fields)


@transaction.atomic
def think_of(thought: Thought, *, by: Any) -> StandardPreview:
    """Have the worker read what a change would do. Nothing is changed. Raises StandardError."""
    standards_after(thought, by=by)
    asked = _of(thought, by)
    asked.save()
    preview_standard.defer(preview=asked.pk)
    return asked


def _of(thought: Thought, by: Any) -> StandardPreview:
    names = ("key", "from_on", "reason", "is_shipped", "value", "unit")
    return StandardPreview(**{name: getattr(thought, name) for name in names}, by=by)


def again(asked: StandardPreview, *, by: Any) -> StandardPreview:
    """Think of the same change once more."""
    thought = Thought(asked.key, asked.from_on, asked.reason, asked.is_shipped, asked.value, asked.unit)
    return think_of(thought, by=by)


@transaction.atomic
def make(asked: StandardPreview, *, by: Any) -> StandardChange:
    """Make a change that was previewed; sent twice, it is made once. Raises CannotChange and StandardError.

    Every record is read anew by it at once where it holds already, else in the night of its first day.
    """
    held = StandardPreview.objects.select_for_update(of=("self",)).select_related("by").get(pk=asked.pk)
    if held.change is not None:
        return held.change
    refuse_unread(held, newest_change())
    changed(standards_held(), held.key, held.fields)
    names = ("key", "from_on", "reason", "is_shipped", "value", "unit")
    made = StandardChange.objects.create(**{name: getattr(held, name) for name in names}, by=by)
    held.change = made
    held.save(update_fields=["change"])
    record(Code.STANDARD_CHANGED, by=by, entry=f"oversight.standardchange:{made.pk}", standard=made.key)
    forget_changes()
    if made.from_on <= today():
        read_again_soon()
    return made
