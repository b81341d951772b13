"""The children of one family: brothers and sisters, half and step, and those of the same home."""

from collections.abc import Iterable, Iterator
from uuid import UUID

from django.db.models import Q

from keel.people.models import HouseholdMember, Person, Relationship
from keel.people.relations import Line, relation

OF_PARENTS = frozenset({Line.PARENT, Line.STEP_PARENT})
OF_CHILDREN = frozenset({Line.CHILD, Line.STEP_CHILD})


def children_near(child: Person) -> list[Person]:
    """The other children of her family or home, the eldest first, with their names; in five statements."""
    parents = set(_tied([child.pk], OF_PARENTS, OF_CHILDREN))
    near = {
        *_tied([child.pk], {Line.SIBLING}, {Line.SIBLING}),
        *_tied(parents, OF_CHILDREN, OF_PARENTS),
        *_of_the_home(child),
    } - {child.pk}
    found = Person.objects.filter(pk__in=near, is_child=True, merged_into=None).with_names()
    return list(found.order_by("birth_on", "pk"))


def parents_of(child: Person) -> list[Person]:
    """Her parents and step-parents, and whoever else has parental responsibility, with their names."""
    responsible = Relationship.objects.filter(person=child, has_parental_responsibility=True, to_on=None)
    found = {*_tied([child.pk], OF_PARENTS, OF_CHILDREN), *responsible.values_list("other", flat=True)}
    return list(Person.objects.filter(pk__in=found - {None}).with_names().order_by("birth_on", "pk"))


def _tied(people: Iterable[UUID], forward: Iterable[Line], back: Iterable[Line]) -> Iterator[UUID]:
    """Whoever stands in one of the lines to these people, whichever of the two the relation was written for."""
    wanted = set(people)
    rows = Relationship.objects.filter(Q(person__in=wanted) | Q(other__in=wanted), to_on=None)
    for person, other, name in rows.exclude(other=None).values_list("person", "other", "relation"):
        if person in wanted and relation(name).line in forward:
            yield other
        if other in wanted and relation(name).line in back:
            yield person


def _of_the_home(child: Person) -> Iterator[UUID]:
    homes = HouseholdMember.objects.filter(person=child, to_on=None).values("household")
    yield from HouseholdMember.objects.filter(household__in=homes, to_on=None).values_list(
        "person", flat=True
    )
