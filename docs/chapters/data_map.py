"""The data map: every field that is kept, for whom, for how long and why, from the register that the build holds to."""

import os
from collections.abc import Iterator
from dataclasses import astuple
from itertools import groupby

import django
from docs.chapters.markdown import in_words, page, table

PAGE = "data-map.md"

INTRODUCTION = """\
What Keel keeps, field by field: the table that a data protection impact assessment asks for. A field that stands in
no class fails the build, so the map is whole. Tables that keep what a row said before have the classes of the table
that they keep. Lengths of retention are the authority's to set; where it says so, please confirm."""


def write() -> str:
    """The page."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "keel.web.settings")
    os.environ.setdefault("KEEL_SECRET_KEY", "of no session: this only reads what tables there are")
    django.setup()
    return page("The data map", INTRODUCTION, _classes(), "## Field by field", *_tables())


def _classes() -> str:
    from keel.access.register import classes  # noqa: PLC0415 -- the application must be ready

    headings = ("Class", "Holds", "Sensitivity", "For", "Basis", "Kept", "To the person", "In test data")
    return table(headings, (astuple(one) for one in classes().values()))


def _tables() -> Iterator[str]:
    from keel.access.register import registered  # noqa: PLC0415 -- the application must be ready

    ours = (one for one in registered() if not one.table.endswith("Event") and one.field_class)
    rooms = groupby(ours, key=lambda one: one.table.split(".")[0])
    for room, fields in rooms:
        yield f"### {in_words(room)}"
        yield table(("Table", "Class", "Fields"), _rows(fields))


def _rows(fields: Iterator) -> Iterator[tuple[str, str, str]]:  # type: ignore[type-arg]
    ordered = sorted(fields, key=lambda one: (one.table, one.field_class.name))
    for (name, kind), ones in groupby(ordered, key=lambda one: (one.table, one.field_class.name)):
        yield name.split(".")[1], kind, ", ".join(f"`{one.field}`" for one in ones)
