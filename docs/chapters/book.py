"""The book of timescales: the specification tables that the tests run, as pages to read aloud."""

import tomllib
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from docs.chapters.markdown import bullets, page, plural, table

from keel.practice.history import EventKind
from keel.practice.standards import DatedValue, Standards, load
from keel.practice.timescales import BOOK

PAGE = "book.md"
SPECIFICATION = Path(__file__).resolve().parents[2] / "tests" / "spec"

INTRODUCTION = """\
Each timescale with its source and a worked example. The tests read the same tables: what is printed here
is what Keel does, to the day. The examples are invented. The rule itself, with what ends it and what a
missing fact means, is in [Timescales](timescales.md); every value with its dates is in
[Standards](standards.md)."""


def write() -> str:
    """The page."""
    parts = [tomllib.loads(path.read_text(encoding="utf-8")) for path in sorted(SPECIFICATION.glob("*.toml"))]
    examples = sum(len(part["timescale"]) for part in parts)
    rows = sum(len(example["rows"]) for part in parts for example in part["timescale"])
    rows += sum(len(part.get("case", ())) for part in parts)
    standards = load()
    sections = [block for part in parts for block in _part(part, standards)]
    return page(
        "The book of timescales",
        INTRODUCTION,
        f"There are {plural(examples, 'example')}, with {plural(rows, 'answer')}.",
        *sections,
    )


def _part(part: Mapping[str, Any], standards: Standards) -> Iterator[str]:
    yield f"## {part['title']}"
    for example in part["timescale"]:
        yield f"### {example['title']} {{: #{example['key']} }}"
        yield _source(example, standards)
        yield f"*How it is counted.* {example['counted']}"
        yield _story(example)
        yield table(("", "Done on", "Asked as at", "Answer", "Days over"), map(_row, example["rows"]))
    if "case" in part:
        yield "### Also asked"
        yield bullets(map(_case, part["case"]))


def _source(example: Mapping[str, Any], standards: Standards) -> str:
    timescale = BOOK[example["key"]]
    standard = standards[timescale.allowance]
    value = standard.value_on(example["due"]) or standard.values[-1]
    confirm = " **Local value, please confirm.**" if value.needs_confirming else ""
    return (
        f"[`{timescale.key}`](timescales.md#{timescale.key}). "
        f"Allowed: {example['allowed']} ({standard.status}). Source: {_citation(value)}.{confirm}"
    )


def _citation(value: DatedValue) -> str:
    return f"[{value.citation}]({value.address})" if value.address else value.citation


def _story(example: Mapping[str, Any]) -> str:
    born = example.get("child", {}).get("born")
    child = f"A child born on {_day(born)}. " if born else ""
    given = "; ".join(f"{_event(event)} on {_day(event['on'])}" for event in example["given"])
    return (
        f"*Example.* {child}Given: {given}. Due: **{_day(example['due'])}**. "
        f"What meets it: {_event(example['done'])}."
    )


def _event(event: Mapping[str, Any]) -> str:
    words = [EventKind(event["what"]).label]
    words += [f"recorded as {_fact(name)}" for name in event.get("yes", ())]
    words += [f"recorded as not {_fact(name)}" for name in event.get("no", ())]
    if "second_date" in event:
        words.append(f"naming {_day(event['second_date'])}")
    if "number" in event:
        words.append(f"with the number {event['number']}")
    return ", ".join(words)


def _fact(name: str) -> str:
    return f"*{name.replace('_', ' ')}*"


def _row(row: Mapping[str, Any]) -> tuple[str, ...]:
    done = _day(row["on"]) if "on" in row else "not done"
    return row["what"], done, _day(row["as_at"]), f"**{row['status']}**", str(row.get("days_over", ""))


def _case(case: Mapping[str, Any]) -> str:
    answers = "; then ".join(map(_answer, case["readings"])) or "**not read**"
    return f"{case['title']} (`{case['timescale']}`, as at {_day(case['as_at'])}): {answers}."


def _answer(reading: Mapping[str, Any]) -> str:
    words = [f"**{reading['status']}**"] if "status" in reading else []
    words += [f"{name} {_day(reading[name])}" for name in ("started", "due", "met") if name in reading]
    if reading.get("days_over"):
        words.append(f"{reading['days_over']} days over")
    return ", ".join(words)


def _day(day: date) -> str:
    return f"{day:%A} {day.day} {day:%B %Y}"
