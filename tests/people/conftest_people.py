"""People made without going through an action."""

from datetime import date

from keel.people.models import Person, PersonName


def made(forename: str = "", surname: str = "", **facts: object) -> Person:
    """A person with a legal name, without going through an action."""
    person = Person.objects.create(**{"is_child": True, "birth_on": date(2018, 5, 4)} | facts)
    if forename or surname:
        PersonName.objects.create(person=person, forename=forename, surname=surname)
    return person
