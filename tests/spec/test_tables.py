"""The law as tables: every line of every file in this folder is read and must come out as it says."""

from collections import Counter
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from tables import Example, event, examples, worked

from keel.practice.standards import Standards, duration_text, load
from keel.practice.timescales import BOOK
from keel.practice.timescales.evaluator import Reading, read_history
from keel.practice.timescales.model import Doubt, Status

SHIPPED = load()
SWITCHED_OFF = {"plo_fgdm"}  # has no worked example while its section is not in force


def standards_of(example: Example, folder: Path) -> Standards:
    """The shipped standards or, where the example has local values, those with them laid over."""
    if not example.local:
        return SHIPPED
    overlay = folder / "local.toml"
    overlay.write_text("\n".join(_overlay_table(values) for values in example.local), encoding="utf-8")
    return load(overlay)


def _overlay_table(values: Mapping[str, Any]) -> str:
    lines = [f"{name} = {str(value).lower()}" for name, value in values.items() if name != "key"]
    return "\n".join([f"[{values['key']}]", *lines, 'citation = "Severnshire procedures"', ""])


def told(reading: Reading) -> dict[str, Any]:
    """A reading with the names the tables use."""
    return {
        "status": reading.status.value,
        "started": reading.started_on,
        "due": reading.due_on,
        "ended": reading.ended_on,
        "days_over": reading.days_over,
        "doubt": reading.doubt.value,
    }


@pytest.mark.parametrize("example", tuple(examples()), ids=str)
def test_the_law_reads_as_the_table_says(example: Example, tmp_path: Path) -> None:
    readings = read_history(
        example.history, example.as_at, standards_of(example, tmp_path), (BOOK[example.timescale],)
    )
    said = [told(reading) for reading in readings]
    if example.is_whole:
        assert len(said) == len(example.readings), said
    assert len(said) >= len(example.readings), said
    for found, expected in zip(said, example.readings, strict=False):
        wanted = {"days_over": 0, "doubt": "", **expected}
        assert {name: found[name] for name in wanted} == wanted


@pytest.mark.parametrize("table", tuple(worked()), ids=lambda table: table["key"])
def test_the_allowance_in_the_table_is_the_standard_that_ships(table: Mapping[str, Any]) -> None:
    standard = SHIPPED[BOOK[table["key"]].allowance]
    value = standard.value_on(min(event(each).on for each in table["given"]))
    assert value is not None
    assert duration_text(value.value, value.unit) == table["allowed"]


@pytest.mark.parametrize("key", sorted(BOOK))
def test_each_timescale_has_a_worked_example_in_its_own_part(key: str) -> None:
    found = {(example.part, example.timescale) for example in examples()}
    assert (BOOK[key].part, key) in found
    assert key in {table["key"] for table in worked()} | SWITCHED_OFF


@pytest.mark.parametrize("status", Status)
def test_every_way_a_timescale_can_stand_is_shown_somewhere(status: Status) -> None:
    shown = Counter(reading["status"] for example in examples() for reading in example.readings)
    assert shown[status.value]


@pytest.mark.parametrize("doubt", [doubt for doubt in Doubt if doubt])
def test_every_reason_for_doubt_is_shown_somewhere(doubt: Doubt) -> None:
    shown = {reading.get("doubt") for example in examples() for reading in example.readings}
    assert doubt.value in shown


def test_no_sentence_is_said_twice() -> None:
    said = Counter(str(example) for example in examples())
    assert [sentence for sentence, times in said.items() if times > 1] == []


def test_the_days_that_catch_people_out_are_in_the_tables() -> None:
    spans = [(min(e.on for e in example.history.events), example.as_at) for example in examples()]
    for day in (date(2022, 9, 19), date(2024, 2, 29), date(2024, 3, 29), date(2024, 12, 25)):
        assert any(first <= day <= last for first, last in spans), day
