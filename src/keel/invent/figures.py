"""The shapes of the made-up authority and the rates of what is planted in it, read from their data files."""

import tomllib
from bisect import bisect
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import accumulate
from random import Random
from typing import Any, Generic, TypeVar

T = TypeVar("T")


class Draw(Generic[T]):
    """Draws one of ``values`` by their weights."""

    def __init__(self, values: Sequence[T], weights: Sequence[float]) -> None:
        self._values = values
        self._steps = list(accumulate(weights))

    def __call__(self, rng: Random) -> T:
        return self._values[bisect(self._steps, rng.random() * self._steps[-1], 0, len(self._values) - 1)]


def weighted(weights: Mapping[str, float]) -> Draw[str]:
    """A draw from a table of weights."""
    return Draw(list(weights), list(weights.values()))


class Bands:
    """Draws a whole number from bands of (least, most, share)."""

    def __init__(self, bands: Sequence[Sequence[float]]) -> None:
        self._band = Draw([(int(low), int(high)) for low, high, _ in bands], [share for *_, share in bands])

    def __call__(self, rng: Random) -> int:
        low, high = self._band(rng)
        return low + int(rng.random() * (high - low + 1))


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of ``figures.toml``, ready to draw from. Shares are between 0 and 1."""

    rereferral: float
    no_further_action: float
    not_in_need: float
    enquiry: float
    conference: float
    plan_made: float
    transfer_in: float
    plan_to_care: float
    need_to_care: float
    unborn: float
    disabled: float
    agency: float
    caseload: float
    plan_length: Bands
    conference_days: Bands
    children: Draw[str]
    category: Draw[str]


@dataclass(frozen=True, slots=True)
class Planting:
    """A failing that is planted: in which share of the children who could carry it, and what it must raise."""

    key: str
    rate: float
    letter: str
    timescales: tuple[str, ...] = ()
    signals: tuple[str, ...] = ()
    note: str = ""


def held(name: str) -> dict[str, Any]:
    """The contents of one of this room's data files."""
    return tomllib.loads(files(__package__).joinpath(name).read_text(encoding="utf-8"))


@cache
def figures() -> Figures:
    """The shapes, from ``figures.toml``."""
    shape = held("figures.toml")
    referral, plan, family = shape["referral"], shape["plan"], shape["family"]
    return Figures(
        rereferral=referral["within_12_months"]["value"],
        no_further_action=referral["no_further_action"]["value"],
        not_in_need=referral["not_in_need"]["value"],
        enquiry=referral["to_enquiry"]["value"],
        conference=referral["enquiry_to_conference"]["value"],
        plan_made=referral["conference_to_plan"]["value"],
        transfer_in=plan["transfer_in"]["value"],
        plan_to_care=plan["to_care"]["value"],
        need_to_care=family["need_to_care"]["value"],
        unborn=family["unborn"]["value"],
        disabled=family["disabled"]["value"],
        agency=shape["workers"]["agency"]["value"],
        caseload=shape["workers"]["caseload"]["value"],
        plan_length=Bands(plan["lengths"]["bands"]),
        conference_days=Bands(shape["conference"]["days"]["bands"]),
        children=weighted(family["children"]["weights"]),
        category=weighted(plan["categories"]["weights"]),
    )


@cache
def plantings() -> Mapping[str, Planting]:
    """What is planted, from ``plantings.toml``."""
    return {key: _planting(key, given) for key, given in held("plantings.toml").items()}


def _planting(key: str, given: dict[str, Any]) -> Planting:
    return Planting(
        key,
        given["rate"],
        given["letter"],
        tuple(given.get("timescales", ())),
        tuple(given.get("signals", ())),
        given.get("note", ""),
    )
