"""The stages of a challenge and of a partner's escalation: whom each asks, and by when, as stages.toml declares."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from keel.practice.ladder import Rung
from keel.protection.allowed import due_after

CHALLENGE, ESCALATION = "challenge", "escalation"


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage: its number, the post that is asked, and the timescale that says by when."""

    number: int
    post: Rung
    timescale: str

    def due_from(self, day: date) -> date | None:
        """By when it is answered, if it is sent on a day."""
        return due_after(self.timescale, day)


@cache
def _told() -> Mapping[str, Any]:
    return tomllib.loads(files(__package__).joinpath("stages.toml").read_text(encoding="utf-8"))


@cache
def stages(of: str) -> tuple[Stage, ...]:
    """The stages of a challenge, or of an escalation, the lowest first."""
    found = (Stage(each["stage"], Rung(each["post"]), each["timescale"]) for each in _told()[of])
    return tuple(sorted(found, key=lambda each: each.number))


def stage_of(of: str, number: int | None) -> Stage:
    """The stage with a number; the first where none is known, and the last for one beyond it."""
    known = stages(of)
    return next((each for each in known if each.number >= (number or 0)), known[-1])


def stage_after(of: str, number: int | None) -> Stage:
    """The stage above; after the last, the last again, for there is nobody higher to ask."""
    return stage_of(of, (number or 0) + 1)


def is_last(of: str, number: int | None) -> bool:
    """Whether nobody stands above."""
    return (number or 0) >= stages(of)[-1].number


def at_once_for_danger() -> Stage:
    """The stage to which a challenge goes at once where a child is in immediate danger."""
    return stage_of(CHALLENGE, _told()["danger"])


def counted_agencies() -> tuple[str, ...]:
    """The agencies that the register counts by name, in small letters."""
    return tuple(_told()["agencies"])
