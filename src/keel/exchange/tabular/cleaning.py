"""A table's values made fit for use: blanks, dates, yes and no, codes. What could not be read is reported.

Texts are read by distinct value, so the cost hardly grows with the rows. Beside a date stand ``<column>.raw``
and ``<column>.minute``; beside a flag or a code, in ``<column>.raw``, the text that was not the value itself.
"""

from collections.abc import Iterable, Mapping
from typing import Protocol

import polars as pl

from keel.exchange.findings import Findings
from keel.exchange.tabular.date_columns import typed_dates, written_dates
from keel.exchange.tabular.files import ROW
from keel.exchange.tabular.troubles import (
    IMPOSSIBLE_DATE,
    MONTH_FIRST,
    PLACEHOLDER,
    UNKNOWN_CODE,
    tell,
    tell_count,
)
from keel.exchange.values import answer_of, code_of, is_blank

col = pl.col

# Written by the standard's own scripts where a system has nothing to give.
PLACEHOLDERS = ("placeholder_data", "ssd_ph")
# Words that stand for nothing, but that people are called by; an export that means nothing writes NULL.
_BORNE, _NAMES = ("Null", "None"), ("forename", "surname")
_PLAIN_ANSWERS = ("Y", "N", "y", "n", "Yes", "No", "YES", "NO", "1", "0", "true", "false", "True", "False")


class Columns(Protocol):
    """What is to be read of a table: its columns by what they hold, and the code set of those that hold codes.

    ``json_flags``: the name given to a flag, the column that it stands in, and its key there.
    """

    @property
    def name(self) -> str: ...
    @property
    def text_columns(self) -> tuple[str, ...]: ...
    @property
    def date_columns(self) -> tuple[str, ...]: ...
    @property
    def flag_columns(self) -> tuple[str, ...]: ...
    @property
    def codes(self) -> Mapping[str, str]: ...
    @property
    def json_flags(self) -> Mapping[str, tuple[str, str]]: ...


class Cleaner:
    """Cleans the rows of one table. ``hollow`` gathers columns that hold placeholders and nothing else."""

    def __init__(self, use: Columns, findings: Findings) -> None:
        self.use, self.findings = use, findings
        self.hollow: set[str] = set()

    def clean(self, rows: pl.DataFrame) -> pl.DataFrame:
        """``row`` and every column that the use names, of the right type; null where the file lacks one."""
        use = self.use
        out = rows.select(ROW)
        for name in use.text_columns:
            texts = self._texts(rows, name)
            out = self._coded(out, texts, use.codes[name]) if name in use.codes else out.with_columns(texts)
        for name in use.date_columns:
            out = self._dated(out, rows, name)
        for name in use.flag_columns:
            out = self._flagged(out, self._texts(rows, name))
        return out.with_columns(*self._json_flags(out))

    def _texts(self, rows: pl.DataFrame, name: str) -> pl.Series:
        """One column as text, null in place of texts that stand for nothing."""
        if name not in rows.columns:
            return pl.Series(name, [None], pl.String).new_from_index(0, len(rows))
        texts = rows.select(_as_text(name, rows.schema[name])).to_series()
        # None of these holds a digit, and almost every identifier and date does: so there are few to look at.
        wordy = texts.filter(~texts.str.contains(r"\d")).drop_nulls()
        held = [text for text in wordy.unique().to_list() if text.lower() in PLACEHOLDERS]
        borne = _BORNE if name.endswith(_NAMES) else ()
        blanks = [text for text in wordy.unique().to_list() if is_blank(text) and text not in borne] + held
        if blanks:
            texts = (
                texts.to_frame().select(pl.when(~col(name).is_in(blanks)).then(name).alias(name)).to_series()
            )
        if held:
            self._placeholders(name, int(wordy.is_in(held).sum()), texts)
        return texts

    def _placeholders(self, name: str, count: int, left: pl.Series) -> None:
        tell_count(self.findings, count, PLACEHOLDER, self.use.name, name)
        if left.null_count() == len(left):
            self.hollow.add(name)

    def _dated(self, out: pl.DataFrame, rows: pl.DataFrame, name: str) -> pl.DataFrame:
        is_typed = name in rows.columns and rows.schema[name] in (pl.Date, pl.Datetime)
        read = typed_dates(rows[name]) if is_typed else written_dates(self._texts(rows, name))
        cells = read.cells
        if read.is_month_first:
            tell_count(self.findings, 1, MONTH_FIRST, self.use.name, name)
        if read.placeholders:
            self._placeholders(name, read.placeholders, cells["on"])
        bad = out.select(ROW).with_columns(cells).filter(col("text").is_not_null() & col("on").is_null())
        tell(self.findings, bad, IMPOSSIBLE_DATE, self.use.name, name)
        # What could not be read as a date is kept as it stood.
        cells = cells.with_columns(raw=pl.coalesce("raw", pl.when(col("on").is_null()).then("text")))
        parts = {"on": name, "raw": f"{name}.raw", "minute": f"{name}.minute"}
        return out.with_columns(cells.select(col(part).alias(as_) for part, as_ in parts.items()))

    def _flagged(self, out: pl.DataFrame, texts: pl.Series) -> pl.DataFrame:
        answers = {text: answer_of(text) for text in _distinct(texts)}
        self._unknown(out, texts, [text for text, answer in answers.items() if not answer.is_understood])
        flags = _mapped(texts, {text: answer.yes for text, answer in answers.items()}, pl.Boolean())
        return _with_raw(
            out.with_columns(flags), texts, [text for text in answers if text not in _PLAIN_ANSWERS]
        )

    def _coded(self, out: pl.DataFrame, texts: pl.Series, codeset: str) -> pl.DataFrame:
        codes = {text: code_of(text, codeset) for text in _distinct(texts)}
        self._unknown(out, texts, [text for text, code in codes.items() if code is None])
        out = out.with_columns(_mapped(texts, codes, pl.String()))
        return _with_raw(out, texts, [text for text, code in codes.items() if text != code])

    def _unknown(self, out: pl.DataFrame, texts: pl.Series, unknown: list[str]) -> None:
        rows = out.select(ROW, text=texts).filter(col("text").is_in(unknown)) if unknown else out.clear()
        tell(self.findings, rows, UNKNOWN_CODE, self.use.name, texts.name)

    def _json_flags(self, out: pl.DataFrame) -> Iterable[pl.Series]:
        """Flags inside an outcome. An empty value is not recorded; it is never no."""
        for name, (column, key) in self.use.json_flags.items():
            found = out[column].str.extract(rf'(?i)["\']?\b{key}["\']?\s*:\s*["\']?(\w+)')
            answers = {text: answer_of(text).yes for text in _distinct(found)}
            yield _mapped(found, answers, pl.Boolean()).alias(name)


def _as_text(name: str, kind: pl.DataType) -> pl.Expr:
    """The column as text. A whole number among decimals is the identifier it was before the export."""
    if kind.is_float():
        whole, text = col(name).cast(pl.Int64, strict=False), col(name).cast(pl.String)
        return pl.when(whole == col(name)).then(whole.cast(pl.String)).otherwise(text).alias(name)
    if isinstance(kind, pl.Struct):
        return col(name).struct.json_encode()
    if isinstance(kind, pl.List):
        return col(name).cast(pl.List(pl.String)).list.join(" ")
    if kind == pl.Boolean:
        return pl.when(col(name)).then(pl.lit("Y")).when(~col(name)).then(pl.lit("N")).alias(name)
    return col(name).cast(pl.String, strict=False).str.strip_chars()


def _distinct(texts: pl.Series) -> list[str]:
    return texts.drop_nulls().unique(maintain_order=True).to_list()


def _mapped(texts: pl.Series, values: Mapping[str, object], kind: pl.DataType) -> pl.Series:
    return texts.replace_strict(values, default=None, return_dtype=kind)


def _with_raw(out: pl.DataFrame, texts: pl.Series, kept: list[str]) -> pl.DataFrame:
    """Beside the column, the texts that are not the value itself."""
    if not kept:
        return out
    raw = texts.to_frame("raw").select(pl.when(col("raw").is_in(kept)).then("raw"))
    return out.with_columns(raw.to_series().alias(f"{texts.name}.raw"))
