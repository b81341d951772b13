"""The command line, as it describes itself."""

from collections.abc import Iterator
from enum import Enum, EnumMeta
from typing import Any

import typer
from docs.chapters.markdown import page, table

from keel.cli.main import app

PAGE = "commands.md"

INTRODUCTION = """\
From a fresh checkout say `python3 start.py` where these pages say `keel`; it sets up what is missing first.
Exit codes: 0 the source was read, 1 findings at the level of `--fail-on`, 2 it could not be read or the words
were not understood."""


def write() -> str:
    """The page."""
    shown = _shown(typer.main.get_command(app))
    return page("Commands", INTRODUCTION, *(block for name in shown for block in _one(name, shown[name])))


def _shown(group: Any) -> dict[str, Any]:
    """Commands by name; one that belongs to another by both."""
    found: dict[str, Any] = {}
    for name, command in group.commands.items():
        inner = {f"{name} {one}": each for one, each in _shown(command).items()} if _is_group(command) else {}
        found |= inner or ({} if command.hidden else {name: command})
    return found


def _is_group(command: Any) -> bool:
    return hasattr(command, "commands")


def _one(name: str, command: Any) -> Iterator[str]:
    asked = [_word(each) for each in command.params if each.param_type_name == "argument"]
    options = " [OPTIONS]" if len(asked) < len(command.params) else ""
    yield f"## keel {name}"
    yield (command.help or "").strip()
    yield f"```console\n{' '.join(['keel', name, *asked])}{options}\n```"
    yield table(("Word", "Means", "Unless given"), map(_parameter, command.params))


def _word(parameter: Any) -> str:
    return parameter.metavar or parameter.name.upper()


def _parameter(parameter: Any) -> tuple[str, str, str]:
    names = [*parameter.opts, *parameter.secondary_opts]
    if parameter.param_type_name == "argument":
        names = [_word(parameter)]
    elif parameter.metavar:
        names = [f"{name} {parameter.metavar}" for name in names]
    kind = parameter.type_descriptor.annotation
    choices = (
        f" One of: {', '.join(f'`{each.value}`' for each in kind)}." if isinstance(kind, EnumMeta) else ""
    )
    return ", ".join(f"`{name}`" for name in names), f"{parameter.help}{choices}", _default(parameter)


def _default(parameter: Any) -> str:
    if parameter.required:
        return "(must be given)"
    value = parameter.default.value if isinstance(parameter.default, Enum) else parameter.default
    return "" if value in (None, False, ()) or callable(value) else f"`{value}`"
