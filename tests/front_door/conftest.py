"""The cast, and those who may write to their records."""

import sys
from pathlib import Path
from typing import Any

import pytest

for room in ("oversight", "generative", "protection"):  # histories written as rows, made-up lives, pages sent
    sys.path.insert(0, str(Path(__file__).parents[1] / room))

# ruff: noqa: E402 -- the folders above come first
from cast import cast  # noqa: F401 -- a fixture


@pytest.fixture(autouse=True)
def pages_ask_for_no_collected_files(settings: Any, tmp_path: Path) -> None:
    settings.STATIC_ROOT = tmp_path


@pytest.fixture(autouse=True)
def one_day(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every page lives on one day."""
    monkeypatch.setenv("KEEL_TODAY", "2026-04-16")
