"""What ``keel doctor`` would say: each broken state is named, with what to do."""

from pathlib import Path

import psycopg
import pytest
from real_server import RealServer, packaged, running

from keel.database.checks import Answer, Check, State, run_checks
from keel.database.embedded import Server
from keel.database.machine_checks import embedded_checks, machine_checks
from keel.database.problem import DatabaseProblem
from keel.database.roles import Role
from keel.database.server_checks import powers, refuse_unsafe_server, server_checks
from keel.database.urls import Urls


def _answers(checks) -> dict[str, Answer]:
    return {check.key: answer for check, answer in run_checks(checks)}


def _wrong(answers: dict[str, Answer]) -> dict[str, State]:
    return {key: answer.state for key, answer in answers.items() if answer.state is not State.OK}


def test_a_server_that_was_set_up_as_it_should_be_has_nothing_wrong(either: RealServer):
    answers = _answers(server_checks(either.urls))
    assert _wrong(answers) == {}, answers
    assert len(answers) == 8


def test_keels_roles_have_no_powers_that_row_security_would_not_hold(either: RealServer):
    assert powers(either.urls.url_for(Role.WEB)) == []
    assert powers(either.urls.url_for(Role.WORKER)) == []
    assert powers(either.urls.url_for(Role.OWNER)) == ["owns the database"]
    for role in (Role.WEB, Role.WORKER, Role.BACKUP):
        with (
            psycopg.connect(either.urls.url_for(role)) as connection,
            pytest.raises(psycopg.errors.InsufficientPrivilege),
        ):
            connection.execute("CREATE TABLE mine (x int)")
    with (
        psycopg.connect(either.urls.url_for(Role.WEB)) as connection,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        connection.execute("SET ROLE keel_owner")


def test_a_web_process_with_the_owners_or_a_superusers_address_is_found_out(server: Server):
    for url, said in ((server.url_for(Role.OWNER), "owns the database"), (server.url, "is a superuser")):
        urls = Urls({**server.urls.by_role, Role.WEB: url})
        answers = _answers(server_checks(urls))
        assert _wrong(answers) == {"roles.keel_web": State.FAIL}
        assert said in answers["roles.keel_web"].found
        assert "DATABASE_URL_WEB" in answers["roles.keel_web"].advice


def test_a_backup_role_that_row_security_holds_is_found_out(server: Server):
    urls = Urls({**server.urls.by_role, Role.BACKUP: server.url_for(Role.WORKER)})
    assert _wrong(_answers(server_checks(urls))) == {"roles.keel_backup": State.FAIL}
    without = Urls({role: url for role, url in server.urls.by_role.items() if role is not Role.BACKUP})
    assert _wrong(_answers(server_checks(without))) == {"roles.keel_backup": State.WARN}


def test_a_server_that_may_forget_is_refused():
    programs = packaged()
    if programs is None:
        pytest.skip("no packaged PostgreSQL is installed on this machine (/usr/lib/postgresql)")
    with running(programs, fsync="off") as forgetful:
        with pytest.raises(DatabaseProblem, match="fsync=off"):
            refuse_unsafe_server(forgetful.urls.url_for(Role.WEB))
        assert _wrong(_answers(server_checks(forgetful.urls))) == {"server.durable": State.FAIL}


def test_a_safe_server_is_not_refused(either: RealServer):
    refuse_unsafe_server(either.urls.url_for(Role.WEB))


def test_a_server_that_is_not_there_fails_each_check_and_shows_no_password(server: Server):
    gone = {role: url.replace("run", "gone") for role, url in server.urls.by_role.items()}
    answers = _answers(server_checks(Urls(gone)))
    assert set(_wrong(answers).values()) == {State.FAIL}
    assert "DATABASE_URL" in answers["server.reachable"].advice
    for answer in answers.values():
        assert answer.advice
        for password in server.passwords.values():
            assert password not in answer.found


def test_a_check_that_breaks_has_failed_and_the_next_one_is_asked():
    def broken() -> Answer:
        raise ZeroDivisionError("of its own")

    def fine() -> Answer:
        return Answer(State.OK, "fine")

    answers = _answers([Check("a.broken", "?", broken), Check("b.fine", "?", fine)])
    assert answers["a.broken"].state is State.FAIL
    assert "ZeroDivisionError" in answers["a.broken"].found
    assert answers["b.fine"].state is State.OK


def test_the_machine_is_looked_at(server: Server, tmp_path: Path):
    lock = tmp_path / "requirements.lock"
    lock.write_text("psycopg==0.0.1 \\\n    --hash=sha256:aa\nnot-for-this-system==1.0\n", encoding="utf-8")
    answers = _answers(
        [*machine_checks(static=tmp_path / "static", lock=lock), *embedded_checks(server.folder)]
    )
    wrong = _wrong(answers)
    wrong.pop("embedded.disk", None)  # how full this machine's disk is says nothing about Keel
    assert wrong == {"machine.packages": State.WARN, "machine.static": State.FAIL}
    assert "psycopg" in answers["machine.packages"].found
    assert "not-for-this-system" not in answers["machine.packages"].found


def test_a_data_folder_open_to_others_is_found_out(tmp_path: Path):
    tmp_path.chmod(0o755)
    answers = _answers(embedded_checks(tmp_path))
    assert answers["embedded.folder"].state is State.FAIL
    assert "chmod 700" in answers["embedded.folder"].advice
