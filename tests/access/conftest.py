"""What the tests of access share."""

from cast import cast  # noqa: F401 -- a fixture
