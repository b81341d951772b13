"""The command line, as it describes itself."""

from collections.abc import Iterator

import click
import typer
from docs.chapters.markdown import page, table
from keel.cli.main import app

PAGE = "commands.md"

INTRODUCTION = """\
From a fresh checkout say `python3 start.py` where these pages say `keel`; it sets up what is missing
first. Exit codes: 0 the source was read, 1 findings at the level of `--fail-on`, 2 it could not be read
or the words were not understood."""


def write() -> str:
    """The page."""
    command = typer.main.get_command(app)
    return page(
        "Commands",
        INTRODUCTION,
        *(block for name, each in _subcommands(command) for block in _one(name, each)),
    )


def _subcommands(command: click.Command) -> list[tuple[str, click.Command]]:
    commands = getattr(command, "commands", {"": command})
    return [(name, each) for name, each in commands.items() if not each.hidden]


def _one(name: str, command: click.Command) -> Iterator[str]:
    context = click.Context(command, info_name=f"keel {name}".strip())
    usage = " ".join(command.collect_usage_pieces(context))
    yield f"## keel {name}".rstrip()
    yield (command.help or "").strip()
    yield f"```console\nkeel {name} {usage}\n```"
    yield table(("Word", "Means", "Unless given"), [_parameter(each, context) for each in command.params])


def _parameter(parameter: click.Parameter, context: click.Context) -> tuple[str, str, str]:
    names = ", ".join(f"`{name}`" for name in (*parameter.opts, *parameter.secondary_opts))
    if isinstance(parameter, click.Argument) or not names.startswith("`-"):
        names = f"`{(parameter.name or '').upper()}`"
    choices = getattr(parameter.type, "choices", ())
    told = (getattr(parameter, "help", None) or "") + (
        f" One of: {', '.join(map(str, choices))}." if choices else ""
    )
    default = parameter.get_default(context, call=False)
    plain = (
        "" if default in (None, False, ()) or callable(default) else f"`{getattr(default, 'value', default)}`"
    )
    return names, told, plain
