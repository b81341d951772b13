"""Rows that an earlier source of the same format held and this one does not: reported, never deleted."""

from datetime import date

import polars as pl

from keel.loading.bringing import Bringing, Met
from keel.loading.models import Disappeared
from keel.loading.tables import DAY, LATEST_ONLY, column_of

col = pl.col


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


def _months_before(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, min(day.day, 28))
