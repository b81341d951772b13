"""Whose record a page is of, and the ways between the pages about one person."""

from datetime import date
from typing import Any

from django.urls import NoReverseMatch, reverse

from keel.people.models import Person
from keel.report.wording import day_text

OF_A_CHILD = {
    "overview": ("Overview", "chronology:child"),
    "chronology": ("Chronology", "chronology:chronology"),
    "records": ("Records", "chronology:records"),
    "person": ("Identity", "people:person"),
    "network": ("Family and network", "people:network"),
    "looks": ("Who looked", "access:looks"),
}
OF_ANYBODY = ("person", "network", "looks")


def ways(person: Person, here: str) -> list[dict[str, Any]]:
    """The pages about a person, side by side; somebody without a record of her own has fewer."""
    items = []
    for name in OF_A_CHILD if person.is_child else OF_ANYBODY:
        words, address = OF_A_CHILD[name]
        try:
            href = reverse(address, args=[person.pk])
        except NoReverseMatch:  # a room that is not installed has no page
            continue
        items.append({"words": words, "href": href, "is_here": name == here})
    return items


def page_of(person: Person) -> str:
    """Where somebody's record is opened: a child's first page, or who somebody is."""
    return reverse("chronology:child" if person.is_child else "people:person", args=[person.pk])


def identity_of(person: Person, day: date) -> dict[str, Any]:
    """What the bar at the head of the page says. Wants names, identifiers and alerts."""
    alerts = [
        {"words": "Alert", "value": alert.text or alert.kind, "kind": "alert"}
        for alert in person.open_alerts()
    ]
    number = next((one.value for one in person.identifiers.all() if one.scheme == "la_child_id"), "")
    numbered = [{"words": "Number", "value": number}] if number else []
    facts = [{"words": "Born", "value": born_words(person, day)}, *numbered, *alerts]
    return {"name": person.shown_name, "href": page_of(person), "facts": facts}


def born_words(person: Person, day: date) -> str:
    """Date of birth with age, or when a baby is expected."""
    if person.is_unborn:
        return f"Unborn, expected {day_text(person.expected_on)}"
    if person.birth_on is None:
        return ""
    estimated = ", estimated" if person.is_birth_estimated else ""
    died = f", died {day_text(person.died_on)}" if person.died_on else ""
    return f"{day_text(person.birth_on)} ({person.age_on(day)}{estimated}{died})"
