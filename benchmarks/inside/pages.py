"""The pages that people at work open, how often, and who opens them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from random import Random
from typing import Any

Who = Mapping[str, Any]  # as benchmarks.inside.accounts says her
WITH_CASES = frozenset({"worker", "chair", "manager", "senior"})
SENIOR, MANAGER = frozenset({"senior"}), frozenset({"manager"})
ANALYST = frozenset({"analyst"})
LIMIT = "the limit: a page that asks nothing"
SEARCH = "finding a person"
SEARCH_PATH = "/people/"


@dataclass(frozen=True)
class Page:
    """A page: how often it is opened beside others, by whom, and where it is."""

    name: str
    weight: int
    parts: frozenset[str]
    path: Callable[[Who, Random], str]


def _of_child(rest: str) -> Callable[[Who, Random], str]:
    return lambda who, dice: f"/child/{dice.choice(who['children'])}/{rest}"


def _of_person(rest: str) -> Callable[[Who, Random], str]:
    return lambda who, dice: f"/people/{dice.choice(who['children'])}/{rest}"


def _at(path: str) -> Callable[[Who, Random], str]:
    return lambda who, dice: path


def _of_team(asked: str = "") -> Callable[[Who, Random], str]:
    return lambda who, dice: f"/team/{who['team']}/{asked}"


PAGES = (
    Page("her own list", 4, frozenset({"worker", "chair"}), _at("/mine/")),
    Page("a team’s list", 12, MANAGER, _of_team()),
    Page("a team’s list, narrowed", 6, MANAGER, _of_team("?shows=overdue&colour=red")),
    Page("a team’s list as a grid", 4, MANAGER, _of_team("?view=grid")),
    Page("the service’s list", 12, SENIOR, _at("/service/")),
    Page("the service’s list, narrowed", 6, SENIOR, _at("/service/?timescale=cp_visit&age=5-10")),
    Page("the service’s list, its tenth page", 4, SENIOR, _at("/service/?page=10")),
    Page("a child’s page", 8, WITH_CASES, _of_child("")),
    Page("a child’s chronology", 4, WITH_CASES, _of_child("chronology")),
    Page("a child’s side of paper", 2, WITH_CASES, _of_child("print")),
    Page("a child’s records", 2, WITH_CASES, _of_child("records")),
    Page("a child’s visits", 2, WITH_CASES, _of_child("visit")),
    Page("a person", 2, WITH_CASES, _of_person("")),
    Page("a family’s network", 2, WITH_CASES, _of_person("network")),
    Page("what is asked", 1, WITH_CASES, _at("/law/")),
    Page("possible duplicates", 8, ANALYST, _at("/people/duplicates/")),
    Page("loads", 8, ANALYST, _at("/loads/")),
    Page("what a load found", 8, ANALYST, _at("/loads/2/findings")),
    Page(LIMIT, 1, WITH_CASES, _at("/health/live")),
)
SEARCHES = 3  # how often somebody is looked for, beside the weights above


def pages_of(part: str) -> list[Page]:
    """The pages that somebody opens in her part."""
    return [page for page in PAGES if part in page.parts]
