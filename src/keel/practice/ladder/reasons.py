"""Reasons in somebody's own words: too few of them, and words given before, are asked for again."""

import re
from collections.abc import Iterable

SAID_BEFORE = "The same words were given before. What is different for this child, on this day? Say that."


def why_poor(text: str, before: Iterable[str], fewest: int) -> str:
    """Why these words are no reason; blank where they are one. ``before`` are the words given already."""
    words = plain(text)
    if len(words.split()) < fewest:
        return f"Give the reason in your own words, {fewest} words or more: why is this right for the child?"
    return SAID_BEFORE if words in map(plain, before) else ""


def plain(text: str) -> str:
    """The words alone, so that a full stop or a capital more does not make other words."""
    return " ".join(re.findall(r"\w+", text.lower()))
