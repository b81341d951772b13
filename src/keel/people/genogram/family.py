"""The family around a child, as far as whoever looks may know of it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from keel.people.models import HouseholdMember, Person, Relationship
from keel.people.queries import those_among
from keel.people.relations import Line, relation

STEPS = 2  # from the child: her parents' partners and her brothers' fathers, not theirs
MOST = 60  # people that a page draws; more are counted, and stand in the table of their own network


@dataclass(slots=True)
class Member:
    """Somebody in the picture. ``generation`` is above the child where positive."""

    person: Person
    generation: int = 0
    is_child_shown: bool = False
    households: list[str] = field(default_factory=list)  # letters, of those she lives in now
    responsibility: bool | None = None  # for the child shown; None where it is not recorded
    has_say: bool = False  # whether the record says anything of parental responsibility for the child

    @property
    def pk(self) -> UUID:
        """The person's identity."""
        return self.person.pk


@dataclass(frozen=True, slots=True)
class Tie:
    """``other`` is the ``line`` of ``person``: parent, partner and so on. ``row`` is the relationship recorded."""

    person: UUID
    other: UUID
    line: Line
    row: Relationship

    @property
    def is_over(self) -> bool:
        """A partnership that has ended."""
        return self.line is Line.FORMER_PARTNER or self.row.to_on is not None


@dataclass(frozen=True, slots=True)
class Family:
    """Everybody in the picture, and what joins them."""

    child: UUID
    members: Mapping[UUID, Member]
    ties: tuple[Tie, ...]
    unnamed: tuple[Relationship, ...]  # nobody named, with the reason
    left_out: int = 0

    def of(self, *lines: Line) -> Iterator[Tie]:
        """The ties of some kinds."""
        return (tie for tie in self.ties if tie.line in lines)


def family_of(child: Person, among: QuerySet[Any], day: date) -> Family:
    """The family within two steps of a child, of people that whoever looks may find. A fixed number of statements."""
    rows, people = _within(child, among)
    members = {child.pk: Member(child, is_child_shown=True)}
    _place(members, rows, people)
    known = [row for row in rows if row.person_id in members and row.other_id in members]
    _responsibility(members, child, known)
    _households(members, day)
    unnamed = tuple(row for row in rows if row.other_id is None and row.person_id == child.pk)
    return Family(child.pk, members, tuple(map(_tie, known)), unnamed, max(0, len(people) + 1 - len(members)))


def _within(child: Person, among: QuerySet[Any]) -> tuple[list[Relationship], dict[UUID, Person]]:
    """Relationships and people within so many steps."""
    reached, edge, rows = {child.pk}, {child.pk}, dict[int, Relationship]()
    for _ in range(STEPS):
        near = Relationship.objects.filter(Q(person__in=edge) | Q(other__in=edge))
        near = list(near.filter(person__merged_into=None, other__merged_into=None))
        found = those_among((end for row in near for end in _ends(row)), among)
        rows |= {row.pk: row for row in near if found.issuperset(_ends(row))}
        ends = {end for row in rows.values() for end in _ends(row)}
        edge = ends - reached
        reached |= edge
    people = Person.objects.filter(pk__in=reached - {child.pk}).with_names()
    return sorted(rows.values(), key=lambda row: row.pk), people.in_bulk()


def _ends(row: Relationship) -> list[UUID]:
    return [end for end in (row.person_id, row.other_id) if end]


def _place(members: dict[UUID, Member], rows: Iterable[Relationship], people: Mapping[UUID, Person]) -> None:
    """Everybody in a generation, the nearest first; the first relationship that reaches somebody places her."""
    edge = list(members)
    while edge and len(members) < MOST:
        reached = []
        for row in rows:
            for here, there, step in _both_ways(row):
                if here in edge and there in people and there not in members and len(members) < MOST:
                    members[there] = Member(people[there], members[here].generation + step)
                    reached.append(there)
        edge = reached


def _both_ways(row: Relationship) -> Iterator[tuple[UUID, UUID | None, int]]:
    step = relation(row.relation).generation
    yield row.person_id, row.other_id, step
    if row.other_id:
        yield row.other_id, row.person_id, -step


def _tie(row: Relationship) -> Tie:
    """A row as it is drawn: a child's parent, whichever side it was written from."""
    line = relation(row.relation).line
    if line in (Line.CHILD, Line.STEP_CHILD):
        above = Line.PARENT if line is Line.CHILD else Line.STEP_PARENT
        return Tie(row.other_id, row.person_id, above, row)
    return Tie(row.person_id, row.other_id, line, row)


def _responsibility(members: Mapping[UUID, Member], child: Person, rows: Iterable[Relationship]) -> None:
    for row in rows:
        holder, ward = row.responsible
        if ward == child.pk and holder in members and _could_be(row):
            member = members[holder]
            member.has_say = True
            if (
                row.has_parental_responsibility is not None
            ):  # silence, where the other side speaks, is no answer
                member.responsibility = row.has_parental_responsibility


def _could_be(row: Relationship) -> bool:
    """Parents are asked of; of others only where the record says something."""
    is_parent = relation(row.relation).line in (Line.PARENT, Line.CHILD)
    return is_parent or row.has_parental_responsibility is not None


def _households(members: Mapping[UUID, Member], day: date) -> None:
    """Letters for the households that two or more of them live in now, the child's own first."""
    now = (Q(from_on=None) | Q(from_on__lte=day)) & (Q(to_on=None) | Q(to_on__gt=day))
    lived: dict[int, set[UUID]] = {}
    for household, person in HouseholdMember.objects.filter(now, person__in=list(members)).values_list(
        "household_id", "person_id"
    ):
        lived.setdefault(household, set()).add(person)
    shared = [people for people in lived.values() if len(people) > 1]
    child = next(pk for pk, member in members.items() if member.is_child_shown)
    for place, people in enumerate(sorted(shared, key=lambda people: (child not in people, -len(people)))):
        for person in people:
            members[person].households.append(chr(ord("A") + place))
