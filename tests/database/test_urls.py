"""Addresses: every odd character of a password arrives, and no process ends up with the owner's powers by default."""

import pytest

from keel.database.problem import DatabaseProblem
from keel.database.roles import Role
from keel.database.urls import VARIABLES, Urls, django_settings, make_url, without_password

ODD = "p@ss:w/ord%20 ?&#'\"é"


def _complete(**changes: str) -> dict[str, str]:
    urls = {
        name: f"postgresql://{role}:pw@db.example:5433/keel?sslmode=verify-full"
        for role, name in VARIABLES.items()
    }
    return {**urls, **changes}


def test_no_address_in_the_environment_means_the_embedded_server():
    assert Urls.from_environment({}) is None
    assert Urls.from_environment({"DATABASE_URL": ""}) is None


@pytest.mark.parametrize("missing", ["DATABASE_URL", "DATABASE_URL_WEB", "DATABASE_URL_WORKER"])
def test_the_web_process_never_falls_back_to_the_owners_address(missing: str):
    with pytest.raises(DatabaseProblem, match=missing):
        Urls.from_environment(_complete(**{missing: ""}))


def test_a_missing_backup_address_is_only_missed_when_a_backup_is_made():
    urls = Urls.from_environment(_complete(DATABASE_URL_BACKUP=""))
    assert urls is not None
    with pytest.raises(DatabaseProblem, match="DATABASE_URL_BACKUP is not set"):
        urls.url_for(Role.BACKUP)


def test_django_gets_every_part_of_an_address():
    urls = Urls.from_environment(_complete())
    assert urls is not None
    assert django_settings(urls.url_for(Role.WEB), CONN_MAX_AGE=0) == {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": "keel",
        "USER": "keel_web",
        "PASSWORD": "pw",
        "HOST": "db.example",
        "PORT": "5433",
        "OPTIONS": {"sslmode": "verify-full"},
        "CONN_MAX_AGE": 0,
    }


def test_odd_passwords_and_socket_folders_arrive_as_they_are():
    url = make_url(user="keel_web", password=ODD, host="/srv/keel data/été/run", dbname="keel", port="5432")
    settings = django_settings(url)
    assert (settings["PASSWORD"], settings["HOST"]) == (ODD, "/srv/keel data/été/run")


@pytest.mark.parametrize(
    "wrong", ["mysql://keel:secret@db/keel", "secret", "postgresql://keel:secret@db/%zz", "postgresql://"]
)
def test_a_wrong_address_is_refused_without_repeating_the_password(wrong: str):
    with pytest.raises(DatabaseProblem, match="DATABASE_URL_WEB is not the address") as refused:
        Urls.from_environment(_complete(DATABASE_URL_WEB=wrong))
    assert "secret" not in str(refused.value)


def test_an_address_is_shown_without_its_password():
    url = make_url(user="keel_web", password=ODD, host="db.example", dbname="keel")
    assert without_password(url) == "keel as keel_web at db.example"


def test_addresses_given_on_to_another_process_are_read_there():
    urls = Urls.from_environment(_complete())
    assert urls is not None
    assert Urls.from_environment(urls.as_environment()) == urls
