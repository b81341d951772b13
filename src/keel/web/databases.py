"""The database as Django wants it, from ``DATABASE_URL``."""

import os
from typing import Any

from keel.database.urls import django_settings

NO_DATABASE = "DATABASE_URL is not set: start Keel by its own commands"  # a name that no server has


def database_settings() -> dict[str, dict[str, Any]]:
    """The one database, for the role that this process works as. Blank settings say so when first used."""
    url = os.environ.get("DATABASE_URL")
    return {
        "default": from_url(url) if url else {"ENGINE": "django.db.backends.postgresql", "NAME": NO_DATABASE}
    }


def from_url(url: str) -> dict[str, Any]:
    """A postgresql:// address as Django's settings."""
    test = {"NAME": os.environ["KEEL_TEST_DATABASE"]} if "KEEL_TEST_DATABASE" in os.environ else {}
    return django_settings(url, CONN_MAX_AGE=600, CONN_HEALTH_CHECKS=True, TEST=test)
