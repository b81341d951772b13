"""Whose record a page is of, and the ways between its pages."""

from collections.abc import Iterator, Mapping
from typing import Any
from uuid import UUID

from django.db.models import prefetch_related_objects
from django.urls import NoReverseMatch, reverse

from keel.chronology.overview import born_words, identifier_of
from keel.clock import today
from keel.oversight.models import Standing
from keel.people.models import Person
from keel.report.wording import day_text

PAGES = {
    "overview": "Overview",
    "chronology": "Chronology",
    "records": "Records",
    "person": "Identity",
    "network": "Family and network",
    "looks": "Who looked",
}
_ADDRESSES = {
    "overview": "chronology:child",
    "chronology": "chronology:chronology",
    "records": "chronology:records",
    "person": "people:person",
    "network": "people:network",
    "looks": "access:looks",
}


def identity_of(person: Person, standing: Standing | None = None) -> dict[str, Any]:
    """What the bar at the head of every page of a record says."""
    prefetch_related_objects([person], "names", "alerts", "identifiers")
    kept = standing or Standing.objects.filter(child=person).first()
    return {
        "name": person.shown_name,
        "href": reverse("chronology:child", args=[person.pk]),
        "facts": list(_facts(person, kept)),
    }


def _facts(person: Person, standing: Standing | None) -> Iterator[Mapping[str, Any]]:
    day = today()
    yield {"words": "Born", "value": born_words(person, day)}
    yield {"words": "Number", "value": identifier_of(person)}
    if standing and standing.on_plan_since:
        yield {"words": "Child protection plan", "value": f"since {day_text(standing.on_plan_since)}"}
    if standing and standing.looked_after_since:
        yield {"words": "Looked after", "value": f"since {day_text(standing.looked_after_since)}"}
    for alert in person.open_alerts():
        overdue = bool(alert.review_on and alert.review_on < day)
        value = f"{alert.text or alert.kind}{' (review overdue)' if overdue else ''}"
        yield {"words": "Alert", "value": value, "kind": "amber"}


def ways(child: UUID, here: str) -> list[dict[str, Any]]:
    """The pages of a record, side by side."""
    items = []
    for name, words in PAGES.items():
        try:
            href = reverse(_ADDRESSES[name], args=[child])
        except NoReverseMatch:
            continue
        items.append({"words": words, "href": href, "is_here": name == here})
    return items
