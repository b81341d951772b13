"""Rows that an earlier source of the same format held and this one does not: reported, never deleted."""

from datetime import date
from uuid import UUID

import polars as pl

from keel.loading.bringing import Bringing, Met
from keel.loading.models import Disappeared, Origin
from keel.loading.tables import DAY, LATEST_ONLY, column_of

col = pl.col
PERSONS = "people.person"


def watch_for_vanished(bringing: Bringing, this: Met) -> None:
    """Report rows that the last source of this format held and this one, which could hold them, does not."""
    mine = this.origins.filter(col("family") == bringing.family.name)
    if mine.is_empty():
        return
    here = this.rows.select("_owner", "_key").unique()
    gone = mine.join(here, on=["_owner", "_key"], how="anti", nulls_equal=True, maintain_order="left")
    gone = gone.join(_expected(bringing, this), on="_entry", how="semi")
    still = Disappeared.objects.still().filter(family=bringing.family.name, table=this.table.label)
    open_ones = {(str(row.child_id) if row.child_id else None, row.key): row for row in still}
    gone = _with_persons(bringing, gone)
    fresh = [
        row
        for row in gone.select("_person", "_key", "_entry").iter_rows()
        if (row[0], row[1]) not in open_ones
    ]
    _open(bringing, this, fresh)
    _close(bringing, this, here, open_ones)


def _with_persons(bringing: Bringing, rows: pl.DataFrame) -> pl.DataFrame:
    return rows.with_columns(_person=bringing.persons.named(rows["_owner"]))


def _open(bringing: Bringing, this: Met, fresh: list[tuple[str | None, str, object]]) -> None:
    last = bringing.newest.get(bringing.family.name)
    if last is None:
        return
    made = Disappeared.objects.bulk_create(
        Disappeared(
            family=bringing.family.name,
            table=this.table.label,
            entry=entry if isinstance(entry, int) else None,
            child_id=person,
            key=key,
            last_load=last,
            load=bringing.load,
        )
        for person, key, entry in fresh
    )
    this.counted.disappeared = len(made)


def _close(
    bringing: Bringing, this: Met, here: pl.DataFrame, open_ones: dict[tuple[str | None, str], Disappeared]
) -> None:
    """What had disappeared and is here again."""
    if not open_ones:
        return
    back = _with_persons(bringing, here.filter(col("_key").is_in([key for _, key in open_ones])))
    found = [open_ones[row].pk for row in back.select("_person", "_key").iter_rows() if row in open_ones]
    this.counted.returned = Disappeared.objects.filter(pk__in=found).update(back_in=bringing.load)


def _expected(bringing: Bringing, this: Met) -> pl.DataFrame:
    """The rows of the record that this source would hold if they still stood: its format asks for them."""
    held = this.held
    if not this.table.tellings:  # of people only those are expected whom the source speaks of at all
        return held.join(this.rows.select("_owner").drop_nulls().unique(), on="_owner", how="semi").select(
            "_entry"
        )
    days = [column_of(this.table.model, telling.on).name for telling in this.table.tellings]
    days = list(dict.fromkeys(days))
    silent = [name for name in days if name not in this.sayable]
    since = _months_before(bringing.terms.as_of, bringing.family.goes_back_months)
    latest = pl.max_horizontal(col(name).cast(DAY) for name in days)
    told = pl.any_horizontal(col(name).is_not_null() for name in silent) if silent else pl.lit(False)
    return held.filter(~col(LATEST_ONLY) & ~told & (latest >= since)).select("_entry")


def watch_for_vanished_children(bringing: Bringing, *, tells_events: bool) -> None:
    """Report children whom the last source of this format held and of whom nothing is in this one.

    A format that tells events leaves out a child once what it asks for is over: only one of whom it should still hold
    something has vanished. One that lists people lists them all.
    """
    last = bringing.newest.get(bringing.family.name)
    if last is None:
        return
    open_ones = Disappeared.objects.still().filter(family=bringing.family.name)
    known = set(open_ones.of_children().values_list("child_id", flat=True))
    mine = _children_of(bringing.family.name) - known - _here(bringing)
    if tells_events:
        mine &= set(open_ones.of_rows().filter(load=bringing.load).values_list("child_id", flat=True))
    keys = dict(
        Origin.objects.filter(child__in=mine, entry=None, shape__family=bringing.family.name).values_list(
            "child_id", "key"
        )
    )
    Disappeared.objects.bulk_create(
        Disappeared(
            family=bringing.family.name, table=PERSONS, child_id=child, key=keys[child], last_load=last,
            load=bringing.load,
        )
        for child in sorted(keys)
    )  # fmt: skip
    for counted in bringing.changes:
        if counted.table == PERSONS:
            counted.disappeared += len(keys)


def _children_of(family: str) -> set[UUID]:
    """The children of the record whom a format ever held."""
    held = Origin.objects.filter(entry=None, shape__family=family, child__is_child=True)
    return set(held.filter(child__merged_into=None).values_list("child_id", flat=True))


def _here(bringing: Bringing) -> set[UUID]:
    owners = bringing.persons.keys["owner"].drop_nulls().unique()
    return {UUID(person) for person in bringing.persons.named(owners)}


def _months_before(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, min(day.day, 28))
