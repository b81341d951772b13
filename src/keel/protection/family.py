"""A plan as one of the family reads it: plain words, and nothing that another of them said in confidence."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from keel.people.models import Person
from keel.protection.comparing import parts_of, row_label, words_of
from keel.protection.written import SECTIONS, Section, Written


@dataclass(frozen=True, slots=True)
class Part:
    """A section in the words of the family's version: paragraphs, and rows of what each part of a row says."""

    title: str
    paragraphs: list[tuple[str, str]]
    rows: list[tuple[str, list[tuple[str, str]]]]


def readers(plan: Written) -> list[Person]:
    """Those of the family for whom there is a version: the child, and each parent."""
    return [plan.child, *plan.known_parents]


def family_version(plan: Written, reader: Person) -> list[Part]:
    """The sections that this reader is given, those with nothing in them left out."""
    parts = (_part(each, plan, reader) for each in SECTIONS if each.is_for_family)
    return [part for part in parts if part.paragraphs or part.rows]


def _part(each: Section, plan: Written, reader: Person) -> Part:
    return part_of(each, plan, lambda name: _may_read(name, plan, reader), _rows_for(each, plan, reader))


def part_of(
    each: Section, plan: Written, may_read: Callable[[str], bool], rows: Iterable[Any] | None = None
) -> Part:
    """A section in words, with the fields that may be read; of its rows those given, else all."""
    given = plan.rows(each.rows) if rows is None else rows
    shown = {name for name, _ in each.fields if may_read(name)}
    paragraphs = [(label, words_of(plan.version, name)) for name, label in each.fields if name in shown]
    outcomes = {one.pk: one.outcome for one in plan.outcomes}
    told = [
        (row_label(each, row, plan, place), parts_of(each, row, outcomes))
        for place, row in enumerate(given, start=1)
    ]
    return Part(each.title, [(label, text) for label, text in paragraphs if text], told)


def _may_read(name: str, plan: Written, reader: Person) -> bool:
    """What the child said is the child's, and the parents' only where somebody has said that they may read it."""
    if name == "are_child_views_shown":
        return False
    if name.startswith("child_views"):
        return reader.pk == plan.child.pk or plan.version.are_child_views_shown is True
    return True


def _rows_for(each: Section, plan: Written, reader: Person) -> list[Any]:
    """A parent reads what she or he said, and nobody else does."""
    if each.rows == "parents":
        return [row for row in plan.parents if row.person_id == reader.pk]
    return list(plan.rows(each.rows))
