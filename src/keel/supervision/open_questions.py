"""The questions that are open about children, the gravest first."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from keel.oversight.flags import ToldFlag, open_flags


def open_questions(children: Iterable[UUID]) -> Mapping[UUID, list[ToldFlag]]:
    """Of each child, in a fixed number of statements."""
    return open_flags(children)


def in_words(flags: Iterable[ToldFlag]) -> list[str]:
    """Each in one line: what it is about, how grave it is, and why."""
    return [f"{each.name} ({each.severity}): {because(each)}" for each in flags]


def because(flag: ToldFlag) -> str:
    """Why it is asked."""
    return "; ".join(each.words for each in flag.because)
