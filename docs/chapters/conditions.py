"""What an event must be, in words."""

from collections.abc import Iterable

from keel.practice.history import Fact
from keel.practice.timescales.model import When


def any_of(conditions: Iterable[When]) -> str:
    """Conditions joined by *or*."""
    return "; or ".join(condition(each) for each in conditions)


def condition(when: When) -> str:
    """One condition: "visit held, recorded as: child seen"."""
    asked = [
        ("recorded as", when.yes),
        ("recorded as not", when.no),
        ("unless recorded as not", when.not_no),
        ("unless recorded as", when.not_yes),
    ]
    kinds = " or ".join(kind.label for kind in when.kinds)
    return ", ".join([kinds, *(f"{words} {_facts(facts)}" for words, facts in asked if facts)])


def _facts(facts: Iterable[Fact]) -> str:
    return " and ".join(f"*{fact.value.replace('_', ' ')}*" for fact in facts)
