"""Everybody's events as one Arrow table, in the shape in which an extract has them, so that one evaluator reads both.

Read over the connection in use, so that what its transaction has written and not yet committed is seen too.
"""

from collections.abc import Iterable, Mapping
from io import BytesIO
from typing import Any
from uuid import UUID

import polars as pl
import pyarrow as pa
from django.apps import apps
from django.db import OperationalError, connection
from psycopg.pq import ExecStatus

from keel.exchange.extract import CHILDREN, Coverage, Extract, from_frames
from keel.exchange.findings import Findings
from keel.practice.history import FACT_BITS, KINDS
from keel.record.histories import CHILD_FACTS
from keel.record.view import NAME

_EVENTS: Mapping[str, Any] = {
    "child": pl.Int32,
    "kind": pl.Enum([kind.value for kind in KINDS]),  # in their order, so that the number is the kind's code
    "on": pl.Int32,
    "minute": pl.Int16,
    "recorded_on": pl.Int32,
    "episode": pl.String,
    "anchor_on": pl.Int32,
    "yes": pl.Int64,
    "no": pl.Int64,
    "code": pl.String,
    "number": pl.Float32,
    "source": pl.Categorical,
    "entry": pl.String,  # a number, but for a child herself
}
_DAYS = ("on", "recorded_on", "anchor_on")
_PEOPLE: Mapping[str, Any] = {
    "child": pl.String,
    "birth_on": pl.Date,
    "expected_on": pl.Date,
    "died_on": pl.Date,
    "sex": pl.String,
    "ethnicity": pl.String,
    "yes": pl.Int64,
    "no": pl.Int64,
}


def events_arrow(children: Iterable[UUID] | None = None) -> tuple[pa.Table, pa.Table]:
    """The events of these children, or of all, sorted by child, day and kind; and the children.

    The tables have the columns of ``keel.exchange.extract``. A child's key is her identity in the record. Of an
    event, ``source`` names the table of its row and ``raw`` (and ``row``) the row's identity there.
    """
    extract = record_extract(children)
    return extract.events, extract.children


def record_extract(
    children: Iterable[UUID] | None = None, coverage: Coverage | None = None, label: str = "the record"
) -> Extract:
    """The record, or a part of it, as an extract that :func:`keel.population.check` reads."""
    chosen = None if children is None else [str(child) for child in children]
    people, events = _people(chosen), _events(chosen)
    days = [pl.col(name).cast(pl.Date) for name in _DAYS]
    events = events.sort("source", pl.col("entry").str.len_bytes(), "entry").with_columns(
        *days,
        kind=pl.col("kind").to_physical().cast(pl.Int16),
        source=pl.col("source").cast(pl.String),
        row=pl.col("entry").cast(pl.Int32, strict=False),
        raw="entry",
        column=pl.lit(None, pl.String),
        raw_facts=pl.lit(None, pl.String),
    )
    return from_frames(
        "record",
        label,
        events=events,
        children=people,
        findings=Findings(),
        coverage=coverage or Coverage(),
    )


def _events(chosen: list[str] | None) -> pl.DataFrame:
    """The events as they come, each with the number of its child in the order of the children."""
    numbers = ", ".join(f"""v."{name}" - DATE '1970-01-01'""" for name in _DAYS[1:])
    recorded, anchor = numbers.split(", ")
    return copied(
        f"WITH child AS (SELECT id, row_number() OVER (ORDER BY id) - 1 AS place FROM {_person()} WHERE {_IS_CHILD}"
        f"{_chosen('id', chosen)}) "
        f"""SELECT child.place, v.kind, v."on" - DATE '1970-01-01', v.minute, {recorded}, v.episode, {anchor}, """
        f"v.yes, v.no, v.code, v.number, v.entry_table, v.entry_id "
        f"FROM {NAME} v JOIN child ON child.id = v.child_id WHERE true{_chosen('v.child_id', chosen)}",
        _EVENTS,
        [chosen, chosen] if chosen is not None else [],
    )


def _people(chosen: list[str] | None) -> pl.DataFrame:
    columns = ", ".join(name if name != "child" else "id" for name in list(_PEOPLE)[:-2])
    people = copied(
        f"SELECT {columns}, {_bits(is_so=True)}, {_bits(is_so=False)} FROM {_person()} "
        f"WHERE {_IS_CHILD}{_chosen('id', chosen)} ORDER BY id",
        _PEOPLE,
        [chosen] if chosen is not None else [],
    )
    untold = [name for name in CHILDREN.names if name not in _PEOPLE]
    return people.with_columns(
        pl.lit(None, pl.Int32 if name == "row" else pl.String).alias(name) for name in untold
    )


_IS_CHILD = "is_child AND merged_into_id IS NULL"


def _person() -> str:
    return apps.get_model("people.Person")._meta.db_table


def _chosen(column: str, chosen: list[str] | None) -> str:
    return "" if chosen is None else f" AND {column} = ANY(%s::uuid[])"


def _bits(*, is_so: bool) -> str:
    """The facts of a child that are recorded so, as bits."""
    parts = (
        f"CASE WHEN {name} IS {str(is_so).upper()} THEN {FACT_BITS[fact]}::bigint ELSE 0 END"
        for fact, name in CHILD_FACTS.items()
    )
    return " + ".join(parts)


def copied(query: str, schema: Mapping[str, Any], values: list[Any] | None = None) -> pl.DataFrame:
    """What a query gives, as columns: it comes out of the database in one go, and not a row at a time."""
    into = BytesIO()
    with (
        connection.cursor() as cursor,
        cursor.copy(f"COPY ({query}) TO STDOUT (FORMAT csv)", values or None) as copy,
    ):
        _take_all(copy, into)
    if not into.tell():
        return pl.DataFrame(schema=dict(schema))
    into.seek(0)
    return pl.read_csv(into, has_header=False, schema=dict(schema))


def _take_all(copy: Any, into: BytesIO) -> None:
    """Every row of a copy. Rows that came together are taken together: waiting for each costs more than the row."""
    server = connection.connection.pgconn
    length = 0
    while length >= 0 and (row := copy.read()):
        into.write(row)
        length, more = server.get_copy_data(1)
        while length > 0:
            into.write(more)
            length, more = server.get_copy_data(1)
    wrong = ""
    while length < 0 and (result := server.get_result()):
        if result.status != ExecStatus.COMMAND_OK:
            wrong = result.error_message.decode("utf-8", "replace")
    if wrong:
        raise OperationalError(wrong)
