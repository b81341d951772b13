"""Reads the tables of the law beside this file: one file for each part of the journey.

``[[timescale]]`` is a worked example: what is given, what has to be done, when that is due, how the day was
counted, and a row for each day on which it may be done or looked at. ``[[case]]`` is anything else that a
practitioner would ask, as a sentence, with every reading that must come of it.
"""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, time
from pathlib import Path
from typing import Any

from keel.practice.history import Child, Event, EventKind, Fact, History

NOT_READ = "not read"  # a row that must give no reading at all
FILES = tuple(sorted(Path(__file__).parent.glob("*.toml")))


@dataclass(frozen=True)
class Example:
    """One history, one day, and what must be read from it."""

    part: str
    timescale: str
    title: str
    history: History
    as_at: date
    local: tuple[Mapping[str, Any], ...]
    readings: tuple[Mapping[str, Any], ...]
    is_whole: bool  # every reading of the timescale is given, not the first alone

    def __str__(self) -> str:
        return f"{self.part}: {self.timescale}: {self.title}"


def examples() -> Iterator[Example]:
    """Every example of every file."""
    for file in FILES:
        tables = tomllib.loads(file.read_text(encoding="utf-8"))
        for table in tables["timescale"]:
            yield from _rows(file.stem, table)
        for case in tables.get("case", ()):
            yield _case(file.stem, case)


def worked() -> Iterator[Mapping[str, Any]]:
    """The worked examples as they are written."""
    for file in FILES:
        yield from tomllib.loads(file.read_text(encoding="utf-8"))["timescale"]


def event(table: Mapping[str, Any]) -> Event:
    """``{ on = 2024-07-02, what = "visit_held", yes = ["child_seen"] }`` as an event."""
    return Event(
        EventKind(table["what"]),
        table["on"],
        minute=_minute(table.get("at")),
        episode=table.get("episode"),
        anchor_on=table.get("second_date"),
        facts=_facts(table),
        code=table.get("code"),
        number=table.get("number"),
    )


def _rows(part: str, table: Mapping[str, Any]) -> Iterator[Example]:
    for row in table["rows"]:
        yield Example(
            part,
            table["key"],
            f"{table['title']}: {row['what'][0].lower()}{row['what'][1:]}",
            History.of(_child(table | row), _events(table, row)),
            row["as_at"],
            (),
            tuple(_expected(table, row)),
            is_whole=row["status"] == NOT_READ,
        )


def _events(table: Mapping[str, Any], row: Mapping[str, Any]) -> Iterator[Event]:
    """What is given and, as the row says, what was done and what came to an end."""
    of_another = row.get("of_another", False)
    for given in table["given"]:
        yield event({**given, **({"episode": "this one"} if of_another else {}), **_silenced(row, "given")})
    if "on" in row:
        done = {"on": row["on"], **({"episode": "another"} if of_another else {}), **_silenced(row, "done")}
        yield event({**_contrary(table["done"], row.get("contrary")), **done})
    if "also" in row:
        yield event(row["also"])


def _silenced(row: Mapping[str, Any], which: str) -> dict[str, Any]:
    return {"yes": (), "no": ()} if row.get("silent") == which else {}


def _contrary(done: Mapping[str, Any], fact: str | None) -> Mapping[str, Any]:
    """What was done, with one fact recorded the other way about."""
    if fact is None:
        return done
    said_no = fact in done.get("no", ())
    facts = {name: [each for each in done.get(name, ()) if each != fact] for name in ("yes", "no")}
    facts["yes" if said_no else "no"].append(fact)
    return {**done, **facts}


def _expected(table: Mapping[str, Any], row: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    if row["status"] == NOT_READ:
        return
    due = {} if row.get("silent") == "given" else {"due": table["due"]}
    yield {name: row[name] for name in ("status", "days_over", "doubt") if name in row} | due
    if "next_due" in row:
        yield {"status": "running", "started": row["on"], "due": row["next_due"]}


def _case(part: str, case: Mapping[str, Any]) -> Example:
    return Example(
        part,
        case["timescale"],
        case["title"],
        History.of(_child(case), [event(each) for each in case["events"]]),
        case["as_at"],
        tuple(case.get("local", ())),
        tuple(case["readings"]),
        is_whole=True,
    )


def _child(table: Mapping[str, Any]) -> Child:
    child = table.get("child", {})
    return Child(
        "child",
        birth_on=child.get("born"),
        expected_on=child.get("expected"),
        died_on=child.get("died"),
        facts=_facts(child),
    )


def _facts(table: Mapping[str, Any]) -> dict[Fact, bool]:
    return {Fact(name): value for key, value in (("yes", True), ("no", False)) for name in table.get(key, ())}


def _minute(at: time | None) -> int | None:
    return None if at is None else at.hour * 60 + at.minute
