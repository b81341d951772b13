"""What a source says of people and staff, as rows of their tables."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

import polars as pl
import pyarrow as pa

from keel.exchange.extract import Extract
from keel.exchange.particulars import Scheme
from keel.loading.bringing import Bringing
from keel.loading.identity import numbered
from keel.loading.listed import (
    HOUSEHOLDS,
    OF_PEOPLE,
    PERSONS,
    TEAMS,
    WORKERS,
    Listed,
    made_keys,
    table_of,
    typed,
)
from keel.loading.meeting import met
from keel.loading.settling import settled
from keel.loading.tables import Table
from keel.practice.history import FACT_BITS
from keel.record.histories import CHILD_FACTS

col = pl.col
Staff = Mapping[str, pl.DataFrame]  # "team", "worker", "household": ``key`` and ``entry``


def people_named(extract: Extract) -> Iterator[str | None]:
    """Every key of a person in the source, children first."""
    yield from extract.children["child"].to_pylist()
    for listed in (PERSONS, *OF_PEOPLE):
        rows = particulars_named(extract, listed.name)
        if rows is None:
            continue
        for column in ("person", *listed.persons.values()):
            yield from rows[column].to_list()


def particulars_named(extract: Extract, name: str) -> pl.DataFrame | None:
    """One table of the source's particulars; None where it cannot hold it."""
    held: pa.Table | None = getattr(extract.particulars, name) if extract.particulars else None
    if held is None:
        return None
    rows = pl.from_arrow(held)
    assert isinstance(rows, pl.DataFrame)
    return rows


def people_brought(bringing: Bringing, extract: Extract) -> Staff:
    """Write persons, staff and all that is known of people; the identities of staff and households by key."""
    _bring(bringing, PERSONS, _persons(bringing, extract), {})
    staff: dict[str, pl.DataFrame] = {}
    staff["team"] = _bring(bringing, TEAMS, _of_staff(bringing, extract, TEAMS, "team"), staff)
    staff["worker"] = _bring(bringing, WORKERS, _of_staff(bringing, extract, WORKERS, "worker"), staff)
    staff["household"] = _bring(
        bringing, HOUSEHOLDS, _of_staff(bringing, extract, HOUSEHOLDS, "household"), staff
    )
    for listed in OF_PEOPLE:
        rows = particulars_named(extract, listed.name)
        if listed.name == "identifiers":
            rows = _with_own_keys(bringing, rows)
        if rows is not None:
            named = bringing.persons.of_keys(rows, listed.owner or "person").filter(
                col("owner").is_not_null()
            )
            _bring(bringing, listed, _needed(named, listed), staff)
    return staff


def _with_own_keys(bringing: Bringing, rows: pl.DataFrame | None) -> pl.DataFrame:
    """The key by which the source names somebody is an identifier of hers, whether or not it is listed as one."""
    own = bringing.persons.keys.select(person="key", scheme=pl.lit(Scheme.LA_CHILD_ID.value), value="key")
    told = pl.DataFrame(schema={"source": pl.String, "row": pl.Int32}) if rows is None else rows
    both = pl.concat([told, own], how="diagonal_relaxed")
    return both.unique(["person", "scheme", "value"], keep="first", maintain_order=True)


def _needed(rows: pl.DataFrame, listed: Listed) -> pl.DataFrame:
    return (
        rows.filter(pl.all_horizontal(col(name).is_not_null() for name in listed.needs))
        if listed.needs
        else rows
    )


def _persons(bringing: Bringing, extract: Extract) -> pl.DataFrame:
    """Everybody whom the source names, with what it says of each."""
    children = pl.from_arrow(extract.children)
    assert isinstance(children, pl.DataFrame)
    answers = [_answer(FACT_BITS[fact]).alias(name) for fact, name in CHILD_FACTS.items()]
    told = children.rename({"child": "person"}).with_columns(*answers, is_child=pl.lit(True))
    listed = particulars_named(extract, "persons")
    if listed is not None:
        more = listed.unique("person", keep="first", maintain_order=True)
        told = told.join(
            more, on="person", how="full", coalesce=True, suffix=" told", maintain_order="left_right"
        )
        both = [name for name in children.columns if f"{name} told" in told.columns]
        both += ["is_child"] if "is_child told" in told.columns else []
        told = told.with_columns(pl.coalesce(name, f"{name} told").alias(name) for name in both)
    everybody = bringing.persons.keys.rename({"key": "person"})
    return everybody.join(told, on="person", how="left", maintain_order="left")


def _answer(bit: int) -> pl.Expr:
    return pl.when((col("yes") & bit) != 0).then(True).when((col("no") & bit) != 0).then(False)


def _of_staff(bringing: Bringing, extract: Extract, listed: Listed, column: str) -> pl.DataFrame:
    """Each team, worker or household that any table of the source names; those with a line of their own first."""
    frames = []
    own = particulars_named(extract, listed.name)
    if own is not None:
        frames.append(own.unique(column, keep="first", maintain_order=True))
    for name in ("teams", "workers", "involvements"):
        rows = particulars_named(extract, name)
        mentioned = [
            c
            for c in (column, "parent" if column == "team" else column)
            if rows is not None and c in rows.columns
        ]
        frames += [rows.select(col(c).alias(column), "source", "row") for c in mentioned if rows is not None]
    if not frames:
        return pl.DataFrame(
            schema={column: pl.String, "source": pl.String, "row": pl.Int32, "owner": pl.Int32}
        )
    every = pl.concat(
        [frame.with_columns(col(column).cast(pl.String)) for frame in frames], how="diagonal_relaxed"
    )
    every = every.drop_nulls(column).unique(column, keep="first", maintain_order=True)
    return every.with_columns(owner=pl.lit(None, pl.Int32))


def _bring(bringing: Bringing, listed: Listed, rows: pl.DataFrame, staff: Staff) -> pl.DataFrame:
    """Meet and write the rows of one table; ``key`` and ``entry`` of each."""
    table = table_of(listed)
    made = _made(bringing, listed, _resolved(bringing, listed, rows, staff))
    headings = _headings(listed, made)
    this = met(bringing, table, made, headings, _said(made, table), listed.alike, made_keys(listed))
    if this is None:
        return made.select(key="_key", entry=pl.lit(None, pl.Int64))
    if listed is TEAMS:
        this = replace(this, rows=_with_parents(this.rows, rows))
    settled(bringing, this)
    return this.rows.select(key="_key", entry="_entry")


def _said(made: pl.DataFrame, table: Table) -> frozenset[str]:
    """The columns that the source has: only of those a blank may mean that a value was withdrawn."""
    return frozenset(name for name in table.names if made[name].count()) - {"is_child"}


def _made(bringing: Bringing, listed: Listed, known: pl.DataFrame) -> pl.DataFrame:
    """The rows in the columns of the table, with their keys."""
    table = table_of(listed)
    columns = []
    for name, column in zip(listed.fields, table.columns, strict=True):
        of = listed.columns.get(name, f"{name} found")
        value = col(of) if of in known.columns else pl.lit(None)
        columns.append(typed(column, value).alias(column.name))
    key = pl.concat_str([col(name).cast(pl.String).fill_null("") for name in listed.key], separator="|")
    made = known.select(
        *columns,
        _owner="owner",
        _key=key,
        _source=col("source").cast(pl.String),
        _row=col("row").cast(pl.Int32),
        _raw=col("raw") if "raw" in known.columns else pl.lit(None, pl.String),
    )
    if listed is PERSONS:
        return made
    return numbered(
        made.unique([*table.names, "_owner", "_key"], keep="first", maintain_order=True), list(table.names)
    )


def _resolved(bringing: Bringing, listed: Listed, rows: pl.DataFrame, staff: Staff) -> pl.DataFrame:
    """The rows with the identities of those whom they lead to, as "<field> found"."""
    for name, column in listed.persons.items():
        rows = bringing.persons.of_keys(rows, column, f"{name} owner")
        rows = rows.with_columns(bringing.persons.named(rows[f"{name} owner"]).alias(f"{name} found"))
    leading = {"team": listed.teams, "worker": listed.workers, "household": listed.households}
    for kind, fields in leading.items():
        for name, column in fields.items():
            rows = with_entry(rows, column, staff.get(kind), f"{name} found")
    return rows


def with_entry(rows: pl.DataFrame, column: str, known: pl.DataFrame | None, name: str) -> pl.DataFrame:
    """The rows with the identity of what a column names by its key."""
    if known is None or column not in rows.columns:
        return rows.with_columns(pl.lit(None, pl.Int64).alias(name))
    found = known.rename({"key": column, "entry": name})
    return rows.with_columns(col(column).cast(pl.String)).join(
        found, on=column, how="left", maintain_order="left"
    )


def _with_parents(teams: pl.DataFrame, rows: pl.DataFrame) -> pl.DataFrame:
    """A team may belong to one that is new too."""
    if "parent" not in rows.columns:
        return teams
    above = rows.select(key=col("team").cast(pl.String), above=col("parent").cast(pl.String)).drop_nulls()
    entries = teams.select(above="_key", parent="_entry")
    found = (
        above.join(entries, on="above", how="inner")
        .select(_key="key", parent="parent")
        .unique("_key", keep="first")
    )
    return (
        teams.join(found, on="_key", how="left", maintain_order="left")
        .with_columns(parent_id=pl.coalesce("parent", "parent_id"))
        .drop("parent")
    )


def _headings(listed: Listed, made: pl.DataFrame) -> pl.DataFrame:
    """The particulars do not say which column of the source each value stood in: their own names do."""
    sources = made["_source"].drop_nulls().unique(maintain_order=True).to_list()
    lines = [(source, name, column) for source in sources for name, column in listed.columns.items()]
    return pl.DataFrame(
        lines, schema={"source": pl.String, "field": pl.String, "column": pl.String}, orient="row"
    )
