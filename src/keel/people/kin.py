"""The children of one family: brothers and sisters, half and step, and those of the same home."""

from collections.abc import Iterable, Iterator, Set
from uuid import UUID

from django.db.models import Q

from keel.people.models import HouseholdMember, Person, Relationship
from keel.people.relations import Line, relation

OF_PARENTS = frozenset({Line.PARENT, Line.STEP_PARENT})
OF_CHILDREN = frozenset({Line.CHILD, Line.STEP_CHILD})
NEAR, PARENTS = "_children_near", "_parents"
Tie = tuple[UUID, UUID, str]  # person, other, relation


def children_near(child: Person) -> list[Person]:
    """The other children of her family or home, the eldest first, with their names; in five statements, once a child.

    A page asks several times; what it found first stands with the child that it read.
    """
    kept = child.__dict__
    if NEAR not in kept:
        kept[NEAR] = _children_near(child)
    return list(kept[NEAR])


def _children_near(child: Person) -> list[Person]:
    ties = list(_ties({child.pk}))
    parents = set(_tied(ties, {child.pk}, OF_PARENTS, OF_CHILDREN))
    near = {*_tied(ties, {child.pk}, {Line.SIBLING}, {Line.SIBLING})}
    if parents:
        near |= {*_tied(_ties(parents), parents, OF_CHILDREN, OF_PARENTS)}
    homes = HouseholdMember.objects.filter(person=child, to_on=None).values("household")
    near |= set(
        HouseholdMember.objects.filter(household__in=homes, to_on=None).values_list("person", flat=True)
    )
    found = Person.objects.filter(pk__in=near, is_child=True, merged_into=None)
    return list(found.exclude(pk=child.pk).with_names().order_by("birth_on", "pk"))


def parents_of(child: Person) -> list[Person]:
    """Her parents and step-parents, and whoever else has parental responsibility, with their names; once a child."""
    kept = child.__dict__
    if PARENTS not in kept:
        kept[PARENTS] = _parents_of(child)
    return list(kept[PARENTS])


def _parents_of(child: Person) -> list[Person]:
    responsible = Relationship.objects.filter(person=child, has_parental_responsibility=True, to_on=None)
    parents = _tied(_ties({child.pk}), {child.pk}, OF_PARENTS, OF_CHILDREN)
    found = {*parents, *responsible.values_list("other", flat=True)}
    return list(Person.objects.filter(pk__in=found - {None}).with_names().order_by("birth_on", "pk"))


def _ties(people: Iterable[UUID]) -> Iterator[Tie]:
    """The relations of these people that stand, whichever of the two each was written for."""
    rows = Relationship.objects.filter(Q(person__in=people) | Q(other__in=people), to_on=None)
    yield from rows.exclude(other=None).values_list("person", "other", "relation")


def _tied(
    ties: Iterable[Tie], wanted: Set[UUID], forward: Iterable[Line], back: Iterable[Line]
) -> Iterator[UUID]:
    """Whoever stands in one of the lines to the people who are wanted."""
    for person, other, name in ties:
        if person in wanted and relation(name).line in forward:
            yield other
        if other in wanted and relation(name).line in back:
            yield person
