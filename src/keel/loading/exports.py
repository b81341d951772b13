"""Lists about a load, for a file."""

from collections.abc import Iterable, Iterator
from typing import Any

from keel.loading.models import LoadFinding

COLUMNS = (
    "Level", "Kind", "What was found", "Where", "Column", "How often", "Row", "Child", "As written", "State", "Note",
)  # fmt: skip


def lines_of(findings: Iterable[LoadFinding]) -> Iterator[list[Any]]:
    """A line for each example, or one for the finding where it has none."""
    for found in findings:
        head = [found.level, found.code, found.message, found.source, found.column, found.count]
        tail = [found.get_state_display(), found.note]
        examples = list(found.examples.all())
        for example in examples:
            yield [*head, example.row, example.child_key, example.raw, *tail]
        if not examples:
            yield [*head, None, None, None, *tail]


def texts_of(cells: Iterable[Any]) -> list[str]:
    """A line of a page as texts: what stands small beneath the words of a cell comes after them."""
    return [_text(cell) for cell in cells]


def _text(cell: Any) -> str:
    if not isinstance(cell, dict):
        return str(cell)
    hint = cell.get("hint")
    return f"{cell['words']} ({hint})" if hint else str(cell["words"])
