"""What can be wrong with a roster, in words."""

from keel.exchange.findings import Level
from keel.exchange.tabular.troubles import Trouble

OTHER_FILE = Trouble("other-file", Level.WARNING, "file holds no table of a roster and was left alone")
ABSENT_TABLE = Trouble("absent-table", Level.NOTE, "table is not in the folder: nothing is read of it")
LACKS_COLUMN = Trouble(
    "absent-column",
    Level.ERROR,
    "file lacks {columns}, without which no row says anything: nothing was read of it",
)
UNKNOWN_HEADING = Trouble(
    "unknown-heading",
    Level.WARNING,
    "heading means no column of the table, or one that stands twice: not used",
)
INCOMPLETE_ROW = Trouble(
    "incomplete-row", Level.ERROR, "row lacks {columns}, without which it says nothing, and was left out"
)
NO_CHILDREN = Trouble(
    "no-children",
    Level.WARNING,
    "nobody is marked as a child (is_child): everyone is read as a relative; fill the column",
)
ENDS_BEFORE_START = Trouble(
    "ends-before-start", Level.WARNING, "to_on lies before from_on: read as it stands; correct the dates"
)
NOBODY_MAY_SEE = Trouble(
    "no-audience", Level.WARNING, "protected, but audience does not say who may see it: say who"
)
OWN_RELATIVE = Trouble(
    "own-relative", Level.ERROR, "person and other are the same: the row was left out; correct the keys"
)
BORN_AFTER_DEATH = Trouble(
    "died-before-birth", Level.WARNING, "date of death lies before the date of birth: read as it stands"
)
SAFE_NOT_PROTECTED = Trouble(
    "safe-not-protected",
    Level.WARNING,
    "a safe address that is said not to be protected: read as it stands; say who may see it",
)
