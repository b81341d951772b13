"""The keys by which a name, an address or a number is found again, however it is spelt.

They are stored beside what they are made from, so that finding is a look-up in an index: the database needs no
extension for likeness.
"""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from itertools import pairwise

import jellyfish
from anyascii import anyascii

_APOSTROPHES = re.compile(r"['‘’`´ʻʼʹ]")
_NOT_WORD = re.compile(r"[^a-z0-9]+")
_VOWELS = re.compile(r"[aeiouyhw]")
_DOUBLED = re.compile(r"(.)\1+")
_POSTCODE = re.compile(r"^([a-z]{1,2}[0-9][a-z0-9]?)([0-9][a-z]{2})$")
_HALF = re.compile(r"^[a-z]{1,2}[0-9][a-z0-9]?$")
_WORDS_KEPT = 65_536
PREFIX = 8  # letters of a word that deletions are made of: a later slip leaves the beginning as it is
SHORTEST_DELETED = 3  # letters; of two letters one alone would find everybody
SHORTEST_SKELETON = 2
BEGINNINGS = range(3, 7)  # letters of a name that is not typed to its end


@dataclass(frozen=True, slots=True)
class Usage:
    """What ``names.toml`` says of names: short forms and spellings that go together, and particles."""

    groups: Mapping[str, frozenset[str]]  # a name to the names of its groups
    particles: frozenset[str]
    joined: frozenset[str]  # particles that are written with what follows as often as not
    streets: Mapping[str, str]  # short form to the word itself


@cache
def usage() -> Usage:
    """``names.toml``, read once."""
    raw = tomllib.loads(resources.files("keel.people").joinpath("names.toml").read_text("utf-8"))
    groups: dict[str, set[str]] = {}
    for group in raw["together"]:
        for name in group:
            groups.setdefault(name, set()).add(group[0])
    return Usage(
        {name: frozenset(heads) for name, heads in groups.items()},
        frozenset(raw["particles"]),
        frozenset(raw["joined"]),
        raw["streets"],
    )


@lru_cache(maxsize=_WORDS_KEPT)
def fold(text: str) -> str:
    """Plain small letters and digits: diacritics and other scripts written in Latin letters, one space between."""
    return _NOT_WORD.sub(" ", _APOSTROPHES.sub("", anyascii(text)).lower()).strip()


def words_of(text: str) -> tuple[str, ...]:
    """The words of a name that carry it: particles left out, unless there is nothing else."""
    spoken = tuple(_joined_on(fold(text).split()))
    return tuple(word for word in spoken if word not in usage().particles) or spoken


def _joined_on(words: list[str]) -> Iterator[str]:
    """ "mc donald" and "o brien" as one word."""
    ahead = iter([*words, ""])
    for word in ahead:
        if word in usage().joined:
            yield word + next(ahead)
        elif word:
            yield word


def run_together(text: str) -> tuple[str, ...]:
    """Neighbouring words as one, which is how a double-barrelled name is often written."""
    spoken = fold(text).split()
    pairs = [first + second for first, second in pairwise(spoken)]
    return (*pairs, "".join(spoken)) if len(spoken) > 2 else tuple(pairs)  # noqa: PLR2004


@lru_cache(maxsize=_WORDS_KEPT)
def keys_of_word(word: str) -> frozenset[str]:
    """Every key of one folded word: itself less a letter, how it sounds, its consonants, its short forms."""
    return frozenset((*_spelt(word), *_sounds(word), *(f"k:{head}" for head in usage().groups.get(word, ()))))


def _spelt(word: str) -> Iterator[str]:
    """The beginning of the word, whole and less each of its letters: two that differ by one slip share one of them."""
    start = word[:PREFIX]
    yield f"d:{start}"
    if len(start) >= SHORTEST_DELETED:
        yield from {f"d:{start[:place]}{start[place + 1 :]}" for place in range(len(start))}


def _sounds(word: str) -> Iterator[str]:
    if not word.isalpha():
        return
    yield f"m:{jellyfish.metaphone(word)}"
    yield f"n:{jellyfish.nysiis(word)}"
    if len(bones := skeleton(word)) >= SHORTEST_SKELETON:
        yield f"c:{bones}"


def skeleton(word: str) -> str:
    """The consonants of a word, each once where it is doubled, those that are often confused written alike."""
    alike = word.replace("ph", "f").replace("ck", "k").translate(str.maketrans("cqzjv", "kksgf"))
    return alike[:1] + _VOWELS.sub("", _DOUBLED.sub(r"\1", alike[1:]))


def keys_of_name(*parts: str) -> list[str]:
    """Every key of a name given in parts (forename, surname), in order, its beginnings among them."""
    words = {word for part in parts for word in words_of(part)}
    whole = (key for part in parts for word in run_together(part) for key in keys_of_run(word))
    beginnings = (f"b:{word[:length]}" for word in words for length in BEGINNINGS if len(word) > length)
    return sorted({*(key for word in words for key in keys_of_word(word)), *whole, *beginnings})


def keys_of_run(word: str) -> Iterator[str]:
    """The keys of words run together: fewer, as each of them has its own."""
    yield f"d:{word[:PREFIX]}"
    yield from _sounds(word)


def keys_of_asked(word: str, runs: Iterable[str]) -> frozenset[str]:
    """The keys of one word that somebody typed, perhaps cut short, and of what it makes with its neighbours."""
    joined = (key for run in runs for key in keys_of_run(run))
    return frozenset((*keys_of_word(word), f"b:{word[: BEGINNINGS[-1]]}", *joined))


def postcode_of(text: str) -> str | None:
    """A whole postcode in capitals with its space, or None."""
    match = _POSTCODE.match(fold(text).replace(" ", ""))
    return f"{match[1]} {match[2]}".upper() if match else None


def keys_of_address(lines: str, postcode: str) -> list[str]:
    """How the words of an address sound, its numbers, the postcode whole and its first half."""
    found = {_place_key(word) for word in address_words(lines)}
    if whole := postcode_of(postcode):
        found |= {f"p:{whole}", f"p:{whole.split()[0]}"}
    elif postcode:
        found.add(f"p:{fold(postcode).upper()}")
    return sorted(found)


def keys_of_place(text: str, postcode: str) -> list[str]:
    """The keys of an address as somebody typed it; the first half of a postcode may stand among the words."""
    keys = {
        _place_key(word) if not _HALF.match(word) else f"p:{word.upper()}" for word in address_words(text)
    }
    return sorted(keys | ({f"p:{postcode}"} if postcode else set()))


def _place_key(word: str) -> str:
    return f"s:{jellyfish.metaphone(word) or word}" if word.isalpha() else f"w:{word}"


def address_words(text: str) -> tuple[str, ...]:
    """The words of an address, short forms written out ("rd" is "road")."""
    return tuple(usage().streets.get(word, word) for word in fold(text).split())


def bare(text: str) -> str:
    """A number or key as it is compared: letters and digits alone, in capitals."""
    return fold(text).replace(" ", "").upper()
