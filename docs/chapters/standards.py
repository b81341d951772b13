"""Every number Keel counts with, its force, and where it comes from."""

from collections.abc import Iterator

from docs.chapters.markdown import in_words, page, plural, table

from keel.practice.standards import Councils, DatedValue, Standard, duration_text, load

PAGE = "standards.md"

CONFIRM = "**local value, please confirm**"
INTRODUCTION = """\
Every number that Keel counts with stands in a dated, cited file and not in its code. *Force* says
whether it is law, guidance that must be followed unless there is good reason, or local practice.
*Known* says how far the number itself can be trusted. Your own values go over the local ones: see [Use
your own standards](../how-to/set-your-standards.md)."""


def write() -> str:
    """The page."""
    standards = load()
    parts = sorted({standard.part for standard in standards.values()})
    waiting = (
        f"There are {plural(len(standards), 'standard')}, and {len(standards.to_confirm)} of them rest on no "
        f"published source: they are marked {CONFIRM}."
    )
    sections = [block for part in parts for block in _part(part, standards.part(part))]
    return page("Standards", INTRODUCTION, waiting, *sections)


def _part(name: str, standards: tuple[Standard, ...]) -> Iterator[str]:
    yield f"## {in_words(name)}"
    yield table(
        ("Key", "Standard", "Value", "Force", "Known", "Source", "What councils publish"),
        (row for standard in standards for row in _rows(standard)),
    )


def _rows(standard: Standard) -> Iterator[tuple[object, ...]]:
    for value in standard.values:
        yield (
            f"`{standard.key}`",
            standard.name,
            _value(standard, value),
            standard.status,
            f"{CONFIRM}: {value.known_how}"
            if value.needs_confirming
            else f"{value.known}: {value.known_how}",
            _source(value),
            _councils(standard.councils),
        )


def _value(standard: Standard, value: DatedValue) -> str:
    words = [duration_text(value.value, value.unit)]
    if len(standard.values) > 1 or not value.in_force:
        words.append(f"from {value.from_on.day} {value.from_on:%B %Y}")
    if value.until_on:
        words.append(f"until {value.until_on.day} {value.until_on:%B %Y}")
    if not value.in_force:
        words.append("(not in force: a switch, off)")
    return " ".join(words)


def _source(value: DatedValue) -> str:
    return f"[{value.citation}]({value.address})" if value.address else value.citation


def _councils(councils: Councils | None) -> str:
    if councils is None or councils.n == 0:
        return ""
    spread = "" if councils.min is None else f" {councils.min:g} to {councils.max:g} {councils.unit}"
    return f"{plural(councils.n, 'council')}:{spread}. {councils.note}"
