"""The view ``record_event``: every event that the record tells, in one shape, made from the tellings.

One statement reads a child's whole history, and the same statement without a child reads everybody's, so that the
page of one child and the nightly reading of all of them cannot differ.
"""

from collections.abc import Iterator

from django.db import connection, models

from keel.database.roles import Role
from keel.practice.history import FACT_BITS, Fact
from keel.record.telling import PRESENT, Telling, all_tellings

NAME = "record_event"
OF_CHILD = "record_event_of"
COLUMNS = (
    "child_id", "kind", "on", "minute", "recorded_on", "episode", "anchor_on", "yes", "no", "code", "number",
    "entry_table", "entry_id",
)  # fmt: skip
_guard: list[str] = []  # none: only the owner and the worker read


def drop_view() -> None:
    """Take the view down, so that the columns beneath it may change."""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP FUNCTION IF EXISTS {OF_CHILD}")
        cursor.execute(f"DROP VIEW IF EXISTS {NAME}")


def create_view() -> None:
    """Make the view again, as the tellings now stand. Row security of the tables beneath holds through it."""
    drop_view()
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE VIEW {NAME} WITH (security_invoker) AS {view_sql()}")
        cursor.execute(_of_child_sql())


def guard_with(condition: str) -> None:
    """Whose record may be read one child at a time: SQL about ``child``, said by the room that decides it."""
    _guard[:] = [condition]


def _of_child_sql() -> str:
    """One child's events, in the order they were entered within a day and kind, from a plan made once a connection.

    To plan a statement over every table of the record takes ten times as long as to run it for one child, and so does
    to ask at each table whether her record is open: it is asked once, and then the whole history is told, so that
    what the rules say of a child does not hang on who looks.
    """
    return f"""
CREATE FUNCTION {OF_CHILD}(child uuid) RETURNS SETOF public.{NAME} LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public SET plan_cache_mode = force_generic_plan AS $$
BEGIN
  IF coalesce(nullif(current_setting('role'), 'none'), session_user) NOT IN (current_user, '{Role.WORKER}')
     AND ({" AND ".join(_guard) or "false"}) IS NOT TRUE THEN
    RETURN;
  END IF;
  RETURN QUERY SELECT * FROM public.{NAME}
    WHERE child_id = child ORDER BY entry_table COLLATE "C", length(entry_id), entry_id COLLATE "C";
END $$"""


def view_sql() -> str:
    """The statement: a select for each telling, of the rows that have its day.

    To read a table once for each kind that it tells is several times quicker than to take its rows apart.
    """
    by_model = sorted(all_tellings(), key=lambda telling: telling.model)
    return "\nUNION ALL\n".join(_select(telling.table, telling) for telling in by_model)


def _select(model: type[models.Model], telling: Telling) -> str:
    named = zip(COLUMNS, _values(model, telling), strict=True)
    conditions = [f"{_column(model, telling.on)} IS NOT NULL"]
    conditions += [_condition(_column(model, name), wanted) for name, wanted in telling.when.items()]
    return (
        f"SELECT {', '.join(f'{value} AS {_name(name)}' for name, value in named)} "
        f"FROM {_name(model._meta.db_table)} r WHERE {' AND '.join(conditions)}"
    )


def _values(model: type[models.Model], telling: Telling) -> Iterator[str]:
    minute = telling.minute and _column(model, telling.minute)
    yield _column(model, telling.child)
    yield f"'{telling.kind.value}'::text"
    yield _column(model, telling.on)
    yield f"(extract(epoch FROM {minute}) / 60)::int" if minute else "NULL::int"
    yield _column(model, telling.recorded_on) if telling.recorded_on else "NULL::date"
    yield "nullif(r.episode, '')::text" if _has(model, "episode") else "NULL::text"
    yield _column(model, telling.anchor) if telling.anchor else "NULL::date"
    yield _bits(model, telling, is_so=True)
    yield _bits(model, telling, is_so=False)
    yield f"nullif({_column(model, telling.code)}::text, '')" if telling.code else "NULL::text"
    yield f"{_column(model, telling.number)}::float8" if telling.number else "NULL::float8"
    yield f"'{model._meta.label_lower}'::text"
    yield "r.id::text"


def _condition(column: str, wanted: object) -> str:
    if wanted is PRESENT:
        return f"{column} IS NOT NULL"
    if isinstance(wanted, bool):
        return f"{column} IS {str(wanted).upper()}"
    options = wanted if isinstance(wanted, tuple) else (wanted,)
    return f"{column}::text IN ({', '.join(_literal(str(option)) for option in options)})"


def _bits(model: type[models.Model], telling: Telling, *, is_so: bool) -> str:
    parts = [
        f"CASE WHEN {_column(model, name)} IS {str(is_so).upper()} THEN {FACT_BITS[fact]}::bigint ELSE 0 END"
        for fact, name in telling.facts.items()
    ]
    if is_so and telling.is_main and _has(model, "is_latest_only"):
        parts.append(f"CASE WHEN r.is_latest_only THEN {FACT_BITS[Fact.EARLIER_UNKNOWN]}::bigint ELSE 0 END")
    if is_so and telling.always:
        parts.append(str(sum(FACT_BITS[fact] for fact in telling.always)))
    return " + ".join(parts) if parts else "0::bigint"


def _has(model: type[models.Model], name: str) -> bool:
    return any(f.name == name for f in model._meta.get_fields())


def _column(model: type[models.Model], name: str) -> str:
    return "r." + _name(model._meta.get_field(name).column)  # type: ignore[union-attr]


def _name(name: str) -> str:
    return connection.ops.quote_name(name)


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
