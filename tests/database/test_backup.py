"""A backup is worth what its restore is worth: whole or refused, never half, never over a record."""

import json
import shutil
import threading
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import psycopg
import pytest
from real_server import RealServer

from keel.database import backup, roles
from keel.database.archive import DUMP, MANIFEST, Archive
from keel.database.embedded import Server
from keel.database.problem import DatabaseProblem
from keel.database.roles import Role
from keel.database.urls import with_database

PASSPHRASE = "seven grey herons wade upstream"
CANARY = "Canary-Wren-on-a-wire"
RECORD = f"""
    CREATE TABLE child (id int PRIMARY KEY, name text NOT NULL);
    CREATE TABLE visit (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, child int REFERENCES child, note text);
    CREATE FUNCTION no_past() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'the past is kept'; END $$;
    CREATE TRIGGER no_past BEFORE UPDATE OR DELETE ON visit FOR EACH ROW EXECUTE FUNCTION no_past();
    INSERT INTO child SELECT n, 'Child ' || n FROM generate_series(1, 200) n;
    INSERT INTO visit (child, note) SELECT 1 + n % 200, '{CANARY} ' || n FROM generate_series(1, 5000) n;
    ALTER TABLE child ENABLE ROW LEVEL SECURITY; ALTER TABLE child FORCE ROW LEVEL SECURITY;
    ALTER TABLE visit ENABLE ROW LEVEL SECURITY; ALTER TABLE visit FORCE ROW LEVEL SECURITY;
    CREATE POLICY own ON child USING (current_setting('keel.claim', true) = 'signed');
    GRANT SELECT ON child, visit TO keel_web;
"""


@pytest.fixture
def record(either: RealServer) -> Iterator[RealServer]:
    """A small record with row security forced on it, as the real one has."""
    with psycopg.connect(either.urls.url_for(Role.OWNER), autocommit=True) as connection:
        connection.execute(RECORD)
        yield either
        connection.execute("DROP TABLE visit, child; DROP FUNCTION no_past")


@pytest.fixture
def backed_up(record: RealServer, tmp_path: Path) -> Path:
    """A backup of that record."""
    out = tmp_path / "record.keel"
    backup.back_up(record.urls.url_for(Role.BACKUP), out, keel_version="0.1")
    return out


def _restore(archive: Path, record: RealServer, database: str, **more: str) -> backup.Restored:
    """As on a real server: by the owner, and counted by the role for backups."""
    owner, reader = (with_database(record.urls.url_for(role), database) for role in (Role.OWNER, Role.BACKUP))
    return backup.restore(archive, owner, reading_url=reader, **more)


def _question(url: str, question: str) -> list[tuple]:
    with psycopg.connect(url) as connection:
        return connection.execute(question).fetchall()


def test_what_comes_back_is_what_was_backed_up(record: RealServer, backed_up: Path, empty_database: str):
    restored = _restore(backed_up, record, empty_database)
    assert restored.wrong == ()
    assert restored.manifest.rows == {"public.child": 200, "public.visit": 5000}
    everything = "SELECT md5(string_agg(t::text, '|' ORDER BY id)) FROM visit t"
    original, copy = record.url, with_database(record.url, empty_database)
    assert _question(copy, everything) == _question(original, everything)
    web = with_database(record.urls.url_for(Role.WEB), empty_database)
    assert _question(web, "SELECT count(*) FROM child") == [(0,)], "row security did not come back"
    with (
        psycopg.connect(copy) as connection,
        pytest.raises(psycopg.errors.RaiseException, match="the past is kept"),
    ):
        connection.execute("DELETE FROM visit")


def test_a_restored_copy_knows_that_it_is_one_until_a_person_arms_it(
    record: RealServer, backed_up: Path, empty_database: str
):
    _restore(backed_up, record, empty_database)
    web = with_database(record.urls.url_for(Role.WEB), empty_database)
    with psycopg.connect(web) as connection, psycopg.connect(record.urls.url_for(Role.WEB)) as original:
        assert backup.restored_at(connection)
        assert backup.restored_at(original) is None
    owner = with_database(record.urls.url_for(Role.OWNER), empty_database)
    with psycopg.connect(owner, autocommit=True) as connection:
        backup.arm(connection)
    with psycopg.connect(web) as connection:
        assert backup.restored_at(connection) is None


def test_nothing_is_restored_over_a_record(record: RealServer, backed_up: Path):
    with pytest.raises(DatabaseProblem, match="is not empty"):
        _restore(backed_up, record, roles.DATABASE)
    assert _question(record.url, "SELECT count(*) FROM visit") == [(5000,)]


def test_a_backup_is_of_one_moment_while_people_go_on_working(
    record: RealServer, tmp_path: Path, empty_database: str
):
    done = threading.Event()

    def work() -> None:
        with psycopg.connect(record.url, autocommit=True) as connection:
            while not done.is_set():
                connection.execute("INSERT INTO visit (child, note) VALUES (1, 'meanwhile')")

    worker = threading.Thread(target=work)
    worker.start()
    try:
        out = tmp_path / "moment.keel"
        manifest = backup.back_up(record.urls.url_for(Role.BACKUP), out, keel_version="0.1")
    finally:
        done.set()
        worker.join()
    assert _question(record.url, "SELECT count(*) FROM visit")[0][0] > manifest.rows["public.visit"]
    assert _restore(out, record, empty_database).wrong == ()


def test_a_role_that_row_security_holds_cannot_make_a_backup_with_rows_left_out(
    record: RealServer, tmp_path: Path
):
    out = tmp_path / "owner.keel"
    with pytest.raises(DatabaseProblem, match="does not see past row security"):
        backup.back_up(record.urls.url_for(Role.OWNER), out, keel_version="0.1")
    assert list(tmp_path.iterdir()) == []


def test_a_backup_is_never_written_over_another(record: RealServer, backed_up: Path):
    before = backed_up.read_bytes()
    with pytest.raises(DatabaseProblem, match="is there already"):
        backup.back_up(record.urls.url_for(Role.BACKUP), backed_up, keel_version="0.1")
    assert backed_up.read_bytes() == before


def test_a_backup_that_the_database_refuses_leaves_no_file(record: RealServer, tmp_path: Path):
    impatient = record.urls.url_for(Role.BACKUP) + "&options=-c%20lock_timeout%3D100"
    with psycopg.connect(record.url) as connection:
        connection.execute("LOCK TABLE visit IN ACCESS EXCLUSIVE MODE")
        with pytest.raises(DatabaseProblem, match="lock timeout"):
            backup.back_up(impatient, tmp_path / "failed.keel", keel_version="0.1")
    assert list(tmp_path.iterdir()) == []


def test_a_disk_that_fills_up_leaves_no_file_that_looks_like_a_backup(record: RealServer, tmp_path: Path):
    import resource  # noqa: PLC0415 - not on Windows

    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (10_000, hard))
    try:
        with pytest.raises(DatabaseProblem, match="could not be written: File too large"):
            backup.back_up(record.urls.url_for(Role.BACKUP), tmp_path / "full.keel", keel_version="0.1")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("passphrase", "places"), [(None, 40), (PASSPHRASE, 6)])
def test_a_damaged_backup_is_refused_wherever_the_damage_is(
    server: Server, tmp_path: Path, passphrase: str | None, places: int
):
    out = tmp_path / "whole.keel"
    with psycopg.connect(server.url_for(Role.OWNER), autocommit=True) as connection:
        connection.execute("CREATE TABLE child (name text)")
        backup.back_up(server.url, out, keel_version="0.1", passphrase=passphrase)
        connection.execute("DROP TABLE child")
    whole, damaged = out.read_bytes(), tmp_path / "damaged.keel"
    manifest = Archive.opened(out, passphrase).manifest
    for place in range(0, len(whole), len(whole) // places):
        damaged.write_bytes(whole[:place] + bytes([whole[place] ^ 0x55]) + whole[place + 1 :])
        found = _opened(damaged, passphrase)
        assert found in (None, manifest), f"damage at byte {place} went unnoticed"
        damaged.write_bytes(whole[:place])
        assert _opened(damaged, passphrase) is None, f"cut off at byte {place}"


def _opened(archive: Path, passphrase: str | None):
    """The manifest of a backup; None where it was refused in words."""
    try:
        return Archive.opened(archive, passphrase).manifest
    except DatabaseProblem:
        return None


def test_an_encrypted_backup_tells_nothing_without_its_passphrase(
    record: RealServer, tmp_path: Path, empty_database: str
):
    out = tmp_path / "sealed.keel"
    backup.back_up(record.urls.url_for(Role.BACKUP), out, keel_version="0.1", passphrase=PASSPHRASE)
    with zipfile.ZipFile(out) as archive:
        assert DUMP not in archive.namelist()
        assert not any(archive.read(name).startswith(b"PGDMP") for name in archive.namelist())
    for wrong in (None, "", "seven grey herons wade upstrea", PASSPHRASE.upper()):
        with pytest.raises(DatabaseProblem, match="passphrase"):
            Archive.opened(out, wrong)
    assert _restore(out, record, empty_database, passphrase=PASSPHRASE).wrong == ()


def test_a_sealed_manifest_cannot_be_changed(server: Server, tmp_path: Path):
    out = tmp_path / "sealed.keel"
    backup.back_up(server.url, out, keel_version="0.1", passphrase=PASSPHRASE)
    _rewrite_manifest(out, rows={"public.visit": 4999})
    with pytest.raises(DatabaseProblem, match="altered"):
        Archive.opened(out, PASSPHRASE)


def test_a_short_passphrase_is_refused_before_anything_is_written(server: Server, tmp_path: Path):
    with pytest.raises(DatabaseProblem, match="shorter"):
        backup.back_up(server.url, tmp_path / "short.keel", keel_version="0.1", passphrase="herons")
    assert list(tmp_path.iterdir()) == []


def test_rows_that_did_not_come_back_are_named(record: RealServer, backed_up: Path, empty_database: str):
    _rewrite_manifest(backed_up, rows={"public.child": 200, "public.visit": 5001, "public.review": 3})
    restored = _restore(backed_up, record, empty_database)
    assert restored.wrong == (
        "public.review: 3 rows were backed up and 0 came back",
        "public.visit: 5001 rows were backed up and 5000 came back",
    )


def test_what_the_audit_chain_says_counts_as_wrong(record: RealServer, tmp_path: Path, empty_database: str):
    out = tmp_path / "chained.keel"
    url = record.urls.url_for(Role.BACKUP)
    backup.back_up(url, out, keel_version="0.1", audit_head=lambda _: "f00d")
    heads = []

    def verify(connection: psycopg.Connection, manifest: backup.Manifest) -> list[str]:
        heads.append(manifest.audit_head)
        return ["row 7 of the audit chain was changed"]

    restored = _restore(out, record, empty_database, verify_audit=verify)
    assert restored.wrong == ("row 7 of the audit chain was changed",)
    assert heads == ["f00d"]


def test_a_restore_that_fails_half_way_leaves_the_place_empty(
    record: RealServer, backed_up: Path, empty_database: str, tmp_path: Path
):
    found = Archive.opened(backed_up)
    dump = b"".join(found.dump())
    short = tmp_path / "short.keel"
    _rewrite_dump(backed_up, short, dump[: len(dump) * 2 // 3])
    with pytest.raises(DatabaseProblem, match="pg_restore failed"):
        _restore(short, record, empty_database)
    assert _question(with_database(record.url, empty_database), "SELECT to_regclass('child')") == [(None,)]
    assert _restore(backed_up, record, empty_database).wrong == (), "it cannot be tried again"


def test_a_backup_goes_into_a_newer_server_but_not_into_an_older_one(
    server: Server, real: RealServer, tmp_path: Path
):
    if real.version >= server.programs.version:
        pytest.skip("the packaged PostgreSQL is not older than the embedded one")
    older, newer = RealServer(real.url, real.urls, real.version), RealServer(server.url, server.urls, 0)
    for source, target, fits in ((older, newer, True), (newer, older, False)):
        out = tmp_path / f"{fits}.keel"
        with psycopg.connect(source.urls.url_for(Role.OWNER), autocommit=True) as connection:
            connection.execute(RECORD)
            backup.back_up(source.urls.url_for(Role.BACKUP), out, keel_version="0.1")
            connection.execute("DROP TABLE visit, child; DROP FUNCTION no_past")
        with psycopg.connect(target.url, autocommit=True) as connection:
            roles.make_database(connection, "moved")
            try:
                if fits:
                    assert _restore(out, target, "moved").wrong == ()
                else:
                    with pytest.raises(DatabaseProblem, match="or newer"):
                        _restore(out, target, "moved")
            finally:
                connection.execute("DROP DATABASE moved WITH (FORCE)")


def test_any_other_file_is_refused_in_words(server: Server, tmp_path: Path):
    words = tmp_path / "words.keel"
    words.write_text("not a backup", encoding="utf-8")
    other = tmp_path / "other.keel"
    with zipfile.ZipFile(other, "w") as archive:
        archive.writestr("letter.txt", "dear")
    odd = tmp_path / "odd.keel"
    with zipfile.ZipFile(odd, "w") as archive:
        archive.writestr(MANIFEST, json.dumps({"form": 99}))
    for file in (words, other, odd, tmp_path / "nothing.keel", tmp_path):
        with pytest.raises(DatabaseProblem, match=file.name.replace(".", r"\.")):
            Archive.opened(file)


def _rewrite_manifest(archive: Path, **changes: object) -> None:
    with zipfile.ZipFile(archive) as whole:
        entries = {name: whole.read(name) for name in whole.namelist()}
    entries[MANIFEST] = json.dumps({**json.loads(entries[MANIFEST]), **changes}).encode()
    with zipfile.ZipFile(archive, "w") as changed:
        for name, content in entries.items():
            changed.writestr(name, content)


def _rewrite_dump(archive: Path, out: Path, dump: bytes) -> None:
    """A backup whose manifest agrees with a dump that PostgreSQL itself cannot read to the end."""
    import hashlib  # noqa: PLC0415

    shutil.copy(archive, out)
    manifest = replace(Archive.opened(archive).manifest, sha256=hashlib.sha256(dump).hexdigest())
    with zipfile.ZipFile(out, "w") as changed:
        changed.writestr(DUMP, dump)
        changed.writestr(MANIFEST, manifest.text())
