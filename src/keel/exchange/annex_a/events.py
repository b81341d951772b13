"""From rows to events: the one engine that reads the table of what each list tells, a column at a time."""

from collections.abc import Sequence
from functools import reduce
from operator import or_

import polars as pl

from keel.exchange.annex_a.remarks import remark_on_each
from keel.exchange.annex_a.sheets import ListSheet, minute_of, raw_of
from keel.exchange.annex_a.telling import TOLD, Told
from keel.exchange.extract import bits
from keel.exchange.findings import Findings
from keel.practice.history import FACT_BITS, KIND_CODES, Fact

col = pl.col

EVENTS_TOLD: dict[str, type[pl.DataType]] = {
    "child": pl.String,
    "kind": pl.Int16,
    "on": pl.Date,
    "minute": pl.Int16,
    "recorded_on": pl.Date,
    "episode": pl.String,
    "anchor_on": pl.Date,
    "yes": pl.Int64,
    "no": pl.Int64,
    "code": pl.String,
    "number": pl.Float64,
    "source": pl.String,
    "row": pl.Int32,
    "column": pl.String,
    "raw": pl.String,
    "raw_facts": pl.String,
}
_TELLS_APART = ("child", "kind", "on", "episode", "yes", "no", "code", "number", "anchor_on")
_TOLD_AGAIN = [KIND_CODES[told.kind] for told in TOLD if told.repeats]


def events_of(sheet: ListSheet, findings: Findings) -> list[pl.DataFrame]:
    """What a sheet tells, kind by kind, as rows of EVENTS_TOLD; rows that tell nothing are reported."""
    told = [one for one in TOLD if one.list_number == sheet.annex_list.number]
    there = [one for one in told if one.on in sheet.columns]
    if told:
        _report_untold(sheet, there, findings)
    rows = sheet.frame() if there else pl.DataFrame()
    return [_events(one, sheet, rows) for one in there]


def each_once(told: Sequence[pl.DataFrame], children: pl.Series) -> pl.DataFrame:
    """All events, each once though several rows or sheets tell it, with the row of each child among ``children``."""
    events = pl.concat([pl.DataFrame(schema=EVENTS_TOLD), *told])
    rows = children.to_frame("child").with_row_index("who")
    events = events.join(rows, on="child", how="left", maintain_order="left").drop("child")
    events = events.rename({"who": "child"}).with_columns(col("number").fill_nan(None))
    is_first = pl.struct(_TELLS_APART).is_first_distinct()
    return events.filter(is_first | col("kind").is_in(_TOLD_AGAIN))


def _events(told: Told, sheet: ListSheet, rows: pl.DataFrame) -> pl.DataFrame:
    """The events of one kind."""
    taken = {
        "child": col("child"),
        "kind": pl.lit(KIND_CODES[told.kind]),
        "on": col(told.on),
        "minute": col(minute_of(told.on)),
        "recorded_on": pl.lit(None),
        "episode": _episode(told, sheet),
        "anchor_on": _column(sheet, told.anchor),
        "yes": _facts(told, sheet, is_so=True) | bits(told.given),
        "no": _facts(told, sheet, is_so=False),
        "code": _column(sheet, told.code),
        "number": _column(sheet, told.number),
        "source": pl.lit(sheet.name),
        "row": col("row"),
        "column": pl.lit(sheet.columns[told.on].heading),
        "raw": col(raw_of(told.on)),
        "raw_facts": _raw_facts(told, sheet),
    }
    cast = [value.cast(EVENTS_TOLD[name]).alias(name) for name, value in taken.items()]
    return rows.filter(_counts(told, sheet)).select(cast)


def _column(sheet: ListSheet, key: str | None) -> pl.Expr:
    return col(key) if key in sheet.columns else pl.lit(None)  # type: ignore[arg-type]


def _counts(told: Told, sheet: ListSheet) -> pl.Expr:
    """Whether a row tells of the event."""
    only = [(col(key), values) for key, values in told.only.items() if key in sheet.columns]
    wanted = [column.is_in(values, nulls_equal=None in values) for column, values in only]
    return pl.all_horizontal(col(told.on).is_not_null(), *wanted)


def _facts(told: Told, sheet: ListSheet, *, is_so: bool) -> pl.Expr:
    """Bits of the facts that a row answers so."""
    answers = {fact: col(key) for fact, key in told.facts.items() if key in sheet.columns}
    found = [_bit(fact, answer if is_so else ~answer) for fact, answer in answers.items()]
    return reduce(or_, found, pl.lit(0, pl.Int64))


def _bit(fact: Fact, is_so: pl.Expr) -> pl.Expr:
    return is_so.fill_null(False).cast(pl.Int64) * FACT_BITS[fact]


def _episode(told: Told, sheet: ListSheet) -> pl.Expr:
    """ "<strand>:<child>:<key date>", blank where the row has no key date."""
    if told.strand is None:
        return pl.lit(None)
    day = _column(sheet, sheet.annex_list.key_date).cast(pl.String)
    return pl.format("{}:{}:{}", pl.lit(told.strand), col("child"), day)


def _raw_facts(told: Told, sheet: ListSheet) -> pl.Expr:
    """Texts of a row that are not the values read from them."""
    keys = (*told.facts.values(), *([told.code] if told.code else []), *told.only)
    texts = [sheet.written(key) for key in keys if key in sheet.columns and sheet.columns[key].raws.count()]
    if not texts:
        return pl.lit(None)
    return pl.concat_str(texts, separator="; ", ignore_nulls=True).replace("", None)


def _report_untold(sheet: ListSheet, there: Sequence[Told], findings: Findings) -> None:
    nothing = pl.repeat(False, len(sheet), eager=True)
    is_told = reduce(or_, (sheet.columns[one.on].values.is_not_null() for one in there), nothing)
    title = sheet.annex_list.title
    untold = (~is_told).arg_true().to_list()
    remark_on_each(findings, "row-without-date", untold, lambda at: {**sheet.place(at), "list": title})
