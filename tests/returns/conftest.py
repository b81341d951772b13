"""The cast, who record through the pages what is then returned."""

import sys
from pathlib import Path
from typing import Any

import pytest

for room in (
    "oversight",
    "protection",
    "front_door",
):  # their ways to send a page, and the walk from worry to plan
    sys.path.insert(0, str(Path(__file__).parents[1] / room))

# ruff: noqa: E402 -- the folders above come first
from cast import cast  # noqa: F401 -- a fixture


@pytest.fixture(autouse=True)
def pages_ask_for_no_collected_files(settings: Any, tmp_path: Path) -> None:
    settings.STATIC_ROOT = tmp_path
