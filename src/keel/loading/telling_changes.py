"""What a load adds and changes, row by row: kept for whoever asks what is new in the newest source of a format."""

import polars as pl

from keel.access.register import class_of
from keel.loading.bringing import Bringing, Met
from keel.loading.models import Load, NewChild, RowChange
from keel.loading.tables import TEXT, Column, Table
from keel.loading.writing import insert_columns

col = pl.col
TOLD = frozenset({"case", "identity", "staff"})  # classes of the field register
_LINES = {
    "table": pl.String,
    "entry": pl.Int64,
    "_owner": pl.Int32,
    "on": pl.Date,
    "column": pl.String,
    "was": pl.String,
    "became": pl.String,
}


def may_be_told(table: Table, column: Column) -> bool:
    """Whether a list of a load says the value: not free text, not where somebody can be found, not legal advice."""
    field = next(each for each in table.model._meta.concrete_fields if each.column == column.name)
    found = class_of(table.model, field.name)
    return found is not None and found.name in TOLD and not field.is_relation


def note_new(bringing: Bringing, this: Met, new: pl.DataFrame) -> None:
    """Rows that the record did not have. The first source of a format only brings new ones, which says nothing."""
    if "is_child" in new.columns and not this.table.owner and bringing.newest:
        bringing.new_children.append(new.filter(col("is_child").fill_null(False)).select("_owner", "_key"))
    if bringing.family.name in bringing.newest:
        bringing.row_changes.append(_lines(this, new, pl.lit("")))


def note_changed(bringing: Bringing, this: Met, changed: pl.DataFrame) -> None:
    """Values that differ from what the record had: ``changed`` has "<name> held" and "<name> new"."""
    if bringing.family.name not in bringing.newest:
        return
    for column in this.table.columns:
        held, new = col(f"{column.name} held"), col(f"{column.name} new")
        differs = changed.filter(held.ne_missing(new))
        if len(differs):
            bringing.row_changes.append(_lines(this, differs, pl.lit(column.name), column))


def _lines(this: Met, rows: pl.DataFrame, name: pl.Expr, column: Column | None = None) -> pl.DataFrame:
    is_person = rows.schema["_entry"] == TEXT
    is_told = column is not None and may_be_told(this.table, column)
    nothing = pl.lit(None, pl.String)
    return rows.select(
        table=pl.lit(this.table.label),
        entry=pl.lit(None, pl.Int64) if is_person else col("_entry"),
        _owner=col("_owner").cast(pl.Int32),
        on=col("_on").cast(pl.Date) if "_on" in rows.columns else pl.lit(None, pl.Date),
        column=name,
        was=col(f"{column.name} held").cast(TEXT) if column and is_told else nothing,
        became=col(f"{column.name} new").cast(TEXT) if column and is_told else nothing,
    )


def row_changes_of(bringing: Bringing) -> pl.DataFrame:
    """Every line, with the person and what the source calls her."""
    told = pl.concat(bringing.row_changes) if bringing.row_changes else pl.DataFrame(schema=_LINES)
    names = bringing.persons.keys.select(_owner=col("owner").cast(pl.Int32), child_key="key")
    named = told.join(names.unique("_owner", keep="first"), on="_owner", how="left", maintain_order="left")
    return named.select(
        "table",
        "entry",
        child_id=pl.lit(bringing.persons.named(named["_owner"])),
        child_key=col("child_key").fill_null(""),
        on="on",
        column="column",
        was="was",
        became="became",
    )


def new_children_of(bringing: Bringing) -> pl.DataFrame:
    """Children whom nobody knew."""
    if not bringing.new_children:
        return pl.DataFrame(schema={"child_id": pl.String, "key": pl.String})
    new = pl.concat(bringing.new_children)
    return new.select(child_id=pl.lit(bringing.persons.named(new["_owner"])), key="_key")


def keep_told(load: Load, row_changes: pl.DataFrame, new_children: pl.DataFrame) -> None:
    """Write what was noted."""
    insert_columns(RowChange, row_changes.with_columns(load_id=pl.lit(load.pk)))
    insert_columns(NewChild, new_children.with_columns(load_id=pl.lit(load.pk)))


def without_persons(rows: pl.DataFrame) -> pl.DataFrame:
    """The same where nothing else is kept: whom a trial would have made is nobody."""
    return rows.with_columns(child_id=pl.lit(None, pl.String))
