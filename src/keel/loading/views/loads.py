"""Sources brought into the record: the list of them, sending one, and what came of it."""

from typing import Any

from django.contrib import messages
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from keel.access.door import may, staff_only
from keel.access.policy import Act
from keel.exchange.findings import UnreadableSource
from keel.loading import showing
from keel.loading.actions import NotToBeLoaded, ask_again, receive
from keel.loading.forms import SendForm
from keel.loading.models import Load, LoadChange, State
from keel.loading.queries import is_under_way
from keel.loading.quota import TOO_LARGE
from keel.loading.views.parts import load_for, page_of
from keel.report.wording import day_text

GONE = "The file of that load is no longer here; send it again."


@require_safe
@staff_only(Act.LOAD_READ)
def loads(request: HttpRequest) -> HttpResponse:
    """Every load, the newest first."""
    page = page_of(request, Load.objects.prefetch_related("states").select_related("asked_by"))
    words = {
        "page": page,
        "columns": showing.LOADS,
        "rows": list(showing.load_rows(page)),
        "may_send": may(request, Act.LOAD_RUN),
    }
    return render(request, "loading/loads.html", words)


@staff_only(Act.LOAD_RUN)
def send(request: HttpRequest) -> HttpResponse:
    """Send a source."""
    form = SendForm(request.POST, request.FILES) if request.method == "POST" else SendForm()
    if request.method == "POST":
        if getattr(request, TOO_LARGE, False):
            form.errors.clear()
            form.add_error("source", f"Send at most {form.most_megabytes} MB at a time")
        elif form.is_valid() and (sent := _sent(request, form)):
            return redirect("loading:load", sent.pk)
    return render(request, "loading/send.html", {"form": form}, status=400 if form.errors else 200)


def _sent(request: HttpRequest, form: SendForm) -> Load | None:
    try:
        return receive(
            by=request.user,
            files=form.cleaned_data["source"],
            as_of=form.cleaned_data["as_of"],
            is_trial=form.cleaned_data["is_trial"],
        )
    except UnreadableSource as error:
        form.add_error("source", str(error))
        return None


@require_safe
@staff_only(Act.LOAD_READ)
def load(request: HttpRequest, load: int) -> HttpResponse:
    """How far a load has come; or, once it is over, what it did."""
    found = load_for(request, load)
    if not found.is_over:
        return render(request, "loading/under_way.html", _under_way(found))
    return render(
        request, "loading/load.html", {"load": found, "state": found.state, **_result(request, found)}
    )


def _under_way(found: Load) -> dict[str, Any]:
    progress = getattr(found, "progress", None)
    return {
        "load": found,
        "is_done": False,
        "is_waiting": found.state is State.QUEUED,
        "is_broken_off": found.state is State.RUNNING and not is_under_way(),
        "percent": round(100 * progress.share) if progress else 0,
        "words": progress.words if progress and progress.words else "Waiting for its turn",
    }


def _result(request: HttpRequest, found: Load) -> dict[str, Any]:
    changes = list(found.changes.with_any())
    levels = dict(found.findings.values_list("level").annotate(Count("pk")).order_by())
    return {
        "figures": showing.figures_of(found) if changes else [],
        "columns": showing.CHANGES,
        "rows": list(showing.change_rows(found)),
        "asked": showing.question_rows(found),
        "question_columns": showing.QUESTIONS,
        "compared": _compared(found, changes),
        "levels": [
            f"{levels[level]} {level}{'s' if levels[level] > 1 else ''}"
            for level in _LEVELS
            if level in levels
        ],
        "facts": _facts(found),
        "tag": showing.KINDS[found.state],
        "may_ask_again": bool(found.kept_in) and may(request, Act.LOAD_RUN),
        "is_older": found.state is State.REFUSED,
    }


def _compared(found: Load, changes: list[LoadChange]) -> str:
    """What the numbers are to be read against."""
    if not changes:
        return ""
    if all(not (c.added or c.updated or c.disappeared or c.returned) for c in changes):
        return "It changed nothing: the record held all of this already."
    before = found.before
    if before is None:
        return (
            f"The record held nothing from this format before ({found.family}), so all that it brings is new."
        )
    return f"Compared with {before.label}, the last of this format, which speaks of {day_text(before.speaks_of)}."


_LEVELS = ("error", "warning", "note")


def _facts(found: Load) -> list[dict[str, Any]]:
    return [
        {"words": "Format", "value": found.form},
        {"words": "Speaks of", "value": found.speaks_of},
        {"words": "Children in it", "value": found.children},
        {"words": "Events in it", "value": found.events},
        {"words": "Asked for", "value": found.queued_at, "hint": str(found.asked_by or "by a command")},
        {"words": "Finished", "value": found.finished_at},
        {"words": "SHA-256 of the source", "value": found.sha256},
    ]


@require_POST
@staff_only(Act.LOAD_RUN)
def again(request: HttpRequest, load: int) -> HttpResponse:
    """Load the same file on other terms: for good after a trial, or only to fill gaps where it is older."""
    found = load_for(request, load)
    try:
        asked = ask_again(by=request.user, load=found, only_fills=request.POST.get("how") == "fill")
    except NotToBeLoaded:
        messages.error(request, GONE)
        return redirect("loading:load", load)
    return redirect("loading:load", asked.pk)
