"""Whose record a page is of, with how she stands today."""

from typing import Any

from django.db.models import prefetch_related_objects

from keel.oversight.bar import facts_of, standing_facts
from keel.oversight.models import Standing
from keel.people import ways
from keel.people.models import Person


def identity_of(person: Person, standing: Standing | None = None) -> dict[str, Any]:
    """What the bar at the head of every page of a record says."""
    prefetch_related_objects([person], *ways.OF_THE_BAR)
    return ways.identity_of(person, also=facts_of(standing) if standing else standing_facts(person))
