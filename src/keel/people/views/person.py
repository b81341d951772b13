"""Who somebody is, and whom she belongs to."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_safe

from keel.access.door import ABSENT, child_for, may
from keel.access.policy import Act
from keel.access.queries import findable_by
from keel.clock import today
from keel.people import showing
from keel.people.genogram.drawing import drawn
from keel.people.genogram.family import family_of
from keel.people.merging import now_known_as
from keel.people.models import HouseholdMember, Person
from keel.people.queries import network_of
from keel.people.ways import identity_of, ways


@require_safe
def person(request: HttpRequest, person: UUID) -> HttpResponse:
    """Names, numbers, where and with whom she lives, how to speak with her, and what to know first."""
    if kept := _kept_instead(request, person):
        return redirect("people:person", kept)
    one = _with_everything(child_for(request, person, Act.CHILD_READ))
    among = findable_by(request.user)
    may_see = may(request, Act.PROTECTED_READ, one)
    words = {
        "about": showing.about(one),
        "speaking": showing.speaking(one),
        "names": showing.names(one),
        "numbers": showing.numbers(one),
        "addresses": showing.addresses(one, may_see=may_see),
        "contacts": showing.contacts(one, may_see=may_see),
        "relations": showing.relations(one, network_of(one, among)),
        "homes": showing.homes(one, _with_whom(one, among)),
        "columns": showing.COLUMNS,
        "may_warn": may(request, Act.ALERT_WRITE, one),
        **_head(request, one, "person"),
    }
    return render(request, "people/person.html", words)


@require_safe
def network(request: HttpRequest, person: UUID) -> HttpResponse:
    """The genogram, and the same as a table."""
    if kept := _kept_instead(request, person):
        return redirect("people:network", kept)
    one = _with_everything(child_for(request, person, Act.CHILD_READ))
    family = family_of(one, findable_by(request.user), today())
    words = {
        "family": family,
        "svg": mark_safe(drawn(family, today())) if len(family.members) > 1 else "",
        "members": showing.members(family, today()),
        "unnamed": showing.unnamed(family),
        "columns": showing.COLUMNS,
        **_head(request, one, "network"),
    }
    return render(request, "people/network.html", words)


def _kept_instead(request: HttpRequest, person: UUID) -> UUID | None:
    """The record that this one was merged into. Its own door decides who comes in."""
    merged = (
        Person.objects.exclude(merged_into=None).filter(pk=person, pk__in=findable_by(request.user)).first()
    )
    return now_known_as(merged).pk if merged else None


def _with_everything(one: Person) -> Person:
    found = Person.objects.with_everything().filter(pk=one.pk).first()
    if found is None:
        raise Http404(ABSENT)
    return found


def _with_whom(one: Person, among: Any) -> Any:
    """Everybody's time in the households that this person has lived in."""
    lived = [member.household_id for member in one.households.all()]
    rows = HouseholdMember.objects.filter(household__in=lived, person__in=among).exclude(person=one)
    return rows.select_related("person").prefetch_related("person__names").order_by("from_on", "pk")


def _head(request: HttpRequest, one: Person, here: str) -> dict[str, Any]:
    return {"person": one, "identity": identity_of(one), "ways": ways(request, one, here)}
