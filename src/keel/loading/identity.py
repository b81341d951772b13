"""What makes a row of a source the same row in the next source of the same format.

Its own identifier where the source gives one; otherwise the child, what it tells, the day, and which of those it is
where a day has several. Of those the order is by what they hold, so that a source that only sorts its rows anew changes
nothing.
"""

from hashlib import sha256

import polars as pl

from keel.loading.families import Family
from keel.loading.strands import Told
from keel.loading.tables import EPISODE, TEXT
from keel.practice.history import KIND_CODES, KINDS

col = pl.col
KEY_LENGTH = 250
_KIND_NAMES = pl.Series([kind.value for kind in KINDS], dtype=pl.String)


def with_keys(told: Told, family: Family) -> pl.DataFrame:
    """The rows with ``_key``, which no two rows of one person share."""
    rows = told.rows
    names = _KIND_NAMES.gather(rows["_kind"].cast(pl.UInt32))
    natural = pl.concat_str(pl.lit(names), col("_on").cast(TEXT), separator=":", ignore_nulls=True)
    own = [KIND_CODES[kind] for kind in family.own_kinds]
    is_own = col("_kind").is_in(own) & col(EPISODE).is_not_null()
    keyed = rows.with_columns(_key=pl.when(is_own).then(EPISODE).otherwise(natural))
    return numbered(keyed, [column.name for column in told.table.columns])


def numbered(rows: pl.DataFrame, content: list[str]) -> pl.DataFrame:
    """The rows with keys told apart where several of one person are alike: "…#2"."""
    again = rows.select(pl.struct("_owner", "_key").is_duplicated()).to_series()
    if not again.any():
        return fitted(rows)
    rows = rows.with_row_index("_nth")
    twins = rows.filter(again).sort("_owner", "_key", *content, "_nth", nulls_last=True, maintain_order=True)
    which = twins.select("_nth", _which=pl.int_range(1, pl.len() + 1).over("_owner", "_key"))
    rows = rows.join(which, on="_nth", how="left", maintain_order="left")
    is_later = col("_which") > 1
    key = pl.when(is_later).then(pl.format("{}#{}", "_key", "_which")).otherwise("_key")
    return fitted(rows.with_columns(_key=key).drop("_nth", "_which"))


def apart(origins: pl.DataFrame) -> pl.DataFrame:
    """Origins with keys told apart as those of a source are.

    Two records of one child that were made one each bring a row of the same key: the source, which still speaks of two,
    gives the child that key twice.
    """
    where = ["family", "_owner", "_key"]
    if not origins.select(pl.struct(where).is_duplicated().any()).item():
        return origins
    base = col("_key").str.replace(r"#\d+$", "")
    strand = ["family", "_owner", base]
    ordered = origins.sort("_origin", maintain_order=True).with_columns(
        _twice=pl.struct(where).is_duplicated().any().over(strand),
        _which=pl.int_range(1, pl.len() + 1).over(strand),
    )
    told = pl.when(col("_which") > 1).then(pl.format("{}#{}", base, "_which")).otherwise(base)
    return ordered.with_columns(_key=pl.when("_twice").then(told).otherwise("_key")).drop("_twice", "_which")


def fitted(rows: pl.DataFrame) -> pl.DataFrame:
    """Keys no longer than the column that holds them; a longer one ends in a mark made of the whole."""
    return rows.with_columns(_key=shortened(rows["_key"], KEY_LENGTH))


def shortened(texts: pl.Series, limit: int) -> pl.Series:
    """Texts that fit, still unlike any other."""
    places = (texts.str.len_chars() > limit).fill_null(False).arg_true()
    if not len(places):
        return texts
    short = [
        f"{text[: limit - 17]}~{sha256(text.encode()).hexdigest()[:16]}" for text in texts.gather(places)
    ]
    return texts.scatter(places, pl.Series(short, dtype=TEXT))


def lasting_strands(events: pl.DataFrame, family: Family) -> pl.DataFrame:
    """The events with names of strands that the next extract gives again: "plan:123:2025-01-02", by the first day."""
    if family.names_last or events["episode"].null_count() == len(events):
        return events
    strands = (
        events.filter(col("episode").is_not_null())
        .group_by("owner", "episode")
        .agg(began=col("on").min(), at=col("at").min())
        .with_columns(word=col("episode").cast(TEXT).str.split(":").list.first())
        .sort("at")
        .with_columns(which=pl.int_range(1, pl.len() + 1).over("owner", "word", "began"))
    )
    lasting = pl.concat_str(
        "word",
        col("began").cast(TEXT),
        pl.when(col("which") > 1).then("which"),
        separator=":",
        ignore_nulls=True,
    )
    names = strands.select("owner", "episode", lasting=lasting)
    return (
        events.join(names, on=["owner", "episode"], how="left", maintain_order="left")
        .with_columns(episode=col("lasting").cast(pl.Categorical))
        .drop("lasting")
    )
