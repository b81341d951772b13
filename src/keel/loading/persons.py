"""Who is who: the keys by which a source names people, and the persons of the record whom they mean."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import uuid4

import polars as pl
from django.apps import apps

from keel.exchange.findings import Findings, Level
from keel.exchange.particulars import Scheme
from keel.loading.held import quoted
from keel.record.bulk import copied

col = pl.col
TWO_PERSONS = "two-persons-with-one-identifier"


@dataclass(slots=True)
class Persons:
    """Numbers for persons, small enough to join by.

    ``people`` are the identities in the order of the numbers. ``known`` gives the number of everybody (``person`` and
    ``owner``); somebody who was merged into another has that other's. ``keys``: ``key`` as the source writes it, and
    ``owner``. ``new`` are the numbers of those whom nobody knew.
    """

    people: pl.Series
    known: pl.DataFrame
    keys: pl.DataFrame
    new: pl.Series

    def numbered(self, rows: pl.DataFrame) -> pl.DataFrame:
        """Rows of the record, which have ``_person``, with ``_owner``; a row that names nobody has none."""
        known = self.known.rename({"person": "_person", "owner": "_owner"})
        return rows.join(known, on="_person", how="left", maintain_order="left")

    def named(self, owners: pl.Series) -> pl.Series:
        """The identities of numbered persons."""
        return self.people.gather(owners)

    def of_keys(self, rows: pl.DataFrame, key: str, owner: str = "owner") -> pl.DataFrame:
        """Rows that name a person by the source's key, with her number."""
        names = self.keys.rename({"key": key, "owner": owner})
        return rows.with_columns(col(key).cast(pl.String)).join(
            names, on=key, how="left", maintain_order="left"
        )


def recognised(keys: Iterable[str | None], findings: Findings) -> Persons:
    """The persons whom the source's keys mean. One who was merged into another is that other; a stranger is new."""
    people = copied(
        f"SELECT id::text, merged_into_id::text FROM {_table('people.Person')} ORDER BY id",
        {"person": pl.String, "merged_into": pl.String},
    )
    known = _numbered(people)
    wanted = pl.DataFrame({"key": pl.Series(keys, dtype=pl.String)}).drop_nulls().unique(maintain_order=True)
    matched = wanted.join(_found(known, findings), on="key", how="left", maintain_order="left")
    strangers = matched.filter(col("owner").is_null()).select("key")
    first = len(known)
    new = pl.int_range(first, first + len(strangers), dtype=pl.Int32, eager=True)
    made = pl.Series([str(uuid4()) for _ in range(len(strangers))], dtype=pl.String)
    everybody = pl.concat([known, pl.DataFrame({"person": made, "owner": new})])
    keyed = pl.concat([matched.filter(col("owner").is_not_null()), strangers.with_columns(owner=new)])
    return Persons(everybody["person"], everybody, keyed, new)


def _numbered(people: pl.DataFrame) -> pl.DataFrame:
    """Everybody on file with a number; a merged person has that of the one who stands in the end."""
    numbered = people.select("person", owner=pl.int_range(pl.len(), dtype=pl.Int32))
    kept = _followed(people)
    if not kept:
        return numbered
    stands = pl.DataFrame({"person": list(kept), "in": list(kept.values())})
    owners = stands.join(numbered.rename({"person": "in"}), on="in").select("person", kept="owner")
    joined = numbered.join(owners, on="person", how="left", maintain_order="left")
    return joined.select("person", owner=pl.coalesce("kept", "owner"))


def _found(known: pl.DataFrame, findings: Findings) -> pl.DataFrame:
    """For each identifier on file the number of the person who bears it."""
    identifiers = copied(
        f"SELECT value, person_id::text FROM {_table('people.Identifier')} "
        f"WHERE scheme = '{Scheme.LA_CHILD_ID.value}' ORDER BY id",
        {"key": pl.String, "person": pl.String},
    )
    borne = identifiers.join(known, on="person", how="left", maintain_order="left").select("key", "owner")
    borne = borne.unique(maintain_order=True)
    twice = borne.filter(col("key").is_duplicated())
    for key in twice["key"].unique(maintain_order=True):
        findings.add(
            TWO_PERSONS,
            Level.WARNING,
            "two persons of the record bear this identifier, and the first was taken; are they one?",
            source="the record",
            child=key,
        )
    return borne.unique("key", keep="first", maintain_order=True)


def _followed(people: pl.DataFrame) -> dict[str, str]:
    """For each merged person the one who stands in the end."""
    steps = dict(people.drop_nulls().select("person", "merged_into").iter_rows())
    return {person: _last(person, steps) for person in steps}


def _last(person: str, steps: dict[str, str]) -> str:
    seen = {person}
    while person in steps and steps[person] not in seen:
        person = steps[person]
        seen.add(person)
    return person


def _table(label: str) -> str:
    return quoted(apps.get_model(label)._meta.db_table)
