"""The authority's standards: all of them, one with its history, a change thought of, and what it would do."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from keel.access.door import may, staff_only
from keel.access.policy import Act
from keel.chronology import standard_rows as rows
from keel.chronology.standard_form import StandardForm, has_number
from keel.chronology.tried import tried_words
from keel.clock import today
from keel.oversight.changing import CannotChange, IsOld, again, make, think_of
from keel.oversight.models import StandardChange, StandardPreview
from keel.oversight.rules_held import standards_held, standards_refused
from keel.practice.standards import Standard, StandardError, load
from keel.report.explained import explained_standard
from keel.report.wording import day_text

NO_SUCH = "There is no such standard."
UNPROCESSABLE = 422
SHOWS = {"all": "All", "confirm": "To confirm", "own": "Set by us"}


@require_safe
@staff_only(Act.LAW_READ)
def standards(request: HttpRequest) -> HttpResponse:
    """Every standard by part of the journey: its value, how binding it is, and where it comes from."""
    held, day = standards_held(), today()
    shown = request.GET.get("show", "all")
    number = rows.counted(held, day)
    way = reverse("chronology:standards")
    words = {
        "parts": rows.parts_of(held, day, shown),
        "columns": rows.COLUMNS["standards"],
        "ways": [
            {
                "words": f"{said} ({getattr(number, key)})",
                "href": f"{way}?show={key}",
                "is_here": key == shown,
            }
            for key, said in SHOWS.items()
        ],
        "refused": len(standards_refused()),
        "may_change": may(request, Act.STANDARDS_CHANGE),
    }
    return render(request, "chronology/standards.html", words)


@require_safe
@staff_only(Act.LAW_READ)
def standard(request: HttpRequest, key: str) -> HttpResponse:
    """One standard: every value it has had, what goes by it, and every change that was made of it."""
    held = _held(key)
    told = explained_standard(held, today())
    changes = StandardChange.objects.filter(key=key).select_related("by").order_by("-pk")
    words = {
        "told": told,
        "part": rows.part_words(held.part),
        "must_confirm": rows.now_of(held, today()).needs_confirming,
        "bound": rows.BOUND[held.status],
        "goes_by": rows.goes_by(key),
        "changes": rows.change_rows(changes, standards_refused()),
        "columns": rows.COLUMNS["changes"],
        "may_change": may(request, Act.STANDARDS_CHANGE) and has_number(load()[key]),
    }
    return render(request, "chronology/standard.html", words)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only(Act.STANDARDS_CHANGE)
def change(request: HttpRequest, key: str) -> HttpResponse:
    """Think of a change: what it would do is read first, and nothing is changed yet."""
    held, shipped = _held(key), load()[key]
    if not has_number(shipped):
        raise Http404(NO_SUCH)
    form = StandardForm(
        request.POST if request.method == "POST" else None, shipped=shipped, held=held, by=request.user
    )
    if request.method == "POST" and form.is_valid():
        return redirect("chronology:standard-preview", think_of(form.thought(), by=request.user).pk)
    words = {
        "form": form,
        "told": explained_standard(held, today()),
        "bound": rows.BOUND[held.status],
        "is_switch": "value" not in form.fields,
    }
    return render(request, "chronology/change.html", words, status=UNPROCESSABLE if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only(Act.STANDARDS_CHANGE)
def preview(request: HttpRequest, preview: int) -> HttpResponse:
    """How far the reading has come; then what the change would do, and the button that makes it."""
    asked = get_object_or_404(StandardPreview.objects.select_related("by", "change__by"), pk=preview)
    if asked.key not in standards_held():
        raise Http404(NO_SUCH)
    if request.method == "POST":
        return _made(request, asked)
    words = {
        "asked": asked,
        "is_to_come": asked.from_on > today(),
        **tried_words(asked),
        **_about(asked),
    }
    page = "preview" if asked.is_over else "preview_under_way"
    return render(request, f"chronology/{page}.html", words)


def _about(asked: StandardPreview) -> dict[str, Any]:
    held = standards_held()
    return {"name": held[asked.key].name, "facts": rows.facts_of(asked, held, today())}


def _made(request: HttpRequest, asked: StandardPreview) -> HttpResponse:
    """Make the change; where what is known of it is old, have it read again."""
    try:
        made = make(asked, by=request.user)
    except IsOld as old:
        messages.warning(request, str(old))
        return redirect("chronology:standard-preview", again(asked, by=request.user).pk)
    except (CannotChange, StandardError) as refused:
        messages.error(request, getattr(refused, "what", "") or str(refused))
        return redirect("chronology:standard-preview", asked.pk)
    messages.success(request, _said(made))
    return redirect("chronology:standard", made.key)


def _said(made: StandardChange) -> str:
    if made.from_on > today():
        return (
            f"It is changed from {day_text(made.from_on)} on: every record is read by it from that night on."
        )
    return "It is changed. Every record is being read by it now; what it asks shows within minutes."


def _held(key: str) -> Standard:
    held = standards_held()
    if key not in held:
        raise Http404(NO_SUCH)
    return held[key]
