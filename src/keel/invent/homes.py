"""Where the people of a family live and lived: homes one after another, placements, schools, and safe addresses."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from random import Random
from typing import Any

from keel.exchange.particulars import AddressKind
from keel.invent import days
from keel.invent.figures import held
from keel.invent.kin import Family
from keel.invent.records import Person
from keel.invent.world import World

_INWARD = "ABDEFGHJLNPQRSTUWXYZ"
_FLATS, _NAMED, _MOVES, _MOST_MOVES = 0.15, 0.05, 0.55, 3
_SAFE, _RECENT = 0.05, 540  # of families with domestic abuse; days
_PLACED_APART = 0.25  # placements that the parents must not learn of
_DOMESTIC_ABUSE = ("3A", "3B", "3C")  # factors of an assessment
_SCHOOL_FROM, _SECONDARY_FROM, _SCHOOL_TO = 4, 11, 16
_SEPTEMBER = 9

WORKERS_ONLY = "The allocated worker and her managers"
HIDDEN_HOME = "Domestic abuse: whoever did harm must not learn where the family lives"
HIDDEN_SCHOOL = "Domestic abuse: whoever did harm must not learn which school"
HIDDEN_PLACEMENT = "The parents are not to know where the child is placed"


@dataclass(frozen=True, slots=True)
class Place:
    """A place in Severnshire."""

    lines: str
    postcode: str


@dataclass(frozen=True, slots=True)
class Stay:
    """A person's time at a place. ``household`` names those who share a home."""

    person: str
    kind: AddressKind
    place: Place
    start: int | None
    end: int | None = None
    audience: str | None = None
    reason: str | None = None
    household: str | None = None

    @property
    def is_protected(self) -> bool:
        """Whether somebody must not learn of it."""
        return self.reason is not None


@dataclass(frozen=True, slots=True)
class _Home:
    place: Place
    start: int
    end: int | None
    is_safe: bool = False


@cache
def _towns() -> Mapping[str, Any]:
    raw = held("homes.toml")
    return {**raw, "streets": raw["streets"].split(), "names": list(raw["towns"])}


def place(rng: Random) -> Place:
    """A home somewhere."""
    towns = _towns()
    town = rng.choice(towns["names"])
    street = f"{rng.choice(towns['streets'])} {rng.choice(towns['kinds'])}"
    drawn = rng.random()
    if drawn < _NAMED:
        lines = f"{rng.choice(towns['houses'])}, {street}, {town}"
    else:
        flat = f"Flat {rng.randrange(1, 13)}, " if drawn < _NAMED + _FLATS else ""
        lines = f"{flat}{rng.randrange(1, 140)} {street}, {town}"
    return Place(lines, _postcode(rng, town))


def _postcode(rng: Random, town: str) -> str:
    return f"SV{rng.choice(_towns()['towns'][town])} {rng.randrange(10)}{rng.choice(_INWARD)}{rng.choice(_INWARD)}"


def is_hidden(world: World, rng: Random, family: Family) -> bool:
    """Whether the family fled to a safe address: some of those with recent domestic abuse."""
    drawn = rng.random()
    known = [
        episode.referred
        for child in family.children
        for episode in child.episodes
        for assessed in episode.assessments
        if set(assessed.factors) & set(_DOMESTIC_ABUSE)
    ]
    return drawn < _SAFE and any(world.as_of - _RECENT < day <= world.as_of - 30 for day in known)


def stays(world: World, rng: Random, family: Family, *, is_safe: bool) -> Iterator[Stay]:
    """Everyone's addresses up to the last day."""
    homes = _homes(world, rng, family, is_safe)
    for one in family.at_home:
        fled = is_safe and one.sex == "M"
        yield from _at_home(family, one.key, homes[:1] if fled else homes, one.birth, None)
    for one in family.relatives:
        if one not in family.at_home:
            yield Stay(one.key, AddressKind.HOME, place(rng), None)
    for child in family.children:
        if child.birth is not None and child.birth <= world.as_of:
            yield from _of_child(world, rng, family, child, homes)


def _homes(world: World, rng: Random, family: Family, is_safe: bool) -> list[_Home]:
    """One after another, the last still theirs. Who flees leaves the last but one to those who stay."""
    known = min((made.referred for child in family.children for made in child.episodes), default=world.start)
    first = known - rng.randrange(100, 2500)
    count = 1
    while count <= _MOST_MOVES and rng.random() > _MOVES:
        count += 1
    if is_safe:
        fled = world.as_of - rng.randrange(10, 30)
        return [_Home(place(rng), first, None), _Home(place(rng), fled, None, is_safe=True)]
    moves = sorted(rng.randrange(first + 30, world.as_of) for _ in range(count - 1))
    starts = [first, *moves]
    return [_Home(place(rng), start, end) for start, end in zip(starts, [*moves, None], strict=True)]


def _at_home(
    family: Family, person: str, homes: list[_Home], since: int, until: int | None
) -> Iterator[Stay]:
    """A person's part of the family's homes, from ``since`` to ``until``."""
    for number, home in enumerate(homes):
        follows = homes[number + 1].start if number + 1 < len(homes) else None
        ends = [day for day in (home.end or follows, until) if day is not None]
        start, end = max(home.start, since), min(ends, default=None)
        if end is not None and end <= start:
            continue
        household = f"H{family.number:07d}{'S' if home.is_safe else ''}"
        if home.is_safe:
            about = (AddressKind.SAFE, home.place, start, end, WORKERS_ONLY, HIDDEN_HOME)
        else:
            about = (AddressKind.HOME, home.place, start, end, None, None)
        yield Stay(person, *about, household)


def _of_child(world: World, rng: Random, family: Family, child: Person, homes: list[_Home]) -> Iterator[Stay]:
    assert child.birth is not None
    care = child.care if child.care and child.care.start <= world.as_of else None
    yield from _at_home(family, child.key, homes, child.birth, care.start if care else None)
    if care:
        end = care.end if care.end is not None and care.end <= world.as_of else None
        is_apart = rng.random() < _PLACED_APART
        hidden = (WORKERS_ONLY, HIDDEN_PLACEMENT) if is_apart else (None, None)
        yield Stay(child.key, AddressKind.PLACEMENT, place(rng), care.start, end, *hidden)
        if end is not None and child.leaver:
            yield Stay(child.key, AddressKind.HOME, place(rng), end)
        elif end is not None:
            yield from _at_home(family, child.key, homes, end, None)
    school = _school(world, rng, child, is_hidden=any(home.is_safe for home in homes))
    if school:
        yield school


def _school(world: World, rng: Random, child: Person, *, is_hidden: bool) -> Stay | None:
    """The school that a child of an age for it goes to now."""
    assert child.birth is not None
    drawn, towns = rng.random(), _towns()
    began, moved, left = (
        _first_of_september(child.birth, age) for age in (_SCHOOL_FROM, _SECONDARY_FROM, _SCHOOL_TO)
    )
    if not began <= world.as_of < left:
        return None
    kind, since = ("secondaries", moved) if moved <= world.as_of else ("primaries", began)
    name = towns[kind][int(drawn * len(towns[kind]))]
    town = next((one for one in towns["names"] if name.startswith(one.split()[0])), towns["names"][0])
    where = Place(f"{name}, {town}", f"SV{towns['towns'][town][0]} {int(drawn * 10)}SC")
    hidden = (WORKERS_ONLY, HIDDEN_SCHOOL) if is_hidden else (None, None)
    return Stay(child.key, AddressKind.SCHOOL, where, since, None, *hidden)


def _first_of_september(birth: int, age: int) -> int:
    """The September after the birthday."""
    day = date.fromordinal(days.birthday(birth, age))
    year = day.year + (day.month >= _SEPTEMBER)
    return date(year, _SEPTEMBER, 1).toordinal()
