"""Made-up people by the thousand who have nothing to do with each other, and ways to ask for one of them wrongly.

Their names are as common as names are in England: a few are borne by many, and most by few.
"""

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib import resources
from itertools import accumulate
from random import Random
from typing import Any
from uuid import UUID

from keel.invent import slips

FIRST_BORN = date(1950, 1, 1)
FORMER_SURNAME, MIDDLE, ALIAS = 0.15, 1 / 3, 0.1  # shares of people with one


@dataclass(frozen=True)
class Bearer:
    """A made-up person as she is asked for."""

    person: UUID
    forename: str
    surname: str
    former: str  # surname, blank for most
    middle: str
    alias: str
    birth_on: date


@cache
def names() -> Mapping[str, Any]:
    """``strangers.toml``."""
    return tomllib.loads(resources.files("keel.invent").joinpath("strangers.toml").read_text("utf-8"))


@cache
def _surnames() -> tuple[list[str], list[float]]:
    """Listed ones by rank, as common as ranks are in England; a long tail of others, each as rare as the next."""
    listed = names()["surnames"]
    tail = [one + other for one in names()["first_halves"] for other in names()["second_halves"]]
    weights = [1.0 / (rank + 8) for rank in range(len(listed))]
    share = sum(weights) / len(tail)
    return [*listed, *tail], list(accumulate([*weights, *([share] * len(tail))]))


@cache
def _forenames() -> tuple[list[str], list[float]]:
    listed = names()["forenames"]
    return listed, list(accumulate(1.0 / (rank + 20) for rank in range(len(listed))))


def forename(dice: Random) -> str:
    """A forename."""
    listed, weights = _forenames()
    return dice.choices(listed, cum_weights=weights)[0]


def surname(dice: Random) -> str:
    """A surname."""
    listed, weights = _surnames()
    return dice.choices(listed, cum_weights=weights)[0]


def strangers(count: int, dice: Random) -> list[Bearer]:
    """So many people."""
    return [_bearer(dice) for _ in range(count)]


def _bearer(dice: Random) -> Bearer:
    former = surname(dice) if dice.random() < FORMER_SURNAME else ""
    born = FIRST_BORN + timedelta(days=dice.randrange(365 * 76))
    middle = forename(dice) if dice.random() < MIDDLE else ""
    alias = forename(dice) if dice.random() < ALIAS else ""
    return Bearer(UUID(int=dice.getrandbits(128)), forename(dice), surname(dice), former, middle, alias, born)


Asking = Callable[[Bearer, Random], str]


def _whole(bearer: Bearer) -> str:
    return f"{bearer.forename} {bearer.surname}"


def _by_slip(slip: str) -> Asking:
    return lambda bearer, dice: slips.misspelt(_whole(bearer), slip, dice)


def _twice(bearer: Bearer, dice: Random) -> str:
    kinds = list(slips.OF_LETTERS)
    return " ".join(
        slips.misspelt(part, dice.choice(kinds), dice) for part in (bearer.forename, bearer.surname)
    )


WAYS: Mapping[str, tuple[Callable[[Bearer], bool], Asking]] = {
    **{slip: (lambda _: True, _by_slip(slip)) for slip in slips.OF_LETTERS},
    "a slip in each": (lambda _: True, _twice),
    "short form": (
        lambda b: b.forename in names()["called"],
        lambda b, dice: f"{dice.choice(names()['called'][b.forename])} {b.surname}",
    ),
    "other way round": (lambda _: True, lambda b, _: slips.other_way_round((b.forename, b.surname))),
    "without accents": (lambda b: not _whole(b).isascii(), lambda b, dice: slips.plain(_whole(b), dice)),
    "without hyphens": (
        lambda b: "-" in _whole(b) or "'" in _whole(b),
        lambda b, dice: slips.unhyphened(_whole(b), dice),
    ),
    "former surname": (lambda b: bool(b.former), lambda b, _: f"{b.forename} {b.former}"),
}


def asked_wrongly(bearers: list[Bearer], count: int, dice: Random) -> list[tuple[str, Bearer, str]]:
    """So many of them asked for, each way as often as any other: the way, who is meant, what is typed."""
    ways = list(WAYS.items())
    found: list[tuple[str, Bearer, str]] = []
    while len(found) < count:
        name, (suits, ask) = ways[len(found) % len(ways)]
        bearer = dice.choice(bearers)
        if suits(bearer) and (typed := ask(bearer, dice)).casefold() != _whole(bearer).casefold():
            found.append((name, bearer, typed))
    return found
