"""The address at work that a roster gives says who a user is among the staff."""

from collections.abc import Callable
from pathlib import Path

import pytest

from keel.access.models import AuditEntry, User
from keel.workforce.models import Worker

WORKERS = (
    "worker,name,role,email\nW1,Ann Other,Social Worker,Ann.Other@council.example\nW2,Bo,Social Worker,\n"
)


@pytest.mark.django_db
def test_a_user_who_is_in_the_roster_is_tied_when_it_is_loaded(
    brought: Callable[..., object], tmp_path: Path
) -> None:
    user = User.objects.create_user("ann.other@council.example", name="Ann Other")
    folder = tmp_path / "roster"
    folder.mkdir()
    (folder / "persons.csv").write_text("person,birth_on,sex,is_child\nA1,2015-04-03,F,Y\n", encoding="utf-8")
    (folder / "workers.csv").write_text(WORKERS, encoding="utf-8")
    brought(folder)
    known = Worker.objects.get(key="W1")
    assert (known.email, known.user) == ("Ann.Other@council.example", user)
    assert Worker.objects.get(key="W2").user is None
    assert AuditEntry.objects.filter(code="user.tied").count() == 1
