"""What belongs to an entry: the rows of other tables that name it, such as who came to a meeting."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.db.models import ForeignKey, Model

from keel.chronology.tables import TABLES, Table

MOST = 20  # rows of a kind; the rest stand in the list of that kind


@dataclass(frozen=True, slots=True)
class Belonging:
    """Rows of one table that name an entry. ``shows`` are the fields told of each, without the one that names it."""

    table: Table
    rows: list[Any]
    shows: tuple[str, ...]
    has_more: bool


@cache
def naming(table: Table) -> tuple[tuple[Table, str], ...]:
    """The tables whose rows name one of this table, each with the field that does."""
    return tuple(
        (other, field.name)
        for other in TABLES.values()
        for field in other.model._meta.concrete_fields
        if isinstance(field, ForeignKey) and field.related_model is table.model and other is not table
    )


def belonging_to(row: Model, table: Table, allowed: Any, rows_of: Any) -> Iterator[Belonging]:
    """What names the entry and may be read; in one statement for each table that can.

    ``allowed`` says whether an act is; ``rows_of`` gives the rows of a table about the child, the newest first.
    """
    for other, name in naming(table):
        if not allowed(other.act):
            continue
        found = list(rows_of(other).filter(**{name: row})[: MOST + 1])
        if found:
            shows = tuple(each for each in other.shows if each != name)
            yield Belonging(other, found[:MOST], shows, len(found) > MOST)
