"""Who writes to the record in the tests of this room."""

import pytest

from cast import cast  # noqa: F401 -- a fixture
from keel.access.models import User


@pytest.fixture
def maya(db: None) -> User:
    """A user who writes to the record."""
    return User.objects.create_user("maya@severnshire.example", name="Maya Okoro")
