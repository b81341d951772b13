"""What can be wrong with any table of a folder, in words, and how it is counted."""

from dataclasses import dataclass, replace

import polars as pl

from keel.exchange.findings import Findings, Level
from keel.exchange.tabular.files import ROW


@dataclass(frozen=True, slots=True)
class Trouble:
    """A kind of finding: its code, how much it matters, what is wrong and what to do next."""

    code: str
    level: Level
    message: str

    def of(self, **words: object) -> "Trouble":
        """The same trouble with words put in place."""
        return replace(self, message=self.message.format(**words))


def tell(
    findings: Findings, rows: pl.DataFrame, trouble: Trouble, source: str, column: str | None = None
) -> None:
    """Count ``rows`` (``row``, and ``child_id`` or ``text`` where known), the first few as examples."""
    shown = rows.head(Findings.EXAMPLES_KEPT)
    for one in shown.iter_rows(named=True):
        place = {"row": one[ROW], "child": one.get("child_id"), "raw": one.get("text")}
        findings.add(trouble.code, trouble.level, trouble.message, source=source, column=column, **place)
    if rest := len(rows) - len(shown):
        tell_count(findings, rest, trouble, source, column)


def tell_count(
    findings: Findings, count: int, trouble: Trouble, source: str, column: str | None = None
) -> None:
    """Count without examples."""
    findings.add(trouble.code, trouble.level, trouble.message, source=source, column=column, count=count)


# Files
UNREADABLE_TABLE = Trouble(
    "unreadable-table", Level.ERROR, "file could not be read ({why}); export this table again"
)
TABLE_IN_PARTS = Trouble(
    "table-in-parts",
    Level.WARNING,
    "table stands in several files, read together ({names}); rows are counted in each from its top",
)

# Values
PLACEHOLDER = Trouble(
    "placeholder",
    Level.NOTE,
    "placeholder of the standard's scripts: read as blank; ask the supplier to fill the column",
)
MONTH_FIRST = Trouble(
    "month-first",
    Level.ERROR,
    "dates stand with the month first and were not read: export them as yyyy-mm-dd",
)
IMPOSSIBLE_DATE = Trouble(
    "impossible-date",
    Level.ERROR,
    "not a date, or not a possible one: nothing was read from it; correct it in the case system",
)
UNKNOWN_CODE = Trouble(
    "unknown-code",
    Level.WARNING,
    "value that is not known here: read as not recorded; use the values of the format",
)

# Rows
REPEATED_ROW = Trouble("repeated-row", Level.WARNING, "row repeats an earlier one word for word: read once")
REPEATED_ID = Trouble(
    "repeated-id", Level.WARNING, "identifier stands on rows that differ: all were read; correct the export"
)
UNKNOWN_LINK = Trouble(
    "unknown-link", Level.WARNING, "identifier is not in table {other}: read, but not tied to it"
)
