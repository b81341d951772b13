"""The second wall: what the database itself shows and takes, whatever the application asks of it."""

import hashlib
import re
from collections.abc import Iterable
from importlib.resources import files
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import connection, models

from keel.access import guards, helped, registering, tables, told
from keel.access.acts import Act
from keel.access.audit import BEGIN_CHAIN, COVERED
from keel.access.claims import TRANSACTION, key_halves
from keel.access.rules import (
    BY_ROLE,
    CELLS,
    DEPUTES,
    DEPUTISED,
    OF_THE_CHILD_ALONE,
    PARTNERS,
    REGISTERS,
    SOURCES,
    SPECIAL_INVOLVEMENTS,
    Answer,
)  # fmt: skip
from keel.database.problem import DatabaseProblem
from keel.database.roles import DATABASE, Role, for_the_administrator

WEB, WORKER = Role.WEB, Role.WORKER
FILES = ("standing", "asker", "walls", "partners", "register", "audit", "staff")
ADDED_TO_ONLY = ("access.AuditEntry",)
READ_ONLY = ("access.AuditHead",)
NOT_SEEN = ("access.WallKey",)
ASIDE, LONG = (
    "aside",
    500,
)  # how many records are too many to be kept as text; fewer cost less so than in a table
USER_MAY_CHANGE = ("password", "last_login")  # of her own account, through the pages of sign-in


def apply() -> None:
    """Make the functions, rights and policies as models and rules now stand. May be done again at any time."""
    with connection.cursor() as cursor:
        _need_roles(cursor)
        _keep_key(cursor)
        script = "\n".join(_script())
        mark = "walls " + hashlib.sha256((script + _tables_there(cursor)).encode()).hexdigest()
        if _stands(cursor, mark):
            _grant_again(cursor)
        else:
            cursor.execute(script)
            cursor.execute(f"COMMENT ON FUNCTION access_mine() IS '{mark}'")
        cursor.execute(BEGIN_CHAIN)


def found_from() -> list[str]:
    """The tables from which follows what is open to whom: those that the statements about standing read."""
    named = set(re.findall(r"\bpublic\.(\w+)", _read("standing")))
    return sorted(named & {model._meta.db_table for model in tables.all_models()})


def _script() -> Iterable[str]:
    yield from (_sql(name) for name in FILES)
    yield from _grants()
    yield from guards.policies(WEB, WORKER)
    for table in tables.case_tables():
        yield from _policies(table)
    yield from helped.policies(WEB)
    yield from told.policies(WEB)


def _tables_there(cursor: Any) -> str:
    """Tables of others too, whose rights are given with ours."""
    cursor.execute(
        "SELECT string_agg(relname, ' ' ORDER BY relname) FROM pg_class "
        "WHERE relkind IN ('r', 'p', 'S') AND relnamespace = 'public'::regnamespace"
    )
    return str(cursor.fetchone()[0])


def _stands(cursor: Any, mark: str) -> bool:
    cursor.execute("SELECT to_regprocedure('access_mine()') IS NOT NULL")
    if not cursor.fetchone()[0]:
        return False
    cursor.execute("SELECT obj_description('access_mine()'::regprocedure)")
    if cursor.fetchone()[0] != mark:
        return False
    return not without_policy(cursor)


def without_policy(cursor: Any) -> list[str]:
    """Case tables that stand in the database with no wall before them."""
    cursor.execute(
        "SELECT c.relname FROM pg_class c LEFT JOIN pg_policy p ON p.polrelid = c.oid AND p.polname = 'of_web' "
        "WHERE c.relkind IN ('r', 'p') AND c.relnamespace = 'public'::regnamespace AND c.relname = ANY(%s) "
        "AND (p.oid IS NULL OR NOT c.relrowsecurity OR NOT c.relforcerowsecurity)",
        [[table.name for table in tables.case_tables()]],
    )
    return sorted(name for (name,) in cursor.fetchall())


def _grant_again(cursor: Any) -> None:
    """A view that was made anew since has lost its rights."""
    cursor.execute(f"GRANT SELECT ON record_event TO {WEB}, {WORKER}")


def _need_roles(cursor: Any) -> None:
    cursor.execute("SELECT rolname FROM pg_roles WHERE rolname = ANY(%s)", [list(Role)])
    there = {name for (name,) in cursor.fetchall()}
    missing = [role for role in Role if role.value not in there]
    if not missing:
        return
    cursor.execute("SELECT rolsuper OR rolcreaterole FROM pg_roles WHERE rolname = current_user")
    if not cursor.fetchone()[0]:
        raise DatabaseProblem(
            f"The database has no roles {', '.join(missing)}, and this account may not make them. Ask whoever runs "
            f"the database to do this once:\n\n{for_the_administrator(DATABASE)}"
        )
    for role in missing:  # another test may make them at the same moment
        cursor.execute(
            f"DO $$ BEGIN CREATE ROLE {role} NOLOGIN; "
            "EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$"
        )


def _keep_key(cursor: Any) -> None:
    cursor.execute(
        "INSERT INTO access_wallkey (id, inner_half, outer_half) VALUES (1, %s, %s) ON CONFLICT (id) DO UPDATE "
        "SET inner_half = excluded.inner_half, outer_half = excluded.outer_half",
        [*key_halves()],
    )


def _grants() -> Iterable[str]:
    yield f"GRANT USAGE ON SCHEMA public TO {WEB}, {WORKER};"
    yield f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM PUBLIC, {WEB}, {WORKER};"
    yield f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {WEB}, {WORKER};"
    yield f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {WEB}, {WORKER};"
    for model in tables.all_models():
        label, name = model._meta.label, model._meta.db_table
        for role in (WEB, WORKER):
            if taken := _taken(model, label, role):
                yield f"REVOKE {taken} ON {name} FROM {role};"
    yield from told.grants(WEB)
    yield f"REVOKE UPDATE, DELETE ON access_user FROM {WEB};"
    yield f"GRANT UPDATE ({', '.join(USER_MAY_CHANGE)}) ON access_user TO {WEB};"
    yield from _of_staff()
    yield f"REVOKE INSERT, UPDATE, DELETE ON django_migrations FROM {WEB}, {WORKER};"


def _of_staff() -> Iterable[str]:
    """The web role writes all of a member of staff but who she is as a user: that would open her children's records."""
    worker = apps.get_model("workforce.Worker")._meta
    columns = ", ".join(field.column for field in worker.concrete_fields if field.name != "user")
    yield f"REVOKE INSERT, UPDATE ON {worker.db_table} FROM {WEB};"
    yield f"GRANT INSERT ({columns}), UPDATE ({columns}) ON {worker.db_table} TO {WEB};"


def _taken(model: type[models.Model], label: str, role: Role) -> str:
    """The rights that a role does not have on a table, of reading, adding, changing and deleting."""
    if label in NOT_SEEN:
        return "ALL"
    if label in READ_ONLY:
        return "INSERT, UPDATE, DELETE"
    if label in ADDED_TO_ONLY or tables.is_history(model):
        return "UPDATE, DELETE"
    if tables.keeps_history(model) and role is WEB:
        return "DELETE"
    return ""


def _policies(table: tables.CaseTable) -> Iterable[str]:
    name = table.name
    yield f"ALTER TABLE {name} ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;"
    for policy in ("of_owner", "of_web", "of_web_writing"):
        yield f"DROP POLICY IF EXISTS {policy} ON {name};"
    yield f"CREATE POLICY of_owner ON {name} TO CURRENT_USER, {WORKER} USING (true) WITH CHECK (true);"
    if table.written == table.seen:
        yield f"CREATE POLICY of_web ON {name} TO {WEB} USING ({table.seen}) WITH CHECK ({table.seen});"
        return
    yield f"CREATE POLICY of_web ON {name} FOR SELECT TO {WEB} USING ({table.seen});"
    yield f"CREATE POLICY of_web_writing ON {name} FOR INSERT TO {WEB} WITH CHECK ({table.written});"
    if not table.is_history:
        yield f"DROP POLICY IF EXISTS of_web_changing ON {name};"
        yield (
            f"CREATE POLICY of_web_changing ON {name} FOR UPDATE TO {WEB} "
            f"USING ({table.seen}) WITH CHECK ({table.written});"
        )


def _sql(name: str) -> str:
    text = _read(name)
    for place, value in _places().items():
        text = text.replace("{" + place + "}", value)
    return text


def _read(name: str) -> str:
    return (files("keel.access") / "sql" / f"{name}.sql").read_text(encoding="utf-8")


def _places() -> dict[str, str]:
    reads = [key for key, cell in CELLS.items() if key[0] is Act.CHILD_READ and cell.answer is Answer.YES]
    asks = [key[1] for key, cell in CELLS.items() if key[0] is Act.CHILD_READ and key[2] is None]
    helps = [key for key, cell in CELLS.items() if key[0] is Act.PARTNER_READ and cell.answer is Answer.YES]
    by_team = [source for source in SOURCES if source.by_team]
    own = [
        (source.role, source.relation, involved_as)
        for source in SOURCES
        if not source.by_team
        for involved_as in source.involved_as or (None,)
    ]
    return {
        "zone": settings.TIME_ZONE,
        "own": _rows(own),
        "team": _rows([(source.role, source.relation) for source in by_team]),
        "special": _list(SPECIAL_INVOLVEMENTS),
        "reads": _rows([(role, relation) for _, role, relation in reads]),
        "reads_by_team": _list(s.role for s in by_team if (Act.CHILD_READ, s.role, s.relation) in reads),
        "asks": _list(asks),
        "helps": _rows([(role, relation) for _, role, relation in helps]),
        "helpers": _list(role for _, role, _ in helps),
        "of_the_child_alone": _list(OF_THE_CHILD_ALONE),
        "registers": _list(REGISTERS),
        "tells": _list(BY_ROLE[Act.WORRY_TELL]),
        **registering.places(),
        "finds": _list(BY_ROLE[Act.CHILD_FIND]),
        "governs": _list(BY_ROLE[Act.AUDIT_READ]),
        "deputised": _list(DEPUTISED),
        "manages": _list(DEPUTES),
        "administers": _list(BY_ROLE[Act.USER_MANAGE]),
        "web": WEB,
        "aside": ASIDE,
        "long": str(LONG),
        "forgets": _list(found_from()),
        "transaction": TRANSACTION,
        "own_reads": _rows(
            [(role, as_) for role, relation, as_ in own if (Act.CHILD_READ, role, relation) in reads]
        ),
        "loads": _list(BY_ROLE[Act.LOAD_READ]),
        "helping": _list(PARTNERS),
        "hash": COVERED.replace("{row}", "NEW"),
    }


def _rows(rows: Iterable[tuple[str | None, ...]]) -> str:
    return ", ".join(f"({_list(row)})" for row in rows)


def _list(values: Iterable[str | None]) -> str:
    return ", ".join("NULL::text" if value is None else _text(value) for value in values)


def _text(value: str) -> str:
    return "'" + str(value).replace("'", "''") + "'::text"
