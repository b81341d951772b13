"""What the record holds of the rows met: what is new is written, what differs is decided, the rest is left alone."""

import polars as pl

from keel.loading.bringing import Bringing, Met
from keel.loading.deciding import Terms, decided
from keel.loading.disagreeing import report_disagreements
from keel.loading.identity import KEY_LENGTH, shortened
from keel.loading.models import LoadChange
from keel.loading.tables import LATEST_ONLY, Table
from keel.loading.telling_changes import note_changed, note_new
from keel.loading.tracing import traced
from keel.loading.vanishing import watch_for_vanished
from keel.loading.writing import insert, update

col = pl.col


def settled(bringing: Bringing, this: Met) -> LoadChange:
    """Write what is new and what differs, with where it came from; what became of the rows, counted."""
    this.counted = LoadChange(load=bringing.load, table=this.table.label)
    new, known = this.rows.filter("_new"), this.rows.filter(~col("_new"))
    changed = _updated(bringing, this, known)
    if len(new):
        _inserted(bringing, this, new)
    if len(changed):
        report_disagreements(bringing, this, changed)
    traced(bringing, this, changed)
    if not bringing.terms.only_fills:
        watch_for_vanished(bringing, this)
    bringing.changes.append(this.counted)
    return this.counted


def _inserted(bringing: Bringing, this: Met, new: pl.DataFrame) -> None:
    also = dict(this.made(new)) if this.made else {}
    if any(f.name == "source_key" for f in this.table.model._meta.concrete_fields):
        also["source_key"] = shortened(bringing.family.code + ":" + new["_key"], KEY_LENGTH)
    rows = new.with_columns(_person=bringing.persons.named(new["_owner"]))
    this.counted.added = insert(this.table, rows, **also)
    bringing.touched.append(new["_owner"])
    note_new(bringing, this, new)


def _updated(bringing: Bringing, this: Met, known: pl.DataFrame) -> pl.DataFrame:
    """The rows that the record had, decided; those that change are written."""
    if known.is_empty():
        return known
    told = _each_once(known, this.table)
    held = this.held.rename({name: f"{name} held" for name in this.table.names}).drop("_owner", "_person")
    beside = told.join(held, on="_entry", how="left", maintain_order="left")
    beside = beside.join(_said_by(bringing, this), on="_entry", how="left", maintain_order="left")
    beside = beside.with_columns(col("mine", "theirs").fill_null(0))
    terms = Terms(bringing.terms.as_of, bringing.terms.only_fills, this.sayable)
    result = decided(beside, this.table, terms)
    changed = result.filter("changes")
    if len(changed):
        names = list(this.table.names)
        written = changed.select("_entry", "_version", *(col(f"{name} new").alias(name) for name in names))
        also = dict(this.made(written)) if this.made else {}
        update(this.table, written, names, **also)
        bringing.touched.append(changed["_owner"])
        note_changed(bringing, this, changed)
    this.counted.updated, this.counted.unchanged = len(changed), len(result) - len(changed)
    return result


def _each_once(known: pl.DataFrame, table: Table) -> pl.DataFrame:
    """Two rows of the source that are one of the record, put together."""
    again = known["_entry"].is_duplicated()
    if not again.any():
        return known
    twins = known.filter(again)
    together = twins.group_by("_entry", maintain_order=True).agg(
        pl.all().exclude(*table.names).first(),
        *(col(name).drop_nulls().first() for name in table.names if name != LATEST_ONLY),
        *(col(name).all() for name in table.names if name == LATEST_ONLY),
    )
    return pl.concat([known.filter(~again), together.select(known.columns)])


def _said_by(bringing: Bringing, this: Met) -> pl.DataFrame:
    """For each row of the record: which columns this format filled, which ones others, and how new the newest is."""
    is_mine = col("family") == bringing.family.name
    days = {family: load.as_of for family, load in bringing.newest.items()}
    as_of = col("family").replace_strict(days, default=None, return_dtype=pl.Date)
    return this.origins.group_by("_entry").agg(
        mine=col("mask").filter(is_mine).bitwise_or(),
        theirs=col("mask").filter(~is_mine).bitwise_or(),
        theirs_as_of=as_of.filter(~is_mine).max(),
    )
