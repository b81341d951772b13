"""What the law, guidance and local practice ask: dated, cited numbers, a file for each part of the journey.

A value with no source ships as a local value to confirm. An authority lays its own values over these, in a
file or in the application; it may ask more than the law, never less.
"""

from keel.practice.standards.duedates import NO_DUE, due_days
from keel.practice.standards.loader import changed, load, read_part
from keel.practice.standards.model import (
    Councils,
    DatedValue,
    Direction,
    Known,
    Looser,
    Measure,
    Severity,
    Standard,
    StandardError,
    Standards,
    Status,
)
from keel.practice.standards.wording import duration_text

__all__ = [
    "NO_DUE",
    "Councils",
    "DatedValue",
    "Direction",
    "Known",
    "Looser",
    "Measure",
    "Severity",
    "Standard",
    "StandardError",
    "Standards",
    "Status",
    "changed",
    "due_days",
    "duration_text",
    "load",
    "read_part",
]
