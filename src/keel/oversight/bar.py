"""How a child stands today, as the bar at the head of every page of her record says it."""

from collections.abc import Iterator, Mapping
from typing import Any

from keel.oversight.models import Standing
from keel.people.models import Person
from keel.report.wording import day_text


def standing_facts(person: Person) -> Iterator[Mapping[str, Any]]:
    """Of a child, since when she is on a plan or looked after."""
    return facts_of(Standing.objects.filter(child=person).first() if person.is_child else None)


def facts_of(kept: Standing | None) -> Iterator[Mapping[str, Any]]:
    """The same of what is at hand."""
    if kept and kept.on_plan_since:
        yield {"words": "Child protection plan", "value": f"since {day_text(kept.on_plan_since)}"}
    if kept and kept.looked_after_since:
        yield {"words": "Looked after", "value": f"since {day_text(kept.looked_after_since)}"}
