"""The roster: the folder of tables that says who the people are, as its reader knows it."""

from collections.abc import Iterator

import pyarrow as pa
from docs.chapters.markdown import page, table

from keel.exchange.particulars import DAY, FLAG, OTHER_WAY, Relation
from keel.exchange.roster.tables import TABLES, RosterTable
from keel.exchange.values import codes_in

PAGE = "roster.md"

INTRODUCTION = """\
The sector's extracts say what happened to children. They hold few names, no families and hardly any staff. A roster
is the rest: a folder of tables that an authority exports from its case system, so that a child can be found by her
name and her record shows who is who. It holds no events: load it beside an extract, with the same keys for the same
people, teams and workers.

`keel invent --format roster` makes one to look at."""
MANNERS = """\
- One file for each table, CSV or Parquet, named like the table: `persons.csv`. Tables may be left out.
- Headings are matched whatever their capitals, spaces and punctuation, in any order; other spellings are listed below.
- Dates as yyyy-mm-dd, or with the day before the month. Yes and no as Y and N, or in words. UTF-8, or Windows-1252.
- Columns read by a list of codes also take the usual words for them ("Mum" is mother). A word that is not known is
  reported and kept as it was written; it is never guessed.
- A row that lacks what it is about is left out and reported, with its number. Nothing is dropped without a word.
- An address or number is taken for protected wherever the file hints at it: by a kind, an audience or a reason."""
RELATIONS = """\
"Other is the person's …". Give a relation one way or both; the other way is understood. Parental responsibility is a
fact of its own: a father may lack it, and a grandmother may have it."""


def write() -> str:
    """The page."""
    return page(
        "The roster",
        INTRODUCTION,
        "## How it is read",
        MANNERS,
        "## Relations",
        RELATIONS,
        table(
            ("The other is the person's", "and the person is the other's"),
            [(one.value, OTHER_WAY[one].value) for one in Relation],
        ),
        *(block for one in TABLES.values() for block in _blocks(one)),
    )


def _blocks(one: RosterTable) -> Iterator[str]:
    yield f"## {one.name}"
    yield one.about
    headings = ("Column", "Holds", "Meaning", "Also read under")
    yield table(headings, [_row(one, name) for name in one.columns])
    needed = " and ".join(f"`{name}`" for name in one.needs)
    any_of = " or ".join(f"`{name}`" for name in one.needs_any)
    yield f"A row needs {needed}" + (f", and {any_of}." if any_of else ".")


def _row(one: RosterTable, name: str) -> tuple[str, str, str, str]:
    others = ", ".join(text for text, column in one.headings.items() if column == name)
    return f"`{name}`", _holds(one, name), one.columns[name], others


def _holds(one: RosterTable, name: str) -> str:
    kind: pa.DataType = one.schema.field(name).type
    if name in one.links:
        other, key = one.links[name]
        return f"key in `{other}.{key}`"
    if name in one.codes:
        return "one of " + ", ".join(codes_in(one.codes[name]))
    return {DAY: "date", FLAG: "yes or no"}.get(kind, "text")
