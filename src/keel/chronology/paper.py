"""What stands on one side of paper for whoever picks up at two in the morning."""

from collections.abc import Iterator, Mapping
from typing import Any

from keel.access.acts import Act
from keel.chronology.overview import Allowed, Overview
from keel.chronology.showing import relative, why_rows, workers
from keel.people.wording import born_words, identifier_of

MOST_LATE, MOST_NEXT, MOST_PEOPLE, MOST_LINES = 8, 5, 8, 5
OWN_WORDS = ("own_words", "child_views", "interview_words", "what_was_learned")


def paper_of(page: Overview, allowed: Allowed) -> dict[str, Any]:
    """The words of the page: short, the gravest first, and what is left out counted."""
    late = [*page.overdue, *page.signals]
    return {
        "born": born_words(page.person, page.day),
        "number": identifier_of(page.person),
        "why": why_rows(page),
        "workers": list(workers(page)),
        "people": [relative(each) for each in page.around[:MOST_PEOPLE]],
        "contacts": list(_contacts(page)) if allowed(Act.CHILD_READ) else [],
        "late": late[:MOST_LATE],
        "more_late": max(len(late) - MOST_LATE, 0),
        "unknown": len(page.unknown),
        "next": page.running[:MOST_NEXT],
        "own_words": _own_words(page),
        "lines": [line for line in page.lines if line.is_significant][:MOST_LINES],
    }


def _contacts(page: Overview) -> Iterator[Mapping[str, str]]:
    """Where the child is and how to get in touch; what is protected says whom it is for."""
    for home in page.person.addresses.filter(to_on=None).exclude(kind="school"):
        words = f"{home.kind.capitalize()} address"
        yield {"words": words, "value": home.whole, "audience": _audience(home)}
    for point in page.person.contact_points.filter(to_on=None):
        yield {"words": point.kind.capitalize(), "value": point.value, "audience": _audience(point)}


def _audience(row: Any) -> str:
    return (row.audience or "whoever works with the child") if row.is_protected else ""


def _own_words(page: Overview) -> tuple[str, Any] | None:
    """The newest of the child's own words that is recorded among the latest of each kind."""
    newest = sorted(page.latest, key=lambda each: each.on, reverse=True)  # type: ignore[arg-type,return-value]
    for latest in newest:
        for name in OWN_WORDS:
            if words := getattr(latest.row, name, ""):
                return words, latest
    return None
