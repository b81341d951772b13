"""``keel doctor``: what is wrong with an installation, and what to do."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import psycopg
import typer

import keel
from keel.cli.door import FOUND, READ
from keel.cli.keeping import LAST
from keel.cli.standing import Standing, data_folder, standing
from keel.database.checks import Answer, Check, State, fail, ok, run_checks, warn
from keel.database.machine_checks import embedded_checks, machine_checks
from keel.database.problem import DatabaseProblem
from keel.database.roles import Role, for_the_administrator
from keel.database.server_checks import server_checks
from keel.database.urls import Urls
from keel.report.wording import day_text
from keel.sign_in.council import from_environment

PACKAGE = Path(keel.__file__).parent
QUEUE_WAITS = timedelta(minutes=10)
BACKUP_EVERY = timedelta(days=2)  # one each night, and one may be missed
WAITING = """
SELECT count(*) FILTER (WHERE status = 'todo' AND coalesce(scheduled_at, since) < now() - %s),
       count(*) FILTER (WHERE status = 'failed' AND since > now() - interval '7 days')
FROM (SELECT j.*, (SELECT max(e.at) FROM procrastinate_events e WHERE e.job_id = j.id) AS since
      FROM procrastinate_jobs j) AS job"""
MARKS = {State.OK: "ok  ", State.WARN: "warn", State.FAIL: "FAIL"}


def run_doctor(*, as_json: bool) -> int:
    """Ask everything, say what was found, and fail where something does not work or is not safe."""
    found = []
    for check, answer in _all_answers():
        found.append({"key": check.key, "asks": check.asks, **vars(answer)})
        if not as_json:
            _say(check, answer)
    if as_json:
        typer.echo(json.dumps(found, indent=1))
    return FOUND if any(each["state"] is State.FAIL for each in found) else READ


def run_roles() -> None:
    """Print the SQL that sets up a real server."""
    typer.echo(for_the_administrator(), nl=False)


def _all_answers() -> Iterator[tuple[Check, Answer]]:
    lock = PACKAGE.parents[1] / "requirements.lock"
    static = PACKAGE / "web" / "static"
    yield from run_checks(machine_checks(static=static, lock=lock if lock.is_file() else None))
    try:
        if Urls.from_environment(os.environ) is None:
            yield from run_checks(embedded_checks(data_folder()))
        with standing(is_told=False) as place:
            yield from run_checks([*server_checks(place.urls), *application_checks(place)])
    except DatabaseProblem as problem:
        check = Check(
            "server.reachable", "Does the database answer?", partial(fail, str(problem), "See above.")
        )
        yield from run_checks([check])


def application_checks(place: Standing) -> tuple[Check, ...]:
    """The checks that need the application itself."""
    return (
        Check("application.tables", "Are the tables those of this Keel?", partial(_tables, place)),
        Check(
            "application.settings", "Does the application find its settings sound?", partial(_settings, place)
        ),
        Check("application.queue", "Is the work of the queue being done?", partial(_queue, place)),
        Check("application.backup", "Has a backup been made lately?", partial(_backed_up, place)),
        Check("sign_in.council", "Does the council's own sign-in take a second factor?", _second_factor),
    )


def _tables(place: Standing) -> Answer:
    said = _asked(place, Role.OWNER, "migrate", "--check", "--no-input")
    if said.returncode:
        return fail(
            "tables are missing or out of date", "Make a backup (keel backup), then run keel migrate."
        )
    return ok("up to date")


def _settings(place: Standing) -> Answer:
    said = _asked(place, Role.WEB, "check", "--fail-level", "ERROR")
    if said.returncode:
        return fail(said.stderr.strip().splitlines()[-1], "Put right what it names, then ask again.")
    return ok("no errors")


def _queue(place: Standing) -> Answer:
    with psycopg.connect(place.urls.url_for(Role.OWNER)) as connection:
        row = connection.execute(WAITING, [QUEUE_WAITS]).fetchone() or (0, 0)
    late, failed = row
    if late:
        start = "Start keel worker, or keel serve, which works the queue too; what it says tells the rest."
        return fail(f"{late} jobs have waited longer than {QUEUE_WAITS}", start)
    if failed:
        return warn(
            f"{failed} jobs have failed within a week", "The page of loads says which, and runs them again."
        )
    return ok("nothing waits")


def _backed_up(place: Standing) -> Answer:
    advice = "Make one each night: keel backup --passphrase-file FILE."
    try:
        last = datetime.fromisoformat((place.folder / LAST).read_text(encoding="ascii"))
    except (OSError, ValueError):
        return warn(
            "none has been made by keel backup",
            advice + " Made otherwise, prove it.",
        )
    if datetime.now(UTC) - last > BACKUP_EVERY:
        return warn(f"the last was made on {day_text(last.date())}", advice)
    return ok(f"the last was made on {day_text(last.date())}")


def _second_factor() -> Answer:
    council = from_environment(os.environ)
    if council is None:
        return ok("there is none; every account is Keel's own, and needs one")
    if council.trusts_all:
        return warn(
            "it is believed unasked (KEEL_OIDC_MFA=trusted)",
            "Have it say so in amr, or name the levels of acr or acrs that it gives (KEEL_OIDC_MFA=c1).",
        )
    return ok(f"its levels are {', '.join(council.levels)}" if council.levels else "it says so in amr")


def _asked(place: Standing, role: Role, *words: str) -> subprocess.CompletedProcess[str]:
    words = (sys.executable, "-m", "django", *words)
    return subprocess.run(
        words, env=place.environment(role), capture_output=True, text=True, check=False, **place.as_account()
    )


def _say(check: Check, answer: Answer) -> None:
    typer.echo(f"{MARKS[answer.state]}  {check.asks} {answer.found}")
    if answer.advice:
        typer.echo(f"      {answer.advice}")
