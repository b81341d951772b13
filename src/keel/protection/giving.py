"""A social worker's report is approved by a manager who did not write it, or sent back; then the family is given it."""

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

from django import forms
from django.utils import timezone

from keel.access.policy import Act
from keel.clock import today
from keel.people.kin import parents_of
from keel.people.models import Person
from keel.protection.models import ConferenceReport
from keel.protection.preparing import REPORTED
from keel.protection.reporting import BACK, ON_REPORT, WRITING, WRITTEN
from keel.protection.together import EntryRow, entered, titled
from keel.recording.boxes import Day, text
from keel.recording.checks import AboutChild
from keel.recording.declared import Asked, Recording
from keel.recording.moves import moved, state_of, wrote
from keel.recording.pages import entry_page
from keel.recording.sheets import Forms, rows
from keel.report.wording import day_text

APPROVED, GIVEN = "approved", "given to the family"
APPROVE, SEND_BACK = "approve", "back"


class DecideForm(forms.Form):
    """Whether it may go to the family and the conference."""

    decision = forms.ChoiceField(
        label="What do you decide?",
        choices=[(APPROVE, "I approve this report"), (SEND_BACK, "I send it back to be written on")],
        widget=forms.RadioSelect,
        error_messages={"required": "Say what you decide"},
    )
    comment = text("Why?", is_needed=True, error_messages={"required": "Say why"})


def save_decided(asked: Asked, values: Mapping[str, Any]) -> str:
    """Approved, and not changed any more; or sent back with what is asked for."""
    said, report = values["decision"], asked.row
    if said["decision"] == SEND_BACK:
        moved(report, BACK, by=asked.by, reason=said["comment"])
        return entry_page(report)
    report.approved_on = report.approved_recorded_on = today()
    report.approved_time = timezone.localtime().time().replace(second=0, microsecond=0)
    report.approved_by = asked.worker
    report.save()
    moved(report, APPROVED, by=asked.by, reason=said["comment"])
    return entry_page(report)


def why_not_decide(asked: Asked) -> str:
    """Of what is written, once, and by somebody who wrote none of it."""
    if asked.row.approved_on:
        return f"It was approved on {day_text(asked.row.approved_on)}."
    if wrote(asked.by, asked.row, without=(BACK,)):  # sending it back is no writing
        return "You wrote this report. A manager who did not approves it."
    return "" if state_of(asked.row) == WRITTEN else "It was sent back, and is not written again yet."


# Given to the family


class GivenRow(EntryRow):
    """One of the family who had the report."""

    person = forms.UUIDField(widget=forms.HiddenInput)
    shared_on = Day(label="Had it on", required=False)
    comments = text("What did they say about it?", rows=2)

    def has_changed(self) -> bool:
        """Whether she had it."""
        return self.is_bound and any(self[name].data for name in ("shared_on", "comments"))

    def wanted(self, _said: Mapping[str, Any]) -> Mapping[str, str]:
        """What they said is of a day."""
        return {"shared_on": "Say on which day they had it"}


class ChairForm(AboutChild):
    """The chair has it too."""

    happened: ClassVar = ("chair_on",)
    chair_on = Day(label="On which day did the chair have the report?", required=False)


def given_forms(asked: Asked, sent: Any) -> Forms:
    """Each parent and the child, and the chair."""
    people = _family(asked.child)
    had = {each.person_id: each for each in _given(asked)}
    about = [{"person": one.pk, **_had(had.get(one.pk))} for one in people]
    several = rows(GivenRow, sent, "family", "Person", about, 0)
    for form, one in zip(several.forms, people, strict=False):
        form.legend = one.shown_name
    chair = ChairForm(sent, prefix="chair", person=asked.child, initial={"chair_on": _chair_on(asked)})
    return {"family": titled(several, "Who of the family had it", grows=False), "chair": chair}


def _family(child: Person) -> list[Person]:
    return [*parents_of(child), *([] if child.is_unborn else [Person.objects.with_names().get(pk=child.pk)])]


def _given(asked: Asked) -> Iterable[ConferenceReport]:
    return ConferenceReport.objects.of(asked.child).filter(report=asked.row).order_by("pk")


def _had(row: ConferenceReport | None) -> dict[str, Any]:
    return {"entry": row.pk, "shared_on": row.shared_on, "comments": row.comments} if row else {}


def _chair_on(asked: Asked) -> Any:
    return next((each.shared_on for each in _given(asked) if each.is_received_by_chair), None)


def save_given(asked: Asked, values: Mapping[str, Any]) -> str:
    """An entry for each who had it. It counts as shared with the parents once every one of them has had it."""
    known = {one.pk for one in _family(asked.child)}
    said = [part for part in values["family"] if part["person"] in known]
    parents = {one.pk for one in parents_of(asked.child)}
    had = {part["person"] for part in said} | {each.person_id for each in _given(asked)}
    base = {
        "child": asked.child,
        "conference": asked.row.conference,
        "report": asked.row,
        "episode": asked.row.episode,
    }
    last = max((part["shared_on"] for part in said if part["person"] in parents), default=None)
    for part in said:
        is_last = bool(parents) and parents <= had and part["shared_on"] == last and part["person"] in parents
        rest = {"shared_on": part["shared_on"], "comments": part["comments"]}
        row = next((each for each in _given(asked) if each.person_id == part["person"]), None)
        row = row or ConferenceReport(**base, person_id=part["person"], **entered(asked))
        for name, value in {**rest, "is_shared_with_parents": is_last}.items():
            setattr(row, name, value)
        row.save()
    _save_chair(asked, base, values["chair"]["chair_on"])
    moved(asked.row, GIVEN, by=asked.by)
    moved(asked.row.conference, REPORTED, by=asked.by)
    return entry_page(asked.row)


def _save_chair(asked: Asked, base: Mapping[str, Any], day: Any) -> None:
    if day is None:
        return
    row = next((each for each in _given(asked) if each.is_received_by_chair), None)
    row = row or ConferenceReport(
        **base, is_received_by_chair=True, is_shared_with_parents=False, **entered(asked)
    )
    row.shared_on = day
    row.save()


def why_not_give(asked: Asked) -> str:
    """Once it is approved."""
    if asked.row.conference is None:
        return "It is not recorded for which conference this is."
    return "" if asked.row.approved_on else "A manager has not approved it yet."


DECIDE = Recording(
    key="protection:report-decision",
    title="Approve the report or send it back",
    act=Act.CONFERENCE_REPORT_APPROVE,
    forms=lambda _, sent: {"decision": DecideForm(sent, prefix="decision")},
    save=save_decided,
    button="Save the decision",
    done="Your decision is recorded.",
    why_not=why_not_decide,
    is_for=lambda asked: asked.row.approved_on is None,
    **ON_REPORT,
)
GIVE = Recording(
    key="protection:report-given",
    title="Say who has had the report, and what they said",
    act=Act.CONFERENCE_REPORT_WRITE,
    forms=given_forms,
    save=save_given,
    done="It is recorded who has had the report.",
    why_not=why_not_give,
    **ON_REPORT,
)
REPORTING = (*WRITING, DECIDE, GIVE)
