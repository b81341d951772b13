"""How alike two names are, and in what way: the same, spelt nearly the same, sounding alike, or a short form."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache

import jellyfish
from rapidfuzz.distance import OSA, JaroWinkler

from keel.people.keys import skeleton, usage, words_of

LEAST = 0.6  # below this two words have nothing to do with each other
EXTRA_WORD = 0.025  # taken off for each word of the name that was not asked for: a middle name costs little
_WORDS_KEPT = 131_072
SHORTEST_BEGINNING = 3


class Way(IntEnum):
    """In what way two words are alike, the plainest first."""

    SAME = 0
    BEGINNING = 1
    SHORT_FORM = 2
    SOUNDS = 3
    NEARLY = 4
    UNLIKE = 5


WORDS: dict[Way, str] = {
    Way.SAME: "same name",
    Way.BEGINNING: "beginning of the name",
    Way.SHORT_FORM: "short form or other spelling",
    Way.SOUNDS: "sounds like",
    Way.NEARLY: "spelt nearly the same",
}
# What such a likeness is worth, whatever the letters, and what is taken off where no letter agrees.
_FROM_SHARED = {Way.SHORT_FORM: (0.95, 0.1), Way.SOUNDS: (0.86, 0.2)}


@dataclass(frozen=True, slots=True)
class Likeness:
    """From 0 to 1, and the least plain way that any of the words is alike."""

    score: float
    way: Way

    def __bool__(self) -> bool:
        return self.score > 0


NONE = Likeness(0.0, Way.UNLIKE)


@lru_cache(maxsize=_WORDS_KEPT)
def of_words(asked: str, borne: str) -> Likeness:
    """Two folded words. ``asked`` may be cut short, as people type."""
    if asked == borne:
        return Likeness(1.0, Way.SAME)
    return max(
        (_by_letters(asked, borne), _by_beginning(asked, borne), _by_sound(asked, borne)), key=_plainest
    )


def _plainest(likeness: Likeness) -> tuple[float, int]:
    return likeness.score, -likeness.way


def _by_letters(asked: str, borne: str) -> Likeness:
    score = (JaroWinkler.similarity(asked, borne) + OSA.normalized_similarity(asked, borne)) / 2
    return Likeness(score, Way.NEARLY) if score >= LEAST else NONE


def _by_beginning(asked: str, borne: str) -> Likeness:
    if not borne.startswith(asked):
        return NONE
    return Likeness(0.85 if len(asked) >= SHORTEST_BEGINNING else 0.7, Way.BEGINNING)


def _by_sound(asked: str, borne: str) -> Likeness:
    groups = usage().groups
    if groups.get(asked, frozenset()) & groups.get(borne, frozenset()):
        return _shared(Way.SHORT_FORM, asked, borne)
    if not (asked.isalpha() and borne.isalpha()):
        return NONE
    alike = sum(sound(asked) == sound(borne) for sound in (jellyfish.metaphone, jellyfish.nysiis, skeleton))
    return _shared(Way.SOUNDS, asked, borne, 0.03 * (alike - 1)) if alike else NONE


def _shared(way: Way, asked: str, borne: str, more: float = 0.0) -> Likeness:
    """The nearer the letters, the likelier."""
    worth, far = _FROM_SHARED[way]
    return Likeness(min(0.98, worth - far * (1 - JaroWinkler.similarity(asked, borne)) + more), way)


def of_names(asked: Sequence[str], borne: Sequence[str]) -> Likeness:
    """Words asked for against the words of a name, in whatever order, each used once; some may be run together."""
    if not asked or not borne:
        return NONE
    ways = [_in_pairs(asked, borne)]
    if len(asked) < len(borne):
        ways += [_in_pairs(asked, run) for run in _run_together(borne)]
    elif len(asked) > len(borne):
        ways += [_in_pairs(run, borne) for run in _run_together(asked)]
    best = max(ways, key=_plainest)
    return best if best.score >= LEAST else NONE


def _run_together(words: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """The words with two neighbours as one, each way; and all as one."""
    for place in range(len(words) - 1):
        yield (*words[:place], words[place] + words[place + 1], *words[place + 2 :])
    if len(words) > 2:  # noqa: PLR2004
        yield ("".join(words),)


def _in_pairs(asked: Sequence[str], borne: Sequence[str]) -> Likeness:
    """The best pairs first; a word that is left alone counts nothing, and one not asked for a little against."""
    pairs = sorted(
        ((of_words(a, b), i, j) for i, a in enumerate(asked) for j, b in enumerate(borne)),
        key=lambda pair: (-pair[0].score, abs(pair[1] - pair[2])),
    )
    left, right, found = set(range(len(asked))), set(range(len(borne))), list[Likeness]()
    for likeness, i, j in pairs:
        if likeness and i in left and j in right:
            left.discard(i)
            right.discard(j)
            found.append(likeness)
    if not found:
        return NONE
    score = sum(likeness.score for likeness in found) / len(asked) - EXTRA_WORD * len(right)
    return Likeness(max(score, 0.0), max(likeness.way for likeness in found))


def nearest(asked: Sequence[str], names: Iterable[tuple[str, str]]) -> tuple[Likeness, int]:
    """The likest of names given as (forename, surname), and its place among them; (NONE, -1) where none is alike."""
    best, place = NONE, -1
    for i, (forename, surname) in enumerate(names):
        likeness = of_names(asked, (*words_of(forename), *words_of(surname)))
        if _plainest(likeness) > _plainest(best):
            best, place = likeness, i
    return best, place
