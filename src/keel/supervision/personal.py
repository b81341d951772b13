"""The worker's own part of a session: its boxes, and keeping them as they are typed until it is signed."""

from collections.abc import Mapping
from typing import Any

from django import forms

from keel.oversight.models import SupervisionSession
from keel.protection.together import held_in
from keel.recording.boxes import Answer, line, text
from keel.recording.checks import lacking
from keel.supervision.models import SupervisionPersonal

LONGEST = 600  # minutes: a length beyond it is mistyped
MOST = 200  # children: likewise


class PersonalForm(forms.Form):
    """How the worker is, what she carries, what she learns, and whether there was time for it."""

    minutes = forms.IntegerField(label="How many minutes did it take?", min_value=1, max_value=LONGEST)
    was_interrupted = Answer(label="Was it interrupted?", is_needed=True)
    interruption = line("If so: by what, and for how long?")
    place = line("Where was it?", is_needed=True)
    wellbeing = text("How is the worker?", is_needed=True, help_text="And what would help")
    workload_children = forms.IntegerField(
        label="How many children does the worker carry?",
        min_value=0,
        max_value=MOST,
        help_text="The record’s own number stands here",
    )
    workload = text("How complex is the work, and what does it leave no time for?", is_needed=True)
    learning = text("What does the worker learn, and what training is due?", is_needed=True)
    reflection = text("What did you think through together?", is_needed=True)

    def clean(self) -> dict[str, Any]:
        """An interruption has words."""
        said = super().clean() or self.cleaned_data
        if said.get("was_interrupted"):
            lacking(self, {"interruption": "Say by what"})
        return said


NAMES = tuple(PersonalForm.base_fields)


def part_of(session: SupervisionSession) -> SupervisionPersonal:
    """The worker's part of a session, kept or new."""
    found = SupervisionPersonal.objects.filter(session=session).first()
    return found or SupervisionPersonal(session=session, worker=session.worker, supervisor=session.supervisor)


def form_of(part: SupervisionPersonal, sent: Any, children: int) -> PersonalForm:
    """The boxes with what is kept; the number of children as the record has it where nothing is."""
    initial = held_in(part, *NAMES)
    if part.workload_children is None:
        initial["workload_children"] = children
    return PersonalForm(sent, initial=initial)


def keep(part: SupervisionPersonal, form: PersonalForm) -> None:
    """Keep what can be kept of what is typed; what is mistyped stays on the page."""
    form.is_valid()
    for name, value in _to_keep(form).items():
        setattr(part, name, value)
    part.revision += 1
    part.save()


def _to_keep(form: PersonalForm) -> Mapping[str, Any]:
    blank = {name: _blank(name) for name in NAMES if not form[name].data}
    return {**blank, **{name: value for name, value in form.cleaned_data.items() if name in NAMES}}


def _blank(name: str) -> Any:
    return None if SupervisionPersonal._meta.get_field(name).null else ""


def missing(part: SupervisionPersonal) -> list[str]:
    """What it must hold and does not, in the words of its boxes."""
    form = PersonalForm(
        {name: "" if value is None else value for name, value in held_in(part, *NAMES).items()}
    )
    form.is_valid()
    return [str(form.fields[name].label) for name in NAMES if name in form.errors]


def held_words(part: SupervisionPersonal) -> list[dict[str, Any]]:
    """What is kept, as words with a value, for whoever only reads it."""
    labels = {name: str(box.label) for name, box in PersonalForm.base_fields.items()} | {
        "worker_words": "In her own words"
    }
    shown = held_in(part, *labels)
    return [
        {"words": words, "value": _said(shown[name])}
        for name, words in labels.items()
        if shown[name] not in (None, "")
    ]


def _said(value: Any) -> str:
    return {"yes": "Yes", "no": "No"}.get(value, str(value))
