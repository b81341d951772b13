"""Where the rows of a load came from: written where a row is new or changed, left alone where it stands."""

import polars as pl

from keel.loading.bringing import Bringing, Met
from keel.loading.disagreeing import texts_of
from keel.loading.models import Origin, OriginShape
from keel.loading.tables import LATEST_ONLY, TEXT
from keel.loading.writing import insert_columns, update_columns

col = pl.col


def traced(bringing: Bringing, this: Met, decided: pl.DataFrame) -> None:
    """Write the origins of rows that are new or changed, and leave the others alone."""
    shaped = _shaped(bringing, this)
    mine = this.origins.filter(col("family") == bringing.family.name)
    known = mine.select("_owner", "_key", "_origin", "_version", was="_shape").unique(
        ["_owner", "_key"], keep="last"
    )
    beside = shaped.join(known, on=["_owner", "_key"], how="left", nulls_equal=True, maintain_order="left")
    if len(decided):
        beside = beside.join(
            decided.select("_entry", "changes", "yields"), on="_entry", how="left", maintain_order="left"
        )
        beside = _with_yielded(this, decided, beside)
    else:
        beside = beside.with_columns(changes=pl.lit(True))
    _insert(bringing, this, beside.filter(col("_origin").is_null()))
    differs = col("changes").fill_null(True) | (col("was") != col("_shape"))
    _update(bringing, beside.filter(col("_origin").is_not_null() & differs))


def _shaped(bringing: Bringing, this: Met) -> pl.DataFrame:
    """Every row of the source with the number of its shape."""
    masks = [
        col(column.name).is_not_null().cast(pl.Int64) * (1 << place)
        for place, column in enumerate(this.table.columns)
        if column.name != LATEST_ONLY
    ]
    rows = this.rows.select(
        "_entry",
        "_owner",
        "_key",
        "_row",
        "_raw",
        source=col("_source").cast(TEXT).fill_null(""),
        mask=pl.sum_horizontal(masks),
    )
    kinds = rows.select("source", "mask").unique(maintain_order=True)
    numbers = [_shape(bringing, this, source, mask) for source, mask in kinds.iter_rows()]
    kinds = kinds.with_columns(_shape=pl.Series(numbers, dtype=pl.Int64))
    return rows.join(kinds, on=["source", "mask"], how="left", maintain_order="left")


def _shape(bringing: Bringing, this: Met, source: str, mask: int) -> int:
    fields = [column.name for place, column in enumerate(this.table.columns) if mask >> place & 1]
    told = dict(this.headings.filter(col("source") == source).select("field", "column").iter_rows())
    columns = tuple((name, str(told.get(name, ""))[:300]) for name in fields)
    for shape in this.shapes:
        if (shape.family, shape.source, shape.columns) == (bringing.family.name, source[:200], columns):
            return shape.number
    made, _ = OriginShape.objects.get_or_create(
        family=bringing.family.name,
        table=this.table.label,
        source=source[:200],
        fields=fields,
        columns=[column for _, column in columns],
    )
    return made.pk


def _insert(bringing: Bringing, this: Met, rows: pl.DataFrame) -> None:
    if rows.is_empty():
        return
    is_person = rows.schema["_entry"] == TEXT
    insert_columns(
        Origin,
        rows.select(
            shape_id="_shape",
            entry=pl.lit(None, pl.Int64) if is_person else col("_entry"),
            child_id=pl.lit(bringing.persons.named(rows["_owner"])),
            key="_key",
            load_id=pl.lit(bringing.load.pk),
            row="_row",
            raw="_raw",
        ),
    )


def _update(bringing: Bringing, rows: pl.DataFrame) -> None:
    once = rows.unique("_origin", keep="last", maintain_order=True)
    frame = once.select(
        id="_origin", shape_id="_shape", load_id=pl.lit(bringing.load.pk), row="_row", raw="_raw"
    )
    update_columns(Origin, frame, once["_version"])


def _with_yielded(this: Met, decided: pl.DataFrame, beside: pl.DataFrame) -> pl.DataFrame:
    """A value of this source that was not taken goes to its origin."""
    kept_out = decided.filter(col("yields") != 0)
    if kept_out.is_empty():
        return beside
    told = kept_out.with_columns(nothing=pl.lit(0, pl.Int64)).select(
        "_entry", gave=texts_of(this, "yields", "nothing", suffix="")
    )
    beside = beside.join(told, on="_entry", how="left", maintain_order="left")
    raw = pl.concat_str(col("_raw").replace("", None), "gave", separator="; ", ignore_nulls=True)
    return beside.with_columns(_raw=pl.when(col("gave").is_not_null()).then(raw).otherwise("_raw")).drop(
        "gave"
    )
