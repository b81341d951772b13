"""What a list of children is narrowed by."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django import forms
from django.db.models import Exists, OuterRef, Q
from django.http import QueryDict

from keel.chronology.forms import choices, chosen_of
from keel.chronology.lists import Standings, signal_choices, timescale_choices
from keel.oversight.models import StoredReading, StoredSignal
from keel.practice.calendar import add_months
from keel.practice.signals.model import Severity
from keel.practice.timescales.model import Status

MONTHS = 12
WORKERS = 150  # more than anybody looks through to find one; the list of a team has its own
AGES: Mapping[str, tuple[int | None, int | None]] = {  # whole years: from, to
    "0-4": (0, 4),
    "5-10": (5, 10),
    "11-15": (11, 15),
    "16-": (16, None),
}
SHOWS = (
    ("overdue", "Something is overdue"),
    ("unknown", "Something cannot be computed"),
    ("late_entries", "Entries made late"),
    ("nobody", "Nobody has the child"),
)
COLOURS = (("black", "Black"), ("red", "Red or worse"), ("amber", "Amber or worse"))
_ANY = "Any"
_YES_NO = (("yes", "Yes"), ("no", "No"))
_AGES = (
    ("unborn", "Not yet born"), ("0-4", "Under 5"), ("5-10", "5 to 10"), ("11-15", "11 to 15"), ("16-", "16 and over"),
)  # fmt: skip


def _choice(words: str, rows: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=words, required=False, choices=choices(rows, _ANY))


class ListFilter(forms.Form):
    """Narrows a list of children. A choice that is none of those offered narrows nothing."""

    shows = _choice("Children of whom", SHOWS)
    colour = _choice("Signal of drift", COLOURS)
    timescale = forms.ChoiceField(label="Timescale overdue", required=False)
    signal = forms.ChoiceField(label="Signal raised", required=False)
    worker = forms.ChoiceField(label="Worker", required=False)
    plan = _choice("On a child protection plan", _YES_NO)
    care = _choice("Looked after", _YES_NO)
    age = _choice("Age", _AGES)

    def __init__(self, data: QueryDict | None, workers: list[tuple[int, str]], day: date) -> None:
        super().__init__(data)
        self.day, self.has_too_many_workers = day, len(workers) > WORKERS
        self.fields["timescale"].choices = choices(timescale_choices(), _ANY)  # type: ignore[attr-defined]
        self.fields["signal"].choices = choices(signal_choices(), _ANY)  # type: ignore[attr-defined]
        if offered := _offered(workers, (data or {}).get("worker")):
            self.fields["worker"].choices = choices(offered, _ANY)  # type: ignore[attr-defined]
        else:
            del self.fields["worker"]

    def narrowed(self, found: Standings) -> Standings:
        """Those children who fit."""
        if not self.is_bound:
            return found
        self.is_valid()
        for name, value in self.cleaned_data.items():
            if value:
                found = found.filter(_CONDITIONS[name](value, self.day))
        return found

    def chosen(self, asked: QueryDict) -> list[dict[str, str]]:
        """What was chosen, each with the address without it."""
        return chosen_of(self, asked)


def _offered(workers: list[tuple[int, str]], chosen: Any) -> list[tuple[int, str]]:
    """The workers to choose from; of too many, only whoever is chosen."""
    return workers if len(workers) <= WORKERS else [each for each in workers if str(each[0]) == chosen]


def _shows(value: str, _: date) -> Q:
    return {
        "overdue": Q(overdue__gt=0),
        "unknown": Q(unknown__gt=0),
        "late_entries": Q(late_entries__gt=0),
        "nobody": Q(worker=None),
    }[value]


def _colour(value: str, _: date) -> Q:
    worst = Q(black__gt=0)
    if value in ("red", "amber"):
        worst |= Q(red__gt=0)
    return worst | Q(amber__gt=0) if value == "amber" else worst


def _timescale(value: str, _: date) -> Q:
    overdue = StoredReading.objects.filter(child=OuterRef("child_id"), timescale=value)
    return Q(Exists(overdue.standing(Status.OVERDUE)))


def _signal(value: str, _: date) -> Q:
    raised = StoredSignal.objects.filter(child=OuterRef("child_id"), signal=value)
    return Q(Exists(raised.filter(severity__gt=Severity.UNKNOWN)))


def _age(value: str, day: date) -> Q:
    if value == "unborn":
        return Q(child__birth_on=None, child__expected_on__isnull=False)
    youngest, oldest = AGES[value]
    born = Q(child__birth_on__lte=add_months(day, -MONTHS * (youngest or 0)))
    if oldest is not None:
        born &= Q(child__birth_on__gt=add_months(day, -MONTHS * (oldest + 1)))
    return born


_CONDITIONS: Mapping[str, Callable[[str, date], Q]] = {
    "shows": _shows,
    "colour": _colour,
    "timescale": _timescale,
    "signal": _signal,
    "worker": lambda value, _: Q(worker_id=int(value)),
    "plan": lambda value, _: Q(on_plan_since__isnull=value == "no"),
    "care": lambda value, _: Q(looked_after_since__isnull=value == "no"),
    "age": _age,
}
