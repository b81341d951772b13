"""The cast, in a record that can hold everything, on one day."""

import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest

for room in (
    "oversight",
    "generative",
    "protection",
):  # histories written as rows; sending a page as a browser does
    sys.path.insert(0, str(Path(__file__).parents[1] / room))

# ruff: noqa: E402 -- the folders above come first
from cast import cast  # noqa: F401 -- a fixture

DAY = date(2026, 5, 5)


@pytest.fixture(autouse=True)
def one_day(monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Path) -> None:
    """Every page lives on one day, and asks for no collected files."""
    monkeypatch.setenv("KEEL_TODAY", DAY.isoformat())
    settings.STATIC_ROOT = tmp_path
