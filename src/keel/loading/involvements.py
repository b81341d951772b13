"""Who works with a child: the rows that tell of allocations, with their worker, team and role, and all other rows."""

import polars as pl

from keel.exchange.extract import Extract
from keel.loading.bringing import Bringing
from keel.loading.identity import numbered
from keel.loading.people_rows import Staff, particulars_named, with_entry
from keel.loading.tables import LATEST_ONLY, TEXT, Table
from keel.practice.history import EventKind

col = pl.col
INVOLVEMENT = "workforce.involvement"
_PLACE = ["source", "row"]
_HOLDERS = r"\b(social worker|allocated worker|allocated social)"  # where events do not tell who held a case
_STOOD = ["_source", "_row"]


def with_staff(
    bringing: Bringing, extract: Extract, table: Table, rows: pl.DataFrame, staff: Staff
) -> pl.DataFrame:
    """The rows of allocations with what the source's list of involvements says, and rows for its other lines."""
    listed = particulars_named(extract, "involvements")
    rows = _by_key(rows, staff)
    if listed is None:
        return rows
    listed = bringing.persons.of_keys(listed, "person").filter(col("owner").is_not_null())
    listed = with_entry(
        with_entry(listed, "worker", staff.get("worker"), "by worker"), "team", staff.get("team"), "by team"
    )
    listed = listed.with_columns(
        col(name).cast(TEXT) for name in ("source", "worker", "role", "reason_for_change")
    )
    told = _enriched(rows, listed)
    rest = listed.join(
        rows.select(source="_source", row="_row"), on=_PLACE, how="anti", maintain_order="left"
    )
    holds = EventKind.WORKER_ALLOCATED not in extract.coverage.kinds
    return pl.concat([told, _others(table, rest, told, holds_case=holds)])


def _by_key(rows: pl.DataFrame, staff: Staff) -> pl.DataFrame:
    found = with_entry(rows, "worker_key", staff.get("worker"), "by worker")
    return found.with_columns(worker_id=pl.coalesce("worker_id", "by worker")).drop("by worker")


def _enriched(rows: pl.DataFrame, listed: pl.DataFrame) -> pl.DataFrame:
    about = listed.select(
        *_PLACE, listed_role="role", listed_team="by team", listed_reason="reason_for_change"
    ).unique(_PLACE, keep="first")
    return (
        rows.join(about, left_on=_STOOD, right_on=_PLACE, how="left", maintain_order="left")
        .with_columns(
            role=pl.coalesce("role", "listed_role"),
            team_id=pl.coalesce("team_id", "listed_team"),
            reason_for_change=pl.coalesce("reason_for_change", "listed_reason"),
        )
        .drop("listed_role", "listed_team", "listed_reason")
    )


def _others(table: Table, rest: pl.DataFrame, like: pl.DataFrame, *, holds_case: bool) -> pl.DataFrame:
    """Lines that tell no allocation. One without a first day is how things stand now: one row, whoever it names."""
    is_standing = col("from_on").is_null()
    dated = pl.concat_str(
        col("role").fill_null(""),
        col("worker").fill_null(""),
        col("from_on").cast(TEXT).fill_null(""),
        separator="|",
    )
    rows = rest.with_columns(
        worker_key="worker",
        worker_id="by worker",
        team_id="by team",
        started_on="from_on",
        ended_on="to_on",
        holds_case=col("role").str.to_lowercase().str.contains(_HOLDERS).fill_null(False) & holds_case,
        _owner="owner",
        _on="from_on",
        _source="source",
        _row="row",
        _raw="raw",
        _key=pl.when(is_standing)
        .then(pl.concat_str(pl.lit("now|"), col("role").fill_null("")))
        .otherwise(dated),
    ).with_columns(pl.lit(False).alias(LATEST_ONLY))
    blank = [pl.lit(None, kind).alias(name) for name, kind in like.schema.items() if name not in rows.columns]
    made = rows.with_columns(blank).select(like.columns).cast(like.schema)  # type: ignore[arg-type]
    return numbered(made, list(table.names))
