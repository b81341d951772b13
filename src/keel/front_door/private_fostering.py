"""A child who lives with somebody who is no close relative: the notice, the visits, and the end."""

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from django import forms

from keel.access.policy import Act
from keel.clock import today
from keel.front_door.contacts import ELSEWHERE, clock
from keel.front_door.models import PrivateFostering, PrivateFosteringVisit
from keel.front_door.suitability import (
    MATTERS,
    SuitableForm,
    back_forms,
    cannot_decide,
    cannot_send_back,
    cannot_write,
    matters_forms,
    save_back,
    save_matters,
    save_suitable,
    sent_back,
    still_to_know,
)
from keel.oversight.models import StoredReading
from keel.oversight.rules_held import standards_held
from keel.practice.timescales import BOOK
from keel.practice.timescales.model import Status
from keel.recording.boxes import Day, line, text
from keel.recording.checks import WHY_ODD, AboutChild, why_odd
from keel.recording.declared import Asked, Recording
from keel.recording.moves import moved
from keel.recording.pages import entry_page

NOTIFIED, ENDED = "notified", "ended"
READINGS = ("pf_first_visit", "pf_assessment", "pf_visit_y1", "pf_visit_y2")


class NotifiedForm(AboutChild):
    """The notice of an arrangement."""

    happened: ClassVar = ("notified_on",)
    planned: ClassVar = ("began_on",)
    notified_on = Day(
        label="When did we come to know of it?", error_messages={"required": "Say when we came to know of it"}
    )
    notified_by = line(
        "Who told us?", is_needed=True, help_text="A parent, the carer, a school, or somebody else",
        error_messages={"required": "Say who told us"},
    )  # fmt: skip
    carer = line(
        "With whom does the child live, and who is that to her?", is_needed=True,
        error_messages={"required": "Say with whom the child lives"},
    )  # fmt: skip
    began_on = Day(label="When did it begin, or when will it?", required=False)
    intended_length = text("How long is it meant to last?", rows=2)
    why_with_carer = text("Why does the child live there and not with her parents?", rows=2)
    why_odd = why_odd()

    def clean(self) -> dict[str, Any]:
        """Private fostering has an age at which it ends; older needs a reason."""
        said = super().clean()
        self.needs_reason("notified_on", self._too_old(said))
        return said

    def _too_old(self, said: Mapping[str, Any]) -> Iterator[str]:
        day = said.get("notified_on")
        age = self.person.age_on(day) if day else None
        if age is None:
            return
        key = "pf_child_age_disabled" if self.person.is_disabled else "pf_child_age"
        if age >= (until := int(standards_held()[key].number_on(day))):
            yield f"{self.person.called} is {age}: private fostering ends at {until}."


def save_notified(asked: Asked, values: Mapping[str, Any]) -> str:
    """The arrangement: from now on its visits and the decision are due."""
    said = dict(values["notified"])
    odd = said.pop(WHY_ODD)
    made = PrivateFostering.objects.create(
        **said, child=asked.child, recorded_on=today(), recorded_by=asked.by, worker=asked.worker
    )
    made.episode = f"pf:{made.child_id}:{made.pk}"
    made.save(update_fields=["episode"])
    moved(made, NOTIFIED, by=asked.by, odd=odd)
    return entry_page(made)


def cannot_notify(asked: Asked) -> str:
    """One arrangement at a time, of a child who is born."""
    if asked.child.is_unborn:
        return "This child is not born yet."
    under_way = PrivateFostering.objects.of(asked.child).filter(ended_on=None)
    return "An arrangement is recorded that has not ended. End it first." if under_way.exists() else ""


# Visits


class Alone:
    """Whether the child was spoken to alone: the law lets the officer judge that it would not be right."""

    YES, NOT_RIGHT, NO = "yes", "not right", "no"
    CHOICES = ((YES, "Yes"), (NOT_RIGHT, "No: I judged that it would not be right"), (NO, "No"))
    HELD: Mapping[str, bool | None] = {YES: True, NOT_RIGHT: None, NO: False}


class FosteringVisitForm(AboutChild):
    """A visit to a child who is fostered privately."""

    happened: ClassVar = ("visited_on",)
    visited_on = Day(label="When did you visit?", error_messages={"required": "Say on which day you visited"})
    visited_time = clock("At what time?")
    alone = forms.ChoiceField(
        label="Did you speak with the child alone?", choices=Alone.CHOICES, widget=forms.RadioSelect,
        error_messages={"required": "Say whether you spoke with the child alone"},
    )  # fmt: skip
    not_alone_reason = text("If not, why not?", rows=2)
    report = text(
        "Your report of the visit", rows=6,
        help_text="What the child said, what you saw, and whether all is well. You may write it later",
    )  # fmt: skip

    def __init__(self, *args: Any, arrangement: PrivateFostering, **named: Any) -> None:
        super().__init__(*args, **named)
        self.arrangement = arrangement

    def clean(self) -> dict[str, Any]:
        """Spoken with alone, or why not; while the arrangement lasts."""
        said = super().clean()
        if said.get("alone") not in (None, Alone.YES) and not said.get("not_alone_reason"):
            self.add_error("not_alone_reason", "Say why you did not speak with the child alone")
        day, told = said.get("visited_on"), self.arrangement.notified_on
        if day and told and day < told:
            self.add_error("visited_on", "We did not know of the arrangement yet. Check the day")
        return said


def save_visit(asked: Asked, values: Mapping[str, Any]) -> str:
    """The visit, of the strand of its arrangement; without a report it is not yet one that the law asks for."""
    said = dict(values["visit"])
    is_spoken_alone = Alone.HELD[said.pop("alone")]
    made = PrivateFosteringVisit.objects.create(
        **said, child=asked.child, private_fostering=asked.row, episode=asked.row.episode,
        is_spoken_alone=is_spoken_alone, is_report_written=bool(said["report"].strip()),
        recorded_on=today(), recorded_by=asked.by, worker=asked.worker,
    )  # fmt: skip
    return entry_page(asked.row if made.is_report_written else made)


class ReportForm(forms.Form):
    """The report of a visit, written later."""

    report = text(
        "Your report of the visit", rows=6, is_needed=True, error_messages={"required": "Write the report"}
    )


def save_report(asked: Asked, values: Mapping[str, Any]) -> str:
    """The visit has its report."""
    asked.row.report, asked.row.is_report_written = values["report"]["report"], True
    asked.row.save()
    moved(asked.row, "report written", by=asked.by)
    return entry_page(asked.row.private_fostering or asked.row)


def cannot_report(asked: Asked) -> str:
    """Written once."""
    if asked.row.source_key:
        return ELSEWHERE
    return "The report of this visit is written." if asked.row.is_report_written else ""


# The end


class EndForm(AboutChild):
    """When and why an arrangement ended."""

    happened: ClassVar = ("ended_on",)
    ended_on = Day(label="When did it end?", error_messages={"required": "Say on which day it ended"})
    end_reason = line(
        "Why, and where does the child live now?", is_needed=True,
        error_messages={"required": "Say why it ended, and where the child lives now"},
    )  # fmt: skip

    def __init__(self, *args: Any, arrangement: PrivateFostering, **named: Any) -> None:
        super().__init__(*args, **named)
        self.arrangement = arrangement

    def clean(self) -> dict[str, Any]:
        """Not before it began."""
        said = super().clean()
        day, begun = said.get("ended_on"), self.arrangement.began_on or self.arrangement.notified_on
        if day and begun and day < begun:
            self.add_error("ended_on", "That is before it began. Check the day")
        return said


def save_end(asked: Asked, values: Mapping[str, Any]) -> str:
    """It has ended: nothing more is due of it."""
    asked.row.ended_on, asked.row.end_reason = values["end"]["ended_on"], values["end"]["end_reason"]
    asked.row.ended_recorded_on = today()
    asked.row.save()
    moved(asked.row, ENDED, by=asked.by, reason=asked.row.end_reason)
    return entry_page(asked.row)


def cannot_end(asked: Asked) -> str:
    """Once."""
    return ELSEWHERE if asked.row.source_key else "This arrangement has ended." if asked.row.ended_on else ""


def cannot_visit(asked: Asked) -> str:
    """While it lasts; one that another system keeps may be visited from here."""
    return "This arrangement has ended." if asked.row.ended_on else ""


def beside(asked: Asked) -> dict[str, Any]:
    """The arrangement, its visits, and what is due."""
    row = asked.row.private_fostering if isinstance(asked.row, PrivateFosteringVisit) else asked.row
    visits = PrivateFosteringVisit.objects.of(asked.child).filter(private_fostering=row) if row else []
    readings = StoredReading.objects.filter(child=asked.child, timescale__in=READINGS)
    is_open = readings.filter(status__in=(Status.RUNNING.value, Status.OVERDUE.value)).exclude(due_on=None)
    return {
        "arrangement": row,
        "visits": visits.order_by("-visited_on", "-pk") if row else [],
        "due_days": [(BOOK[each.timescale].name, each.due_on) for each in is_open.order_by("due_on")]
        if row
        else [],
        "still": still_to_know(row, asked.child.called) if row and not row.decided_on else [],
        "sent_back": sent_back(row) if row else "",
        "matters": [
            (label.replace("{name}", asked.child.called), getattr(row, name))
            for name, (label, _) in MATTERS.items()
            if row and getattr(row, name)
        ],
    }


def _page(key: str, title: str, form: type[forms.Form] | None, **rest: Any) -> Recording:
    """A page about an arrangement, with one form."""
    name = key.partition(":")[2]
    named = {
        "act": Act.ASSESSMENT_WRITE, "about": "front_door.PrivateFostering", "beside": beside,
        "template": "front_door/private_fostering.html", "is_shared": True,
    }  # fmt: skip
    if form is not None:
        prefix = rest.pop("prefix", name)
        named["forms"] = lambda asked, sent: {
            prefix: form(sent, prefix=prefix, person=asked.child, arrangement=asked.row)
        }
    return Recording(key=key, title=title, **(named | rest))


NOTIFY = Recording(
    key="front_door:private-fostering",
    title="Record private fostering",
    act=Act.ASSESSMENT_WRITE,
    forms=lambda asked, sent: {"notified": NotifiedForm(sent, prefix="notified", person=asked.child)},
    save=save_notified,
    template="front_door/private_fostering.html",
    hint="The child lives, or will live, with somebody who is no close relative.",
    done="The arrangement is recorded. The first visit is due.",
    why_not=cannot_notify,
    beside=beside,
)
VISIT = _page(
    "front_door:fostering-visit", "Record a visit to the child", FosteringVisitForm, prefix="visit",
    save=save_visit, why_not=cannot_visit, done="The visit is recorded.", is_shared=False,
)  # fmt: skip
REPORT = _page(
    "front_door:fostering-report", "Write the report of the visit", None,
    forms=lambda asked, sent: {
        "report": ReportForm(sent, prefix="report", initial={"report": asked.row.report})
    },
    about="front_door.PrivateFosteringVisit", save=save_report, why_not=cannot_report,
    done="The report is in the record.",
)  # fmt: skip
ASSESS = _page(
    "front_door:fostering-matters", "Write what must be known of the arrangement", None, forms=matters_forms,
    save=save_matters, why_not=cannot_write, done="What you wrote is in the record. A manager decides on it.",
    hint="It can be saved at any point and written on later.",
)  # fmt: skip
SUITABILITY = _page(
    "front_door:fostering-decision", "Decide whether the arrangement is suitable", SuitableForm, prefix="suitable",
    act=Act.ASSESSMENT_APPROVE, save=save_suitable, why_not=cannot_decide, done="The decision is recorded.",
    button="Save the decision",
)  # fmt: skip
SEND_BACK = _page(
    "front_door:fostering-back", "Send it back to be written on", None, forms=back_forms, act=Act.ASSESSMENT_APPROVE,
    save=save_back, why_not=cannot_send_back, is_for=lambda asked: not asked.row.decided_on,
    done="It is sent back. Your comment stands beside it.", button="Send it back",
)  # fmt: skip
END = _page(
    "front_door:fostering-end", "Record the end of the arrangement", EndForm, prefix="end",
    save=save_end, why_not=cannot_end, done="The end of the arrangement is recorded.",
)  # fmt: skip
