"""What a folder of tables can feed, told from its headings alone."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from keel.exchange.extract import Coverage
from keel.exchange.ssd.declaration import Mark, Use
from keel.practice.history import EventKind, Fact


@dataclass(frozen=True, slots=True)
class _Folder:
    held: Mapping[str, frozenset[str]]
    broken: frozenset[str]


def coverage_of(uses: Sequence[Use], held: Mapping[str, frozenset[str]], broken: Iterable[str]) -> Coverage:
    """``held``: the columns of each table that could be read; ``broken``: the tables that could not."""
    folder = _Folder(held, frozenset(broken))
    kinds: dict[EventKind, frozenset[Fact]] = {}
    anchored: set[EventKind] = set()
    absent: dict[EventKind, str] = {}
    for use, mark in _marks(uses):
        if reason := _reason(use, mark, folder):
            absent.setdefault(mark.kind, reason)
            continue
        kinds[mark.kind] = kinds.get(mark.kind, frozenset()) | _facts(use, mark, folder)
        if mark.anchor and _has(use, mark.anchor, folder):
            anchored.add(mark.kind)
    return Coverage(
        kinds=kinds,
        anchored=frozenset(anchored),
        child_facts=frozenset({Fact.DISABLED} if "disability" in held else ()),
        absent={kind: reason for kind, reason in absent.items() if kind not in kinds},
        has_births="pers_dob" in held.get("person", ()),
    )


def _marks(uses: Sequence[Use]) -> Iterator[tuple[Use, Mark]]:
    return ((use, mark) for use in uses for mark in use.marks)


def _facts(use: Use, mark: Mark, folder: _Folder) -> frozenset[Fact]:
    told = {fact for fact, name in mark.facts.items() if _has(use, name, folder)}
    return frozenset((told | set(mark.always)) - mark.told_in_part)


def _reason(use: Use, mark: Mark, folder: _Folder) -> str:
    """Why the mark cannot be read, in a few words; empty if it can."""
    columns = folder.held.get(use.name)
    if columns is None:
        why = "could not be read" if use.name in folder.broken else "is not in the folder"
        return f"table {use.name} {why}"
    needed = [name for name in (mark.on, mark.where) if name]
    lacking = next((name for name in needed if not _has(use, name, folder)), None)
    if lacking is None and not _names_child(use, columns):
        lacking = use.table.person or use.name
    return f"table {use.name} has no column {' or '.join(use.sources(lacking))}" if lacking else ""


def _has(use: Use, name: str, folder: _Folder) -> bool:
    """The column is there, or one that it is made from with the table that it links to, or it needs none."""
    columns = folder.held[use.name]
    is_made = name in use.made_from
    return any(
        source not in use.table.columns
        or (
            source in columns
            and not (is_made and source in use.links and use.links[source][0] not in folder.held)
        )
        for source in use.sources(name)
    )


def _names_child(use: Use, columns: frozenset[str]) -> bool:
    """The row names the child, or points to a row that does."""
    return use.table.person in columns or bool(use.child_from and use.child_from[0] in columns)
