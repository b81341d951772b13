"""The cast with children who are late, drifting and well, as at one day."""

import sys
from collections.abc import Iterator
from copy import deepcopy
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction

for room in ("oversight", "generative"):  # histories written as rows, and made-up lives
    sys.path.insert(0, str(Path(__file__).parents[1] / room))

# ruff: noqa: E402 -- the folders above come first
from on_pages import AS_OF, on_plan
from written import hold_everything

from cast import Cast, cast, make_cast  # noqa: F401 -- a fixture
from keel.oversight.actions import reassess


@pytest.fixture(autouse=True)
def one_day(monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Path) -> None:
    """Every page lives on one day, and asks for no collected files."""
    monkeypatch.setenv("KEEL_TODAY", AS_OF.isoformat())
    settings.STATIC_ROOT = tmp_path


@pytest.fixture(scope="module")
def _recorded(django_db_setup: None, django_db_blocker: Any) -> Iterator[Cast]:
    """Every family: the elder child not seen since the start of April, the younger seen last week. Made once."""
    with pytest.MonkeyPatch.context() as patch, django_db_blocker.unblock(), transaction.atomic():
        patch.setenv("KEEL_TODAY", AS_OF.isoformat())
        hold_everything(AS_OF)
        made = make_cast()
        for family in made.families.values():
            for child, last_seen in zip(family.children, (date(2026, 4, 1), date(2026, 4, 30)), strict=True):
                on_plan(child, last_seen)
                reassess(child, as_of=AS_OF)
        yield made
        transaction.set_rollback(True)


@pytest.fixture
def record(_recorded: Cast, db: None) -> Cast:
    """What every family's record says; what a test does to it is undone."""
    return deepcopy(_recorded)
