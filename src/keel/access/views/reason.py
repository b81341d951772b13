"""Giving a reason to open a record, and closing it again."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from keel.access import step_up
from keel.access.actions import CannotBeDone, close_opening, open_for_a_reason
from keel.access.door import decision_on
from keel.access.forms import WhyOpen
from keel.access.limits import limit
from keel.access.models import Opening
from keel.access.policy import Act, Answer, Decision

HOME = "/"


def reason(request: HttpRequest, person: UUID) -> HttpResponse:
    """Ask why; where it is answered, open the record for a while and go on to it."""
    following = _following(request)
    decision = decision_on(request, person, Act.CHILD_READ)
    if decision.answer is Answer.YES:
        return HttpResponseRedirect(following)
    if decision.needs_step_up and not step_up.is_recent(request):
        return step_up.to_page(request, request.get_full_path())
    form = WhyOpen(request.POST or None)
    if request.method == "POST" and form.is_valid() and _opened(request, person, form, decision):
        messages.warning(
            request, f"You have opened this record for {limit('opening_hours')} hours. It is reviewed."
        )
        return HttpResponseRedirect(following)
    words = {"form": form, "decision": decision, "hours": limit("opening_hours"), "following": following}
    return render(request, "access/reason.html", words)


@require_POST
def close(request: HttpRequest, opening: int) -> HttpResponse:
    """Close a record that one opened."""
    one = get_object_or_404(Opening, pk=opening, user_id=request.user.pk)
    close_opening(by=request.user, opening=one)  # type: ignore[arg-type]
    messages.success(request, "The record is closed to you again.")
    return redirect("access:mine")


@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """What one opened for a reason, and what came of it."""
    rows = Opening.objects.filter(user_id=request.user.pk).order_by("-opened_at")[:100]
    return render(request, "access/mine.html", {"openings": rows})


def _opened(request: HttpRequest, person: UUID, form: WhyOpen, decision: Decision) -> bool:
    try:
        open_for_a_reason(
            by=request.user,  # type: ignore[arg-type]
            person=person,
            has_stepped_up=decision.needs_step_up,
            **form.cleaned_data,
        )
    except CannotBeDone as problem:
        form.add_error("reason", str(problem))
        return False
    return True


def _following(request: HttpRequest) -> str:
    asked = request.POST.get("next") or request.GET.get("next") or HOME
    is_ours = url_has_allowed_host_and_scheme(asked, {request.get_host()}, require_https=request.is_secure())
    return asked if is_ours else HOME
