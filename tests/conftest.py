"""What every test may lean on."""

from pathlib import Path

import pytest
from hypothesis import settings

settings.register_profile(
    "keel", derandomize=True, deadline=None
)  # the same cases on every machine, slow or not
settings.load_profile("keel")

SHELF = Path(__file__).resolve().parents[2] / "shared"


@pytest.fixture(scope="session")
def shared() -> Path:
    """The reference shelf beside the project; a test that reads it is skipped by name where it is absent."""
    if not SHELF.is_dir():
        pytest.skip("the reference shelf (../shared) is not beside this checkout")
    return SHELF
