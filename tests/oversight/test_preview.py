"""A change of the standards: what it would ask is said first, and what was asked keeps the law of its day."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import InternalError, transaction
from written import hold_everything, write

from keel.oversight.actions import reassess
from keel.oversight.flags import open_flags
from keel.oversight.models import Flag, FlagGround, Standing, StoredReading, StoredSignal
from keel.oversight.preview import preview
from keel.oversight.rebuild import rebuild
from keel.practice.calendar import add_working_days
from keel.practice.history import Event, EventKind, Fact
from keel.practice.ladder import Colour, Source
from keel.practice.standards import StandardError, load

pytestmark = pytest.mark.django_db
PLAN_ON = date(2026, 4, 1)
SEEN = {Fact.CHILD_SEEN: True, Fact.SEEN_ALONE: True, Fact.BEDROOM_SEEN: True}
VISITS_OFTENER = """
[cp_visit]
value = 3
from = 2026-01-01
citation = "Severnshire procedures, 2026"
"""


@pytest.fixture
def oftener(tmp_path: Path) -> Path:
    """The authority asks for a visit every three working days."""
    path = tmp_path / "severnshire.toml"
    path.write_text(VISITS_OFTENER, encoding="utf-8")
    return path


@pytest.fixture
def child(cast: Any) -> Any:
    """On a plan since a week ago, and not seen yet."""
    hold_everything(PLAN_ON)
    write(cast.families["own"].child, Event(EventKind.PLAN_STARTED, PLAN_ON))
    return cast.families["own"].child


def on(child: Any, day: date, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KEEL_TODAY", day.isoformat())
    reassess(child)


def everything() -> list[Any]:
    return [
        list(model.objects.order_by("pk").values())
        for model in (Flag, FlagGround, Standing, StoredReading, StoredSignal)
    ]


def open_now() -> dict[tuple[str, int], int]:
    found: dict[tuple[str, int], int] = {}
    for place in Flag.objects.open().values_list("matter", "colour"):
        found[place] = found.get(place, 0) + 1
    return found


def test_what_a_preview_says_is_what_the_change_then_does_and_it_writes_nothing(
    child: Any, oftener: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    on(child, add_working_days(PLAN_ON, 4), monkeypatch)
    rebuild()
    before, now = everything(), open_now()
    told = preview(load(oftener))
    assert everything() == before
    lines = {(line.matter, int(line.colour)): line for line in told.lines}
    assert {place: line.before for place, line in lines.items() if line.before} == now
    assert lines["visits", Colour.RED].after == 1
    assert told.raised >= 1
    monkeypatch.setenv("KEEL_STANDARDS", str(oftener))
    rebuild()
    then = {place: number for place, number in open_now().items() if place[0] != "scrutiny"}
    assert {place: line.after for place, line in lines.items() if line.after} == then


def test_the_same_standards_change_nothing(child: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    on(child, PLAN_ON + timedelta(days=30), monkeypatch)
    told = preview(load())
    assert (told.raised, told.closed) == (0, 0)
    assert all(line.before == line.after for line in told.lines)
    assert any(line.before for line in told.lines)


def test_a_question_keeps_the_law_of_its_day_and_closes_when_the_child_is_seen(
    child: Any, oftener: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KEEL_STANDARDS", str(oftener))
    late = add_working_days(PLAN_ON, 4)
    on(child, late, monkeypatch)
    asked = Flag.objects.open().get(child=child, matter="visits")
    assert Colour(asked.colour) is Colour.RED
    assert not any(line.closed for line in preview(load()).lines if line.matter == "visits")

    monkeypatch.delenv("KEEL_STANDARDS")
    rebuild()
    asked.refresh_from_db()
    assert asked.closed_on is None
    ground = FlagGround.objects.get(flag=asked, key="cp_visit", source=Source.READING, closed_on=None)
    assert ground.due_on == add_working_days(PLAN_ON, 3)
    told = [why.words for each in open_flags([child.pk])[child.pk] for why in each.because]
    assert any("3 working days allowed" in words for words in told), told

    write(child, Event(EventKind.VISIT_HELD, late, facts=SEEN))
    reassess(child)
    ground.refresh_from_db()
    assert ground.closed_on == late


def test_the_database_refuses_a_preview_that_would_write(child: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is promised rests on the database and not on the words of this program."""

    def dishonest(*_: Any) -> None:
        Standing.objects.update(as_of=PLAN_ON)

    on(child, add_working_days(PLAN_ON, 4), monkeypatch)
    monkeypatch.setattr("keel.oversight.preview.standing_questions", dishonest)
    with pytest.raises(InternalError, match="read-only"), transaction.atomic():
        preview(load())


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[icpc_15]\nvalue = 60\nfrom = 2026-01-01\ncitation = 'x'", "looser"),
        ("[cp_visit]\nvalue = 3\nfrom = 2026-01-01", "uncited"),
        ("[no_such]\nvalue = 3\nfrom = 2026-01-01\ncitation = 'x'", "no standard has this key"),
        ("not toml at all", "bad.toml"),
    ],
)
def test_a_bad_file_is_refused_in_one_sentence(tmp_path: Path, text: str, words: str) -> None:
    path = tmp_path / "bad.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(StandardError, match=words):
        load(path)
