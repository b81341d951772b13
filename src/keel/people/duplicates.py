"""Who may be on file twice: candidates by what two records share, scored by how alike they are.

A high score is an offer to a person, never a decision: twins, and cousins of one name, are alike and two.
"""

import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from importlib import resources
from itertools import product
from uuid import UUID

from django.db import connection, transaction

from keel.people.asked import Span
from keel.people.keys import bare, words_of
from keel.people.likeness import NONE, WORDS, Likeness, Way, of_names
from keel.people.models import Identifier, NotDuplicate, Person, PersonName, PossibleDuplicate, Relationship

LEAST = 0.8  # offered from here on
NAMES, BIRTH = 0.6, 0.4
MISTAKEN, UNKNOWN = 0.7, 0.5  # a birth with a slip in it; a birth that one of them does not have
SAME_NUMBER, OTHER_NUMBER, OTHER_SEX, RELATED = 0.45, -0.2, -0.15, -0.3
AT_ONCE = 1_000
# Numbers of which nobody has two at a time.
OF_ONE = ("upn", "uln", "nhs_number", "la_child_id")

Pair = tuple[UUID, UUID]  # in the order of their keys


@dataclass(slots=True)
class Described:
    """What is compared of somebody."""

    birth_on: date | None
    sex: str
    names: list[tuple[str, ...]] = field(default_factory=list)
    numbers: dict[str, set[str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Found:
    """How alike a pair is, from 0 to 1, and why in words."""

    pair: Pair
    score: float
    why: tuple[str, ...]


def find_duplicates(seconds: float) -> int:
    """Look through everybody and keep the pairs to be offered; those found before stay until a whole look is done.

    Stops when the seconds are over, numbers and the youngest first. Returns how many pairs are offered.
    """
    until, found, is_whole = time.monotonic() + seconds, dict[Pair, Found](), True
    for pairs in _candidates():
        if time.monotonic() > until:
            is_whole = False
            break
        found |= {one.pair: one for one in scored(pairs) if one.score >= LEAST}
    _keep(found.values(), is_whole=is_whole)
    return PossibleDuplicate.objects.count()


def _candidates() -> Iterator[list[Pair]]:
    """Pairs not judged different, some at a time; each once."""
    seen = set(NotDuplicate.objects.values_list("one_id", "other_id"))
    for statement in _statements():
        with connection.cursor() as cursor:
            cursor.execute(statement, {"of_one": list(OF_ONE)})
            rows = [(one, other) for one, other, *_ in cursor.fetchall()]
        new = [pair for pair in dict.fromkeys(rows) if pair not in seen]
        seen.update(new)
        for start in range(0, len(new), AT_ONCE):
            yield new[start : start + AT_ONCE]


def _statements() -> list[str]:
    text = resources.files("keel.people").joinpath("duplicates.sql").read_text("utf-8")
    return [part for part in text.split(";") if part.strip()]


def scored(pairs: Sequence[Pair]) -> Iterator[Found]:
    """Each pair as alike as it is. Five statements, however many."""
    people = {person for pair in pairs for person in pair}
    known = _described(people)
    related = _related(people)
    for pair in pairs:
        if pair[0] in known and pair[1] in known:
            yield _compared(pair, known[pair[0]], known[pair[1]], is_related=pair in related)


def _described(people: Iterable[UUID]) -> dict[UUID, Described]:
    wanted = list(people)
    rows = Person.objects.filter(pk__in=wanted, merged_into=None).values_list("pk", "birth_on", "sex")
    known = {pk: Described(birth_on, sex) for pk, birth_on, sex in rows}
    names = PersonName.objects.filter(person__in=known).values_list("person_id", "forename", "surname")
    for person, forename, surname in names:
        known[person].names.append((*words_of(forename), *words_of(surname)))
    numbers = Identifier.objects.filter(person__in=known, scheme__in=OF_ONE, to_on=None)
    for person, scheme, value in numbers.values_list("person_id", "scheme", "value"):
        known[person].numbers.setdefault(scheme, set()).add(bare(value))
    return known


def _related(people: Iterable[UUID]) -> set[Pair]:
    """Pairs that the record knows as two: somebody is not his own brother."""
    wanted = list(people)
    rows = Relationship.objects.filter(person__in=wanted, other__in=wanted)
    return {(min(pair), max(pair)) for pair in rows.values_list("person_id", "other_id")}


def _compared(pair: Pair, one: Described, other: Described, *, is_related: bool) -> Found:
    names = max((of_names(a, b) for a, b in product(one.names, other.names)), key=_plainest, default=NONE)
    birth, when = _birth(one.birth_on, other.birth_on)
    number, which = _numbers(one.numbers, other.numbers)
    is_other_sex = {one.sex, other.sex} == {"F", "M"}
    score = NAMES * names.score + BIRTH * birth + number
    score += (OTHER_SEX if is_other_sex else 0) + (RELATED if is_related else 0)
    why = (
        *([WORDS[Way(names.way)]] if names else []),
        *when,
        *which,
        *(["sex differs"] if is_other_sex else []),
    )
    return Found(pair, min(1.0, max(0.0, score)), why)


def _plainest(likeness: Likeness) -> tuple[float, int]:
    return likeness.score, -likeness.way


def _birth(one: date | None, other: date | None) -> tuple[float, list[str]]:
    if one is None or other is None:
        return UNKNOWN, ["date of birth not recorded"]
    if one == other:
        return 1.0, ["same date of birth"]
    is_slip = other in Span(one, one).mistaken()
    return (MISTAKEN, ["date of birth nearly the same"]) if is_slip else (0.0, ["date of birth differs"])


def _numbers(one: Mapping[str, set[str]], other: Mapping[str, set[str]]) -> tuple[float, list[str]]:
    both = [scheme for scheme in OF_ONE if one.get(scheme) and other.get(scheme)]
    same = [scheme for scheme in both if one[scheme] & other[scheme]]
    if same:
        return SAME_NUMBER, [f"same {scheme.replace('_', ' ')}" for scheme in same]
    differing = [scheme for scheme in both if scheme != "la_child_id"]
    return (
        (OTHER_NUMBER, [f"{scheme.replace('_', ' ')} differs" for scheme in differing])
        if differing
        else (0.0, [])
    )


@transaction.atomic
def _keep(found: Iterable[Found], *, is_whole: bool) -> None:
    rows = [
        PossibleDuplicate(one_id=one.pair[0], other_id=one.pair[1], score=one.score, why="; ".join(one.why))
        for one in found
    ]
    if is_whole:
        PossibleDuplicate.objects.all().delete()
    PossibleDuplicate.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["one", "other"], update_fields=["score", "why", "found_at"],
        batch_size=AT_ONCE,
    )  # fmt: skip
