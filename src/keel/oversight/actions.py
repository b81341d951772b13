"""What oversight does when the record changes."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from django.apps import apps
from django.db import connection, models, transaction

from keel.clock import today
from keel.oversight.asking import ask
from keel.oversight.assessing import Kept, ReadingRow, SignalRow, kept_of
from keel.oversight.models import StoredReading, StoredSignal
from keel.oversight.rules_held import Rules, rules
from keel.oversight.standing import Line, hold, settle
from keel.record.histories import history_from


@transaction.atomic
def reassess(*changed: Any, as_of: date | None = None) -> None:
    """Read children's records anew, in the transaction of the write before it, and keep what the rules now say.

    Flags are raised, worsened and closed by what is kept. A red signal that opens is itself a fact of her record, which
    the chair must answer: then it is read once more.

    A child is a person or her identifier. Rows are replaced only where they differ. ``as_of`` is today unless given.
    """
    children = sorted({child if isinstance(child, UUID) else child.pk for child in changed})
    day = as_of or today()
    hold(children, day)
    held = rules()
    while children:
        _read(children, day, held)
        children = sorted(ask(children, day, held).changed)


def _read(children: Sequence[UUID], day: date, held: Rules) -> None:
    people = apps.get_model("people.Person").objects.filter(pk__in=children)
    kept = {person.pk: kept_of(history_from(person), day, held) for person in people}
    _replace(StoredReading, {child: each.readings for child, each in kept.items()}, ReadingRow)
    _replace(StoredSignal, {child: each.signals for child, each in kept.items()}, SignalRow)
    settle([_line(child, each) for child, each in kept.items()], day, held)


def _line(child: UUID, kept: Kept) -> Line:
    return (
        child,
        kept.on_plan_since,
        kept.looked_after_since,
        kept.late_entries,
        kept.exposed_since,
        kept.exposed_days,
    )


def _replace(
    model: type[models.Model], rows: Mapping[UUID, Iterable[NamedTuple]], columns: type[NamedTuple]
) -> None:
    """Keep these rows of each child and no others; those already there are left alone."""
    names = columns._fields  # type: ignore[attr-defined]
    wanted = Counter((child, row) for child, each in rows.items() for row in each)
    gone = []
    for key, child, *values in _stored(model, list(rows), names):
        row = (child, columns(*values))
        if wanted[row]:
            wanted[row] -= 1
        else:
            gone.append(key)
    if gone:
        model.objects.filter(pk__in=gone).delete()  # type: ignore[attr-defined]
    new = [model(child_id=child, **row._asdict()) for child, row in wanted.elements()]  # type: ignore[attr-defined]
    if new:
        model.objects.bulk_create(new)  # type: ignore[attr-defined]


def _stored(model: type[models.Model], children: list[UUID], names: tuple[str, ...]) -> list[tuple[Any, ...]]:
    table = connection.ops.quote_name(model._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT id, child_id, {', '.join(names)} FROM {table} WHERE child_id = ANY(%s)", [children]
        )
        return cursor.fetchall()
