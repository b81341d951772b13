"""Saying who helps a child from another agency, and that she does no more: it opens her own part to her, and closes it.

Her part is the conferences and core groups that she is asked to and the plan as it now stands (keel.access.helped).
"""

from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar

from django import forms

from keel.access.policy import Act
from keel.access.queries import holders
from keel.access.roles import Role
from keel.access.rules import PARTNERS, capacity
from keel.clock import today
from keel.protection.together import Known, entered
from keel.recording.boxes import Day, line
from keel.recording.checks import AboutChild
from keel.recording.declared import Asked, Recording
from keel.recording.pages import entry_page
from keel.recording.sheets import Forms
from keel.report.wording import day_text
from keel.workforce.models import Involvement, Worker

PARTNER = PARTNERS[-1]


class JoinForm(AboutChild):
    """Who, and from which day."""

    happened: ClassVar = ("started_on",)
    worker = forms.ModelChoiceField(
        label="Who helps?",
        queryset=Worker.objects.none(),
        empty_label="Choose",
        help_text="People of other agencies who sign in to Keel",
        error_messages={"required": "Choose who helps"},
    )
    started_on = Day(label="Since when?", initial=today)

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        known = Worker.objects.filter(user__in=holders(Role.PARTNER), to_on=None).select_related("team")
        self.fields["worker"].queryset = known.order_by("name", "pk")
        self.fields["worker"].label_from_instance = _called

    def clean(self) -> dict[str, Any]:
        """Once at a time."""
        said = super().clean()
        if said.get("worker") and helping(self.person).filter(worker=said["worker"]).exists():
            self.add_error("worker", f"{said['worker'].name} helps {self.person.called} already")
        return said


def _called(worker: Worker) -> str:
    return f"{worker.name}, {worker.team.name}" if worker.team else worker.name


def helping(child: Any) -> Any:
    """Those of other agencies who help a child now."""
    rows = (
        Involvement.objects.of(child)
        .filter(ended_on=None)
        .exclude(worker=None)
        .select_related("worker__team")
    )
    return rows.filter(pk__in=[row.pk for row in rows if capacity(row.role) in PARTNERS])


def join_forms(asked: Asked, sent: Any) -> Forms:
    """Who helps."""
    return {"join": JoinForm(sent, prefix="join", person=asked.child)}


def save_joined(asked: Asked, values: Mapping[str, Any]) -> str:
    """From now on she has her part."""
    made = Involvement.objects.create(
        child=asked.child, role=PARTNER, holds_case=False, team=values["join"]["worker"].team, **values["join"],
        **entered(asked),
    )  # fmt: skip
    return entry_page(made)


def beside_join(asked: Asked) -> dict[str, Any]:
    """Who helps already, and what it opens."""
    there = [_called(row.worker) for row in helping(asked.child)]
    opens = [
        "The conferences and core groups that she is asked to",
        "The plan as it was published last, without what parents said and without legal advice",
        "Her agency’s own actions",
    ]
    return {
        "known": [Known("Helps now", there, "Nobody of another agency."), Known("What she then sees", opens)]
    }


class LeaveForm(AboutChild):
    """From which day, and why."""

    happened: ClassVar = ("ended_on",)
    ended_on = Day(label="On which day did it end?", initial=today)
    reason_for_change = line("Why?")

    def __init__(self, *args: Any, help_began_on: date | None, **named: Any) -> None:
        super().__init__(*args, **named)
        self.help_began_on = help_began_on

    def clean(self) -> dict[str, Any]:
        """Not before it began."""
        said = super().clean()
        begun, ended = self.help_began_on, said.get("ended_on")
        if begun and ended and ended < begun:
            self.add_error("ended_on", f"The help began on {day_text(begun)}: check the day")
        return said


def leave_forms(asked: Asked, sent: Any) -> Forms:
    """The day."""
    began = asked.row.started_on
    return {"leave": LeaveForm(sent, prefix="leave", person=asked.child, help_began_on=began)}


def save_left(asked: Asked, values: Mapping[str, Any]) -> str:
    """She has no part from that day."""
    row = asked.row
    row.ended_on, row.ended_recorded_on = values["leave"]["ended_on"], today()
    row.reason_for_change = values["leave"]["reason_for_change"]
    row.save(update_fields=["ended_on", "ended_recorded_on", "reason_for_change"])
    return entry_page(row)


def why_not_leave(asked: Asked) -> str:
    """Somebody of another agency, who helps still."""
    if capacity(asked.row.role) not in PARTNERS:
        return "This is not the help of another agency."
    return f"It ended on {day_text(asked.row.ended_on)}." if asked.row.ended_on else ""


JOIN = Recording(
    key="protection:helper",
    title="Somebody of another agency helps",
    act=Act.PLAN_WRITE,
    forms=join_forms,
    save=save_joined,
    template="protection/together.html",
    hint="A health visitor or a school who signs in to Keel: she then sees her part, and no more.",
    done="She has her part of this child’s record now.",
    beside=beside_join,
)
LEAVE = Recording(
    key="protection:helper-left",
    title="Say that the help ended",
    act=Act.PLAN_WRITE,
    forms=leave_forms,
    save=save_left,
    about="workforce.Involvement",
    done="She no longer has a part of this child’s record.",
    why_not=why_not_leave,
    is_for=lambda asked: not why_not_leave(asked),
    is_shared=True,
)
JOINING = (JOIN, LEAVE)
