"""What changed from one version of a plan to another, section by section and word by word."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher
from enum import StrEnum
from typing import Any

from keel.protection.written import SECTIONS, Section, Written
from keel.report.wording import day_text

Outcomes = dict[Any, str]


class Change(StrEnum):
    """What became of one thing that a plan says."""

    ADDED = "added"
    GONE = "gone"
    CHANGED = "changed"
    SAME = "carried over unchanged"


@dataclass(frozen=True, slots=True)
class Said:
    """One thing that a version says: which (the same in every version), what it is called, its words."""

    key: tuple[str, Any]
    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words that stand in both versions, only in the later, or only in the earlier."""

    words: str
    change: Change


@dataclass(frozen=True, slots=True)
class Line:
    """One thing in both versions."""

    section: Section
    label: str
    before: str
    after: str

    @property
    def change(self) -> Change:
        """What became of it."""
        if self.before == self.after:
            return Change.SAME
        if not self.before:
            return Change.ADDED
        return Change.CHANGED if self.after else Change.GONE

    @property
    def pieces(self) -> list[Piece]:
        """Word by word: what stayed, what was taken out, what was put in."""
        return list(_pieces(self.before.split(), self.after.split()))


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two versions side by side."""

    lines: tuple[Line, ...]

    def of(self, key: str) -> list[Line]:
        """The lines of a section."""
        return [line for line in self.lines if line.section.key == key]

    def count(self, change: Change, key: str = "") -> int:
        """How many lines changed so, in a section or in all."""
        return sum(line.change is change for line in (self.of(key) if key else self.lines))

    @property
    def was_there(self) -> int:
        """How much the earlier version said."""
        return sum(bool(line.before) for line in self.lines)

    @property
    def unchanged(self) -> int:
        """How much of it was carried over word for word."""
        return self.count(Change.SAME)


def compared(before: Written, after: Written) -> Comparison:
    """What became of each thing that either says. A row is the same where one was carried over from the other."""
    outcomes = outcomes_of(after) | outcomes_of(
        before
    )  # an outcome put in other words changes none of its actions
    return Comparison(
        tuple(line for each in SECTIONS for line in _lines(each, before, after, outcomes)),
    )


def is_unchanged(before: Written, after: Written) -> bool:
    """Whether the later says word for word what the earlier did."""
    comparison = compared(before, after)
    return comparison.unchanged == len(comparison.lines)


def _lines(each: Section, before: Written, after: Written, outcomes: Outcomes) -> Iterator[Line]:
    old = {said.key: said for said in _said(each, before, outcomes)}
    new = {said.key: said for said in _said(each, after, outcomes)}
    for key in dict.fromkeys((*old, *new)):
        earlier, later = old.get(key), new.get(key)
        label = (later or earlier).label  # type: ignore[union-attr]  # one of them has it
        yield Line(each, label, earlier.text if earlier else "", later.text if later else "")


def _said(each: Section, plan: Written, outcomes: Outcomes) -> Iterator[Said]:
    for name, label in each.fields:
        if text := words_of(plan.version, name):
            yield Said(("field", name), label, text)
    for place, row in enumerate(plan.rows(each.rows), start=1):
        label = row_label(each, row, plan, place)
        text = row_text(each, row, {one.pk: outcomes.get(first_of(one), "") for one in plan.outcomes})
        yield Said((each.rows, first_of(row)), label, text)


def row_label(each: Section, row: Any, plan: Written, place: int) -> str:
    """What a row is called: a parent by name, another by its place."""
    if each.rows == "parents":
        return plan.names.get(row.person_id) or row.name or "A parent"
    return f"{ROW_WORDS[each.rows]} {place}"


ROW_WORDS = {
    "outcomes": "Outcome",
    "actions": "Action",
    "contingencies": "If and then",
    "members": "Person",
}


def row_text(each: Section, row: Any, outcomes: Outcomes) -> str:
    """A row in words, each part with what it is called."""
    return " ".join(f"{label}: {_ended(text)}" for label, text in parts_of(each, row, outcomes))


def parts_of(each: Section, row: Any, outcomes: Outcomes) -> list[tuple[str, str]]:
    """What the parts of a row are called, and what stands in them; those with nothing in them left out."""
    told = ((label, words_of(row, name, outcomes)) for name, label in each.parts)
    return [(label, text) for label, text in told if text]


def _ended(text: str) -> str:
    return text if text.endswith((".", "!", "?")) else f"{text}."


def words_of(row: Any, name: str, outcomes: Outcomes | None = None) -> str:
    """What stands in a field, in words."""
    if name == "outcome" and outcomes is not None and hasattr(row, "outcome_id"):
        return outcomes.get(row.outcome_id, "")
    value = row.__dict__.get(name)
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, date):
        return day_text(value)
    return str(value or "").strip()


def outcomes_of(plan: Written) -> Outcomes:
    """The words of each outcome, by the first of its line."""
    return {first_of(one): one.outcome for one in plan.outcomes}


def first_of(row: Any) -> Any:
    """The first row of the line in which this one was carried over from version to version: itself, where it began."""
    return row.carried_from_id or row.pk


def _pieces(before: Sequence[str], after: Sequence[str]) -> Iterator[Piece]:
    for kind, start, end, other, until in SequenceMatcher(a=before, b=after, autojunk=False).get_opcodes():
        if kind == "equal":
            yield Piece(" ".join(before[start:end]), Change.SAME)
            continue
        if end > start:
            yield Piece(" ".join(before[start:end]), Change.GONE)
        if until > other:
            yield Piece(" ".join(after[other:until]), Change.ADDED)
