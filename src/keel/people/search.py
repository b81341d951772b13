"""Finding somebody from what was typed into one box.

Names are found by stored keys and ranked by likeness; the words of a name need not be complete, in order or spelt as
they are in the record. Only people whom the asker may find take part, from the first look-up on: somebody who is
closed to her changes neither what is found nor how much.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import BooleanField, Case, F, Func, IntegerField, Max, Q, QuerySet, Value, When
from django.db.models.expressions import RawSQL

from keel.people.asked import Asked, Span
from keel.people.keys import keys_of_asked, keys_of_place
from keel.people.likeness import LEAST, WORDS, Way, nearest
from keel.people.models import Address, Identifier, Person, PersonName
from keel.people.models.fields import SearchKeys
from keel.people.models.person import ALIAS, FORMER

CANDIDATES = 400  # looked at closely, of those whose keys agree most
FEW = 40  # fewer who agree with every word, and those who agree with one are looked at too
SPELT = "dkb"  # the kinds of key that tell of spelling and short forms, not merely of sound
MOST = 25  # shown
BY_NAME, BY_BIRTH, BY_NUMBER, BY_PLACE = 0.55, 0.35, 0.6, 0.4  # what each part that was asked for weighs
SURE = 0.95  # a number that agrees, whatever else was typed
MISTAKEN, EXPECTED = 0.6, 0.9  # a date that is easily written for the one asked; the date a baby is expected


@dataclass(frozen=True, slots=True)
class Match:
    """Somebody found, how good a match from 0 to 1, and why, in words."""

    person: UUID
    score: float
    why: tuple[str, ...]


@dataclass(slots=True)
class _Known:
    """What is known of a candidate that can be compared."""

    birth_on: date | None
    expected_on: date | None
    names: list[tuple[str, str, str]] = field(default_factory=list)  # forename, surname, kind
    numbers: list[str] = field(default_factory=list)  # schemes of those that were asked for
    is_at_place: bool = False


class _Shared(Func):
    """How many keys two arrays share."""

    template = "(SELECT count(*) FROM unnest(%(expressions)s))"
    arg_joiner = ") AS shared(key) WHERE key = ANY("
    output_field = IntegerField()


class _IsOneOf(Func):
    """Rows whose keys are found first, as an array: of a set, every row would be compared with it."""

    template = "(%(expressions)s))"
    arg_joiner = " = ANY (ARRAY"
    output_field = BooleanField()


def find(asked: Asked, among: QuerySet[Any]) -> list[Match]:
    """The best matches among people (a set of their ids), the best first. Five statements at most."""
    if not asked:
        return []
    numbers, places = _by_numbers(asked, among), _by_place(asked, among)
    ids = {*_by_names(asked, among), *_by_birth(asked, among), *numbers, *places}
    known = _known(ids, numbers, places)
    found = [match for person, one in known.items() if (match := _match(asked, person, one))]
    return sorted(found, key=lambda match: (-match.score, str(match.person)))[:MOST]


def _by_names(asked: Asked, among: QuerySet[Any]) -> Iterable[UUID]:
    """Those who have a name that agrees with every word; where they are few, also those with a word spelt nearly so."""
    if not asked.words:
        return ()
    each = [keys_of_asked(word, runs) for word, runs in _runs(asked.words)]
    agreeing = Q()
    for keys in each:
        agreeing &= _with("names", keys)
    found = _best(agreeing, each, asked, among)
    if len(found) < FEW:
        spelt = (key for keys in each for key in keys if key[0] in SPELT)
        found += _best(_with("names", spelt), each, asked, among)
    return found


def _with(rows: str, keys: Iterable[str]) -> Q:
    """Rows with these keys, by the functions in functions.sql: row security alone would read every row."""
    return Q(_IsOneOf(F("pk"), RawSQL(f"SELECT people_{rows}_with(%s::text[])", [sorted(keys)])))


def _best(names: Q, each: Sequence[frozenset[str]], asked: Asked, among: QuerySet[Any]) -> list[UUID]:
    """Those who share most keys with what was asked, people born when it was asked before all others."""
    every = sorted(frozenset().union(*each))
    rows = PersonName.objects.filter(names, person__in=among).values("person_id")
    born = Max(Case(When(_born(asked.born, "person__"), then=1), default=0)) if asked.born else Value(0)
    rows = rows.annotate(born=born, shared=Max(_Shared(F("keys"), Value(every, SearchKeys()))))
    return [row["person_id"] for row in rows.order_by("-born", "-shared", "person_id")[:CANDIDATES]]


def _runs(words: Sequence[str]) -> Iterator[tuple[str, list[str]]]:
    """Each word, and what it makes together with its neighbours: "anne marie" is also "annemarie"."""
    for place, word in enumerate(words):
        before = [words[place - 1] + word] if place else []
        after = [word + words[place + 1]] if place + 1 < len(words) else []
        yield word, [*before, *after]


def _born(spans: Iterable[Span], prefix: str = "") -> Q:
    condition = Q(pk__in=[])
    for span in spans:
        condition |= Q(**{f"{prefix}birth_on__range": (span.first, span.last)})
    return condition


def _by_birth(asked: Asked, among: QuerySet[Any]) -> Iterable[UUID]:
    """Those born or expected on a day that was asked for; with a name, also on a day easily mistaken for it."""
    days = [span for span in asked.born if span.is_day]
    if not days:
        return ()
    wanted = {span.first for span in days}
    slips = frozenset[date]().union(*(span.mistaken() for span in days)) if asked.words else frozenset[date]()
    born = Q(birth_on__in=wanted | slips) | Q(birth_on=None, expected_on__in=wanted)
    return Person.objects.filter(born, pk__in=among).values_list("pk", flat=True)[: CANDIDATES * 2]


def _by_numbers(asked: Asked, among: QuerySet[Any]) -> Mapping[UUID, list[str]]:
    found: dict[UUID, list[str]] = {}
    if asked.numbers:
        rows = Identifier.objects.filter(_with("identifiers", asked.numbers), person__in=among)
        for person, scheme in rows.values_list("person_id", "scheme")[:CANDIDATES]:
            found.setdefault(person, []).append(scheme)
    return found


def _by_place(asked: Asked, among: QuerySet[Any]) -> frozenset[UUID]:
    """Those with an address of all the words. A protected address is never found by: it would tell who lives there."""
    keys = keys_of_place(asked.place, asked.postcode)
    if not keys:
        return frozenset()
    rows = Address.objects.filter(_with("addresses", keys), person__in=among)
    return frozenset(rows.values_list("person_id", flat=True)[:CANDIDATES])


def _known(
    ids: Iterable[UUID], numbers: Mapping[UUID, list[str]], places: frozenset[UUID]
) -> dict[UUID, _Known]:
    wanted = list(ids)
    people = Person.objects.filter(pk__in=wanted, merged_into=None)
    known = {
        pk: _Known(birth, expected)
        for pk, birth, expected in people.values_list("pk", "birth_on", "expected_on")
    }
    names = PersonName.objects.filter(person__in=wanted).order_by("pk")
    for person, *name in names.values_list("person_id", "forename", "surname", "kind"):
        if person in known:
            known[person].names.append(tuple(name))
    for person, one in known.items():
        one.numbers, one.is_at_place = numbers.get(person, []), person in places
    return known


def _match(asked: Asked, person: UUID, known: _Known) -> Match | None:
    """Every part that was asked for weighs; what was typed may be a name or an address, whichever fits better."""
    birth, when = _birth_likeness(asked.born, known)
    as_name, why = _name_likeness(asked, known)
    born = [(BY_BIRTH, birth)] if asked.born else []
    number = [(BY_NUMBER, 1.0)] if known.numbers else []
    there = [(BY_PLACE, float(known.is_at_place))]
    named = [(BY_NAME, as_name)] if asked.words else []
    loose = number or ([(BY_NUMBER, 0.0)] if asked.numbers and not asked.born else [])
    ways = [_mean([*named, *born, *loose, *(there if asked.postcode else [])])]
    ways += [_mean([*there, *born])] if known.is_at_place else []
    ways += [SURE * _mean([*number, *born])] if number else []
    score = max(ways)
    if score < LEAST or (named and not as_name and not known.is_at_place and not number):
        return None
    schemes = [scheme.replace("_", " ") for scheme in known.numbers]
    reasons = (*why, *when, *schemes, *(["address"] if known.is_at_place else []))
    return Match(person, score, tuple(dict.fromkeys(reasons)))


def _mean(parts: Sequence[tuple[float, float]]) -> float:
    weight = sum(part[0] for part in parts)
    return sum(share * score for share, score in parts) / weight if weight else 0.0


def _name_likeness(asked: Asked, known: _Known) -> tuple[float, list[str]]:
    if not asked.words:
        return 0.0, []
    likeness, place = nearest(asked.words, ((forename, surname) for forename, surname, _ in known.names))
    if not likeness:
        return 0.0, []
    kind = known.names[place][2]
    also = [f"{kind} name" if kind == FORMER else kind] if kind in (ALIAS, FORMER) else []
    return likeness.score, [WORDS[Way(likeness.way)], *also]


def _birth_likeness(spans: Sequence[Span], known: _Known) -> tuple[float, list[str]]:
    on = known.birth_on
    if on is None:
        is_expected = any(span.first <= (known.expected_on or date.min) <= span.last for span in spans)
        return (EXPECTED, ["date expected"]) if is_expected else (0.0, [])
    if any(span.is_day and span.first == on for span in spans):
        return 1.0, ["date of birth"]
    if any(not span.is_day and span.first <= on <= span.last for span in spans):
        return 1.0, ["born then"]
    if any(span.is_day and on in span.mistaken() for span in spans):
        return MISTAKEN, ["date of birth nearly the same"]
    return 0.0, []
