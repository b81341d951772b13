"""The second wall: what the database shows and takes, with the web role, whatever statement is sent."""

from datetime import timedelta
from typing import Any

import psycopg
import pytest
import worlds
from django.db import DatabaseError, connection, transaction
from django.utils import timezone
from rows import fill_every_table

from cast import FAMILIES, Cast
from keel.access import claims, queries, tables, walls
from keel.access.models import User
from keel.front_door.models import Contact
from keel.recording.models import Draft

OPEN_FAMILIES = {
    "worker": {"own", "restricted"},
    "team_manager": {"own", "restricted"},
    "other_worker": {"other"},
    "other_manager": {"other"},
    "service_manager": {"own", "other", "restricted"},
    "head_of_service": {"own", "other", "hidden", "nobodys"},
    "director": {"own", "other", "nobodys"},
    "chair": {"own"},
    "duty": {"own", "other", "nobodys"},
    "lawyer": {"own"},
    "auditor": {"own"},
    "business": {"own"},
    "front_door": set(),
    "front_door_manager": set(),
    "analyst": set(),
    "governance": set(),
    "administrator": set(),
    "chief_executive": set(),
    "partner": set(),
}
# Seen by those who may search, by those who read loads and by those who look after restrictions, as tables.py declares.
WIDER = tables.KNOWN | tables.PROTECTED_ROWS | tables.OF_LOADS | tables.GOVERNED | {"people.MergeMove"}
OF_NO_CHILD = "loading.LoadFinding"
HER_OWN = {
    "access.AuditEntry",
    "access.Opening",
}  # looks and openings of the administrator, who filled the tables


@pytest.fixture
def filled(cast: Cast) -> dict[str, dict[str, object]]:
    """A row in every table for the elder child of each family."""
    by = cast["administrator"]
    return {key: fill_every_table(*cast.families[key].children, by) for key in FAMILIES}


def shown(table: tables.CaseTable, keys: set[object]) -> set[object]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {table.model._meta.pk.column} FROM {table.name}")
        return {key for (key,) in cursor.fetchall()} & keys


@pytest.mark.django_db
def test_every_table_is_walled_or_declared_plain() -> None:
    assert tables.undeclared() == []
    with connection.cursor() as cursor:
        assert walls.without_policy(cursor) == []


@pytest.mark.django_db
def test_a_case_table_without_a_policy_is_found_and_put_right() -> None:
    with connection.cursor() as cursor:
        cursor.execute("DROP POLICY of_web ON care_placement")
        assert walls.without_policy(cursor) == ["care_placement"]
        walls.apply()
        assert walls.without_policy(cursor) == []


@pytest.mark.django_db
def test_nobody_sees_no_row_of_any_case_table(filled: dict[str, dict[str, object]]) -> None:
    everything = list(tables.case_tables())
    assert len(everything) > 100
    for table in everything:
        assert shown(table, {rows[table.name] for rows in filled.values()}), f"{table.name} was not filled"
    with worlds.as_web(None):
        for table in everything:
            with connection.cursor() as cursor:
                cursor.execute(f"SELECT count(*) FROM {table.name}")
                assert cursor.fetchone() == (0,), table.name


@pytest.mark.django_db
def test_each_sees_the_rows_of_the_families_open_to_her_and_no_others(
    cast: Cast, filled: dict[str, dict[str, object]]
) -> None:
    looser = WIDER | tables.OF_WORKERS | tables.OF_WHOEVER_WRITES
    strict = [t for t in tables.case_tables() if tables.label_of(t.model) not in looser]
    assert len(strict) > 100
    for key, families in OPEN_FAMILIES.items():
        with worlds.as_web(cast[key]):
            for table in strict:
                expected = {filled[family][table.name] for family in families}
                found = shown(table, {rows[table.name] for rows in filled.values()})
                assert found == expected, (key, table.name)


@pytest.mark.django_db
def test_no_row_of_a_closed_family_is_shown_even_to_whoever_searches_or_audits(
    cast: Cast, filled: dict[str, dict[str, object]]
) -> None:
    for key, families in OPEN_FAMILIES.items():
        with worlds.as_web(cast[key]):
            for table in tables.case_tables():
                label = tables.label_of(table.model)
                if label == OF_NO_CHILD or (key == "administrator" and label in HER_OWN):
                    continue
                governs = key == "governance" and label in tables.GOVERNED
                closed = {"excluded", "hidden"} | (set() if governs else {"restricted"})
                found = shown(table, {filled[family][table.name] for family in closed - families})
                assert not found, (key, table.name)


@pytest.mark.django_db
def test_what_somebody_has_not_finished_writing_is_seen_by_nobody_else(cast: Cast) -> None:
    child = cast.families["own"].child
    drafts = {key: Draft.objects.create(child=child, user=cast[key], page="a") for key in ("worker", "chair")}
    for key in ("worker", "chair", "team_manager", "other_worker"):
        with worlds.as_web(cast[key]):
            assert set(Draft.objects.all()) == {draft for owner, draft in drafts.items() if owner == key}


@pytest.mark.django_db
def test_a_protected_address_is_seen_only_where_the_record_is_open(cast: Cast) -> None:
    child = cast.families["other"].child
    plain = child.addresses.create(lines="1 Quay Row")
    safe = child.addresses.create(lines="2 Hidden Lane", is_protected=True)
    table = next(t for t in tables.case_tables() if t.model._meta.label == "people.Address")
    for key, expected in (
        ("worker", {plain.pk}),
        ("other_worker", {plain.pk, safe.pk}),
        ("administrator", set()),
    ):
        with worlds.as_web(cast[key]):
            assert shown(table, {plain.pk, safe.pk}) == expected, key


def refused(statement: str, *values: object, match: str = "row-level security") -> None:
    with pytest.raises(DatabaseError, match=match), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, list(values))


def forgeries(cast: Cast) -> dict[str, str]:
    real = claims.claim_for(cast["director"].pk, worlds.this_transaction())
    user, process, began, step_up, signature = real.split(".")
    earlier = claims.claim_for(cast["director"].pk, f"{process}.{int(began) - 1}")
    return {
        "another user": f"{cast['service_manager'].pk}.{process}.{began}.{step_up}.{signature}",
        "of an earlier transaction": earlier,
        "of another process": claims.claim_for(cast["director"].pk, f"{int(process) + 1}.{began}"),
        "an earlier transaction's moved to this one": f"{user}.{process}.{began}.0.{earlier.split('.')[-1]}",
        "a step-up": f"{user}.{process}.{began}.1.{signature}",
        "no signature": f"{user}.{process}.{began}.{step_up}.",
        "another signature": f"{user}.{process}.{began}.{step_up}.{'0' * 64}",
        "a bare number": user,
        "words": "' OR true --",
        "nothing": "....",
    }


@pytest.mark.django_db
def test_a_claim_that_is_not_good_is_an_error_and_never_an_empty_list(cast: Cast) -> None:
    for claim in forgeries(cast).values():
        for table in ("workforce_involvement", "people_person", "access_restriction"):
            with worlds.as_web(None, claim=claim):
                refused(f"SELECT count(*) FROM {table}", match="Who asks is not known")


REFUSED = (
    "UPDATE access_auditentry SET code = 'x'",
    "DELETE FROM access_auditentry",
    "TRUNCATE access_auditentry",
    "UPDATE access_audithead SET sequence = 0",
    "SELECT * FROM access_wallkey",
    "UPDATE people_personevent SET sex = 'M'",
    "DELETE FROM people_personevent",
    "TRUNCATE workforce_involvementevent",
    "DELETE FROM workforce_involvement",
    "DELETE FROM people_person",
    "INSERT INTO access_roleheld (user_id, role, from_on) SELECT id, 'director', now() FROM access_user LIMIT 1",
    "UPDATE access_user SET is_active = true",
    "ALTER TABLE people_person DISABLE ROW LEVEL SECURITY",
    "CREATE TABLE mine (id int)",
)


@pytest.mark.django_db
@pytest.mark.parametrize("statement", REFUSED)
def test_what_the_web_role_may_not_do(cast: Cast, statement: str) -> None:
    with worlds.as_web(cast["director"]):
        refused(statement, match=r"permission denied|must be owner|row-level security")


@pytest.mark.django_db
def test_the_web_role_has_no_powers() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT rolsuper, rolbypassrls, rolcreaterole FROM pg_roles WHERE rolname = 'keel_web'"
        )
        assert cursor.fetchone() == (False, False, False)


@pytest.mark.django_db
def test_an_opening_is_made_for_oneself_only_and_a_step_up_cannot_be_claimed(cast: Cast) -> None:
    insert = (
        "INSERT INTO access_opening (user_id, person_id, purpose, reason, has_stepped_up, until, outcome, review_note)"
        " VALUES (%s, %s, 'cover', 'a made up reason', %s, now() + interval '1 hour', '', '')"
    )
    child = cast.families["nobodys"].child.pk
    for key, stepped_up in (("other_worker", False), ("worker", True)):
        with worlds.as_web(cast["worker"]):
            refused(insert, cast[key].pk, child, stepped_up)
    with worlds.as_web(cast["worker"], has_stepped_up=True), connection.cursor() as cursor:
        cursor.execute(insert, [cast["worker"].pk, child, True])


@pytest.mark.django_db
def test_a_row_cannot_be_written_about_a_child_who_is_closed(cast: Cast) -> None:
    insert = (
        "INSERT INTO people_alert (person_id, kind, text, closing_reason, source_key, entered_at) "
        "VALUES (%s, 'x', '', '', '', now())"
    )
    for family in ("other", "hidden", "excluded"):
        with worlds.as_web(cast["worker"]):
            refused(insert, cast.families[family].child.pk)


@pytest.mark.django_db
def test_everything_is_gone_with_the_next_statement(cast: Cast) -> None:
    today = timezone.localdate()
    Contact.objects.create(child=cast.families["own"].child)

    def sees(user: User) -> int:
        with worlds.as_web(user), connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM front_door_contact")
            return cursor.fetchone()[0]

    for change in (
        lambda: cast["worker"].roles_held.update(to_on=today),
        lambda: User.objects.filter(pk=cast["worker"].pk).update(left_on=today),
        lambda: User.objects.filter(pk=cast["worker"].pk).update(is_active=False),
        lambda: cast.workers["worker"].involvements.update(ended_on=today),
        lambda: cast.workers["worker"].involvements.update(ended_on=today - timedelta(400)),
    ):
        save = transaction.savepoint()
        assert sees(cast["worker"]) > 0
        change()
        assert sees(cast["worker"]) == 0
        transaction.savepoint_rollback(save)


KEPT = ("mine", "children", "about")  # what is found once for a transaction


def count(statement: str) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchone()[0]


def row(statement: str) -> tuple[Any, ...]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return tuple(cursor.fetchone())


def run(*statements: str) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


@pytest.mark.django_db
def test_what_was_found_open_cannot_be_added_to_by_whoever_asks(cast: Cast) -> None:
    Contact.objects.create(child=cast.families["own"].child)
    Contact.objects.create(child=cast.families["other"].child)
    contacts = "SELECT count(*) FROM front_door_contact"
    other = cast.families["other"].child.pk.hex
    with worlds.as_web(cast["worker"]):
        assert count(contacts) == 1
        kept = count("SELECT current_setting('keel.children')")
        assert cast.families["own"].child.pk.hex in kept
        put_in = f"{kept},{other}"
        for forged in (put_in, "0" * 64 + put_in[64:], other):
            count(f"SELECT set_config('keel.children', '{forged}', true)")
            assert count(contacts) == 1
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
            count(f"SELECT access_signed('{put_in}')")
        for refused_to_her in (
            "access_kept('children')",
            "access_noted_kept()",
            f"access_note_open('{{{other}}}')",
        ):
            with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
                count(f"SELECT {refused_to_her}")
        for forged in (f"{{{other}}}", f"{kept[:64]}{{{other}}}", "0" * 64 + f"{{{other}}}"):
            count(f"SELECT set_config('keel.about', '{forged}', true)")
            assert count(contacts) == 1
    with worlds.as_web(cast["other_worker"]):
        count(f"SELECT set_config('keel.children', '{kept}', true)")
        assert count(contacts) == 1  # of the other family: what was found for one user is not another's
    for name in ("access_signed(text)", "access_transaction()"):
        assert count(f"SELECT has_function_privilege('keel_web', '{name}', 'execute')") is (
            "signed" not in name
        )


@pytest.mark.django_db
def test_what_one_transaction_was_told_is_worth_nothing_in_the_next_on_the_same_connection() -> None:
    def asked(statement: str, *values: str) -> Any:
        return other.execute(statement, values).fetchone()[0]

    def begins(claim: str = "", mine: str = "") -> None:
        other.execute("SET LOCAL ROLE keel_web")
        claim = claim or claims.claim_for(1, asked(f"SELECT {claims.TRANSACTION}"))
        asked("SELECT set_config('keel.claim', %s, true) || set_config('keel.mine', %s, true)", claim, mine)

    with worlds.another_connection() as other:
        with other.transaction():
            begins()
            asked("SELECT count(*) FROM access_mine()")
            claim, mine = (asked(f"SELECT current_setting('{name}')") for name in ("keel.claim", "keel.mine"))
        for name in ("keel.claim", "keel.mine"):
            assert not asked(f"SELECT current_setting('{name}', true)"), "there for whoever comes next"
        with other.transaction(force_rollback=True):
            begins(claim)
            with pytest.raises(psycopg.Error, match="Who asks is not known"):
                asked("SELECT access_asker()")
        with other.transaction():
            begins(mine=mine)
            asked("SELECT count(*) FROM access_mine()")
            assert asked("SELECT current_setting('keel.mine')") != mine


@pytest.mark.django_db
def test_a_list_notes_no_child_who_is_not_open(cast: Cast) -> None:
    own, other = (cast.families[name].child.pk for name in ("own", "other"))
    for child in (own, other):
        Contact.objects.create(child_id=child)
    for who, open_to_her in (("worker", [own]), ("director", [own, other])):
        with worlds.as_web(cast[who]):
            queries.note([own, other])
            noted = row("SELECT array_agg(a) FROM access_noted() a")[0]
            assert set(noted) == set(open_to_her), who
            assert count("SELECT count(*) FROM front_door_contact") == len(open_to_her)


@pytest.mark.django_db
def test_what_was_found_open_is_forgotten_when_anything_changes_that_it_was_found_from(cast: Cast) -> None:
    assert {"workforce_involvement", "access_exclusion", "people_relationship"} < set(walls.found_from())
    for table in walls.found_from():
        for change in (f"UPDATE {table} SET id = id", f"DELETE FROM {table} WHERE false"):
            with worlds.as_web(cast["worker"]):
                found = "SELECT " + ", ".join(f"current_setting('keel.{kept}')" for kept in KEPT)
                count("SELECT count(*) FROM workforce_involvement, access_my_children()")
                count(f"SELECT access_standing({cast['worker'].pk}, '{cast.families['own'].child.pk}')::text")
                assert all(row(found)), table
                run("SET LOCAL ROLE NONE", change)
                assert not any(row(found)), table


@pytest.mark.django_db
def test_a_change_is_seen_by_the_next_statement_and_so_is_its_undoing(cast: Cast) -> None:
    Contact.objects.create(child=cast.families["own"].child)
    contacts = "SELECT count(*) FROM front_door_contact"
    with worlds.as_web(cast["worker"]):
        assert count(contacts) == 1
        save = transaction.savepoint()
        cast.workers["worker"].involvements.update(ended_on=timezone.localdate())
        assert count(contacts) == 0
        transaction.savepoint_rollback(save)
        assert count(contacts) == 1


@pytest.mark.django_db
def test_an_administrator_gives_roles_to_others_after_a_step_up_and_never_to_herself(cast: Cast) -> None:
    insert = "INSERT INTO access_roleheld (user_id, role, from_on) VALUES (%s, 'director', now())"
    with worlds.as_web(cast["administrator"]):
        refused(insert, cast["worker"].pk)
    with worlds.as_web(cast["administrator"], has_stepped_up=True):
        refused(insert, cast["administrator"].pk)
        with connection.cursor() as cursor:
            cursor.execute(insert, [cast["worker"].pk])
    with worlds.as_web(cast["director"], has_stepped_up=True):
        refused(insert, cast["worker"].pk)
        refused("SELECT access_user_left(%s)", cast["worker"].pk, match="Only whoever administers")


HARMLESS = {
    "access_held", "access_reads_all", "access_finds", "access_user_left", "access_user_is", "access_for_herself",
    "access_may_depute",
}  # fmt: skip


@pytest.mark.django_db
def test_the_web_role_asks_for_nobody_but_whoever_the_claim_names(cast: Cast) -> None:
    """Words slipped into a statement must not list the records that are open, or closed, to the director."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT proname, pronargs, proargtypes::oid[] FROM pg_proc WHERE proname LIKE 'access\\_%%' "
            "AND pronargs > 0 AND proargtypes[0] = 'bigint'::regtype ORDER BY 1"
        )
        functions = [(name, types) for name, _, types in cursor.fetchall() if name not in HARMLESS]
    assert {"access_open", "access_closed", "access_standing"} <= {name for name, _ in functions}
    with worlds.as_web(cast["worker"]):
        for name, types in functions:
            given = [
                str(cast["director"].pk),
                *("NULL::uuid" if one == 2950 else "NULL" for one in types[1:]),
            ]
            refused(
                f"SELECT * FROM {name}({', '.join(given)})", match="Nobody asks for another|permission denied"
            )
        own = count(f"SELECT count(*) FROM access_open_to({cast['worker'].pk})")
    assert own > 0
