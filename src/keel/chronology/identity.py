"""Whose record a page is of, with how she stands today."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.db.models import prefetch_related_objects

from keel.oversight.models import Standing
from keel.people import ways
from keel.people.models import Person
from keel.report.wording import day_text


def identity_of(person: Person, standing: Standing | None = None) -> dict[str, Any]:
    """What the bar at the head of every page of a record says."""
    prefetch_related_objects([person], "names", "alerts", "identifiers")
    kept = standing or Standing.objects.filter(child=person).first()
    return ways.identity_of(person, also=tuple(_standing(kept)))


def _standing(kept: Standing | None) -> Iterator[Mapping[str, Any]]:
    if kept and kept.on_plan_since:
        yield {"words": "Child protection plan", "value": f"since {day_text(kept.on_plan_since)}"}
    if kept and kept.looked_after_since:
        yield {"words": "Looked after", "value": f"since {day_text(kept.looked_after_since)}"}
