"""The documentation, where tests can reach it."""

import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))  # docs.generate is run from the checkout and is not installed


@pytest.fixture(scope="session")
def root() -> Path:
    """The checkout."""
    return ROOT


@pytest.fixture(scope="session")
def written(root) -> dict[str, str]:
    """Every page that people write and read, by its place; generated pages are not among them."""
    paths = [*root.glob("*.md"), *(root / "docs").rglob("*.md")]
    return {
        path.relative_to(root).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted(paths)
        if path.parent.name != "reference"
    }
