"""The people whom a restriction of one record should cover too: relatives, and those who share one with her."""

from typing import Any
from uuid import UUID

from django.apps import apps
from django.db.models import Q


def family_of(person: UUID) -> list[Any]:
    """The person first, then the relatives who may be known to whoever asks."""
    nearest = _related({person})
    everybody = nearest | _related(nearest) | {person}
    persons = apps.get_model("people.Person")._default_manager
    found = persons.filter(pk__in=everybody).prefetch_related("names")
    return sorted(found, key=lambda one: (one.pk != person, not one.is_child, str(one.birth_on)))


def as_choices(family: list[Any]) -> list[tuple[str, str]]:
    """For a form: each by her name, and whether she has a record of her own."""
    return [
        (str(one.pk), f"{one.shown_name}{'' if one.is_child else ' (adult or relative)'}") for one in family
    ]


def _related(to: set[UUID]) -> set[UUID]:
    rows = apps.get_model("people.Relationship")._default_manager.filter(Q(person__in=to) | Q(other__in=to))
    pairs = rows.exclude(other=None).values_list("person_id", "other_id")
    return {one for pair in pairs for one in pair} - to
