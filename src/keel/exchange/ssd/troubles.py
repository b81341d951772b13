"""What can be wrong with a folder of tables of the standard, in words."""

from keel.exchange.findings import Level
from keel.exchange.tabular.troubles import Trouble

# Files and headings
OTHER_FILE = Trouble("other-file", Level.NOTE, "file holds no table of the standard and was left alone")
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
NOT_GIVEN_TABLES = Trouble(
    "not-given", Level.NOTE, "tables that the folder does not have, and the record has a place for: {names}"
)
NOT_GIVEN = Trouble(
    "not-given", Level.NOTE, "columns that the file does not have, and the record has a place for: {names}"
)
NO_PLACE = Trouble("no-place", Level.NOTE, "tables that the record has no place for were left alone: {names}")

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

# What the tables of people say
UNREADABLE_ADDRESS = Trouble(
    "unreadable-address",
    Level.WARNING,
    "address is not in the keys of the standard: kept as it is written; export it as the standard has it",
)
SAYS_NOTHING = Trouble(
    "says-nothing",
    Level.WARNING,
    "row lacks what it is about (a key, a code, or whom it belongs to) and was left out: complete it",
)
