"""What the pages for leaders share: the ways between them, the day they are as at, and one form on a page."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from keel.access.door import may
from keel.access.policy import Act
from keel.clock import today
from keel.continuity.absences import CannotBeDone
from keel.continuity.reach import own_worker
from keel.practice.calendar import add_months
from keel.recording.boxes import read_day

YEAR = 12
WAYS = {
    "staff": "Teams and posts",
    "caseloads": "Caseloads",
    "start-again": "Starting again",
    "instability": "Instability and drift",
    "what-if": "What if",
    "away": "Who is away",
    "handovers": "Handovers",
}


def ways(here: str) -> list[dict[str, Any]]:
    """The pages of staff side by side, for whoever leads."""
    return _ways(WAYS, here)


def own_ways(request: HttpRequest, here: str) -> list[dict[str, Any]]:
    """The same for whoever asks: who leads nobody has her own alone."""
    if may(request, Act.WORKFORCE_READ):
        return ways(here)
    mine = {"me": "Your work"} if own_worker(request.user) else {}
    return _ways({**mine, **{name: WAYS[name] for name in ("handovers", "away")}}, here)


def _ways(names: Mapping[str, str], here: str) -> list[dict[str, Any]]:
    return [
        {"words": words, "href": reverse(f"continuity:{name}"), "is_here": name == here}
        for name, words in names.items()
    ]


def shown(request: HttpRequest, here: str, words: Mapping[str, Any]) -> HttpResponse:
    """One of these pages."""
    template = f"continuity/{here.replace('-', '_')}.html"
    return render(request, template, {"ways": ways(here), "day": today(), **words})


def day_asked(request: HttpRequest) -> date:
    """The day that a page is asked for; today where none is, or none that can be read."""
    return read_day(request.GET.get("on", ""), today(), is_past=True) or today()


def year_before(day: date) -> date:
    """The same day a year earlier."""
    return add_months(day, -YEAR)


def one_form(
    request: HttpRequest, form: forms.Form, title: str, save: Callable[..., Any], back: str, **words: Any
) -> HttpResponse:
    """A form on a page of its own: save what it holds, or say what is wrong with it."""
    if request.method == "POST" and form.is_valid():
        try:
            save(by=request.user, **form.cleaned_data)
        except CannotBeDone as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, "It is noted.")
            return redirect(back)
    given = {"form": form, "title": title, "button": "Save", "back": back, **words}
    return render(request, "continuity/form.html", given, status=422 if form.errors else 200)
