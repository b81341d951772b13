"""The ladder of oversight: what must be answered, by whom, in what time, and who is asked next when nobody does."""

from keel.practice.ladder.climbing import answered, decided, looked, next_rung, raised, staffed
from keel.practice.ladder.matters import BY_KEY, EXPOSED, EXPOSURE, MATTERS, PAST, Matter, lead_of, matter_of
from keel.practice.ladder.model import (
    Answer,
    CannotAnswer,
    Colour,
    Flag,
    Ground,
    Kind,
    Limits,
    Rung,
    Said,
    Source,
    Step,
    Why,
    above,
)

__all__ = [
    "BY_KEY",
    "EXPOSED",
    "EXPOSURE",
    "MATTERS",
    "PAST",
    "Answer",
    "CannotAnswer",
    "Colour",
    "Flag",
    "Ground",
    "Kind",
    "Limits",
    "Matter",
    "Rung",
    "Said",
    "Source",
    "Step",
    "Why",
    "above",
    "answered",
    "decided",
    "lead_of",
    "looked",
    "matter_of",
    "next_rung",
    "raised",
    "staffed",
]
