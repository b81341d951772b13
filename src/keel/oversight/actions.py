"""What oversight does when the record changes."""

from collections import Counter
from collections.abc import Iterable
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection, models, transaction

from keel.clock import today
from keel.oversight.asking import ask
from keel.oversight.assessing import ReadingRow, SignalRow, kept_of
from keel.oversight.models import StoredReading, StoredSignal
from keel.oversight.rules_held import Rules, rules
from keel.oversight.standing import hold, settle
from keel.record.histories import history_of


@transaction.atomic
def reassess(child: Any, *, as_of: date | None = None) -> None:
    """Read a child's record anew, in the transaction of the write before it, and keep what the rules now say of her.

    Flags are raised, worsened and closed by what is kept. A red signal that opens is itself a fact of her record, which
    the chair must answer: then it is read once more.

    ``child`` is a person or her identifier. Rows are replaced only where they differ. ``as_of`` is today unless given.
    """
    child_id: UUID = child if isinstance(child, UUID) else child.pk
    day = as_of or today()
    hold([child_id], day)
    held = rules()
    _read(child_id, day, held)
    while ask([child_id], day, held).changed:
        _read(child_id, day, held)


def _read(child_id: UUID, day: date, held: Rules) -> None:
    kept = kept_of(history_of(child_id), day, held)
    _replace(StoredReading, child_id, kept.readings, ReadingRow)
    _replace(StoredSignal, child_id, kept.signals, SignalRow)
    line = (
        child_id,
        kept.on_plan_since,
        kept.looked_after_since,
        kept.late_entries,
        kept.exposed_since,
        kept.exposed_days,
    )
    settle([line], day, held)


def _replace(
    model: type[models.Model], child_id: UUID, rows: Iterable[NamedTuple], columns: type[NamedTuple]
) -> None:
    """Keep these rows of a child and no others; those already there are left alone."""
    names = columns._fields  # type: ignore[attr-defined]
    wanted = Counter(rows)
    gone = []
    for key, *values in _stored(model, child_id, names):
        row = columns(*values)
        if wanted[row]:
            wanted[row] -= 1
        else:
            gone.append(key)
    if gone:
        model.objects.filter(pk__in=gone).delete()  # type: ignore[attr-defined]
    new = [model(child_id=child_id, **row._asdict()) for row in wanted.elements()]
    if new:
        model.objects.bulk_create(new)  # type: ignore[attr-defined]


def _stored(model: type[models.Model], child_id: UUID, names: tuple[str, ...]) -> list[tuple[Any, ...]]:
    table = connection.ops.quote_name(model._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT id, {', '.join(names)} FROM {table} WHERE child_id = %s", [child_id])
        return cursor.fetchall()
