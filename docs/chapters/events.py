"""Every event and fact, and the columns that a reader fills."""

import pyarrow as pa
from docs.chapters.markdown import page, table

from keel.exchange.extract import CHILDREN, EVENTS
from keel.exchange.particulars import DETAILS
from keel.practice.history import FACTS, KINDS

PAGE = "events.md"

INTRODUCTION = """\
What can happen in a history, in the order of events on one day, and what may be recorded about it. Each
has its source in the `GLOSSARY.md` of the repository."""
TABLES = (
    "A reader of any format returns these two Arrow tables, the findings about the file, and its coverage. "
    "Who the people are, in the tables of the [roster](roster.md), and what rows say beside their events, as "
    "details, are read only when a load asks for them."
)
DETAILS_ARE = (
    "One line for each value that no event carries. The field is the item of the Standard Safeguarding Dataset, "
    "where it has one; source and row are those of the event."
)


def write() -> str:
    """The page."""
    return page(
        "Events and facts",
        INTRODUCTION,
        "## Events",
        table(("Event", "In words"), [(f"`{kind.name}`", kind.label) for kind in KINDS]),
        "## Facts",
        "A fact is yes, no, or not recorded.",
        table(("Fact", "In words"), [(f"`{fact.name}`", fact.value.replace("_", " ")) for fact in FACTS]),
        "## The tables",
        TABLES,
        "### Events",
        table(("Column", "Type"), map(_column, EVENTS)),
        "### Children",
        table(("Column", "Type"), map(_column, CHILDREN)),
        "### Details",
        DETAILS_ARE,
        table(("Column", "Type"), map(_column, DETAILS)),
    )


def _column(field: pa.Field) -> tuple[str, str]:
    return f"`{field.name}`", str(field.type).split("[")[0].split("<")[0].replace(
        "dictionary", "repeated string"
    )
