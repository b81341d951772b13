"""DfE validation rules as ``rules.toml`` declares them, and the tests of those that are a shape of dates."""

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, lru_cache
from importlib import resources
from typing import Any

from keel.exchange.cin_census.form import Group, form
from keel.exchange.cin_census.parts import SHOWN, Part
from keel.exchange.cin_census.texts import Value
from keel.exchange.findings import Findings, Level

FRIDAY = 4
_LOOKS_AT = {"order": slice(1, None), "apart": slice(1, None), "together": slice(1)}
_KEPT = 1000


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: what it says, where it looks, and the shape that tests it, if any."""

    key: str
    group: str
    source: str
    says: str
    at: str | None = None
    shape: str | None = None
    of: tuple[str, ...] = ()
    most: int = 0

    @property
    def code(self) -> str:
        """The DfE's number of the rule."""
        return self.key.partition("-")[0]

    @property
    def looks_at(self) -> tuple[str, ...]:
        """The elements without any of which the shape has nothing to find."""
        return self.of[_LOOKS_AT.get(self.shape or "", slice(None))]

    @property
    def level(self) -> Level:
        """Queries are notes; errors are warnings, because the values are read all the same."""
        return Level.NOTE if self.code.endswith("Q") else Level.WARNING


@dataclass(frozen=True, slots=True)
class Year:
    """The census year, both days included; both None where the return does not say."""

    start: date | None = None
    end: date | None = None

    @classmethod
    def ending(cls, end: date | None) -> "Year":
        """The year up to a reference date."""
        if end is None:
            return cls()
        after = end + timedelta(days=1)
        is_leap_day = (after.month, after.day) == (2, 29)
        return cls(after.replace(year=after.year - 1, day=28 if is_leap_day else after.day), end)

    def holds(self, day: date) -> bool:
        """Whether a day is in the year; any day is where the year is not known."""
        return self.start is None or self.end is None or self.start <= day <= self.end

    def misses(self, day: date) -> bool:
        """Whether a day is outside the year."""
        return not self.holds(day)


@dataclass(frozen=True, slots=True)
class About:
    """What a group is judged against."""

    year: Year
    referred_on: date | None = None
    closed_on: date | None = None
    died_on: date | None = None


Test = Callable[[Rule, Mapping[str, Value], About], str | None]


@cache
def rules() -> Mapping[str, Rule]:
    """Every rule by its key."""
    raw = tomllib.loads(resources.files(__package__).joinpath("rules.toml").read_text("utf-8"))
    sources = {"Header": "Header", **_sources(form().child)}
    return {key: _rule(key, told, sources) for key, told in raw["rules"].items()}


@lru_cache(maxsize=_KEPT)
def shaped(group: str, given: tuple[str, ...]) -> tuple[tuple[Rule, Test], ...]:
    """The rules of a group that are a shape and look at an element that is given, each with its test."""
    return tuple(
        (rule, _TESTS[rule.shape])
        for rule in rules().values()
        if rule.shape and rule.group == group and any(name in given for name in rule.looks_at)
    )


def check_shapes(part: Part, about: About, findings: Findings, child: str) -> None:
    """Every shape of the part's group."""
    values = part.values
    for rule, test in shaped(part.group.name, tuple(values)):
        if (element := test(rule, values, about)) is not None:
            report(findings, rule.key, part, child, at=element)


def report(
    findings: Findings,
    key: str,
    part: Part | None,
    child: str | None,
    *,
    at: str | None = None,
    raw: str | None = None,
) -> None:
    """A rule broken: at which element, in which child, on which line."""
    rule = rules()[key]
    column = at or rule.at
    if raw is None and part is not None and column in part.values:
        raw = part.raws.get(column) or str(part.values[column])
    findings.add(
        f"rule-{rule.key}",
        rule.level,
        f"{rule.says} (DfE rule {rule.code})",
        source=rule.source,
        column=column,
        row=part.line if part else None,
        child=child,
        raw=raw if raw is None else raw[:SHOWN],
    )


def _rule(key: str, told: Mapping[str, Any], sources: Mapping[str, str]) -> Rule:
    shape = told.get("shape")
    if shape is not None and shape not in _TESTS:
        raise ValueError(f"rule {key}: there is no shape {shape!r}")
    return Rule(
        key=key,
        group=told["in"],
        source=sources[told["in"]],
        says=told["says"],
        at=told.get("at"),
        shape=shape,
        of=tuple(told.get("of", ())),
        most=told.get("most", 0),
    )


def _sources(group: Group) -> dict[str, str]:
    found = {group.name: group.source}
    for inner in group.groups.values():
        found |= _sources(inner)
    return found


def _order(rule: Rule, values: Mapping[str, Value], _about: About) -> str | None:
    first, second = values.get(rule.of[0]), values.get(rule.of[1])
    return rule.of[1] if first and second and second < first else None  # type: ignore[operator]


def _apart(rule: Rule, values: Mapping[str, Value], _about: About) -> str | None:
    first = values.get(rule.of[0])
    return rule.of[1] if first and first == values.get(rule.of[1]) else None


def _together(rule: Rule, values: Mapping[str, Value], _about: About) -> str | None:
    return rule.of[1] if rule.of[0] in values and rule.of[1] not in values else None


def _not_weekend(rule: Rule, values: Mapping[str, Value], _about: About) -> str | None:
    return _first(rule, values, lambda day: day.weekday() > FRIDAY)


def _in_year(rule: Rule, values: Mapping[str, Value], about: About) -> str | None:
    return _first(rule, values, about.year.misses)


def _by_year_end(rule: Rule, values: Mapping[str, Value], about: About) -> str | None:
    return _after(rule, values, about.year.end)


def _by_closure(rule: Rule, values: Mapping[str, Value], about: About) -> str | None:
    return _after(rule, values, about.closed_on)


def _by_death(rule: Rule, values: Mapping[str, Value], about: About) -> str | None:
    return _after(rule, values, about.died_on)


def _from_referral(rule: Rule, values: Mapping[str, Value], about: About) -> str | None:
    referred = about.referred_on
    return _first(rule, values, lambda day: day < referred) if referred else None


def _after(rule: Rule, values: Mapping[str, Value], last: date | None) -> str | None:
    return _first(rule, values, lambda day: day > last) if last else None


def _first(rule: Rule, values: Mapping[str, Value], is_wrong: Callable[[date], bool]) -> str | None:
    """The first element of the rule whose date is wrong."""
    for name in rule.of:
        day = values.get(name)
        if day is not None and is_wrong(day):  # type: ignore[arg-type]
            return name
    return None


_TESTS: Mapping[str, Test] = {
    "order": _order,
    "apart": _apart,
    "together": _together,
    "not_weekend": _not_weekend,
    "in_year": _in_year,
    "by_year_end": _by_year_end,
    "by_closure": _by_closure,
    "by_death": _by_death,
    "from_referral": _from_referral,
}
