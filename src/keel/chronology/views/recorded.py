"""What is recorded in Keel and since when, so that nobody is called late for what is written down elsewhere."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from keel.access.door import may, staff_only
from keel.access.policy import Act
from keel.chronology import recorded_rows as rows
from keel.chronology.tried import tried_words
from keel.clock import today
from keel.oversight.changing import CannotChange, IsOld
from keel.oversight.models import RecordedPreview
from keel.oversight.recording_here import CannotBeSaid, say_as_read, think_of_recording
from keel.oversight.rules_held import rules
from keel.record.recorded_here import BY_KEY
from keel.recording.boxes import Day, text

HERE, ELSEWHERE = "here", "elsewhere"
UNPROCESSABLE = 422
SAVED = "It is noted. Every record is being read by it now; what it asks shows within minutes."


class RecordedForm(forms.Form):
    """In Keel from a day on, or no longer."""

    where = forms.ChoiceField(
        label="Where is it recorded?",
        widget=forms.RadioSelect,
        choices=[(HERE, "In Keel, from a day on"), (ELSEWHERE, "No longer in Keel")],
        initial=HERE,
    )
    from_on = Day(
        label="From which day?",
        error_messages={"required": "Say from which day"},
        help_text="The first day on which all of it was written down in Keel. Time counts from then, for every child.",
    )
    reason = text(
        "Who decided it, and why that day?",
        is_needed=True,
        error_messages={"required": "Say who decided it, and why that day"},
    )

    def __init__(self, sent: Any, *, is_said: bool) -> None:
        super().__init__(sent, initial={"from_on": today()})
        if not is_said:
            del self.fields["where"]

    def clean(self) -> dict[str, Any]:
        """No day is needed where it is not recorded here any more, whatever stands in the box."""
        said: dict[str, Any] = super().clean() or self.cleaned_data
        if said.get("where") == ELSEWHERE:
            self.errors.pop("from_on", None)
            said["from_on"] = None
        return said


@require_safe
@staff_only(Act.LAW_READ)
def recorded(request: HttpRequest) -> HttpResponse:
    """Every family of entries: where it is recorded, and what is watched by it."""
    standing = rows.standing_of(rules())
    words = {
        "rows": rows.family_rows(standing),
        "columns": rows.COLUMNS["families"],
        "nowhere": sum(each.is_nowhere for each in standing),
        "is_loaded": any(each.is_loaded for each in standing),
        "may_change": may(request, Act.STANDARDS_CHANGE),
    }
    return render(request, "chronology/recorded.html", words)


@require_safe
@staff_only(Act.LAW_READ)
def family(request: HttpRequest, family: str) -> HttpResponse:
    """One family: where it is recorded, what hangs on it, and everything that was said of it."""
    stands = _stands(family)
    words = {
        "stands": stands,
        "watched": rows.timescale_lines(stands.watched),
        "unwatched": rows.timescale_lines(stands.unwatched),
        "said": rows.said_rows(family),
        "columns": rows.COLUMNS["said"],
        "may_change": may(request, Act.STANDARDS_CHANGE) and not stands.is_whole,
    }
    return render(request, "chronology/recorded_family.html", words)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only(Act.STANDARDS_CHANGE)
def change(request: HttpRequest, family: str) -> HttpResponse:
    """Think of saying that it is recorded in Keel from a day on, or no longer: what it would do is read first."""
    stands = _stands(family)
    sent = request.POST if request.method == "POST" else None
    form = RecordedForm(sent, is_said=stands.since is not None)
    if request.method == "POST" and form.is_valid():
        try:
            asked = think_of_recording(
                by=request.user,
                family=family,
                from_on=form.cleaned_data["from_on"],
                reason=form.cleaned_data["reason"],
            )
        except CannotBeSaid as refused:
            form.add_error(None, str(refused))
        else:
            return redirect("chronology:recorded-preview", asked.pk)
    words = {"form": form, "stands": stands}
    return render(
        request, "chronology/recorded_change.html", words, status=UNPROCESSABLE if form.errors else 200
    )


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only(Act.STANDARDS_CHANGE)
def preview(request: HttpRequest, preview: int) -> HttpResponse:
    """How far the reading has come; then what it would do to say so, and the button that says it."""
    asked = get_object_or_404(RecordedPreview.objects.select_related("by", "said__by"), pk=preview)
    stands = _stands(asked.family)
    if request.method == "POST":
        return _said(request, asked)
    words = {"asked": asked, "stands": stands, "facts": rows.facts_of(asked, stands), **tried_words(asked)}
    page = "recorded_preview" if asked.is_over else "recorded_preview_under_way"
    return render(request, f"chronology/{page}.html", words)


def _said(request: HttpRequest, asked: RecordedPreview) -> HttpResponse:
    """Say it; where what is known of its effect is old, have it read again."""
    try:
        said = say_as_read(asked, by=request.user)
    except IsOld as old:
        thought = {"family": asked.family, "from_on": asked.from_on, "reason": asked.reason}
        return _again(request, thought, str(old))
    except (CannotChange, CannotBeSaid) as refused:
        messages.error(request, str(refused))
        return redirect("chronology:recorded-preview", asked.pk)
    messages.success(request, SAVED)
    return redirect("chronology:recorded-family", said.family)


def _again(request: HttpRequest, thought: dict[str, Any], old: str) -> HttpResponse:
    try:
        asked = think_of_recording(by=request.user, **thought)
    except CannotBeSaid as refused:
        messages.error(request, str(refused))
        return redirect("chronology:recorded-family", thought["family"])
    messages.warning(request, old)
    return redirect("chronology:recorded-preview", asked.pk)


def _stands(family: str) -> rows.Stands:
    if family not in BY_KEY:
        raise Http404("There is no such family of entries.")
    return next(each for each in rows.standing_of(rules()) if each.family.key == family)
