"""Recording what a manager decides: after a missed visit, on a new incident, before a change of worker, and else.

Oversight is a decision with a reason, not a signature: a reason of one word is refused, and what is to be done has
somebody who does it and a day.
"""

from collections.abc import Mapping
from typing import Any, ClassVar

from django.urls import reverse

from keel.access.policy import Act
from keel.access.roles import Role
from keel.clock import today
from keel.oversight.models import DecisionKind, ManagementDecision
from keel.protection.models import SignificantEvent, Visit, VisitKind
from keel.protection.together import Known, entered
from keel.recording.boxes import Answer, Day, text
from keel.recording.checks import AboutChild, lacking
from keel.recording.declared import Asked, Recording
from keel.recording.moves import wrote
from keel.recording.pages import entry_page
from keel.recording.sheets import Forms
from keel.report.wording import day_text
from keel.supervision.colleagues import called, colleagues, offer, owner
from keel.supervision.deciders import roles_for
from keel.supervision.reasons import why
from keel.supervision.waiting import waiting

MANAGERS = frozenset({Role.TEAM_MANAGER, Role.SERVICE_MANAGER, Role.HEAD_OF_SERVICE, Role.DIRECTOR})
FORM = "decision"
NOT_YOURS = "A manager of those who work with this child decides this."


class DecisionForm(AboutChild):
    """A decision, why, and what is to be done."""

    happened: ClassVar = ("decided_on",)
    planned: ClassVar = ("due_on",)
    decided_on = Day(
        label="When was it decided?", initial=today, error_messages={"required": "Say on which day"}
    )
    decision = text("What is decided?", is_needed=True, error_messages={"required": "Say what is decided"})
    reason = why("Why?", missing="Say why: a decision without a reason cannot be followed")
    action = text("What is to be done?", rows=2, help_text="Leave empty where nothing is")
    owner = owner("Who does it?")
    due_on = Day(label="By when?", is_past=False, required=False)

    def __init__(self, *args: Any, workers: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        offer(self.fields["owner"], workers)

    def clean(self) -> dict[str, Any]:
        """What is to be done has an owner and a day; an owner or a day has something to be done."""
        said = super().clean()
        if said.get("action"):
            lacking(
                self,
                {"owner": "Say who does it", "due_on": "Say by when: an action without a day is nobody’s"},
            )
            self.in_order("decided_on", "due_on", "This is due before it was decided: check both days")
        elif said.get("owner") or said.get("due_on"):
            lacking(self, {"action": "Say what is to be done"})
        return said


class IncidentForm(DecisionForm):
    """What a manager decides on a new incident: whether there is to be a strategy discussion, and why."""

    field_order: ClassVar = ("decided_on", "is_strategy_discussion_needed")
    is_strategy_discussion_needed = Answer(
        label="Is a strategy discussion needed?",
        is_needed=True,
        error_messages={"required": "Say whether a strategy discussion is needed"},
    )


class ChangeForm(DecisionForm):
    """What a manager decides before a child's worker changes."""

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.fields["decision"].label = "What is decided about the change of worker?"
        self.fields[
            "decision"
        ].help_text = "Who hands over to whom, and from which day; or that the worker stays"
        self.fields["reason"].label = "Why must the worker change?"
        self.fields["action"].label = "What is done so that the child and the family need not start again?"


def forms_with(form: type[DecisionForm]) -> Any:
    """The one form of a decision's page."""

    def made(asked: Asked, sent: Any) -> Forms:
        workers = colleagues(asked.child, asked.worker)
        return {FORM: form(sent, prefix=FORM, person=asked.child, workers=workers)}

    return made


def saves(kind: DecisionKind, link: str = "") -> Any:
    """Make the decision of a kind, tied to the entry that asked for it."""

    def save(asked: Asked, values: Mapping[str, Any]) -> str:
        about = {link: asked.row, "episode": asked.row.episode} if link else {}
        made = ManagementDecision.objects.create(
            child=asked.child, kind=kind, decided_by=asked.worker, **about, **values[FORM], **entered(asked)
        )
        if made.is_strategy_discussion_needed:
            return reverse("protection:strategy", args=[asked.child.pk])
        return entry_page(made)

    return save


def may_decide(asked: Asked) -> str:
    """Only a manager does."""
    return "" if roles_for(asked) & MANAGERS else NOT_YOURS


def may_decide_about(link: str) -> Any:
    """A manager who did not write the entry down, and only once."""

    def why_not(asked: Asked) -> str:
        found = ManagementDecision.objects.of(asked.child).filter(**{link: asked.row})
        if made := found.select_related("decided_by").order_by("pk").first():
            by = f" by {called(made.decided_by)}" if made.decided_by else ""
            return f"This was decided on {day_text(made.decided_on)}{by}."
        if wrote(asked.by, asked.row):
            return "You wrote this entry: another manager decides what follows from it."
        return may_decide(asked)

    return why_not


def is_missed(asked: Asked) -> bool:
    """Whether a visit did not take place, or the child was not seen."""
    row: Visit = asked.row
    return row.kind != VisitKind.HELD or row.is_child_seen is False


def is_managers(asked: Asked) -> bool:
    """Whether whoever asks decides such things at all: nobody else is offered them."""
    return not may_decide(asked)


def after_visit(asked: Asked) -> dict[str, Any]:
    """What is known of the visit that was missed."""
    row: Visit = asked.row
    told = (
        ("Why the child was not seen: ", row.not_seen_reason),
        ("What the visitor says happens next: ", row.next_step),
    )
    lines = [f"{day_text(row.visited_on)}: {row.get_kind_display()}"]
    return {"known": [Known("The visit", lines + [a + b for a, b in told if b]), _others(asked)]}


def after_event(asked: Asked) -> dict[str, Any]:
    """What is known of the incident."""
    row: SignificantEvent = asked.row
    lines = [day_text(row.happened_on), row.what_kind, row.what_happened]
    return {"known": [Known("What happened", [line for line in lines if line]), _others(asked)]}


def beside(asked: Asked) -> dict[str, Any]:
    """What else waits for a manager's decision about this child."""
    return {"known": [_others(asked)]}


def _others(asked: Asked) -> Known:
    return Known("Waiting for a manager’s decision", waiting(asked.child), "Nothing else waits.")


def _decision(name: str, title: str, form: type[DecisionForm], kind: DecisionKind, **more: Any) -> Recording:
    link = more.pop("link", "")
    given: dict[str, Any] = {"why_not": may_decide_about(link) if link else may_decide, "beside": beside}
    return Recording(
        key=f"supervision:{name}",
        title=title,
        act=Act.DECISION_WRITE,
        forms=forms_with(form),
        save=saves(kind, link),
        template="protection/together.html",
        button="Save the decision",
        done="The decision is recorded, with its reason.",
        **{**given, **more},
    )


DECIDING = (
    _decision(
        "missed-visit-decision", "Decide what follows from the missed visit", DecisionForm,
        DecisionKind.MISSED_VISIT, link="visit", about="protection.Visit", is_for=is_missed, beside=after_visit,
    ),
    _decision(
        "incident-decision", "Decide what follows from the incident", IncidentForm, DecisionKind.RISK,
        link="event", about="protection.SignificantEvent", beside=after_event,
    ),
    _decision(
        "change-of-worker", "Decide on a change of worker", ChangeForm, DecisionKind.CHANGE_OF_WORKER,
        hint="Before another worker takes over.", is_for=is_managers,
    ),
    _decision(
        "decision", "Record a manager’s decision", DecisionForm, DecisionKind.OTHER, is_for=is_managers,
        hint="With its reason. A missed visit, an incident and the age of a plan have pages of their own.",
    ),
)  # fmt: skip
