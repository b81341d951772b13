"""Strangers in the database, by the thousand."""

from collections.abc import Iterator
from random import Random

from keel.invent.strangers import Bearer, strangers
from keel.people.models import Person, PersonName


def populate(count: int, dice: Random) -> list[Bearer]:
    """So many people with their names."""
    bearers = strangers(count, dice)
    Person.objects.bulk_create(Person(pk=b.person, birth_on=b.birth_on, is_child=True) for b in bearers)
    PersonName.objects.bulk_create(name for bearer in bearers for name in _names(bearer))
    return bearers


def _names(bearer: Bearer) -> Iterator[PersonName]:
    person, forename = bearer.person, f"{bearer.forename} {bearer.middle}".strip()
    yield PersonName(person_id=person, forename=forename, surname=bearer.surname)
    if bearer.former:
        yield PersonName(person_id=person, kind="former", forename=bearer.forename, surname=bearer.former)
    if bearer.alias:
        yield PersonName(person_id=person, kind="alias", forename=bearer.alias)
