"""From the rows of a table to events, as the mapping declares them."""

from collections.abc import Iterable, Mapping

import polars as pl

from keel.exchange.ssd.declaration import Mark, Use
from keel.exchange.ssd.specification import TABLES
from keel.exchange.tabular.files import ROW
from keel.practice.history import FACT_BITS, KIND_CODES, Fact

col = pl.col

TABLE_NAMES = pl.Enum(list(TABLES))
COLUMN_NAMES = pl.Enum(sorted({name for table in TABLES.values() for name in table.columns}))


def events_of(mark: Mark, use: Use, rows: pl.DataFrame) -> pl.DataFrame:
    """The events of one mark in the exchange's columns, ``kind`` as its code, in the order of the rows."""
    return rows.filter(is_meant(mark)).select(
        col("child"),
        kind=pl.lit(KIND_CODES[mark.kind], pl.Int16),
        on=col(mark.on),
        minute=col(f"{mark.on}.minute"),
        recorded_on=pl.lit(None, pl.Date),
        episode=_episode(mark.episode),
        anchor_on=col(mark.anchor) if mark.anchor else pl.lit(None, pl.Date),
        yes=_bits(mark.facts, mark.always, True),
        no=_bits(mark.facts, mark.always, False),
        code=col(mark.code) if mark.code else pl.lit(None, pl.String),
        number=(col(mark.number) if mark.number else pl.lit(None)).cast(pl.Float32),
        source=pl.lit(use.name, TABLE_NAMES),
        row=col(ROW).cast(pl.Int32),
        column=pl.lit(mark.on, COLUMN_NAMES),
        raw=col(f"{mark.on}.raw"),
        raw_facts=_raw_facts(mark, rows.columns),
    )


def is_meant(mark: Mark) -> pl.Expr:
    """Whether a row holds the event."""
    dated = col("child").is_not_null() & col(mark.on).is_not_null()
    return dated & col(mark.where).fill_null(False) if mark.where else dated


def _episode(parts: tuple[str, ...]) -> pl.Expr:
    """ "plan:1234"; null where an identifier is."""
    if not parts:
        return pl.lit(None, pl.String)
    word, *columns = parts
    return pl.concat_str([pl.lit(word), *columns], separator=":")


def _bits(facts: Mapping[Fact, str], always: Mapping[Fact, bool], wanted: bool) -> pl.Expr:
    bits = pl.lit(sum(FACT_BITS[fact] for fact, value in always.items() if value is wanted), pl.Int64)
    for fact, name in facts.items():
        flag = col(name) if wanted else ~col(name)
        bits = bits + flag.fill_null(False).cast(pl.Int64) * pl.lit(FACT_BITS[fact], pl.Int64)
    return bits


def _raw_facts(mark: Mark, present: Iterable[str]) -> pl.Expr:
    """Texts that are not the value itself: "column=text; …"."""
    columns = set(present)
    names = [name for name in (*mark.facts.values(), mark.code) if name and f"{name}.raw" in columns]
    texts = [(name, f"{name}.raw") for name in names] + [(name, name) for name in mark.kept]
    parts = [pl.lit(f"{name}=") + col(text).cast(pl.String) for name, text in texts]
    if not parts:
        return pl.lit(None, pl.String)
    joined = pl.concat_str(parts, separator="; ", ignore_nulls=True)
    return pl.when(joined != "").then(joined)
