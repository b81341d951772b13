"""What can be wrong with a folder of tables, in words, and how it is counted."""

from dataclasses import dataclass, replace

import polars as pl

from keel.exchange.findings import Findings, Level
from keel.exchange.ssd.folder import ROW


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


# Files and headings
OTHER_FILE = Trouble("other-file", Level.NOTE, "file holds no table of the standard and was left alone")
UNREADABLE_TABLE = Trouble(
    "unreadable-table", Level.ERROR, "file could not be read ({why}); export this table again"
)
ABSENT_TABLE = Trouble(
    "absent-table",
    Level.WARNING,
    "table is not in the folder: what it would hold cannot be judged; add it to the export",
)
ABSENT_COLUMN = Trouble(
    "absent-column",
    Level.WARNING,
    "column is not in the file: what it would say is not recorded; add it to the export",
)
UNKNOWN_HEADING = Trouble(
    "unknown-heading", Level.NOTE, "heading is not in the standard, or stands twice: not used"
)
UNUSED_TABLE = Trouble("unused-table", Level.NOTE, "tables that no timescale reads were left alone: {names}")
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
    "value that is not known here: read as not recorded; use the values of the standard",
)

# Rows and what they point to
BLANK_PERSON = Trouble(
    "blank-id",
    Level.ERROR,
    "row names no person, not even through another table, and was left out: give the identifier",
)
BLANK_KEY = Trouble(
    "blank-id", Level.WARNING, "row has no identifier of its own: read, but nothing else can point to it"
)
BLANK_DATE = Trouble(
    "blank-date", Level.WARNING, "row without a date that could be read: it makes no event; give the date"
)
NO_EVENT = Trouble(
    "no-event",
    Level.NOTE,
    "rows that make no event: nothing was held on a date, or it is of a kind that no timescale reads",
)
REPEATED_ROW = Trouble("repeated-row", Level.WARNING, "row repeats an earlier one word for word: read once")
REPEATED_ID = Trouble(
    "repeated-id", Level.WARNING, "identifier stands on rows that differ: all were read; correct the export"
)
UNKNOWN_LINK = Trouble(
    "unknown-link", Level.WARNING, "identifier is not in table {other}: read, but not tied to it"
)
UNKNOWN_PERSON = Trouble(
    "unknown-person",
    Level.WARNING,
    "person is not in the person table: read as a child of whom nothing else is known",
)
REPEATED_PERSON = Trouble(
    "repeated-id",
    Level.WARNING,
    "person stands on more than one row: the first was read; settle which one is right",
)
ONLY_MOTHER = Trouble(
    "only-mother",
    Level.NOTE,
    "people on file as a mother, with no event of their own, are not counted as children",
)

# What the practice tables say
CONTRADICTION = Trouble(
    "contradiction",
    Level.WARNING,
    "outcome says no conference, or no further action, and a conference is recorded: correct the outcome",
)
OTHER_AUTHORITY = Trouble(
    "other-authority",
    Level.NOTE,
    "plan of another authority: read like any other; leave it out of your own counts",
)
NOT_HELD = Trouble("not-held", Level.NOTE, "review with a due date and no date held: not counted as held")
CANCELLED = Trouble("cancelled", Level.NOTE, "cancelled review: not counted as held")
OTHER_ROLE = Trouble(
    "other-role",
    Level.NOTE,
    "involvements that are not an allocated social worker's were left out; commonest roles: {roles}",
)
