"""Rows into tables, many at a time: through a temporary table, so that row security holds for what is written."""

from collections.abc import Sequence
from io import BytesIO

import polars as pl
from django.db import connection, models

from keel.loading.held import VERSION, quoted
from keel.loading.tables import MINUTE, Column, Table

col = pl.col
_IN_ONE_GO = 200_000  # rows, so that the text of a large table is never whole in memory


class Overtaken(Exception):
    """Somebody changed a row after it was read and before it was written: the load must read again."""


def insert(table: Table, rows: pl.DataFrame, **also: pl.Series) -> int:
    """New rows, in the order given. ``rows`` has ``_entry`` (their identity), ``_person`` and the table's columns."""
    columns = {"id": rows["_entry"], **also}
    if table.owner:
        columns[table.owner] = rows["_person"]
    columns |= {column.name: _written(column, rows[column.name]) for column in table.columns}
    return insert_columns(table.model, pl.DataFrame(columns))


def insert_columns(model: type[models.Model], frame: pl.DataFrame) -> int:
    """The frame's columns, which have the names of the table's; the others get what the model gives them."""
    if frame.is_empty():
        return 0
    names = ", ".join(map(quoted, frame.columns))
    rest = _defaults(model, frame.columns)
    more = "".join(f", {quoted(name)}" for name in rest)
    with _copied(model, frame) as temporary, connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {quoted(model._meta.db_table)} ({names}{more}) "
            f"SELECT {names}{''.join(', ' + value for value in rest.values())} FROM {temporary}"
        )
        return cursor.rowcount


def update(table: Table, rows: pl.DataFrame, names: Sequence[str], **also: pl.Series) -> int:
    """New values of the named columns. ``rows`` has ``_entry`` and ``_version``. Raises Overtaken."""
    kinds = {column.name: column for column in table.columns}
    columns = {name: _written(kinds[name], rows[name]) for name in names} | also
    return update_columns(table.model, pl.DataFrame({"id": rows["_entry"], **columns}), rows["_version"])


def update_columns(model: type[models.Model], frame: pl.DataFrame, versions: pl.Series) -> int:
    """Write the frame's columns to the rows that ``id`` names, if each still has its version."""
    if frame.is_empty():
        return 0
    wanted = [name for name in frame.columns if name != "id"]
    target = quoted(model._meta.db_table)
    setting = ", ".join(f"{quoted(name)} = t.{quoted(name)}" for name in wanted)
    with _copied(model, frame, versions) as temporary, connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {target} SET {setting} FROM {temporary} t "
            f"WHERE {target}.id = t.id AND {target}.{VERSION}::text::bigint = t.version"
        )
        if cursor.rowcount != len(frame):
            raise Overtaken(model._meta.label_lower)
        return cursor.rowcount


class _copied:  # noqa: N801 -- reads as what it does: with _copied(...) as temporary
    """The frame in a temporary table with the columns of the model's, for as long as the block lasts."""

    def __init__(
        self, model: type[models.Model], frame: pl.DataFrame, versions: pl.Series | None = None
    ) -> None:
        self.model, self.frame, self.versions = model, frame, versions
        self.name = f"load_{model._meta.db_table}"[:63]

    def __enter__(self) -> str:
        names = ", ".join(map(quoted, self.frame.columns))
        also, frame = "", self.frame
        if self.versions is not None:
            also, frame = ", 0::bigint AS version", frame.with_columns(version=self.versions)
        temporary = quoted(self.name)
        texts = [
            name
            for name in self.frame.columns
            if isinstance(_field(self.model, name), models.CharField | models.TextField)
            and not _field(self.model, name).null
        ]
        forced = f", FORCE_NOT_NULL ({', '.join(map(quoted, texts))})" if texts else ""
        with connection.cursor() as cursor:
            cursor.execute(
                f"CREATE TEMPORARY TABLE {temporary} ON COMMIT DROP AS "
                f"SELECT {names}{also} FROM {quoted(self.model._meta.db_table)} WITH NO DATA"
            )
            with cursor.copy(f"COPY {temporary} FROM STDIN (FORMAT csv{forced})") as copy:
                for part in frame.iter_slices(_IN_ONE_GO):
                    into = BytesIO()
                    part.write_csv(into, include_header=False)
                    copy.write(into.getbuffer())
        return temporary

    def __exit__(self, failed: type[BaseException] | None, *_: object) -> None:
        if failed is None:
            with connection.cursor() as cursor:
                cursor.execute(f"DROP TABLE {quoted(self.name)}")


def _field(model: type[models.Model], column: str) -> models.Field:  # type: ignore[type-arg]
    return next(field for field in model._meta.concrete_fields if field.column == column)


def _written(column: Column, values: pl.Series) -> pl.Series:
    """The values as the database reads them."""
    if column.kind == MINUTE:
        time = pl.format("{}:{}", pl.lit(values) // 60, pl.lit(values) % 60)
        return pl.select(pl.when(pl.lit(values).is_not_null()).then(time)).to_series()
    return values if column.unsaid is None else values.fill_null(column.unsaid)


def _defaults(model: type[models.Model], given: Sequence[str]) -> dict[str, str]:
    """What the columns that are not given hold, as SQL. The database itself knows no defaults of Django's."""
    values: dict[str, str] = {}
    for field in model._meta.concrete_fields:
        if field.column in given or field.primary_key:
            continue
        if getattr(field, "auto_now_add", False) or getattr(field, "auto_now", False):
            values[field.column] = "now()"
        elif not field.null:
            values[field.column] = _literal(field.get_default())
    return values


def _literal(value: object) -> str:
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, list) and not value:
        return "'{}'"
    if isinstance(value, int | float):
        return str(value)
    return "'" + str(value if value is not None else "").replace("'", "''") + "'"
