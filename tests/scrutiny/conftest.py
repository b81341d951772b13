"""The cast, a child on a plan, and the day on which these tests are."""

import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest

for room in ("protection", "oversight"):  # pages sent as a browser sends them, and histories written as rows
    sys.path.insert(0, str(Path(__file__).parents[1] / room))

# ruff: noqa: E402 -- the folders above come first
from written import hold_everything

from cast import Cast, cast  # noqa: F401 -- a fixture
from keel.oversight.actions import reassess
from keel.oversight.models import CriticalSignal
from keel.people.models import Person
from keel.protection.models import ProtectionPlan

NOW = date(2026, 6, 30)  # a Tuesday


@pytest.fixture(autouse=True)
def a_working_day(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.STATIC_ROOT = tmp_path
    monkeypatch.setenv("KEEL_TODAY", NOW.isoformat())


@pytest.fixture
def child(cast: Cast) -> Person:  # noqa: F811 -- the fixture
    """On a plan since the spring."""
    one = cast.families["own"].child
    ProtectionPlan.objects.create(child=one, started_on=date(2026, 3, 2), episode="plan:1")
    reassess(one)
    return one


@pytest.fixture
def red(child: Person) -> CriticalSignal:
    """A signal of hers that has been red for some days, and asks the chair for a word."""
    hold_everything(NOW)
    reassess(child)
    row = CriticalSignal.objects.filter(child=child, closed_on=None).order_by("signal")[0]
    row.opened_on = date(2026, 6, 24)
    row.save()
    reassess(child)
    return row
