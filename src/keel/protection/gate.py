"""The gate of a child protection plan: what it must hold before a manager signs it.

The rules stand in gate.toml, with their words, their sources and the standards that hold their numbers. How each is
asked of a plan stands in plan_rules, under the rule's name.
"""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files

from keel.practice.standards import Standards
from keel.protection.plan_rules import CHECKS, Numbers
from keel.protection.written import Section, Written, section

MUST = "must"


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule of the gate, as it is declared."""

    key: str
    section: str  # blank where it is asked of every section
    says: str
    mend: str
    source: str
    level: str
    standard: str = ""
    fact: str = ""

    @property
    def is_must(self) -> bool:
        """Whether it stops the sign-off."""
        return self.level == MUST


@dataclass(frozen=True, slots=True)
class Failure:
    """A rule that a plan does not meet: in which section, and where in it."""

    rule: Rule
    section: Section
    where: str = ""
    number: str = ""  # of the standard, in words, and that it is local and to be confirmed


@dataclass(frozen=True, slots=True)
class Gate:
    """What the gate says of a version on a day."""

    failures: tuple[Failure, ...]

    @property
    def failing(self) -> list[Failure]:
        """What stops the sign-off."""
        return [each for each in self.failures if each.rule.is_must]

    @property
    def advice(self) -> list[Failure]:
        """What is only pointed out."""
        return [each for each in self.failures if not each.rule.is_must]

    @property
    def is_passed(self) -> bool:
        """Whether nothing stops the sign-off."""
        return not self.failing

    def of(self, key: str) -> list[Failure]:
        """What is said beside one section, the gravest first."""
        return sorted((each for each in self.failures if each.section.key == key), key=_gravest)

    def holds(self, fact: str) -> bool:
        """Whether every rule with this fact is met."""
        return not any(each.rule.fact == fact for each in self.failures)

    def words(self) -> str:
        """What stops the sign-off, as lines of text."""
        return "\n".join(f"{f.section.title}: {f.where or f.rule.says}" for f in self.failing)


def _gravest(failure: Failure) -> bool:
    return not failure.rule.is_must


@cache
def rules() -> tuple[Rule, ...]:
    """The rules as declared. Raises ``TypeError`` where one lacks something or has something unknown."""
    told = tomllib.loads(files(__package__).joinpath("gate.toml").read_text(encoding="utf-8"))
    return tuple(Rule(**each) for each in told["rules"])


def gate_of(plan: Written, standards: Standards, day: date) -> Gate:
    """Every rule asked of a plan."""
    numbers = Numbers(standards, day)
    return Gate(tuple(failure for rule in rules() for failure in _asked(rule, plan, numbers)))


def _asked(rule: Rule, plan: Written, numbers: Numbers) -> Iterator[Failure]:
    for found in CHECKS[rule.key](plan, numbers):
        place, where = found if isinstance(found, tuple) else (rule.section, found)
        yield Failure(rule, section(place), where, numbers.words(rule.standard))
