"""Whose record a page is of, and the ways between the pages about one person."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from keel.access.acts import Act
from keel.access.door import may_come
from keel.clock import today
from keel.people.models import Person
from keel.people.wording import born_words, identifier_of

OF_A_CHILD = {
    "overview": ("Overview", "chronology:child", Act.CHILD_READ),
    "chronology": ("Chronology", "chronology:chronology", Act.CHILD_READ),
    "records": ("Records", "chronology:records", Act.CHILD_READ),
    "record": ("Record something", "recording:choose", Act.CHILD_READ),
    "questions": ("Questions", "questions:of_child", Act.SIGNAL_READ),
    "plan": ("Plan", "protection:plan", Act.PLAN_READ),
    "continuity": ("Continuity", "continuity:pack", Act.CHILD_READ),
    "person": ("Identity", "people:person", Act.CHILD_READ),
    "network": ("Family and network", "people:network", Act.CHILD_READ),
    "looks": ("Who looked", "access:looks", Act.AUDIT_READ),
}
OF_THE_BAR = ("names", "identifiers", "alerts")  # what the bar at the head of a page shows
OF_ANYBODY = ("person", "network", "looks")


def ways(request: HttpRequest, person: Person, here: str) -> list[dict[str, Any]]:
    """The pages about a person that whoever asks may open; somebody without a record of her own has fewer."""
    items = []
    for name in OF_A_CHILD if person.is_child else OF_ANYBODY:
        words, address, act = OF_A_CHILD[name]
        if name != here and not may_come(request, act, person):
            continue
        try:
            href = reverse(address, args=[person.pk])
        except NoReverseMatch:  # a room that is not installed has no page
            continue
        items.append({"words": words, "href": href, "is_here": name == here})
    return items


def page_of(person: Person) -> str:
    """Where somebody's record is opened: a child's first page, or who somebody is."""
    return reverse("chronology:child" if person.is_child else "people:person", args=[person.pk])


def tell_also(teller: Callable[[Person], Iterable[Mapping[str, Any]]]) -> None:
    """A room above says, once, what else the bar tells of somebody."""
    if teller not in _tellers:
        _tellers.append(teller)


_tellers: list[Callable[[Person], Iterable[Mapping[str, Any]]]] = []


def identity_of(person: Person, *, also: Iterable[Mapping[str, Any]] | None = None) -> dict[str, Any]:
    """What the bar at the head of the page says. Wants names, identifiers and alerts.

    ``also`` is what the rooms above tell, where whoever asks has it at hand; it stands before alerts.
    """
    told = also if also is not None else [fact for teller in _tellers for fact in teller(person)]
    facts = [fact for fact in (*_facts(person), *told, *_alerts(person)) if fact["value"]]
    return {"name": person.shown_name, "href": page_of(person), "facts": facts}


def _facts(person: Person) -> Iterator[Mapping[str, Any]]:
    yield {"words": "Born", "value": born_words(person, today()) or "not recorded"}
    yield {"words": "Number", "value": identifier_of(person)}


def _alerts(person: Person) -> Iterator[Mapping[str, Any]]:
    day = today()
    for alert in person.open_alerts():
        overdue = " (review overdue)" if alert.review_on and alert.review_on < day else ""
        yield {"words": "Alert", "value": f"{alert.text or alert.kind}{overdue}", "kind": "amber"}
