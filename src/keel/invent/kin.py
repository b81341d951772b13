"""Who belongs to whom in a family: parents, step-parents, grandparents, brothers and sisters, both ways."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from random import Random

from keel.exchange.particulars import OTHER_WAY, Relation
from keel.invent import days
from keel.invent.naming import FamilyNames, Heritage, christen, heritages
from keel.invent.records import Person
from keel.invent.world import World

_MOTHERS, _FATHERS = "MNOQR", "FV"  # last letters of their keys; children have the first of the alphabet
_STEP, _GRANDMOTHER, _GRANDFATHER = "S", "G", "H"
_MOTHER_KNOWN, _FATHER_KNOWN = 0.975, 0.9
_NO_MOTHER = (
    "Died before the family was known here",
    "Left the country, and nobody knows where she is",
    "Has had no part in the child's life, and her name is not recorded",
)
_NO_FATHER = ("Not named on the birth certificate", "The mother has not said who he is")
_FATHER_HOME, _SECOND_FATHER_HOME, _STEP_HOME = 0.5, 0.4, 0.3
_GRANDMOTHERS, _GRANDFATHERS, _GUARDIANS = 0.35, 0.12, 0.05
_UNMARRIED_RESPONSIBILITY = ((True, 0.75), (None, 0.1), (False, 0.15))
_YOUNGEST, _OLDEST = 17, 45  # years at a birth
_HALF = 0.5


@dataclass(frozen=True, slots=True)
class Relative:
    """Somebody who matters to the children of a family."""

    key: str
    forename: str
    surname: str
    sex: str
    birth: int
    heritage: Heritage
    former: str | None = None  # surname before
    is_home: bool = False  # lives with the children


@dataclass(frozen=True, slots=True)
class Tie:
    """The other is the person's ``relation``; or nobody is named, for a reason."""

    person: str
    other: str | None
    relation: Relation
    responsibility: bool | None = None
    since: int | None = None
    reason: str | None = None


@dataclass(slots=True)
class Family:
    """The children of a family, its grown-ups, and all ties between them. Mothers and fathers may be unknown."""

    number: int
    children: Sequence[Person]
    names: FamilyNames
    mothers: list[Relative | None] = field(default_factory=list)
    fathers: list[Relative | None] = field(default_factory=list)
    step: Relative | None = None
    grandparents: list[Relative] = field(default_factory=list)
    is_with_grandparents: bool = False  # by a special guardianship order
    ties: list[Tie] = field(default_factory=list)

    @property
    def relatives(self) -> list[Relative]:
        """Everyone grown up."""
        found = [*self.mothers, *self.fathers, self.step, *self.grandparents]
        return [one for one in found if one is not None]

    @property
    def at_home(self) -> list[Relative]:
        """The grown-ups whom the children live with."""
        if self.is_with_grandparents:
            return self.grandparents
        return [one for one in self.relatives if one.is_home]

    @property
    def mother(self) -> Relative | None:
        """The mother whose home it is."""
        return self.mothers[0]


def relatives(world: World, siblings: Sequence[Person]) -> Family:
    """The whole family of ``siblings``, who must be all of it."""
    number = siblings[0].family
    rng = Random(f"kin:{world.seed}:{number}")
    made = Family(number, siblings, christen(world.seed, number, siblings))
    made.mothers = [_mother(rng, made, place) for place in range(1 + len(made.names.other_mothers))]
    eldest = made.mothers[0].birth if made.mothers[0] else _first(siblings) - 27 * 365
    made.fathers = [_father(rng, made, place, eldest) for place in range(len(made.names.fathers))]
    if not any(father and father.is_home for father in made.fathers) and rng.random() < _STEP_HOME:
        made.step = _step(rng, made, eldest)
    made.grandparents = list(_grandparents(rng, made, eldest))
    made.is_with_grandparents = bool(made.grandparents) and rng.random() < _GUARDIANS
    made.ties = [*_of_children(rng, made), *_of_grown_ups(made)]
    return made


def _first(siblings: Sequence[Person]) -> int:
    return min(_born(child) for child in siblings)


def _born(child: Person) -> int:
    return child.birth or child.due or 0


def _key(made: Family, letter: str) -> str:
    return f"SV{made.number:07d}{letter}"


def _year(day: int) -> int:
    return int(day / 365.2425) + 1


def _relative(
    rng: Random,
    made: Family,
    letter: str,
    *,
    sex: str,
    birth: int,
    heritage: Heritage,
    surname: str,
    is_home: bool,
    former: str | None = None,
) -> Relative:
    forename = heritage.forename(rng, sex, _year(birth))
    return Relative(_key(made, letter), forename, surname, sex, birth, heritage, former, is_home)


def _mother(rng: Random, made: Family, place: int) -> Relative | None:
    """A mother, of an age to have borne her children; sometimes nobody is known."""
    hers = [_born(child) for child in made.children if child.mother == place]
    widest = int((max(hers) - min(hers)) / days.YEAR)
    age = max(_YOUNGEST, min(round(rng.triangular(17, 40, 25)), _OLDEST - widest))
    birth = min(hers) - int(age * days.YEAR) - rng.randrange(1, 300)
    is_known = rng.random() < _MOTHER_KNOWN
    names = made.names
    surname = names.other_mothers[place - 1] if place else names.surname
    former = names.maiden if not place and surname != names.maiden else None
    mother = _relative(
        rng,
        made,
        _MOTHERS[place],
        sex="F",
        birth=birth,
        heritage=names.mother,
        surname=surname,
        former=former,
        is_home=not place,
    )
    return mother if is_known else None


def _father(rng: Random, made: Family, place: int, mothers_birth: int) -> Relative | None:
    home = _SECOND_FATHER_HOME if place else _FATHER_HOME if len(made.names.fathers) == 1 else 0.0
    is_alone = made.mother is None and place == 0  # somebody must be there
    is_home = is_alone or made.names.is_married or rng.random() < home
    birth = mothers_birth - rng.randrange(-3 * 365, 9 * 365)
    is_known = rng.random() < _FATHER_KNOWN or is_home
    father = _relative(
        rng,
        made,
        _FATHERS[place],
        sex="M",
        birth=birth,
        heritage=made.names.father,
        surname=made.names.fathers[place],
        is_home=is_home,
    )
    return father if is_known else None


def _step(rng: Random, made: Family, mothers_birth: int) -> Relative:
    """The mother's partner, who is no child's father."""
    heritage = made.names.mother if rng.random() < _HALF else heritages()["british"]
    birth = mothers_birth - rng.randrange(-5 * 365, 10 * 365)
    surname = heritage.surname(rng)
    return _relative(rng, made, _STEP, sex="M", birth=birth, heritage=heritage, surname=surname, is_home=True)


def _grandparents(rng: Random, made: Family, mothers_birth: int) -> Iterator[Relative]:
    """The mother's parents."""
    names = made.names
    for letter, sex, share in ((_GRANDMOTHER, "F", _GRANDMOTHERS), (_GRANDFATHER, "M", _GRANDFATHERS)):
        birth = mothers_birth - int(rng.uniform(19, 34) * days.YEAR)
        one = _relative(
            rng,
            made,
            letter,
            sex=sex,
            birth=birth,
            heritage=names.mother,
            surname=names.maiden,
            is_home=False,
        )
        if rng.random() < share:
            yield one


def _both_ways(tie: Tie) -> Iterator[Tie]:
    yield tie
    if tie.other:
        yield Tie(tie.other, tie.person, OTHER_WAY[tie.relation], None, tie.since)


def _of_children(rng: Random, made: Family) -> Iterator[Tie]:
    answers = [_has_responsibility(rng, made) for _ in made.fathers]
    reasons = rng.choice(_NO_MOTHER), rng.choice(_NO_FATHER)
    for child in made.children:
        for tie in _of_child(made, child, answers[child.father], reasons):
            yield from _both_ways(tie)
    for one, other in combinations(made.children, 2):
        yield from _both_ways(
            Tie(one.key, other.key, _between(one, other), None, max(_born(one), _born(other)))
        )


def _of_child(
    made: Family, child: Person, fathers_answer: bool | None, reasons: tuple[str, str]
) -> Iterator[Tie]:
    """The child's own: whoever is not known is accounted for."""
    born = _born(child)
    mother, father = made.mothers[child.mother], made.fathers[child.father]
    if mother:
        yield Tie(child.key, mother.key, Relation.MOTHER, True, born)
    else:
        yield Tie(child.key, None, Relation.MOTHER, reason=reasons[0])
    if father:
        yield Tie(child.key, father.key, Relation.FATHER, fathers_answer, born)
    else:
        yield Tie(child.key, None, Relation.FATHER, reason=reasons[1])
    if made.step and child.mother == 0:
        yield Tie(child.key, made.step.key, Relation.STEP_PARENT, False)
    for one in made.grandparents if child.mother == 0 else ():
        yield Tie(child.key, one.key, Relation.GRANDPARENT, False, born)
        if made.is_with_grandparents:
            yield Tie(child.key, one.key, Relation.SPECIAL_GUARDIAN, True)


def _has_responsibility(rng: Random, made: Family) -> bool | None:
    if made.names.is_married:
        return True
    drawn = rng.random()
    for answer, share in _UNMARRIED_RESPONSIBILITY:
        if drawn < share:
            return answer
        drawn -= share
    return None


def _between(one: Person, other: Person) -> Relation:
    shared = (one.mother == other.mother) + (one.father == other.father)
    return (Relation.STEP_SIBLING, Relation.HALF_SIBLING, Relation.SIBLING)[shared]


def _of_grown_ups(made: Family) -> Iterator[Tie]:
    """Partners, and the mother's own parents."""
    mother = made.mother
    if mother is None:
        return
    for father in made.fathers:
        if father:
            relation = Relation.PARTNER if father.is_home else Relation.FORMER_PARTNER
            yield from _both_ways(Tie(mother.key, father.key, relation))
    if made.step:
        yield from _both_ways(Tie(mother.key, made.step.key, Relation.PARTNER))
    for one in made.grandparents:
        relation = Relation.MOTHER if one.sex == "F" else Relation.FATHER
        yield from _both_ways(Tie(mother.key, one.key, relation, None, mother.birth))
