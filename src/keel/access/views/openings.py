"""The queue of records opened for a reason, and looking at each."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from keel.access.actions import CannotBeDone, review_opening
from keel.access.door import ABSENT, child_for, staff_only
from keel.access.forms import Review
from keel.access.limits import limit
from keel.access.models import AuditEntry, Notice, Opening
from keel.access.policy import Act
from keel.access.purposes import Outcome
from keel.practice.calendar import working_days_between

PER_PAGE = 25
COLUMNS = ("Opened", "By", "For", "Of a restricted record", "Looked at")


@require_safe
@staff_only(Act.OPENING_REVIEW)
def openings(request: HttpRequest) -> HttpResponse:
    """Those that one may review, those not looked at yet first, the oldest of them at the top."""
    found = Opening.objects.exclude(user_id=request.user.pk).select_related("user", "reviewed_by")
    waiting = found.filter(reviewed_at=None).order_by("opened_at")
    done = found.exclude(reviewed_at=None).order_by("-reviewed_at")
    overdue = sum(is_overdue(one.opened_at) for one in waiting)
    page = Paginator([*waiting, *done[:200]], PER_PAGE).get_page(request.GET.get("page"))
    words = {
        "page": page,
        "columns": COLUMNS,
        "rows": [_row(one) for one in page],
        "waiting": waiting.count(),
        "overdue": overdue,
        "days": limit("review_working_days"),
    }
    return render(request, "access/openings.html", words)


def opening(request: HttpRequest, opening: int) -> HttpResponse:
    """One opening: who, when, why, what was looked at; and whether the reason fits."""
    one = Opening.objects.select_related("user", "reviewed_by").filter(pk=opening).first()
    if one is None:
        raise Http404(ABSENT)
    person = child_for(request, one.person_id, Act.OPENING_REVIEW)
    is_own, form = one.user_id == request.user.pk, Review(request.POST or None)
    if request.method == "POST" and not is_own and form.is_valid() and _reviewed(request, one, form):
        messages.success(request, "Your review is kept.")
        return redirect("access:openings")
    Notice.objects.filter(to_id=request.user.pk, path=request.path, read_at=None).update(
        read_at=timezone.now()
    )
    words = {"opening": one, "person": person, "form": form, "is_own": is_own, "looks": _looks(one)}
    return render(
        request, "access/opening.html", {**words, "is_overdue": _awaits(one) and is_overdue(one.opened_at)}
    )


def is_overdue(opened_at: datetime) -> bool:
    """Whether an opening should have been looked at by now."""
    opened, now = timezone.localdate(opened_at), timezone.localdate()
    return working_days_between(opened, now) > limit("review_working_days")


def _awaits(one: Opening) -> bool:
    return one.reviewed_at is None


def _reviewed(request: HttpRequest, one: Opening, form: Review) -> bool:
    try:
        review_opening(
            by=request.user,  # type: ignore[arg-type]
            opening=one,
            outcome=Outcome(form.cleaned_data["outcome"]),
            note=form.cleaned_data["note"],
        )
    except CannotBeDone as problem:
        form.add_error(None, str(problem))
        return False
    return True


def _looks(one: Opening) -> Any:
    """What she did with the record while it was open to her."""
    found = AuditEntry.objects.filter(actor_id=one.user_id, person_id=one.person_id, at__gte=one.opened_at)
    return found.filter(at__lte=one.ended_at or one.until).order_by("sequence")[:200]


def _row(one: Opening) -> list[Any]:
    state: Any = "Not yet"
    if one.reviewed_at:
        state = {
            "words": one.get_outcome_display(),
            "hint": f"by {one.reviewed_by}",
            "kind": _kind(one.outcome),
        }
    elif is_overdue(one.opened_at):
        state = {"words": "Overdue", "kind": "late"}
    return [
        {"words": one.opened_at, "href": f"/access/openings/{one.pk}/"},
        one.user.name,
        one.get_purpose_display(),
        one.has_stepped_up,
        state,
    ]


def _kind(outcome: str) -> str:
    return "late" if outcome == Outcome.CONCERN else "calm"
