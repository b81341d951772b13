"""Recording a strategy discussion, and the manager's decision on it.

Who was there, what each agency shared and what is to be done is written once for brothers and sisters; what is thought
of one child, and what is decided for her, is her own. The discussion proposes and a manager who did not write it
decides: a yes starts section 47 enquiries, from the day of the discussion, and the discussion that started them is
known. A later discussion in the same enquiries starts none. What it must hold is that of the shelf
(domain/documents.md, 4).
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, ClassVar
from uuid import uuid4

from django import forms

from keel.access.policy import Act
from keel.clock import today
from keel.oversight.models import Standing
from keel.people.kin import children_near
from keel.people.models import Person
from keel.protection.models import S47Enquiry, StrategyAgency, StrategyDiscussion, StrategyTask
from keel.protection.together import (
    OWN,
    SHARED,
    EntryRow,
    Known,
    OwnForm,
    children_of,
    entered,
    keep_rows,
    own_parts,
    titled,
)
from keel.record.changes import changed
from keel.recording.boxes import Answer, Clock, Day, line, text
from keel.recording.checks import WHY_ODD, AboutChild, why_odd
from keel.recording.declared import Asked, CannotBeRecorded, Recording
from keel.recording.moves import moved
from keel.recording.pages import entry_page
from keel.recording.sheets import Forms, rows
from keel.report.wording import day_text

PROPOSED, STARTED, NOT_STARTED = "proposed", "enquiries started", "no enquiries"
AUTHORITY, POLICE, HEALTH, HOME = (
    "Local authority", "Police", "Health", "Residential or fostering service",
)  # fmt: skip
CORE = (AUTHORITY, POLICE, HEALTH)
AGENCIES = (
    *CORE, HOME, "School or nursery", "Referrer", "Early help", "Adult services", "Probation", "Housing",
    "Another agency",
)  # fmt: skip
NOBODY_DOES = "Enquiries are to start and nobody has anything to do: give a task, its owner and its day."
FORMS = ("Call", "Meeting", "Video meeting")
TABLE, REFERRAL = "protection.StrategyDiscussion", "front_door.Referral"


class DiscussionForm(AboutChild):
    """What all the children who were discussed share."""

    happened: ClassVar = ("suspected_on", "held_on")
    planned: ClassVar = ("next_discussion_on",)
    suspected_on = Day(
        label="On which day was harm suspected?",
        help_text="The day on which somebody first thought so, not the day of the discussion",
        error_messages={"required": "Say on which day harm was suspected"},
    )
    suspected_time = Clock(label="At what time, if known?")
    suspected_by = line(
        "Who suspected it?",
        is_needed=True,
        help_text="Name and role, or the agency",
        error_messages={"required": "Say who suspected it"},
    )
    held_on = Day(
        label="When was the discussion?",
        initial=today,
        error_messages={"required": "Say on which day the discussion was"},
    )
    held_time = Clock(label="At what time?")
    form = forms.ChoiceField(
        label="How was it held?",
        choices=[(each, each) for each in FORMS],
        widget=forms.RadioSelect,
        error_messages={"required": "Say how it was held"},
    )
    other_children = text(
        "Which other children in the home or the family were thought of, and what about them?", rows=2
    )
    parents_told = text(
        "How are the parents told, or why are they not told yet?",
        rows=2,
        is_needed=True,
        error_messages={"required": "Say how the parents are told, or why not yet"},
    )
    legal_advice = text(
        "What legal advice was asked for?",
        rows=2,
        is_needed=True,
        help_text="Or: none, and why",
        error_messages={"required": "Say what legal advice was asked for, or why none"},
    )
    disagreement = text(
        "Who disagreed, and how was that settled?", rows=2, help_text="Leave empty if nobody did"
    )
    next_discussion_on = Day(
        label="When is the next discussion, if there is one?", is_past=False, required=False
    )
    why_odd = why_odd()

    def __init__(self, *args: Any, agencies: Any, expected: Iterable[str], **named: Any) -> None:
        super().__init__(*args, **named)
        self.agencies, self.expected = agencies, expected
        self.fields[
            WHY_ODD
        ].label = "If a day is unusual, or police, health or another was not there: why is it so?"
        self.fields["other_children"].required = bool(children_near(self.person))
        self.fields["other_children"].error_messages["required"] = "Say which other children were thought of"

    def clean(self) -> dict[str, Any]:
        """The days in order; an agency that must be there and was not needs a reason."""
        super().clean()
        self.in_order(
            "suspected_on", "held_on", "The discussion was before harm was suspected: check both days"
        )
        self.in_order("held_on", "next_discussion_on", "The next discussion cannot be before this one")
        if self.agencies.is_valid():
            there = present(self.agencies.filled)
            away = [each for each in self.expected if each not in there]
            self.needs_reason(WHY_ODD, [f"{each} was not there." for each in away])
        return self.cleaned_data


class AgencyRow(EntryRow):
    """An agency that was asked to the discussion."""

    agency = forms.ChoiceField(
        label="Agency", choices=[("", ""), *((each, each) for each in AGENCIES)], required=False
    )
    name = line("Who spoke for it?")
    role = line("Role or grade", help_text="Somebody who may decide for the agency")
    is_present = Answer(label="Was the agency there?")
    information = text("What did it share?", rows=2, help_text="Or: nothing known")
    has_declined = Answer(label="If not there: did it decline?")
    declined_reason = text("If not there: why not?", rows=2)

    def wanted(self, said: Mapping[str, Any]) -> Mapping[str, str]:
        """Who spoke and what was shared, or why nobody came."""
        if not said.get("agency"):
            return {"agency": "Say which agency"}
        if said.get("is_present"):
            return {
                "name": f"Say who spoke for {said['agency']}",
                "role": "Say her or his role, so that it is known who could decide",
                "information": f"Say what {said['agency']} shared, or that it knew nothing",
            }
        if said.get("is_present") is False:
            return {"declined_reason": f"Say why {said['agency']} was not there"}
        return {"is_present": f"Say whether {said['agency']} was there"}


class TaskRow(EntryRow, AboutChild):
    """Something that somebody is to do."""

    planned: ClassVar = ("due_on",)
    needed: ClassVar = {
        "task": "Say what is to be done",
        "owner": "Say who does it, by name",
        "due_on": "Say by which day",
    }
    task = text("What is to be done?", rows=2)
    owner = line("Who does it?")
    agency = line("Of which agency?")
    due_on = Day(label="By which day?", is_past=False, required=False)
    due_time = Clock(label="At what time, where it matters?")


class ProposalForm(OwnForm):
    """What the discussion thought of one child."""

    own_information = text(
        "What was shared about {name} alone?", help_text="It stands in no other child’s record"
    )
    immediate_safety = text("Is {name} safe now, and what makes that so?")
    is_enquiry_proposed = Answer(label="Should section 47 enquiries start for {name}?")
    decision = text("Why, or why not?")
    is_joint = Answer(label="If so, together with the police?")
    is_medical_needed = Answer(label="Is a medical examination needed?")
    how_seen = text("Who sees {name}, when and where?", rows=2)
    is_to_be_seen_alone = Answer(label="Will {name} be seen alone?")

    def wanted(self, said: Mapping[str, Any]) -> Mapping[str, str]:
        """The proposal, and how the enquiries begin if it is yes."""
        always = {
            "immediate_safety": "Say whether {name} is safe now",
            "is_enquiry_proposed": "Say whether enquiries should start for {name}",
            "decision": "Say why",
        }
        if not said.get("is_enquiry_proposed"):
            return always
        always |= {
            "is_joint": "Say whether the police join",
            "is_medical_needed": "Say whether a medical examination is needed",
        }
        if self.person.is_unborn:
            return always
        return always | {
            "how_seen": "Say who sees {name}, when and where",
            "is_to_be_seen_alone": "Say whether {name} will be seen alone",
        }

    def clean(self) -> dict[str, Any]:
        """Nobody sees a baby who is not born."""
        said = super().clean()
        if self.person.is_unborn and said.get("is_to_be_seen_alone"):
            self.add_error(
                "is_to_be_seen_alone", f"{self.person.called} is not born yet: nobody can see the baby"
            )
        return said


def present(agencies: Iterable[Mapping[str, Any]]) -> set[str]:
    """The agencies that were there."""
    return {row["agency"] for row in agencies if row.get("is_present")}


def expected_of(child: Person) -> tuple[str, ...]:
    """Who must be there: all three, and for a looked-after child those who look after her."""
    looked_after = Standing.objects.filter(child=child).exclude(looked_after_since=None).exists()
    return (*CORE, HOME) if looked_after else CORE


def discussion_forms(asked: Asked, sent: Any) -> Forms:
    """The shared form, agencies, a form for each child, and tasks."""
    expected = expected_of(asked.child)
    known = [{"agency": each} for each in expected]
    agencies = titled(rows(AgencyRow, sent, "agencies", "Agency", initial=known), "Who was there")
    shared = {
        "person": asked.child,
        "agencies": agencies,
        "expected": expected,
        "initial": _as_referred(asked),
    }
    made: Forms = {SHARED: DiscussionForm(sent, prefix=SHARED, **shared), "agencies": agencies}
    for person in children_of(asked, Act.STRATEGY_WRITE):
        key = f"{OWN}{person.pk}"
        made[key] = ProposalForm(sent, prefix=key, person=person, is_first=person.pk == asked.child.pk)
    tasks = rows(TaskRow, sent, "tasks", "Task", more=2, person=asked.child)
    made["tasks"] = titled(tasks, "What is to be done")
    return made


def _referral(asked: Asked) -> Any:
    """The referral that the page is about, if it is about one."""
    return asked.row if asked.row is not None and asked.row._meta.label == REFERRAL else None


def _as_referred(asked: Asked) -> dict[str, Any]:
    """Who first suspected harm and when, as the referral has it."""
    referral = _referral(asked)
    if referral is None:
        return {}
    is_known = referral.partner_aware_on is not None
    return {
        "suspected_on": referral.partner_aware_on if is_known else referral.received_on,
        "suspected_time": referral.partner_aware_time if is_known else referral.received_time,
        "suspected_by": ", ".join(filter(None, (referral.source_name, referral.partner_agency))),
    }


def save_discussion(asked: Asked, values: Mapping[str, Any]) -> str:
    """A discussion for each child, with the agencies and tasks, so that each file is complete alone."""
    parts = dict(own_parts(values))
    if not values["tasks"] and any(part["is_enquiry_proposed"] for part in parts.values()):
        raise CannotBeRecorded(NOBODY_DOES)
    people = {str(one.pk): one for one in Person.objects.filter(pk__in=parts)}
    mark = uuid4() if len(parts) > 1 else None
    made = {
        key: _save_one(asked, values, people[key], part, mark) for key, part in parts.items() if key in people
    }
    changed(*(one.pk for one in people.values() if one.pk != asked.child.pk))
    return entry_page(made[str(asked.child.pk)])


def _save_one(
    asked: Asked, values: Mapping[str, Any], child: Person, part: Mapping[str, Any], mark: Any
) -> StrategyDiscussion:
    shared = {name: value for name, value in values[SHARED].items() if name != WHY_ODD}
    own = {name: part[name] for name in ProposalForm.base_fields if name != "is_here"}
    open_now = open_enquiry(child)
    discussion = StrategyDiscussion.objects.create(
        child=child, shared=mark, worker=asked.worker, suspected_recorded_on=today(),
        are_agencies_present=set(CORE) <= present(values["agencies"]),
        episode=open_now.episode if open_now else f"s47:{uuid4()}", **shared, **own, **entered(asked),
    )  # fmt: skip
    for model, name in ((StrategyAgency, "agencies"), (StrategyTask, "tasks")):
        said = [{key: value for key, value in row.items() if key != "entry"} for row in values[name]]
        keep_rows(model, said, asked, child=child, discussion=discussion, episode=discussion.episode)
    moved(discussion, PROPOSED, by=asked.by, reason=part["decision"], odd=values[SHARED][WHY_ODD])
    return discussion


def open_enquiry(child: Person) -> S47Enquiry | None:
    """The section 47 enquiries that a child is in."""
    return S47Enquiry.objects.of(child).filter(ended_on=None).order_by("-started_on", "-pk").first()


def beside_discussion(asked: Asked) -> dict[str, Any]:
    """The other children of the family, and enquiries that are going on."""
    enquiry, last = open_enquiry(asked.child), StrategyDiscussion.objects.of(asked.child)
    latest = last.order_by("-held_on", "-pk").first()
    before = (
        f"On {day_text(latest.held_on)}: {latest.decision or 'the reason was not recorded'}" if latest else ""
    )
    referral = _referral(asked)
    told = [referral.reason] if referral and referral.reason else []
    return {
        "known": [
            *([Known("The referral", told, "Its reason is not recorded.")] if referral else []),
            Known(
                "Other children near",
                [f"{one.shown_name}, born {day_text(one.birth_on)}" for one in children_near(asked.child)],
                "The record knows of none. Ask who else lives there or visits.",
            ),
            Known(
                "Section 47 enquiries",
                [f"Open since {day_text(enquiry.started_on)}. A new discussion belongs to them."]
                if enquiry
                else [],
                "None are open.",
            ),
            Known("The last discussion", [before] if before else [], "None is recorded."),
        ]
    }


DISCUSSION = Recording(
    key="protection:strategy",
    title="Record a strategy discussion",
    act=Act.STRATEGY_WRITE,
    forms=discussion_forms,
    save=save_discussion,
    template="protection/together.html",
    hint="Once for brothers and sisters, each child with her own part. A manager decides on it afterwards.",
    done="The discussion is recorded. A manager who did not write it decides now.",
    beside=beside_discussion,
)
DISCUSSION_OF_REFERRAL = replace(
    DISCUSSION,
    key="protection:strategy-of-referral",
    about=REFERRAL,
    why_not=lambda asked: "This referral is closed." if asked.row.closed_on else "",
)
