"""Who is away: one's own days, and those of the teams that one leads."""

from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from keel.access.door import ABSENT, may, staff_only
from keel.access.policy import Act
from keel.clock import today
from keel.continuity import absences
from keel.continuity.absences import CannotBeDone
from keel.continuity.reach import in_reach, own_worker, reach_of
from keel.continuity.views.showing import own_ways
from keel.recording.boxes import Day
from keel.workforce.models import Absence, Worker


class AwayForm(forms.Form):
    """Who is away and when, and who answers."""

    worker = forms.ModelChoiceField(
        label="Who is away?", queryset=Worker.objects.none(), error_messages={"required": "Say who is away"}
    )
    from_on = Day(label="From", is_past=False, error_messages={"required": "Say from which day"})
    to_on = Day(
        label="Last day away", is_past=False, required=False, help_text="Leave empty while nobody knows"
    )
    deputy = forms.ModelChoiceField(
        label="Who answers meanwhile?",
        queryset=Worker.objects.none(),
        required=False,
        empty_label="Nobody: it climbs to the manager at once",
        help_text="Those who sign in and hold a role in which they may be asked",
    )

    def __init__(self, *args: Any, workers: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        able = Worker.objects.who_may_deputise(today()).exclude(team=None).select_related("team").by_name()
        for name, found in (("worker", workers), ("deputy", able)):
            self.fields[name].queryset = found  # type: ignore[attr-defined]
            self.fields[name].label_from_instance = _named  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """An end does not come before its start, and nobody is her own deputy."""
        said = super().clean() or self.cleaned_data
        first, last = said.get("from_on"), said.get("to_on")
        if first and last and last < first:
            self.add_error("to_on", "The last day is before the first: check both")
        if said.get("worker") and said.get("worker") == said.get("deputy"):
            self.add_error("deputy", "Nobody answers for herself: choose another")
        return said


def _named(worker: Any) -> str:
    return f"{worker.called}, {worker.team.name}" if worker.team else worker.called


@require_safe
@staff_only(Act.OWN_WORK_READ)
def away(request: HttpRequest) -> HttpResponse:
    """One's own days away, those for which one is the deputy, and those of one's teams."""
    day, own = today(), own_worker(request.user)
    leads = may(request, Act.WORKFORCE_READ)
    words = {
        "ways": own_ways(request, "away"),
        "columns": absences.COLUMNS,
        "own": absences.rows_of(absences.of_worker(day, own)) if own else [],
        "deputises": absences.rows_of(absences.from_now(day, Q(deputy=own))) if own else [],
        "leads": leads,
        "of_teams": absences.rows_of(absences.of_teams(day, reach_of(request))) if leads else [],
    }
    return render(request, "continuity/away.html", words)


@staff_only(Act.OWN_WORK_READ)
def new(request: HttpRequest) -> HttpResponse:
    """Say that somebody is away."""
    own = own_worker(request.user)
    form = AwayForm(request.POST or None, workers=_workers(request), initial={"worker": own})
    if request.method == "POST" and form.is_valid():
        return _done(request, form, None) or _page(request, form)
    return _page(request, form)


@staff_only(Act.OWN_WORK_READ)
def change(request: HttpRequest, absence: int) -> HttpResponse:
    """Other days, or another deputy."""
    found = Absence.objects.filter(pk=absence, worker__in=_workers(request)).select_related("worker").first()
    if found is None:
        raise Http404(ABSENT)
    initial = {"from_on": found.from_on, "to_on": found.to_on, "deputy": found.deputy_id}
    form = AwayForm(request.POST or None, workers=_workers(request), initial=initial)
    del form.fields["worker"]
    if request.method == "POST" and form.is_valid():
        return _done(request, form, found) or _page(request, form, found)
    return _page(request, form, found)


def _workers(request: HttpRequest) -> Any:
    """Oneself, and whoever is in a team that one leads."""
    mine = Q(user_id=request.user.pk)
    if may(request, Act.WORKFORCE_WRITE):
        mine |= in_reach(reach_of(request)) & ~Q(team=None)
    return Worker.objects.there(today()).filter(mine).select_related("team").by_name()


def _done(request: HttpRequest, form: AwayForm, absence: Absence | None) -> HttpResponse | None:
    said = form.cleaned_data
    try:
        if absence is None:
            made = absences.say_away(by=request.user, **said)
        else:
            made = absences.change_absence(by=request.user, absence=absence, **said)
    except CannotBeDone as problem:
        form.add_error("from_on", str(problem))
        return None
    messages.success(request, "It is noted.")
    if told := absences.said_of_deputy(absences.deputy_is_away(made)):
        messages.warning(request, told)
    return redirect("continuity:away")


def _page(request: HttpRequest, form: AwayForm, absence: Absence | None = None) -> HttpResponse:
    title = f"{absence.worker.called} is away" if absence else "Say that somebody is away"
    words = {"form": form, "title": title, "button": "Save", "back": "/absences/"}
    return render(request, "continuity/form.html", words, status=422 if form.errors else 200)
