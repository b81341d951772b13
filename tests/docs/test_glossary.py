"""Every word the code speaks can be traced to where it comes from."""

import re
from pathlib import Path

import pytest

from keel.practice.history import EventKind, Fact

GLOSSARY = Path(__file__).resolve().parents[2] / "GLOSSARY.md"
ROW = re.compile(r"^\| ([A-Z][A-Z0-9_]+) \| (.+?) \| (.+?) \|$", re.MULTILINE)


@pytest.fixture(scope="module")
def text() -> str:
    return GLOSSARY.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def rows(text) -> dict[str, tuple[str, str]]:
    """Meaning and source of each event and fact."""
    tables = text.split("## Events", 1)[1]
    found = ROW.findall(tables)
    assert len(found) == len({name for name, _, _ in found}), "a name stands twice in the glossary"
    return {name: (meaning, source) for name, meaning, source in found}


@pytest.mark.parametrize("name", [*(kind.name for kind in EventKind), *(fact.name for fact in Fact)])
def test_each_event_and_fact_has_its_row(rows, name):
    assert name in rows, f"{name} has no row in GLOSSARY.md: say what it means and where the word comes from"


def test_the_glossary_has_no_word_that_the_code_dropped(rows):
    assert rows.keys() == {kind.name for kind in EventKind} | {fact.name for fact in Fact}


def test_each_source_is_one_of_those_listed(text, rows):
    listed = set(re.findall(r"^\| ([A-Z]{2,5}) \| .+ \| (?:known|read)? ?\|$", text, re.MULTILINE))
    cited = {
        name: set(re.findall(r"(?<![`\w])[A-Z]{2,5}\b", _without_code(source)))
        for name, (_, source) in rows.items()
    }
    unknown = {name: codes - listed for name, codes in cited.items() if not codes or codes - listed}
    assert not unknown, f"sources not explained at the top of the glossary, or none given: {unknown}"


def _without_code(source: str) -> str:
    return re.sub(r"`[^`]*`", "", source)
