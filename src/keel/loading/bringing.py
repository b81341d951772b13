"""What the parts of a load share: the load under way, and the rows of one table beside those of the record.

A load goes through each table in two steps, because a row may belong to a row of another table that is new too:
``meeting`` gives every row its identity, ``settling`` writes.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import polars as pl

from keel.exchange.findings import Findings
from keel.loading.deciding import Terms
from keel.loading.families import Family
from keel.loading.held import Shape
from keel.loading.models import Load, LoadChange, OriginShape
from keel.loading.persons import Persons
from keel.loading.tables import Table

Made = Callable[[pl.DataFrame], Mapping[str, pl.Series]]


@dataclass(slots=True)
class Bringing:
    """A load under way: what all its tables share."""

    load: Load
    family: Family
    terms: Terms
    persons: Persons
    findings: Findings
    newest: Mapping[str, Load]  # of each family, the newest before this one
    shapes: Mapping[str, list[OriginShape]]  # of each table
    changes: list[LoadChange] = field(default_factory=list)
    touched: list[pl.Series] = field(default_factory=list)  # numbers of persons
    row_changes: list[pl.DataFrame] = field(default_factory=list)  # what is told of them, row by row
    new_children: list[pl.DataFrame] = field(default_factory=list)


@dataclass(slots=True)
class Met:
    """The rows of a source beside those of the record. ``rows`` have ``_entry`` and ``_new``."""

    table: Table
    rows: pl.DataFrame
    held: pl.DataFrame
    origins: pl.DataFrame  # of every format
    shapes: list[Shape]
    headings: pl.DataFrame
    sayable: frozenset[str]
    made: Made | None = None  # columns that follow from the others
    leads: Mapping[str, pl.DataFrame] = field(default_factory=dict)  # columns that name a row by its strand
    counted: LoadChange = None  # type: ignore[assignment]
