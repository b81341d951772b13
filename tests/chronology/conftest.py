"""The cast with children who are late, drifting and well, as at one day."""

import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest

for room in ("oversight", "generative"):  # histories written as rows, and made-up lives
    sys.path.insert(0, str(Path(__file__).parents[1] / room))

# ruff: noqa: E402 -- the folders above come first
from on_pages import AS_OF, on_plan
from written import hold_everything

from cast import Cast, cast  # noqa: F401 -- a fixture
from keel.oversight.actions import reassess


@pytest.fixture(autouse=True)
def one_day(monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Path) -> None:
    """Every page lives on one day, and asks for no collected files."""
    monkeypatch.setenv("KEEL_TODAY", AS_OF.isoformat())
    settings.STATIC_ROOT = tmp_path


@pytest.fixture
def record(cast: Cast) -> Cast:  # noqa: F811
    """Every family: the elder child not seen since the start of April, the younger seen last week."""
    hold_everything(AS_OF)
    for family in cast.families.values():
        for child, last_seen in zip(family.children, (date(2026, 4, 1), date(2026, 4, 30)), strict=True):
            on_plan(child, last_seen)
            reassess(child, as_of=AS_OF)
    return cast
