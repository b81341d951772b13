"""Writing an assessment, until it is sent to the manager."""

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

from django import forms

from keel.access.policy import Act
from keel.clock import today
from keel.front_door.assessments import (
    DONE,
    SENT,
    WRITING,
    Outcome,
    Section,
    factors_of,
    sections_of,
    standing,
    step,
)
from keel.front_door.contacts import ELSEWHERE
from keel.front_door.models import (
    AssessmentFactor,
    ChildConsidered,
    ParentView,
)
from keel.front_door.starting import beside
from keel.people.kin import children_near, parents_of
from keel.people.models import Person
from keel.record.codes import choices_of
from keel.recording.boxes import Answer, Day, line, text
from keel.recording.checks import AboutChild
from keel.recording.declared import Asked, Recording
from keel.recording.moves import moves_of
from keel.recording.pages import entry_page
from keel.recording.sheets import Forms, Row, rows

NONE_FOUND = "21"  # the factor that there is none
NOT_BOTH = "“No factors found” stands alone: take it away, or the others"
PARENT, CHILD = "parent-", "child-"  # before the identity of somebody on file


class SectionForm(forms.Form):
    """Some parts of an assessment, under their heading."""

    def __init__(self, *args: Any, section: Section, person: Person, **named: Any) -> None:
        super().__init__(*args, **named)
        self.title = section.title
        for part in section.parts:
            label, hint = (words.replace("{name}", person.called) for words in (part.label, part.help_text))
            self.fields[part.name] = text(label, rows=part.rows, help_text=hint)


class ParentForm(AboutChild):
    """What one parent or carer says, or how it was tried to ask."""

    happened: ClassVar = ("asked_on",)
    views = text("What does she or he say?", help_text="About the child, the worry and what would help")
    how_asked = line("How did you ask?", help_text="For example at home, by telephone, with an interpreter")
    asked_on = Day(label="When?", required=False)
    tries = text("If you could not ask: what have you tried, and when?", rows=2)


class OtherParent(Row, forms.Form):
    """The same of somebody who is not on file."""

    entry = forms.IntegerField(required=False, widget=forms.HiddenInput)
    name = line(
        "Name, and who it is to the child", is_needed=True, error_messages={"required": "Say who it is"}
    )
    views = text("What does she or he say?")
    how_asked = line("How did you ask?")
    tries = text("If you could not ask: what have you tried, and when?", rows=2)


class NearForm(forms.Form):
    """Whether another child of the family or home is considered, and why."""

    is_considered = Answer(label="Is this child considered in the assessment?")
    reason = text("What did you find, or why is it not needed?", rows=2)


class OtherChild(Row, NearForm):
    """The same of a child who is not on file."""

    entry = forms.IntegerField(required=False, widget=forms.HiddenInput)
    name = line(
        "Name, age, and who it is to the child", is_needed=True, error_messages={"required": "Say who it is"}
    )
    field_order: ClassVar = ("name", "is_considered", "reason", "entry")


class OutcomeForm(forms.Form):
    """What was found, by the factors that every authority uses, and what it comes to."""

    title = "What was found, and what it comes to"
    is_child_seen_by_end = Answer(label="Did you see the child in this assessment?")
    factors = forms.MultipleChoiceField(
        label="Factors that bear on the child’s life", choices=choices_of("factor"), required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "govuk-checkboxes--small keel-two-columns"}),
        help_text="All that you found. They are counted nationally",
    )  # fmt: skip
    outcome = forms.ChoiceField(
        label="What does it come to?", choices=[(each.value, each.value) for each in Outcome], required=False,
        widget=forms.RadioSelect,
    )  # fmt: skip

    def clean_factors(self) -> list[str]:
        """None found, or some: not both."""
        chosen: list[str] = self.cleaned_data["factors"]
        if stands_alone(chosen):
            raise forms.ValidationError(NOT_BOTH)
        return chosen


def stands_alone(chosen: list[str]) -> bool:
    """Whether it is said that no factor was found, and that one was."""
    return NONE_FOUND in chosen and len(chosen) > 1


def write_forms(asked: Asked, sent: Any) -> Forms:
    """Every part with what it holds; a form for each parent and each child near, and rows for those not on file."""
    row, child = asked.row, asked.child
    held = {field.name: getattr(row, field.attname) for field in row._meta.concrete_fields}
    made: Forms = {
        section.key: SectionForm(sent, prefix=section.key, section=section, person=child, initial=held)
        for section in sections_of(child)
    }
    parents = {each.parent_id: each for each in row.parents.exclude(parent=None)}
    for one in parents_of(child):
        made[f"{PARENT}{one.pk}"] = _about(
            ParentForm(sent, prefix=f"{PARENT}{one.pk}", person=child, initial=_kept(parents.get(one.pk))),
            one,
        )
    others = [_kept(each) for each in row.parents.filter(parent=None).order_by("pk")]
    made["parents"] = rows(OtherParent, sent, "parents", "Another parent or carer", initial=others)
    near = {each.other_id: each for each in row.children_considered.exclude(other=None)}
    for one in children_near(child):
        made[f"{CHILD}{one.pk}"] = _about(
            NearForm(sent, prefix=f"{CHILD}{one.pk}", initial=_kept(near.get(one.pk))), one
        )
    unnamed = [_kept(each) for each in row.children_considered.filter(other=None).order_by("pk")]
    made["children"] = rows(
        OtherChild, sent, "children", "Another child of the family or home", initial=unnamed
    )
    ended = held | {"factors": factors_of(row), "is_child_seen_by_end": _shown(row.is_child_seen_by_end)}
    made["end"] = OutcomeForm(sent, prefix="end", initial=ended)
    if child.is_unborn:
        del made["end"].fields["is_child_seen_by_end"]  # type: ignore[union-attr]
    return made


def _about(form: forms.Form, one: Person) -> forms.Form:
    form.about = one.shown_name  # type: ignore[attr-defined]
    return form


def _shown(value: bool | None) -> str:
    return {True: "yes", False: "no"}.get(value, "")  # type: ignore[arg-type]


def _kept(row: Any) -> dict[str, Any]:
    if row is None:
        return {}
    held = {field.name: getattr(row, field.attname) for field in row._meta.concrete_fields}
    return held | {"entry": row.pk, "is_considered": _shown(held.get("is_considered"))}


def save_writing(asked: Asked, values: Mapping[str, Any]) -> str:
    """What is written so far; it may be written on until it is sent."""
    row, end = asked.row, values["end"]
    for section in sections_of(asked.child):
        for name, words in values[section.key].items():
            setattr(row, name, words)
    row.is_child_seen_by_end, row.outcome = end.get("is_child_seen_by_end"), end["outcome"]
    row.save()
    save_factors(asked, end["factors"])
    _save_people(asked, ParentView, "parent", _of(values, PARENT), values["parents"])
    _save_people(asked, ChildConsidered, "other", _of(values, CHILD), values["children"])
    moves = moves_of(row)
    if not moves or (moves[-1].state, moves[-1].by_id) != (WRITING, asked.by.pk):
        step(row, WRITING, by=asked.by)
    return entry_page(row)


def _of(values: Mapping[str, Any], prefix: str) -> dict[str, dict[str, Any]]:
    return {key.removeprefix(prefix): said for key, said in values.items() if key.startswith(prefix)}


def _base(asked: Asked) -> dict[str, Any]:
    return {
        "child": asked.child, "assessment": asked.row, "episode": asked.row.episode,
        "recorded_on": today(), "recorded_by": asked.by,
    }  # fmt: skip


def _save_people(
    asked: Asked,
    table: Any,
    key: str,
    known: Mapping[str, Mapping[str, Any]],
    others: Iterable[dict[str, Any]],
) -> None:
    """A row for each of whom something is said; what it said before is kept by the table's history."""
    rows_held = {row.pk: row for row in table.objects.of(asked.child).filter(assessment=asked.row)}
    by_person = {str(getattr(row, f"{key}_id")): row for row in rows_held.values()}
    for person, said in known.items():
        row = by_person.get(person)
        if row is not None or any(value not in (None, "") for value in said.values()):
            _put(row or table(**_base(asked), **{f"{key}_id": person}), said)
    for each in others:
        said = dict(each)
        _put(rows_held.get(said.pop("entry")) or table(**_base(asked)), said)


def _put(row: Any, said: Mapping[str, Any]) -> None:
    for name, value in said.items():
        setattr(row, name, value)
    row.save()


def save_factors(asked: Asked, chosen: list[str]) -> None:
    """The factors that were found; one that is not found any more is taken back."""
    held = {each.factor: each for each in asked.row.factors.all()}
    for factor, row in held.items():
        if (factor in chosen) is (row.taken_back_on is not None):
            row.taken_back_on = None if factor in chosen else today()
            row.save()
    AssessmentFactor.objects.bulk_create(
        AssessmentFactor(**_base(asked), factor=factor) for factor in chosen if factor not in held
    )


def cannot_write(asked: Asked) -> str:
    """It is written until it is sent, and again once it is sent back."""
    if asked.row.source_key:
        return ELSEWHERE
    return {
        SENT: "It has been sent to the manager. It can be written on if she sends it back.",
        DONE: "This assessment is authorised, and stands as it is.",
    }.get(standing(asked.row), "")


WRITE = Recording(
    key="front_door:assessment",
    title="Write the assessment",
    act=Act.ASSESSMENT_WRITE,
    forms=write_forms,
    save=save_writing,
    about="front_door.Assessment",
    template="front_door/assessment.html",
    hint="It can be saved at any point and written on later.",
    button="Save the assessment",
    done="What you wrote is in the record. It is not sent to the manager yet.",
    why_not=cannot_write,
    beside=beside,
    is_shared=True,
)
