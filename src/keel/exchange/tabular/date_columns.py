"""A column of dates read at once: typed in Parquet, or text in any form that ``dates`` knows."""

from dataclasses import dataclass
from datetime import date

import polars as pl

from keel.exchange.dates import EARLIEST, LATEST, read_dates

col = pl.col

PLACEHOLDER = date(1900, 1, 1)  # written by the standard's own scripts where a system has nothing to give
_ISO = r"^\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?)?$"
_MIDNIGHT = 0
_READ = {"text": pl.String, "on": pl.Date, "minute": pl.Int16, "raw": pl.String}


@dataclass(frozen=True, slots=True)
class DatesRead:
    """``cells`` has, row by row: ``text`` as it stood; ``on``; ``minute`` of the day where a time other than
    midnight stood; and ``raw``, the text where it was not yyyy-mm-dd, with or without a time.
    """

    cells: pl.DataFrame
    placeholders: int = 0
    is_month_first: bool = False


def typed_dates(dates: pl.Series) -> DatesRead:
    """A column of dates, or of dates with times; a time in another zone is brought to England's."""
    kind = dates.dtype
    if isinstance(kind, pl.Datetime) and kind.time_zone:
        dates = dates.dt.convert_time_zone("Europe/London")
    day = col("at").cast(pl.Date)
    possible = day.is_between(EARLIEST, LATEST)
    minute = pl.lit(None, pl.Int16)
    if isinstance(kind, pl.Datetime):
        minute = col("at").dt.hour().cast(pl.Int16) * 60 + col("at").dt.minute()
    cells = dates.to_frame("at").select(
        text=pl.when(~possible).then(day.cast(pl.String)),
        on=pl.when(possible).then(day),
        minute=pl.when(possible & (minute != _MIDNIGHT)).then(minute),
        raw=pl.lit(None, pl.String),
    )
    return _without_placeholders(cells)


def written_dates(texts: pl.Series) -> DatesRead:
    """Dates as text, read by distinct value: yyyy-mm-dd at once, other forms one by one."""
    distinct = texts.drop_nulls().unique(maintain_order=True).to_frame("text")
    known = _iso(distinct)
    others = distinct.join(known, on="text", how="anti", maintain_order="left")["text"].to_list()
    column = read_dates(others)
    read = pl.DataFrame(
        {
            "text": others,
            "on": [cell.on for cell in column.cells],
            "minute": [cell.minute for cell in column.cells],
            "raw": [text if cell.on else None for text, cell in zip(others, column.cells, strict=True)],
        },
        schema=_READ,
    )
    cells = texts.to_frame("text").join(
        pl.concat([known, read]), on="text", how="left", maintain_order="left"
    )
    return _without_placeholders(cells, column.is_month_first)


def _iso(distinct: pl.DataFrame) -> pl.DataFrame:
    text = col("text")
    day = pl.when(text.str.contains(_ISO)).then(text.str.slice(0, 10).str.to_date("%Y-%m-%d", strict=False))
    hour, minute = (text.str.slice(at, 2).cast(pl.Int16, strict=False) for at in (11, 14))
    at = hour * 60 + minute
    read = distinct.select(
        "text", on=day, minute=pl.when(at != _MIDNIGHT).then(at), raw=pl.lit(None, pl.String)
    )
    return read.filter(col("on").is_between(EARLIEST, LATEST)).cast(_READ)  # type: ignore[arg-type]


def _without_placeholders(cells: pl.DataFrame, is_month_first: bool = False) -> DatesRead:
    is_placeholder = (col("on") == PLACEHOLDER).fill_null(False)
    count = cells.filter(is_placeholder).height
    if count:
        cells = cells.with_columns(pl.when(~is_placeholder).then(name).alias(name) for name in _READ)
    return DatesRead(cells, count, is_month_first)
