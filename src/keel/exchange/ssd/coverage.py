"""What a folder of tables can feed, told from its headings alone."""

from collections.abc import Iterable, Mapping, Sequence

from keel.exchange.extract import Coverage
from keel.exchange.ssd.declaration import Mark, Use
from keel.practice.history import EventKind, Fact


def coverage_of(uses: Sequence[Use], held: Mapping[str, frozenset[str]], broken: Iterable[str]) -> Coverage:
    """``held`` gives the columns of each table that could be read; ``broken`` names the tables that could not."""
    kinds: dict[EventKind, frozenset[Fact]] = {}
    anchored: set[EventKind] = set()
    absent: dict[EventKind, str] = {}
    for use, mark in ((use, mark) for use in uses for mark in use.marks):
        columns = held.get(use.name)
        reason = _reason(use, mark, columns, frozenset(broken))
        if reason or columns is None:
            absent.setdefault(mark.kind, reason)
            continue
        facts = {fact for fact, name in mark.facts.items() if _has(use, name, columns)} | set(mark.always)
        kinds[mark.kind] = kinds.get(mark.kind, frozenset()) | facts
        if mark.anchor and _has(use, mark.anchor, columns) and (mark.anchor_from or use.name) in held:
            anchored.add(mark.kind)
    person = held.get("person", frozenset())
    return Coverage(
        kinds=kinds,
        anchored=frozenset(anchored),
        child_facts=frozenset({Fact.DISABLED}) if "disability" in held else frozenset(),
        absent={kind: reason for kind, reason in absent.items() if kind not in kinds},
        has_births="pers_dob" in person,
    )


def _reason(use: Use, mark: Mark, columns: frozenset[str] | None, broken: frozenset[str]) -> str:
    """Why the mark cannot be read, in a few words; empty if it can."""
    if columns is None:
        why = "could not be read" if use.name in broken else "is not in the folder"
        return f"table {use.name} {why}"
    needed = [name for name in (mark.on, mark.where) if name]
    lacking = next((name for name in needed if not _has(use, name, columns)), None)
    if lacking is None and not _names_child(use, columns):
        lacking = use.table.person or use.name
    if lacking is None:
        return ""
    return f"table {use.name} has no column {' or '.join(use.sources(lacking))}"


def _has(use: Use, name: str, columns: frozenset[str]) -> bool:
    """The column is there, or one that it is made from, or it needs none."""
    sources = use.sources(name)
    return any(source in columns or source not in use.table.columns for source in sources)


def _names_child(use: Use, columns: frozenset[str]) -> bool:
    return use.table.person in columns or bool(use.child_from and use.child_from[0] in columns)
