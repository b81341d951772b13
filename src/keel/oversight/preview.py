"""What a change of the rules would raise and close, said before it is made. Nothing of the record is written.

The record is read twice, by the rules held and by the changed ones, into tables that only this connection sees;
what there is to answer is then found in them by the same statements as every night.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import connection, models, transaction

from keel.clock import today
from keel.oversight.asking import Standing, standing_questions
from keel.oversight.kept_rows import insert
from keel.oversight.models import StoredReading, StoredSignal
from keel.oversight.rebuild import CHILDREN_IN_A_BLOCK, children_of_the_record, read
from keel.oversight.rules_held import Rules, rules, rules_by
from keel.population.evaluate import Programs, programs
from keel.practice.ladder import BY_KEY, Colour
from keel.practice.standards import Standards
from keel.practice.timescales.program import days_around

Progress = Callable[[int, int], None]  # children done, children in all
Kind = tuple[str, Colour]  # a matter and a colour


@dataclass(frozen=True, slots=True)
class Line:
    """Open flags of a matter and a colour: as many now, as many after the change, and which come and go."""

    matter: str
    colour: Colour
    before: int
    after: int
    raised: int
    closed: int


@dataclass(frozen=True, slots=True)
class Preview:
    """What a change of the rules would do today."""

    day: date
    children: int
    lines: tuple[Line, ...]

    @property
    def raised(self) -> int:
        """Flags that it would raise."""
        return sum(line.raised for line in self.lines)

    @property
    def closed(self) -> int:
        """Flags that it would close."""
        return sum(line.closed for line in self.lines)


def preview(changed: Standards, *, as_of: date | None = None, progress: Progress | None = None) -> Preview:
    """Read every child's record by the standards held and by ``changed``, and compare what there is to answer."""
    return preview_rules(rules_by(changed), as_of=as_of, progress=progress)


def preview_rules(changed: Rules, *, as_of: date | None = None, progress: Progress | None = None) -> Preview:
    """Read every child's record by the rules held and by ``changed``, and compare what there is to answer."""
    day = as_of or today()
    sides = [(held, _programs(held, day)) for held in (rules(), changed)]
    children = children_of_the_record()
    counts: tuple[Counter[Kind], ...] = (Counter(), Counter(), Counter(), Counter())
    with _shadows():
        for first in range(0, len(children), CHILDREN_IN_A_BLOCK):
            block = children[first : first + CHILDREN_IN_A_BLOCK]
            before, after = (_asked(block, ready, held) for held, ready in sides)
            for count, places in zip(counts, _compared(before, after), strict=True):
                count.update(places)
            if progress:
                progress(first + len(block), len(children))
    return Preview(day, len(children), tuple(_lines(*counts)))


def _programs(held: Rules, day: date) -> Programs:
    return programs(held.book, held.signals, held.standards, day, days_around(day), held.since)


def _asked(block: Sequence[UUID], ready: Programs, held: Rules) -> Standing:
    """What there is to answer by these rules; the database itself refuses whatever would write to the record."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION READ ONLY")
        now = read(block, ready, held)
        for model, rows in ((StoredReading, now.readings), (StoredSignal, now.signals)):
            with connection.cursor() as cursor:
                cursor.execute(f"DELETE FROM {_shadow(model)}")
            if len(rows):
                insert(model, rows, into=_shadow(model))
        asked = standing_questions(block, ready.as_of, held)
        transaction.set_rollback(True)
    return asked


def _compared(before: Standing, after: Standing) -> tuple[list[Kind], ...]:
    """Where flags stand before and after; those that are raised; those that are closed, where they stood."""
    old = {key: (key[1][0], colour) for key, colour in before.items()}
    new = {key: (key[1][0], colour) for key, colour in after.items()}
    raised = [new[key] for key in new.keys() - old.keys()]
    closed = [old[key] for key in old.keys() - new.keys()]
    return list(old.values()), list(new.values()), raised, closed


def _lines(*counts: Mapping[Kind, int]) -> Iterator[Line]:
    order = list(BY_KEY)
    places = sorted({place for count in counts for place in count}, key=lambda p: (order.index(p[0]), -p[1]))
    for place in places:
        yield Line(place[0], place[1], *(count.get(place, 0) for count in counts))


@contextmanager
def _shadows() -> Iterator[None]:
    """Tables of this connection in front of those that keep readings and signals, until they are taken down again."""
    try:
        for model in (StoredReading, StoredSignal):
            name = connection.ops.quote_name(model._meta.db_table)
            columns = ", ".join(
                field.column for field in model._meta.concrete_fields if not field.primary_key
            )
            with connection.cursor() as cursor:
                cursor.execute(f"CREATE TEMPORARY TABLE {name} AS SELECT {columns} FROM {name} LIMIT 0")
                cursor.execute(f"CREATE INDEX ON {_shadow(model)} (child_id)")
        yield
    finally:
        for model in (StoredReading, StoredSignal):
            with connection.cursor() as cursor:
                cursor.execute(f"DROP TABLE IF EXISTS {_shadow(model)}")


def _shadow(model: type[models.Model]) -> str:
    return f"pg_temp.{connection.ops.quote_name(model._meta.db_table)}"
