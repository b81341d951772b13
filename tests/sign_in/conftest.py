"""What the tests of signing in share."""

from collections.abc import Iterator

import pytest

from council import CouncilThere, running
from keel.access.models import User
from signing import Clock, make_user, with_app


@pytest.fixture(autouse=True)
def quick(settings) -> None:
    """Passwords are hashed as quickly as can be: how slowly they really are is Django's to test."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def helen(db: None) -> User:
    """Somebody with a password and no second factor."""
    return make_user()


@pytest.fixture
def secret(helen: User) -> str:
    """The secret in her app: with it she has a second factor."""
    return with_app(helen)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """A clock that the test moves on."""
    return Clock(monkeypatch)


@pytest.fixture(scope="session")
def council_there(tmp_path_factory: pytest.TempPathFactory) -> Iterator[CouncilThere]:
    """The council's sign-in, once for all tests."""
    with running(tmp_path_factory.mktemp("council")) as there:
        yield there


@pytest.fixture
def council(council_there: CouncilThere) -> Iterator[CouncilThere]:
    """The council's sign-in, behaving, and Keel set to use it."""
    council_there.told()
    with council_there.settings():
        yield council_there
