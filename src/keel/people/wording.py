"""Who somebody is, in words that every page uses."""

from datetime import date

from keel.people.models import Person
from keel.report.wording import counted, day_text


def born_words(person: Person, day: date) -> str:
    """Birth and age, or when a baby is expected: "3 May 2019 (7 years old)"."""
    if person.is_unborn:
        return f"Not yet born, expected {day_text(person.expected_on)}"
    if person.birth_on is None:
        return ""
    about = "about " if person.is_birth_estimated else ""
    age = person.age_on(day)
    words = f"{about}{day_text(person.birth_on)}"
    if person.died_on and person.died_on <= day:
        return f"{words}, died {day_text(person.died_on)}"
    return f"{words} ({_age_words(person, age, day)})"


def _age_words(person: Person, age: int | None, day: date) -> str:
    if age or person.birth_on is None:
        return f"{counted(age or 0, 'year')} old"
    months = (day.year - person.birth_on.year) * 12 + day.month - person.birth_on.month
    return f"{counted(max(months - (day.day < person.birth_on.day), 0), 'month')} old"


def identifier_of(person: Person) -> str:
    """The number that the authority knows the child by; blank where none is recorded."""
    held = (
        each.value for each in person.identifiers.all() if each.scheme == "la_child_id" and not each.to_on
    )
    return next(held, "")
