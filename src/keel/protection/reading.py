"""A version of a plan as it is read: section by section, with what the gate says and what was carried over."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from keel.clock import today
from keel.oversight.rules_held import standards_held
from keel.protection.comparing import Change, Comparison, compared, parts_of, row_label, words_of
from keel.protection.gate import Failure, Gate, gate_of
from keel.protection.models import PlanVersion
from keel.protection.written import SECTIONS, Section, Written, written
from keel.recording.declared import Asked
from keel.report.wording import percent


@dataclass(frozen=True, slots=True)
class Shown:
    """A section as the plan's page shows it."""

    section: Section
    paragraphs: Sequence[tuple[str, str]]
    rows: Sequence[tuple[str, Sequence[tuple[str, str]]]]
    failures: Sequence[Failure]
    href: str = ""
    is_carried_over: bool = False

    @property
    def failing(self) -> list[Failure]:
        """What must be mended in it."""
        return [each for each in self.failures if each.rule.is_must]


@dataclass(frozen=True, slots=True)
class Read:
    """A version on its page."""

    plan: Written
    gate: Gate
    comparison: Comparison
    sections: Sequence[Shown]

    @property
    def carried_words(self) -> str:
        """How much of the version before still stands word for word; blank where there was none."""
        if self.plan.before is None or not self.comparison.was_there:
            return ""
        same, there = self.comparison.unchanged, self.comparison.was_there
        number = self.plan.before.version.version or "before"
        return f"{same} of {there} things in version {number} are carried over unchanged ({percent(same, there):g}%)."


def gate_for(version: PlanVersion) -> Gate:
    """What the gate says of a version today."""
    return gate_of(written(version), standards_held(), today())


def read(version: PlanVersion, *, may_write: bool = False) -> Read:
    """A version with everything that its page says."""
    plan = written(version)
    gate = gate_of(plan, standards_held(), today())
    comparison = compared(plan.before or _nothing(plan), plan)
    sections = [_shown(each, plan, gate, comparison, may_write) for each in SECTIONS]
    return Read(plan, gate, comparison, sections)


def _nothing(plan: Written) -> Written:
    return Written(version=PlanVersion(), child=plan.child)


def _shown(each: Section, plan: Written, gate: Gate, comparison: Comparison, may_write: bool) -> Shown:
    lines = comparison.of(each.key)
    paragraphs = [(label, words_of(plan.version, name)) for name, label in each.fields]
    outcomes = {one.pk: one.outcome for one in plan.outcomes}
    rows = [
        (row_label(each, row, plan, place), parts_of(each, row, outcomes))
        for place, row in enumerate(plan.rows(each.rows), start=1)
    ]
    is_carried = any(line.after for line in lines) and all(line.change is Change.SAME for line in lines)
    is_open = may_write and plan.version.published_on is None
    href = reverse(each.recording, args=[plan.child.pk, plan.version.pk]) if is_open else ""
    return Shown(
        section=each,
        paragraphs=[(label, text) for label, text in paragraphs if text],
        rows=rows,
        failures=gate.of(each.key),
        href=href,
        is_carried_over=plan.before is not None and is_carried,
    )


def said_beside(asked: Asked, each: Section) -> Mapping[str, Any]:
    """What stands beside a section's form: what the gate says of it as it is saved, and where it was begun from."""
    gate = gate_for(asked.row)
    return {"failures": gate.of(each.key), "section": each, "version": asked.row}
