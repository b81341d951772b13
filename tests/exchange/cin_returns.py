"""Children in need returns for tests: three made-up sound ones, and ways to spoil and look at them."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from keel.exchange.cin_census import read
from keel.exchange.extract import Extract
from keel.practice.history import FACT_BITS, EventKind, Fact

FIXTURES = Path(__file__).parent / "fixtures" / "cin"


def fixture(year: int) -> str:
    """The text of the sound return for a census year, named by the year it ends in."""
    return (FIXTURES / f"return_{year}.xml").read_text("utf-8")


def changed(text: str, *changes: tuple[str, str]) -> str:
    """The text with the first of each pair, which must be there, replaced once by the second."""
    for old, new in changes:
        assert old in text, f"the fixture does not hold {old!r}"
        text = text.replace(old, new, 1)
    return text


def read_text(folder: Path, text: str | bytes) -> Extract:
    """Read a return given as text."""
    path = folder / "return.xml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))
    return read(path)


def codes(extract: Extract) -> set[str]:
    """Codes of the findings, without the note that says whose return it is."""
    return {finding.code for finding in extract.findings} - {"return"}


def finding(extract: Extract, code: str, column: str | None = None) -> Any:
    """The one finding of that code, and that column if it is given."""
    found = [f for f in extract.findings if f.code == code and column in (None, f.column)]
    assert len(found) == 1, f"{code}: {found}"
    return found[0]


def events(extract: Extract, child: str, *kinds: EventKind) -> list[dict[str, Any]]:
    """Events of a child, in order, with their facts by name."""
    row = extract.children["child"].to_pylist().index(child)
    return [e for e in _events(extract) if e["child"] == row and (not kinds or e["kind"] in kinds)]


def days(extract: Extract, child: str, kind: EventKind) -> list[date]:
    """The days on which a kind of event happened to a child."""
    return [event["on"] for event in events(extract, child, kind)]


def child_of(extract: Extract, key: str) -> dict[str, Any]:
    """The row of the children table."""
    return next(row for row in extract.children.to_pylist() if row["child"] == key)


def _events(extract: Extract) -> Iterator[dict[str, Any]]:
    for event in extract.events.to_pylist():
        event["facts"] = {
            fact: bool(event["yes"] & FACT_BITS[fact])
            for fact in Fact
            if (event["yes"] | event["no"]) & FACT_BITS[fact]
        }
        yield event
