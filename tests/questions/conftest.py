"""The cast, with a family that drifts."""

import sys
from pathlib import Path
from typing import Any

import pytest

for room in ("oversight", "generative"):  # histories written as rows, and made-up lives
    sys.path.insert(0, str(Path(__file__).parents[1] / room))

# ruff: noqa: E402, F811 -- the folders above come first
from drifting import LATE_ON, PLAN_ON
from written import hold_everything, write

from cast import cast  # noqa: F401 -- a fixture
from keel.oversight.actions import reassess
from keel.practice.history import Event, EventKind


@pytest.fixture(autouse=True)
def pages_ask_for_no_collected_files(settings: Any, tmp_path: Path) -> None:
    settings.STATIC_ROOT = tmp_path


@pytest.fixture
def family(cast: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Brother and sister on plans, whom nobody has visited for four weeks."""
    hold_everything(PLAN_ON)
    monkeypatch.setenv("KEEL_TODAY", LATE_ON.isoformat())
    for child in cast.families["own"].children:
        write(child, Event(EventKind.PLAN_STARTED, PLAN_ON))
        reassess(child)
    return cast.families["own"]
