"""Closing records to one user: her own family, or another conflict of interest."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from keel.access.actions import CannotBeDone, end_exclusion, exclude
from keel.access.door import ABSENT, child_for
from keel.access.family import as_choices, family_of
from keel.access.forms import NewExclusion, Why
from keel.access.models import Exclusion
from keel.access.policy import Act


def exclude_user(request: HttpRequest, person: UUID) -> HttpResponse:
    """Close a record, and those of the family with it, to one user."""
    one = child_for(request, person, Act.RESTRICTION_MANAGE)
    family = family_of(person)
    asked = {"persons": [str(each.pk) for each in family]}
    form = NewExclusion(request.POST or None, family=as_choices(family), initial=asked)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        exclude(
            by=request.user,  # type: ignore[arg-type]
            persons=[UUID(each) for each in given["persons"]],
            user=given["user"],
            reason=given["reason"],
        )
        messages.success(request, "The records are closed to her from this moment.")
        return redirect("access:restrictions")
    return render(request, "access/exclude.html", {"form": form, "person": one})


def end(request: HttpRequest, exclusion: int) -> HttpResponse:
    """An exclusion ends."""
    one = Exclusion.objects.filter(pk=exclusion, to_at=None).first()
    if one is None:
        raise Http404(ABSENT)
    child_for(request, one.person_id, Act.RESTRICTION_MANAGE)
    form = Why(request.POST or None)
    if request.method == "POST" and form.is_valid() and _ended(request, one, form):
        messages.success(request, "The exclusion has ended.")
        return redirect("access:restrictions")
    return render(request, "access/end.html", {"form": form, "title": "End this exclusion"})


def _ended(request: HttpRequest, one: Exclusion, form: Why) -> bool:
    try:
        end_exclusion(by=request.user, exclusion=one, reason=form.cleaned_data["reason"])  # type: ignore[arg-type]
    except CannotBeDone as problem:
        form.add_error(None, str(problem))
        return False
    return True
