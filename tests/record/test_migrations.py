"""What an installation gets by its migrations is what the tests of this house stand on."""

import os
import subprocess
import sys
from collections.abc import Iterator

import psycopg
import pytest

from keel.database.urls import with_database

NAME = "keel_by_migrations"
COLUMNS = """SELECT table_name, column_name, data_type, is_nullable, character_maximum_length
FROM information_schema.columns WHERE table_schema = 'public' ORDER BY 1, 2"""
RULES = """SELECT conrelid::regclass::text, contype, pg_get_constraintdef(oid) FROM pg_constraint
WHERE connamespace = 'public'::regnamespace AND contype IN ('c', 'u', 'f', 'p') ORDER BY 1, 2, 3"""
WALLS = "SELECT tablename, policyname, cmd, roles::text, qual, with_check FROM pg_policies ORDER BY 1, 2"
TRIGGERS = """SELECT tgrelid::regclass::text, regexp_replace(tgname, '_[0-9a-f]{5}$', '') FROM pg_trigger
WHERE NOT tgisinternal ORDER BY 1, 2"""


def _django(url: str, *words: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "DATABASE_URL": url, "KEEL_TEST_MIGRATIONS": "1"}
    return subprocess.run(
        [sys.executable, "-m", "django", *words], env=environment, capture_output=True, text=True, check=False
    )


@pytest.fixture(scope="module")
def migrated(database_server: str) -> Iterator[str]:
    """The address of a database that was migrated from nothing."""
    with psycopg.connect(database_server, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {NAME}")
        connection.execute(f"CREATE DATABASE {NAME} TEMPLATE template0")
        url = with_database(database_server, NAME)
        done = _django(url, "migrate", "--no-input", "--verbosity", "0")
        assert not done.returncode, done.stderr
        yield url
        connection.execute(f"DROP DATABASE {NAME} WITH (FORCE)")


def test_the_models_and_the_migrations_say_the_same(database_server: str) -> None:
    done = _django(database_server, "makemigrations", "--check", "--dry-run")
    assert not done.returncode, done.stdout + done.stderr


@pytest.mark.django_db
@pytest.mark.parametrize(
    "asked", [COLUMNS, RULES, WALLS, TRIGGERS], ids=["columns", "rules", "walls", "triggers"]
)
def test_a_migrated_database_is_as_those_of_the_tests(migrated: str, asked: str) -> None:
    from django.db import connection  # noqa: PLC0415 -- only this test needs the application

    with psycopg.connect(migrated) as other:
        by_migrations = set(other.execute(asked).fetchall())
    with connection.cursor() as cursor:
        cursor.execute(asked)
        by_models = set(cursor.fetchall())
    assert by_migrations == by_models
