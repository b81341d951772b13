"""``keel standards preview``: what a change of the authority's standards would ask of people, before it is made."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from keel.cli.standing import standing
from keel.cli.waiting import counting, waiting
from keel.database.roles import Role
from keel.practice.standards import load
from keel.report.wording import counted, day_text

if TYPE_CHECKING:
    from keel.oversight.preview import Preview

WIDTHS = (30, 10, 9, 9, 9, 9)


def run_preview(file: Path, as_of: date | None) -> None:
    """Read every record by the standards held and by the file's, and say what would differ."""
    changed = load(file)
    with standing() as place:
        place.become(Role.WORKER)
        from keel.oversight.own_standards import laid_over  # noqa: PLC0415 - the application is loaded now
        from keel.oversight.preview import preview  # noqa: PLC0415

        with waiting() as step:
            after = laid_over(changed).standards  # what was changed in the application stands over any file
            told = preview(after, as_of=as_of, progress=counting(step, "Reading children’s records"))
    typer.echo("\n".join(_said(told)))


def _said(told: "Preview") -> Iterator[str]:
    children = counted(told.children, "child", "children")
    day = day_text(told.day)
    yield f"Read the records of {children} as at {day}, by today’s standards and by the file’s. Nothing is changed."
    yield f"The change would raise {counted(told.raised, 'question')} and close {told.closed:,}."
    if told.lines:
        yield ""
        yield _row("Question", "Colour", "now", "then", "raised", "closed")
    for line in told.lines:
        numbers = (line.before, line.after, line.raised, line.closed)
        yield _row(_name(line.matter), line.colour.label, *(f"{number:,}" for number in numbers))


def _name(matter: str) -> str:
    from keel.practice.ladder import BY_KEY  # noqa: PLC0415 - so that --help is quick

    return BY_KEY[matter].name


def _row(*cells: str) -> str:
    left, right = 2, zip(cells, WIDTHS, strict=True)
    return "".join(
        f"{cell:<{width}}" if place < left else f"{cell:>{width}}"
        for place, (cell, width) in enumerate(right)
    ).rstrip()
