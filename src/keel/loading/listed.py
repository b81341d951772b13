"""The tables of people and staff, and which columns of a source's particulars fill which columns of each.

A row is the same row in the next source of the format when ``key`` says the same, and the same as a row of another
format when ``alike`` does.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache

import polars as pl
from django.apps import apps

from keel.loading.tables import TEXT, Column, Table, column_of
from keel.people.keys import keys_of_address, keys_of_name

col = pl.col


@dataclass(frozen=True, slots=True)
class Listed:
    """How one table of particulars becomes rows of the record.

    ``columns`` maps fields of the model to columns of the source's table. ``persons``, ``workers`` and ``teams`` are
    fields that lead to those, with the column that has the source's key. ``keys`` makes search keys of the row.
    """

    name: str
    model: str
    key: tuple[str, ...]
    columns: Mapping[str, str]
    alike: tuple[str, ...]
    owner: str | None = "person"
    persons: Mapping[str, str] = field(default_factory=dict)
    workers: Mapping[str, str] = field(default_factory=dict)
    teams: Mapping[str, str] = field(default_factory=dict)
    households: Mapping[str, str] = field(default_factory=dict)
    needs: tuple[str, ...] = ()
    keys: tuple[Callable[[str, str], list[str]], str, str] | None = None

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields of the model that a load writes."""
        more = (*self.persons, *self.workers, *self.teams, *self.households)
        return (*self.columns, *more)

    def __hash__(self) -> int:
        return hash(self.name)


def _same(*names: str) -> dict[str, str]:
    return {name: name for name in names}


_DAYS = _same("from_on", "to_on")
_PROTECTED = _same("is_protected", "audience", "reason")

TEAMS = Listed(
    "teams",
    "workforce.Team",
    ("team",),
    {"key": "team", **_same("name", "kind")},
    ("key",),
    owner=None,
    teams={"parent": "parent"},
)
WORKERS = Listed(
    "workers",
    "workforce.Worker",
    ("worker",),
    {"key": "worker", **_same("name", "role", "email", "is_agency", "registration"), **_DAYS},
    ("key",),
    owner=None,
    teams={"team": "team"},
)
HOUSEHOLDS = Listed("households", "people.Household", ("household",), _same("name"), (), owner=None)
OF_PEOPLE = (
    Listed(
        "names",
        "people.PersonName",
        ("kind", "forename", "surname", "from_on"),
        {**_same("kind", "forename", "surname"), **_DAYS},
        ("kind", "forename", "surname"),
        keys=(keys_of_name, "forename", "surname"),
    ),
    Listed(
        "identifiers",
        "people.Identifier",
        ("scheme", "value"),
        {**_same("scheme", "value"), **_DAYS},
        ("scheme", "value"),
        needs=("scheme", "value"),
    ),
    Listed(
        "addresses",
        "people.Address",
        ("kind", "from_on", "postcode", "lines"),
        {**_same("kind", "lines", "postcode", "uprn"), **_DAYS, **_PROTECTED},
        ("kind", "postcode", "from_on"),
        keys=(keys_of_address, "lines", "postcode"),
    ),
    Listed(
        "contact_points",
        "people.ContactPoint",
        ("kind", "value"),
        {**_same("kind", "value"), **_PROTECTED},
        ("kind", "value"),
        needs=("value",),
    ),
    Listed(
        "relationships",
        "people.Relationship",
        ("relation", "other", "reason"),
        {**_same("relation", "has_parental_responsibility", "reason"), **_DAYS},
        ("relation", "other_id"),
        persons={"other": "other"},
        needs=("relation",),
    ),
    Listed("disabilities", "people.Disability", ("code",), _same("code"), ("code",), needs=("code",)),
    Listed(
        "alerts",
        "people.Alert",
        ("kind", "text"),
        _same("kind", "text", "review_on"),
        ("kind", "text"),
        needs=("kind",),
    ),
    Listed(
        "households",
        "people.HouseholdMember",
        ("household",),
        _DAYS,
        ("household_id",),
        households={"household": "household"},
        needs=("household",),
    ),
)
PERSONS = Listed(
    "persons",
    "people.Person",
    ("person",),
    {
        **_same(
            "birth_on", "expected_on", "died_on", "sex", "ethnicity", "nationality", "immigration_status"
        ),
        **_same("communication_needs", "preferred_language", "needs_interpreter"),
        "gender_identity": "gender",
        **_same("is_child", "is_disabled", "is_communication_known", "has_earlier_removal"),
        **_same("has_parent_who_needs_accessible"),
    },
    (),
    owner=None,
)


@cache
def table_of(listed: Listed) -> Table:
    """The table of the record."""
    model = apps.get_model(listed.model)
    columns = tuple(column_of(model, name) for name in listed.fields)
    owner = model._meta.get_field(listed.owner).column if listed.owner else None  # type: ignore[union-attr]
    return Table(model, columns, owner)


def made_keys(listed: Listed) -> Callable[[pl.DataFrame], Mapping[str, pl.Series]] | None:
    """The search keys of rows, as the database writes arrays."""
    if listed.keys is None:
        return None
    of, first, second = listed.keys

    def made(rows: pl.DataFrame) -> Mapping[str, pl.Series]:
        texts = rows.select(col(first).fill_null(""), col(second).fill_null("")).unique()
        known = {pair: _array(of(*pair)) for pair in texts.iter_rows()}
        pairs = rows.select(col(first).fill_null(""), col(second).fill_null("")).iter_rows()
        return {"keys": pl.Series([known[pair] for pair in pairs], dtype=pl.String)}

    return made


def _array(texts: list[str]) -> str:
    quoted = ",".join('"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"' for text in texts)
    return f"{{{quoted}}}"


def typed(column: Column, values: pl.Expr) -> pl.Expr:
    """The values as the column holds them; a blank text is none."""
    if column.kind == TEXT:
        return values.cast(pl.String).replace("", None)
    return values.cast(column.kind, strict=False)
