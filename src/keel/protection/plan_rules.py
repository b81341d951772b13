"""How each rule of the plan's gate is asked of a plan: a function under the rule's name.

It gives, in words, each place where the plan does not meet the rule. The numbers are dated standards.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from keel.practice.calendar import add_months
from keel.practice.language import found_in
from keel.practice.standards import Standards, duration_text
from keel.protection.comparing import is_unchanged
from keel.protection.written import Written
from keel.report.wording import day_text

WHEN = re.compile(  # a day, a month or a year, as people write them
    r"\b\d{1,2}[/.-]\d{1,2}\b|\b(?:19|20)\d\d\b|\b\d{1,2}(?:st|nd|rd|th)?\s+(?:of\s+)?"
    r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)|"
    r"\b(?:january|february|march|april|june|july|august|september|october|november|december)\b",
    re.IGNORECASE,
)
EXCERPT = 60  # letters of a row that are enough to know it by


@dataclass(frozen=True, slots=True)
class Numbers:
    """The standards on the day that the gate is asked."""

    standards: Standards
    day: date

    def number(self, key: str) -> float:
        """The number in force."""
        return self.standards[key].number_on(self.day)

    def months_back(self, key: str) -> date:
        """The day so many months ago."""
        return add_months(self.day, -int(self.number(key)))

    def words(self, key: str) -> str:
        """The number as it is said, and that it is to be confirmed where nobody published it."""
        if not key:
            return ""
        dated = self.standards[key].value_on(self.day)
        if dated is None:
            return ""
        said = duration_text(dated.value, dated.unit)
        return f"{said} (local value, please confirm)" if dated.needs_confirming else said


Asked = Callable[[Written, Numbers], Iterator[str | tuple[str, str]]]
CHECKS: dict[str, Asked] = {}


def asks(check: Asked) -> Asked:
    """The check of the rule that bears its name."""
    CHECKS[check.__name__] = check
    return check


def _short(text: str) -> str:
    return f"“{text[:EXCERPT].rstrip()}…”" if len(text) > EXCERPT else f"“{text}”"


def names_child(plan: Written, text: str) -> bool:
    """Whether a text calls the child by name; where no name is recorded it cannot, and nothing is asked."""
    return not plan.called or bool(re.search(rf"(?<!\w){re.escape(plan.called)}(?!\w)", text, re.IGNORECASE))


def _missing(row: Any, wanted: dict[str, str]) -> str:
    absent = [words for name, words in wanted.items() if row.__dict__.get(name) in ("", None)]
    return " and ".join([*([", ".join(absent[:-1])] if absent[:-1] else []), *absent[-1:]])


# Why there is a plan


@asks
def particulars(plan: Written, _: Numbers) -> Iterator[str]:
    """Name, day of birth or the day when it is expected, start and category."""
    told = {
        "the child’s name": plan.called,
        "when the child was born, or is expected": plan.child.birth_on or plan.child.expected_on,
        "when the plan began": plan.started_on,
        "the category of harm": plan.category,
    }
    for words, value in told.items():
        if not value:
            yield f"Not recorded: {words}."


@asks
def worry(plan: Written, _: Numbers) -> Iterator[str]:
    """It is written."""
    if not plan.version.worry.strip():
        yield "Nothing is written."


@asks
def worry_dated(plan: Written, _: Numbers) -> Iterator[str]:
    """It says when."""
    if plan.version.worry.strip() and not WHEN.search(plan.version.worry):
        yield "No day or month stands in it."


@asks
def daily_life(plan: Written, _: Numbers) -> Iterator[str]:
    """It is written, and names the child."""
    if not plan.version.daily_life.strip():
        yield "Nothing is written."
    elif not names_child(plan, plan.version.daily_life):
        yield f"It does not name {plan.called}."


@asks
def daily_life_dated(plan: Written, _: Numbers) -> Iterator[str]:
    """It says when."""
    if plan.version.daily_life.strip() and not WHEN.search(plan.version.daily_life):
        yield "No day or month stands in it."


@asks
def changed(plan: Written, _: Numbers) -> Iterator[str]:
    """Something differs from the version before, or there is a reason."""
    if plan.before and not plan.version.why_unchanged.strip() and is_unchanged(plan.before, plan):
        yield f"Every word is that of version {plan.before.version.version or 'before'}."


# Views


@asks
def child_views(plan: Written, _: Numbers) -> Iterator[str]:
    """What, how, when and by whom."""
    wanted = {
        "child_views": "what the child thinks",
        "child_views_method": "how it was found out",
        "child_views_on": "when",
        "child_views_by": "who asked",
    }
    if missing := _missing(plan.version, wanted):
        yield f"Not recorded: {missing}."


@asks
def child_views_fresh(plan: Written, numbers: Numbers) -> Iterator[str]:
    """Not older than the standard."""
    asked_on = plan.version.child_views_on
    if asked_on and asked_on < numbers.months_back("plan_views_age"):
        yield f"Asked on {day_text(asked_on)}."


@asks
def parents_asked(plan: Written, _: Numbers) -> Iterator[str]:
    """Each known parent, and somebody at all."""
    asked = {row.person_id for row in plan.parents if (row.views or row.tries) and row.asked_on}
    for parent in plan.known_parents:
        if parent.pk not in asked:
            yield f"{plan.names.get(parent.pk, 'A parent')}: neither views nor tries with a day."
    for row in plan.parents:
        if row.person_id is None and not ((row.views or row.tries) and row.asked_on):
            yield f"{row.name or 'Somebody'}: neither views nor tries with a day."
    if not plan.parents and not plan.known_parents:
        yield "No parent is known. Record who they are, or what was tried to find out."


@asks
def parents_fresh(plan: Written, numbers: Numbers) -> Iterator[str]:
    """Not older than the standard."""
    for row in plan.parents:
        if row.asked_on and row.asked_on < numbers.months_back("plan_views_age"):
            yield f"{plan.names.get(row.person_id, row.name)} was asked on {day_text(row.asked_on)}."


# Outcomes and actions


@asks
def outcomes(plan: Written, _: Numbers) -> Iterator[str]:
    """There is one."""
    if not plan.outcomes:
        yield "There is none."


@asks
def outcomes_named(plan: Written, _: Numbers) -> Iterator[str]:
    """Each names the child."""
    for row in plan.outcomes:
        if not names_child(plan, row.outcome):
            yield f"{_short(row.outcome)} does not name {plan.called}."


@asks
def outcomes_measured(plan: Written, _: Numbers) -> Iterator[str]:
    """Each has a measure and a day."""
    for row in plan.outcomes:
        if missing := _missing(row, {"measure": "how we will know", "by_on": "by when"}):
            yield f"{_short(row.outcome)}: {missing} is not written."


@asks
def actions(plan: Written, _: Numbers) -> Iterator[str]:
    """Each outcome has one."""
    served = {row.outcome_id for row in plan.actions}
    for row in plan.outcomes:
        if row.pk not in served:
            yield f"Nothing is done for {_short(row.outcome)}."
    if not plan.actions and not plan.outcomes:
        yield "There is none."


@asks
def actions_owned(plan: Written, _: Numbers) -> Iterator[str]:
    """Each has one person and a day."""
    for row in plan.actions:
        if missing := _missing(row, {"owner": "who does it", "due_on": "by when"}):
            yield f"{_short(row.action)}: {missing} is not written."


@asks
def actions_linked(plan: Written, _: Numbers) -> Iterator[str]:
    """Each is for an outcome of this version."""
    known = {row.pk for row in plan.outcomes}
    for row in plan.actions:
        if row.outcome_id not in known:
            yield f"{_short(row.action)} is for no outcome."


@asks
def actions_evidenced(plan: Written, _: Numbers) -> Iterator[str]:
    """Each says when it is done."""
    for row in plan.actions:
        if not row.done_when.strip():
            yield f"{_short(row.action)} does not say when it is done."


@asks
def actions_few(plan: Written, numbers: Numbers) -> Iterator[str]:
    """Not more than the standard, those that are done not counted."""
    still = [row for row in plan.actions if row.done_on is None]
    if len(still) > numbers.number("plan_actions_most"):
        yield f"There are {len(still)} that are not done."


@asks
def actions_for_child(plan: Written, numbers: Numbers) -> Iterator[str]:
    """The share that serves no outcome naming the child is not above the standard."""
    named = {row.pk for row in plan.outcomes if names_child(plan, row.outcome)}
    others = [row for row in plan.actions if row.outcome_id not in named]
    if others and 100 * len(others) > numbers.number("d14_adult_share") * len(plan.actions):
        yield f"{len(others)} of {len(plan.actions)} are for nothing that names the child."


# What if, and keeping safe


@asks
def contingency(plan: Written, _: Numbers) -> Iterator[str]:
    """There is one."""
    if not plan.contingencies:
        yield "There is none."


@asks
def contingency_whole(plan: Written, _: Numbers) -> Iterator[str]:
    """Each has all its parts."""
    wanted = {
        "trigger": "if what",
        "response": "then what",
        "within": "by when",
        "decided_by": "who decides",
        "is_court_considered": "whether court was considered",
    }
    for place, row in enumerate(plan.contingencies, start=1):
        if missing := _missing(row, wanted):
            yield f"{_short(row.trigger) if row.trigger else f'Number {place}'}: {missing} is not written."


@asks
def visits(plan: Written, _: Numbers) -> Iterator[str]:
    """It is written."""
    if not plan.version.visits.strip():
        yield "Nothing is written."


@asks
def bottom_line(plan: Written, _: Numbers) -> Iterator[str]:
    """It is written."""
    if not plan.version.bottom_line.strip():
        yield "Nothing is written."


@asks
def strengths(plan: Written, _: Numbers) -> Iterator[str]:
    """They are written."""
    if not plan.version.strengths.strip():
        yield "Nothing is written about what goes well."


@asks
def needs(plan: Written, _: Numbers) -> Iterator[str]:
    """They are written."""
    if not plan.version.needs.strip():
        yield "Nothing is written about what the child needs."


# The family and those who help


@asks
def communication(plan: Written, _: Numbers) -> Iterator[str]:
    """Needs and the form."""
    wanted = {"communication_needs": "what the parents need", "form_given": "the form they are given"}
    if missing := _missing(plan.version, wanted):
        yield f"Not recorded: {missing}."


@asks
def network(plan: Written, _: Numbers) -> Iterator[str]:
    """Offered and answered."""
    wanted = {"network_offered_on": "when it was offered", "network_answer": "what the family answered"}
    if missing := _missing(plan.version, wanted):
        yield f"Not recorded: {missing}."


@asks
def members(plan: Written, _: Numbers) -> Iterator[str]:
    """Names with roles, and two days."""
    if not plan.members:
        yield "Nobody is named."
    for row in plan.members:
        if not row.role.strip():
            yield f"What {row.name or 'somebody'} is to the child is not written."
    wanted = {"core_group_on": "the next meeting", "later_core_group_on": "the one after"}
    if missing := _missing(plan.version, wanted):
        yield f"Not recorded: {missing}."


@asks
def legal(plan: Written, numbers: Numbers) -> Iterator[str]:
    """From the month of the standard: date, decision and reason."""
    if plan.started_on is None or plan.started_on > numbers.months_back("plan_legal_considered"):
        return
    wanted = {"legal_considered_on": "when", "legal_decision": "the decision", "legal_reason": "why"}
    if missing := _missing(plan.version, wanted):
        yield f"The plan began on {day_text(plan.started_on)}. Not recorded: {missing}."


# Words


def _worded(plan: Written, *, blocks: bool) -> Iterator[tuple[str, str]]:
    told = set()
    for each, text in plan.texts():
        for found in found_in(text):
            if found.blocks is blocks and (each.key, found.term) not in told:
                told.add((each.key, found.term))
                yield each.key, f"“{found.term}”: say {found.say}."


@asks
def words(plan: Written, _: Numbers) -> Iterator[tuple[str, str]]:
    """None that blames."""
    yield from _worded(plan, blocks=True)


@asks
def plain_words(plan: Written, _: Numbers) -> Iterator[tuple[str, str]]:
    """None that keeps a family out."""
    yield from _worded(plan, blocks=False)
