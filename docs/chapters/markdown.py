"""The little Markdown that the generated pages need."""

from collections.abc import Iterable, Sequence

WRITTEN_BY = "<!-- Written by `python3 start.py docs` from the code. Change the code, not this page. -->"


def page(title: str, *blocks: str) -> str:
    """A whole page, its blocks a blank line apart."""
    return "\n\n".join([WRITTEN_BY, f"# {title}", *(block for block in blocks if block)]) + "\n"


def table(headings: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A table; nothing where there are no rows."""
    lines = [_row(row) for row in rows]
    if not lines:
        return ""
    return "\n".join([_row(headings), "|" + "---|" * len(headings), *lines])


def bullets(lines: Iterable[str]) -> str:
    """A list."""
    return "\n".join(f"- {line}" for line in lines)


def plural(count: int, one: str, many: str = "") -> str:
    """ "1 timescale", "2 timescales"."""
    return f"{count} {one if count == 1 else many or one + 's'}"


def in_words(name: str) -> str:
    """A code name as it is said: ``pre_proceedings`` reads "Pre proceedings"."""
    return name.replace("_", " ").capitalize()


def _row(cells: Sequence[object]) -> str:
    return "| " + " | ".join(_cell(cell) for cell in cells) + " |"


def _cell(value: object) -> str:
    text = "" if value is None else str(value)
    return text.replace("|", "\\|").replace("\n", " ").strip()
