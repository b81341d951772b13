"""Records restricted to a list or hidden: which, to whom, why, and until when."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from keel.access.actions import CannotBeDone, end_restriction, list_on, restrict
from keel.access.door import ABSENT, child_for, is_known, staff_only
from keel.access.family import as_choices, family_of
from keel.access.forms import NewRestriction, OneMore, Why
from keel.access.models import Exclusion, Grade, Restriction
from keel.access.policy import Act

COLUMNS = ("Record", "How strictly", "Ring", "Listed", "Since")


@require_safe
@staff_only(Act.RESTRICTION_MANAGE)
def restrictions(request: HttpRequest) -> HttpResponse:
    """Those that hold now, of the records that one may know of."""
    found = Restriction.objects.filter(to_at=None).select_related("owner").prefetch_related("listed")
    excluded = Exclusion.objects.filter(to_at=None).select_related("user").order_by("-from_at")
    words = {
        "columns": COLUMNS,
        "rows": [_row(one) for one in found.order_by("-from_at")[:500]],
        "exclusions": excluded[:500],
    }
    return render(request, "access/restrictions.html", words)


def restrict_family(request: HttpRequest, person: UUID) -> HttpResponse:
    """Restrict a record, and those of the family with it."""
    one = child_for(request, person, Act.RESTRICTION_MANAGE)
    family = family_of(person)
    if not is_known(one):
        raise Http404(ABSENT)  # she may look after the restriction that there is, and not make another
    asked = {"persons": [str(each.pk) for each in family]}
    form = NewRestriction(request.POST or None, family=as_choices(family), initial=asked)
    if request.method == "POST" and form.is_valid() and _restricted(request, form):
        messages.success(request, "The records are restricted from this moment.")
        return redirect("access:restrictions")
    current = Restriction.objects.filter(person_id=person, to_at=None)
    return render(request, "access/restrict.html", {"form": form, "person": one, "current": current})


def restriction(request: HttpRequest, restriction: int) -> HttpResponse:
    """One restriction, and a place to list somebody more."""
    one = _restriction(request, restriction)
    form = OneMore(request.POST or None)
    if request.method == "POST" and form.is_valid() and _listed(request, one, form):
        messages.success(request, "She may see the record from this moment.")
        return redirect("access:restriction", one.pk)
    return render(request, "access/restriction.html", {"restriction": one, "form": form})


def _listed(request: HttpRequest, one: Restriction, form: OneMore) -> bool:
    try:
        list_on(by=request.user, restriction=one, user=form.cleaned_data["user"])  # type: ignore[arg-type]
    except CannotBeDone as problem:
        form.add_error("user", str(problem))
        return False
    return True


def end(request: HttpRequest, restriction: int) -> HttpResponse:
    """A restriction ends."""
    one = _restriction(request, restriction)
    form = Why(request.POST or None)
    if request.method == "POST" and form.is_valid():
        end_restriction(by=request.user, restriction=one, reason=form.cleaned_data["reason"])  # type: ignore[arg-type]
        messages.success(request, "The restriction has ended.")
        return redirect("access:restrictions")
    words = {"form": form, "title": "End this restriction", "back": one, "ends": "end-restriction"}
    return render(request, "access/end.html", words)


def _restriction(request: HttpRequest, restriction: int) -> Restriction:
    one = Restriction.objects.filter(pk=restriction, to_at=None).select_related("owner").first()
    if one is None:
        raise Http404(ABSENT)
    child_for(request, one.person_id, Act.RESTRICTION_MANAGE)
    return one


def _restricted(request: HttpRequest, form: NewRestriction) -> bool:
    given = form.cleaned_data
    try:
        restrict(
            by=request.user,  # type: ignore[arg-type]
            persons=[UUID(person) for person in given["persons"]],
            grade=Grade(given["grade"]),
            reason=given["reason"],
            owner=given["owner"],
            listed=given["listed"],
        )
    except CannotBeDone as problem:
        form.add_error(None, str(problem))
        return False
    return True


def _row(one: Restriction) -> list[Any]:
    listed = ", ".join(sorted(user.name for user in one.listed.all()))
    return [
        {"words": f"Restriction {one.pk}", "href": f"/access/restrictions/{one.pk}/"},
        {"words": one.get_grade_display(), "kind": "late" if one.grade == Grade.HIDDEN else "due-soon"},
        one.owner.name,
        listed,
        one.from_at,
    ]
