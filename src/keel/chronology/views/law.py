"""What is asked, and by what: a page for each timescale, signal and standard."""

from itertools import groupby
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from keel.access.door import staff_only
from keel.access.policy import Act
from keel.clock import today
from keel.oversight.rules_held import Rules, rules
from keel.population.answer import Computable
from keel.practice.signals import SIGNALS
from keel.practice.timescales import BOOK
from keel.report.explained import Explained, explained_signal, explained_standard, explained_timescale
from keel.report.standard_lines import standard_line
from keel.report.wording import day_text

COLUMNS = {
    "timescales": ("Timescale", "Time allowed", "Force", "Read here"),
    "signals": ("Signal", "Why it is looked for", "Read here"),
}


@require_safe
@staff_only(Act.LAW_READ)
def laws(request: HttpRequest) -> HttpResponse:
    """Every timescale and signal, part by part of the journey."""
    held = rules()
    parts = [
        (part.replace("_", " ").capitalize(), [_timescale_row(timescale, held) for timescale in group])
        for part, group in groupby(BOOK.values(), key=lambda timescale: timescale.part)
    ]
    verdicts = {each.key: each for each in held.signal_verdicts}
    signals = [[_link(s.key, s.name), s.why, _read(verdicts.get(s.key))] for s in SIGNALS.values()]
    words = {
        "parts": parts,
        "signals": signals,
        "columns": COLUMNS,
        "confirm": len(held.standards.to_confirm),
    }
    return render(request, "chronology/laws.html", words)


def _timescale_row(timescale: Any, held: Rules) -> list[Any]:
    line = standard_line(held.standards[timescale.allowance], today())
    verdicts = {each.key: each for each in held.timescale_verdicts}
    value = {"words": line.value, "hint": "Local value, please confirm" if line.needs_confirming else ""}
    read = _read(verdicts.get(timescale.key))
    return [_link(timescale.key, timescale.name), value, line.status.capitalize(), read]


def _link(key: str, words: str) -> dict[str, str]:
    return {"words": words, "href": reverse("chronology:law", args=[key])}


def _standard(key: str, held: Rules) -> dict[str, str]:
    return {"words": held.standards[key].name, "href": reverse("chronology:standard", args=[key])}


def _read(verdict: Computable | None) -> dict[str, str]:
    if verdict is not None and not verdict.computable:
        return {"words": "No", "hint": f"The record {verdict.why_not}"}
    since = verdict.since if verdict else None
    return (
        {"words": f"Yes, from {day_text(since)}", "hint": "Recorded in Keel since then"}
        if since
        else {"words": "Yes"}
    )


@require_safe
@staff_only(Act.LAW_READ)
def law(request: HttpRequest, key: str) -> HttpResponse:
    """What one of them asks: value, dates, citation, force, and whether its number is to be confirmed."""
    held = rules()
    told = _explained(key, held)
    verdicts = (*held.timescale_verdicts, *held.signal_verdicts)
    why_not = next((each.why_not for each in verdicts if each.key == key and not each.computable), "")
    words = {
        "told": told,
        "rows": [_row(words, text) for words, text in told.lines],
        "why_not": why_not,
        "must_confirm": any(words == "Confirm" for words, _ in told.lines),
        "standards": [_standard(each, held) for each in _standards(key)],
    }
    return render(request, "chronology/law.html", words)


def _row(words: str, text: str) -> dict[str, str]:
    return {"words": words, "value": text}


def _explained(key: str, held: Rules) -> Explained:
    if key in BOOK:
        return explained_timescale(BOOK[key], held.standards, today(), held.since.get(key))
    if key in SIGNALS:
        return explained_signal(SIGNALS[key], held.standards, today())
    if key in held.standards:
        return explained_standard(held.standards[key], today())
    raise Http404("There is no such timescale, signal or standard.")


def _standards(key: str) -> tuple[str, ...]:
    if key in BOOK:
        return BOOK[key].standards
    if key in SIGNALS:
        return tuple(dict.fromkeys(each for clause in SIGNALS[key].clauses for each in clause.standards))
    return (key,)
