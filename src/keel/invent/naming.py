"""Names for families and staff, from ``names.toml``, plausible for where they come from and when they were born."""

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from random import Random
from typing import Any

from keel.invent.figures import Draw, held, weighted
from keel.invent.records import Person

_ELDERS_UNTIL, _PARENTS_UNTIL = 1975, 2004  # years of birth at which forenames change
_SOONEST_AGAIN = 290  # days from a mother's child to her next
_MARRIED, _TWO_FATHERS, _FATHERS_NAME = 0.45, 0.3, 0.62
_STAFF = weighted(
    {
        "british": 78,
        "irish": 2,
        "european": 4,
        "pakistani": 3,
        "indian": 3,
        "african": 5,
        "caribbean": 3,
        "asian": 2,
    }
)


@dataclass(frozen=True, slots=True)
class Heritage:
    """The names of one heritage. Forenames stand by sex and time of birth: elder, parent, child."""

    name: str
    surnames: tuple[str, ...]
    forenames: Mapping[str, Mapping[str, tuple[str, ...]]]
    languages: tuple[str, ...]

    def surname(self, rng: Random) -> str:
        """One of the surnames."""
        return rng.choice(self.surnames)

    def forename(self, rng: Random, sex: str, year: int) -> str:
        """A forename for someone born in ``year``; either sex's where the sex is not known."""
        time = "elder" if year < _ELDERS_UNTIL else "parent" if year < _PARENTS_UNTIL else "child"
        return rng.choice(self.forenames["m" if sex == "M" else "f"][time])


@dataclass(frozen=True, slots=True)
class FamilyNames:
    """What a family is called. Fathers in the order of their children; the others are mothers of his by another."""

    mother: Heritage
    father: Heritage
    maiden: str
    surname: str  # the mother's now
    fathers: tuple[str, ...]
    other_mothers: tuple[str, ...]
    is_married: bool


@cache
def heritages() -> Mapping[str, Heritage]:
    """The heritages by name."""
    raw = held("names.toml")
    return {name: _heritage(name, given) for name, given in raw.items() if "surnames" in given}


def _heritage(name: str, given: Mapping[str, Any]) -> Heritage:
    forenames = {sex: _by_time(given[sex]) for sex in ("f", "m")}
    return Heritage(name, tuple(given["surnames"].split()), forenames, tuple(given["languages"]))


def _by_time(given: str | Mapping[str, str]) -> Mapping[str, tuple[str, ...]]:
    times = dict.fromkeys(("elder", "parent", "child"), given) if isinstance(given, str) else given
    return {time: tuple(names.split()) for time, names in times.items()}


@cache
def _of_ethnicity() -> Mapping[str, tuple[str, ...]]:
    return {code: tuple(names) for code, names in held("names.toml")["ethnicity"].items()}


@cache
def short_names() -> Mapping[str, str]:
    """What some are known as, by forename."""
    return held("names.toml")["short"]


def christen(seed: int, number: int, siblings: Sequence[Person]) -> FamilyNames:
    """Gives the children of a family their names, and says what the family is called."""
    rng = Random(f"names:{seed}:{number}")
    eldest_first = sorted(siblings, key=lambda child: child.birth or child.due or 0)
    _give_mothers(eldest_first)
    named = _family(rng, siblings)
    second = rng.randrange(1, len(siblings)) if len(named.fathers) > 1 else len(siblings)
    takes_fathers = [rng.random() < _FATHERS_NAME or named.is_married for _ in named.fathers]
    taken: set[str] = set()
    for place, child in enumerate(eldest_first):
        child.father = eldest_first[place - 1].father if child.mother else int(place >= second)
        is_fathers = takes_fathers[child.father] or child.mother > 0
        child.surname = named.fathers[child.father] if is_fathers else named.maiden
        child.forename = _unlike(rng, named, child, taken)
    return named


def _give_mothers(eldest_first: Sequence[Person]) -> None:
    """One mother, but for a child born too soon after hers: that is the father's, by another mother."""
    last: list[int] = []
    for child in eldest_first:
        born = child.birth or child.due or 0
        child.mother = next((n for n, day in enumerate(last) if born - day >= _SOONEST_AGAIN), len(last))
        last[child.mother : child.mother + 1] = [born]


def _family(rng: Random, siblings: Sequence[Person]) -> FamilyNames:
    codes = _of_ethnicity()[siblings[0].ethnicity]
    known = heritages()
    mother, father = known[codes[0]], known[codes[-1]]
    if len(codes) > 1 and rng.random() < 0.5:  # noqa: PLR2004 -- as often the one as the other
        mother, father = father, mother
    has_two = len(siblings) > 1 and rng.random() < _TWO_FATHERS
    fathers = tuple(father.surname(rng) for _ in range(1 + has_two))
    maiden = mother.surname(rng)
    others = tuple(mother.surname(rng) for _ in range(max(child.mother for child in siblings)))
    is_married = not (has_two or others) and rng.random() < _MARRIED
    return FamilyNames(
        mother, father, maiden, fathers[0] if is_married else maiden, fathers, others, is_married
    )


def _unlike(rng: Random, named: FamilyNames, child: Person, taken: set[str]) -> str:
    """A forename that no brother or sister has."""
    year = _year(child)
    while True:
        heritage = named.mother if rng.random() < 0.5 else named.father  # noqa: PLR2004 -- from either side
        forename = heritage.forename(rng, child.sex, year)
        if forename not in taken:
            taken.add(forename)
            return forename


def _year(child: Person) -> int:
    return int((child.birth or child.due or 0) / 365.2425) + 1


def staff_names(rng: Random, count: int) -> list[str]:
    """So many full names, each borne by one."""
    drawn: dict[str, None] = {}
    tries: Draw[str] = _STAFF
    while len(drawn) < count:
        heritage = heritages()[tries(rng)]
        sex = "M" if rng.random() < 0.2 else "F"  # noqa: PLR2004 -- four in five who work with children are women
        name = f"{heritage.forename(rng, sex, rng.randrange(1962, 2001))} {heritage.surname(rng)}"
        drawn[name] = None
    return list(drawn)


def mailbox(*names: str) -> str:
    """Names as the part of an e-mail address before the sign: plain letters, parted by dots."""
    spelt = unicodedata.normalize("NFKD", ".".join(names).replace("ł", "l").replace("Ł", "L").lower())
    return "".join(sign for sign in spelt if sign.isascii() and (sign.isalpha() or sign in ".-"))
