"""Sets of people."""

from collections.abc import Iterable
from datetime import date
from typing import Any, Self

from django.apps import apps
from django.db import models
from django.db.models import Q


class PersonQuerySet(models.QuerySet):
    """People, in the sets that pages ask for. Who may see whom is the policy's to say."""

    def standing(self) -> Self:
        """Those whose record is their own, not merged into another."""
        return self.filter(merged_into=None)

    def with_names(self) -> Self:
        """With every name, in one more query."""
        return self.prefetch_related("names")

    def with_carers_of_the_case(self, day: date) -> Self:
        """With who works with each on a day, as ``working``, in one more query."""
        current = (Q(started_on=None) | Q(started_on__lte=day)) & (Q(ended_on=None) | Q(ended_on__gt=day))
        rows = apps.get_model("workforce.Involvement")._default_manager.filter(current)
        rows = rows.select_related("worker", "team", "worker__team").order_by("-started_on", "-pk")
        return self.prefetch_related(models.Prefetch("involvement_entries", queryset=rows, to_attr="working"))

    def with_everything(self) -> Self:
        """With all that a page about one person shows."""
        return self.prefetch_related(
            "names", "identifiers", "disabilities", "addresses", "contact_points", "alerts", "households__household",
        )  # fmt: skip


def pairs_among(pairs: models.QuerySet, among: models.QuerySet) -> models.QuerySet:
    """Pairs of possible duplicates of whom both may be found, the likeliest first."""
    rows = pairs.filter(one__in=among, other__in=among, one__merged_into=None, other__merged_into=None)
    return (
        rows.select_related("one", "other")
        .prefetch_related("one__names", "other__names")
        .order_by("-score", "pk")
    )


def merges_among(merges: models.QuerySet, among: models.QuerySet) -> models.QuerySet:
    """Merges that stand, of people who may be found, the latest first."""
    rows = merges.filter(undone_at=None, kept__in=among, merged__in=among, kept__merged_into=None)
    return rows.select_related("kept", "merged", "by").prefetch_related("kept__names").order_by("-at", "-pk")


def those_among(people: Iterable[Any], among: models.QuerySet) -> set[Any]:
    """Those of these people who are among some: the some may be everybody, and are not gone through for a few."""
    return set(among.filter(pk__in=set(people)).values_list("pk", flat=True))


def network_of(person: Any, among: models.QuerySet) -> models.QuerySet:
    """Every relationship of a person with somebody who may be found, and those where nobody is named."""
    rows = apps.get_model("people.Relationship")._default_manager.all()
    ends = rows.filter(Q(person=person) | Q(other=person)).values_list("person_id", "other_id")
    found = those_among((end for pair in ends for end in pair if end), among)
    rows = rows.filter(
        Q(person=person) & (Q(other=None) | Q(other__in=found, other__merged_into=None))
        | Q(other=person, person__in=found, person__merged_into=None)
    )
    return (
        rows.select_related("person", "other")
        .prefetch_related("person__names", "other__names")
        .order_by("pk")
    )
