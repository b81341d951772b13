"""Changes of standards made in the application: what is read by them, what stays, and what the law overrules."""

from datetime import date
from typing import Any

import pytest
from django.db import ProgrammingError, connection, transaction
from django.test.utils import CaptureQueriesContext

from keel.access.models import User
from keel.oversight.models import StandardChange
from keel.oversight.rules_held import rules, standards_held, standards_refused

pytestmark = pytest.mark.django_db
AUGUST, SEPTEMBER, OCTOBER = date(2026, 8, 1), date(2026, 9, 1), date(2026, 10, 1)


@pytest.fixture
def director() -> User:
    return User.objects.create(email="fiona@severnshire.example", name="Fiona Grant")


def change(by: User, key: str = "cp_visit", **fields: Any) -> StandardChange:
    given = {"from_on": SEPTEMBER, "reason": "Board of 3 July", "unit": "working days", **fields}
    return StandardChange.objects.create(key=key, by=by, **given)


def test_every_reading_goes_by_a_change_at_once_and_a_later_one_replaces_it_from_its_day(
    director: User,
) -> None:
    before = rules()
    change(director, value=5)
    assert rules().standards is standards_held() is not before.standards
    change(director, is_shipped=True, from_on=OCTOBER)
    now = standards_held()["cp_visit"]
    assert [now.number_on(day) for day in (AUGUST, SEPTEMBER, OCTOBER)] == [10, 5, 10]
    set_here = now.value_on(SEPTEMBER)
    assert set_here is not None
    assert (set_here.set_by, set_here.citation) == ("Fiona Grant", "Board of 3 July")


def test_a_write_asks_the_database_once_for_all_that_the_rules_rest_on(director: User) -> None:
    change(director, value=5)
    held = rules()
    with CaptureQueriesContext(connection) as asked:
        assert rules() is held
    assert len(asked) == 1


def test_a_value_that_the_law_has_overtaken_gives_way_and_says_so_and_nothing_stops(director: User) -> None:
    over = change(director, "icpc_15", value=60)  # as one that an earlier law allowed
    gone = change(director, "a_standard_of_an_older_keel", value=1)
    change(director, value=5)
    held = rules().standards
    assert held["icpc_15"].number_on(OCTOBER) == 15
    assert held["cp_visit"].number_on(OCTOBER) == 5
    refused = standards_refused()
    assert set(refused) == {over.pk, gone.pk}
    assert "looser" in refused[over.pk]


@pytest.mark.parametrize("act", ["update", "delete"])
def test_a_change_is_never_altered_and_never_deleted(director: User, act: str) -> None:
    change(director, value=5)
    kept = StandardChange.objects.all()
    with pytest.raises(ProgrammingError, match="Cannot delete or update"), transaction.atomic():
        kept.update(value=50) if act == "update" else kept.delete()
    assert StandardChange.objects.get().value == 5
