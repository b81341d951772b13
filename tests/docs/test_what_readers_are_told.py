"""What the pages tell a reader to type or to open is there."""

import re
import tomllib
from collections.abc import Mapping

import pytest
import typer

from keel.cli.main import app
from keel.practice.history import EventKind
from keel.practice.standards import load
from keel.practice.timescales import BOOK
from keel.practice.timescales.model import Timescale, when
from keel.report.json_schema import SCHEMA

OF_START = {"tests", "docs", "lock", "benchmarks"}
COMMAND = re.compile(r"(?:python3 start\.py|\bkeel) ([a-z]+(?:-[a-z]+)*)([^\n`|]*)")
LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")
BLOCK = re.compile(r"```(\w+)\n(.*?)```", re.DOTALL)


@pytest.fixture(scope="module")
def commands() -> dict:
    return dict(typer.main.get_command(app).commands)


@pytest.fixture(scope="module")
def typed(written) -> list[tuple[str, str, str]]:
    """Page, command and the words after it, for each command shown as code."""
    return [
        (page, name, rest)
        for page, text in written.items()
        for code in [body for _, body in BLOCK.findall(text)] + re.findall(r"`([^`\n]+)`", text)
        for name, rest in COMMAND.findall(code)
    ]


def test_every_command_shown_exists(typed, commands):
    assert len(typed) > 20
    unknown = {(page, name) for page, name, _ in typed if name not in commands.keys() | OF_START}
    assert not unknown


def test_every_option_shown_exists(typed, commands):
    unknown = {
        (page, name, option)
        for page, name, rest in typed
        if name in commands
        for option in re.findall(r"--[a-z-]+", rest)
        if option != "--help"
        and not any(
            option in parameter.opts + parameter.secondary_opts for parameter in _params(commands[name])
        )
    }
    assert not unknown


def _params(command):
    """What may be said to a command, or to any of the commands within it."""
    within = getattr(command, "commands", {}).values()
    return [*command.params, *(each for one in within for each in one.params)]


def test_every_key_that_a_reader_is_told_to_explain_exists(typed):
    keys = {rest.split()[0] for _, name, rest in typed if name == "explain" and rest.split()} - {"KEY"}
    assert keys
    assert keys <= BOOK.keys()


def test_every_page_or_file_linked_to_exists(written, root):
    broken = [
        (page, target)
        for page, text in written.items()
        for target in LINK.findall(text)
        if not target.startswith(("http", "mailto:")) and not ((root / page).parent / target).exists()
    ]
    assert not broken


def test_the_overlays_shown_are_accepted(written, tmp_path):
    page = written["docs/how-to/set-your-standards.md"]
    overlays = [body for language, body in BLOCK.findall(page) if language == "toml"]
    assert len(overlays) == 2
    for body in overlays:
        path = tmp_path / "severnshire.toml"
        path.write_text(body, encoding="utf-8")
        ours = load(path)
        assert all(
            ours[key].values[-1].set_by or ours[key].values[-1].known_how for key in tomllib.loads(body)
        )
        assert not any(ours[key].needs_confirming for key in tomllib.loads(body))


def test_the_readme_gives_both_commands(written):
    assert "python3 start.py demo" in written["README.md"]
    assert "python3 start.py tests" in written["README.md"]


def test_the_fields_that_the_json_page_reads_are_in_the_schema(written):
    (code,) = (
        body
        for language, body in BLOCK.findall(written["docs/how-to/read-the-json.md"])
        if language == "python"
    )
    read = set(re.findall(r'\["(\w+)"\]', code)) | set(
        re.findall(r"`(\w+_\w+)`", written["docs/how-to/read-the-json.md"])
    )
    assert {"days_over", "keel_report"} <= read
    assert read <= _names(SCHEMA)


def _names(node: object) -> set[str]:
    if isinstance(node, list | tuple):
        return {name for each in node for name in _names(each)}
    if not isinstance(node, Mapping):
        return set()
    return set(node.get("properties", {})) | {name for each in node.values() for name in _names(each)}


def test_the_declaration_shown_to_contributors_is_one(written):
    (code,) = (body for language, body in BLOCK.findall(written["CONTRIBUTING.md"]) if language == "python")
    shown = eval(code, {"Timescale": Timescale, "when": when, "EventKind": EventKind})
    assert shown.key in BOOK
    assert shown.starts_on == BOOK[shown.key].starts_on
