"""Where two sources disagree: said for an analyst, and the value that gave way kept with where it came from."""

import polars as pl

from keel.exchange.findings import Level
from keel.loading.bringing import Bringing, Met
from keel.loading.held import quoted
from keel.loading.models import Origin
from keel.loading.tables import TEXT
from keel.loading.telling_changes import may_be_told
from keel.loading.writing import update_columns
from keel.record.bulk import copied

col = pl.col
EXAMPLES = 5


def report_disagreements(bringing: Bringing, this: Met, decided: pl.DataFrame) -> None:
    """A finding for each column of which two sources say different things; what gave way is kept with its origin."""
    _keep_what_gave_way(bringing, this, decided)
    for place, column in enumerate(this.table.columns):
        rows = decided.filter((col("differs") & (1 << place)) != 0)
        if rows.is_empty():
            continue
        gave_way = (rows["yields"] & (1 << place)) != 0
        for is_kept_out in (True, False):
            some = rows.filter(gave_way == is_kept_out)
            if len(some):
                _report(bringing, this, column.name, some, is_kept_out=is_kept_out)


def _report(bringing: Bringing, this: Met, name: str, rows: pl.DataFrame, *, is_kept_out: bool) -> None:
    words = (
        "differs from what the record has from a newer source or from somebody here; the record was left as it is"
        if is_kept_out
        else "differs from what the record had from an older source; this source's value was taken"
    )
    place = {"source": this.table.label, "column": name}
    code = "record-is-newer" if is_kept_out else "sources-disagree"
    is_told = may_be_told(this.table, next(each for each in this.table.columns if each.name == name))
    shown = rows.head(EXAMPLES).select(
        "_row", "_owner", ours=col(name).cast(TEXT), held=col(f"{name} held").cast(TEXT)
    )
    for row, owner, ours, held in shown.iter_rows():
        child = bringing.persons.people[owner] if owner is not None else None
        raw = f"this source: {ours}; the record: {held}" if is_told else "the two values are not for a list"
        bringing.findings.add(code, Level.WARNING, words, row=row, child=child, raw=raw, **place)
    if len(rows) > EXAMPLES:
        bringing.findings.add(code, Level.WARNING, words, count=len(rows) - EXAMPLES, **place)


def _keep_what_gave_way(bringing: Bringing, this: Met, decided: pl.DataFrame) -> None:
    """A value of another source that this one's took the place of goes to the origin of that other."""
    taken = decided.filter((col("differs") & ~col("yields")) != 0)
    if taken.is_empty():
        return
    told = taken.select("_entry", gave=texts_of(this, "differs", "yields", suffix=" held"))
    others = this.origins.filter(col("family") != bringing.family.name).join(told, on="_entry", how="inner")
    if others.is_empty():
        return
    raws = copied(
        f"SELECT id, raw FROM {quoted(Origin._meta.db_table)} WHERE id = ANY(%s)",
        {"_origin": pl.Int64, "_raw": pl.String},
        [others["_origin"].to_list()],
    )
    joined = others.join(raws, on="_origin").unique("_origin")
    raw = pl.concat_str(col("_raw").replace("", None), "gave", separator="; ", ignore_nulls=True)
    frame = joined.select(id="_origin", raw=raw)
    update_columns(Origin, frame, joined["_version"])


def texts_of(this: Met, wanted: str, but: str, *, suffix: str) -> pl.Expr:
    """ "column=value; …" for the bits of ``wanted`` that ``but`` does not have."""
    parts = [
        pl.when(((col(wanted) & ~col(but)) & (1 << place)) != 0).then(
            pl.format("{}={}", pl.lit(column.name), col(f"{column.name}{suffix}").cast(TEXT).fill_null(""))
        )
        for place, column in enumerate(this.table.columns)
    ]
    return pl.concat_str(parts, separator="; ", ignore_nulls=True)
