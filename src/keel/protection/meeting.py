"""Recording a core group: who was asked and came, and how far each child's plan has come.

The meeting is written once; what it found of each child's plan is that child's own. A parent's absence is never silent,
and every outcome gets its evidence. What a core group's record must hold is that of the shelf (domain/documents.md, 7).
"""

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar
from uuid import UUID, uuid4

from django import forms

from keel.access.door import may
from keel.access.policy import Act
from keel.clock import today
from keel.people.kin import children_near, parents_of
from keel.people.models import Person
from keel.protection.models import (
    ActionProgress,
    CoreGroup,
    CoreGroupAttendance,
    CoreGroupUpdate,
    OutcomeProgress,
    PlanAction,
    PlanMember,
    PlanOutcome,
    Visit,
    VisitKind,
)
from keel.protection.planning import in_force, passing_day
from keel.protection.visiting import latest_outcomes, open_plan
from keel.record.changes import changed
from keel.recording.boxes import Answer, Clock, Day, line, text
from keel.recording.checks import WHY_ODD, AboutChild, lacking, weekend, why_odd
from keel.recording.declared import Asked, Recording
from keel.recording.moves import moved
from keel.recording.pages import entry_page
from keel.recording.sheets import Forms, Row, rows

MEETING, PEOPLE = "meeting", "people"
BETTER, SAME, WORSE = "better", "same", "worse"
DIRECTIONS = (("", "Choose"), (BETTER, "Better"), (SAME, "The same"), (WORSE, "Worse"))
HIGHEST = 10  # of the scale from 0 to 10
LATEST = 12  # visits shown beside the form


class MeetingForm(AboutChild):
    """What the meeting was, for all the children it was about."""

    happened: ClassVar = ("held_on",)
    planned: ClassVar = ("next_on",)
    held_on = Day(
        label="When did the core group meet?",
        initial=today,
        error_messages={"required": "Say on which day the core group met"},
    )
    held_time = Clock(label="At")
    place = line("Where?", is_needed=True, error_messages={"required": "Say where the core group met"})
    minuted_by = line(
        "Who took the notes?", is_needed=True, error_messages={"required": "Say who took the notes"}
    )
    parent_views = text(
        "What did the parents say about the plan?",
        is_needed=True,
        help_text="In their own words. If nobody could ask them, say what was tried.",
        error_messages={"required": "Say what the parents said, or what was tried to ask them"},
    )
    household_changes = text("What has changed in the household?", rows=2)
    challenge = text("Was anybody challenged for not doing their part? Whom, and how?", rows=2)
    next_on = Day(
        label="When does it meet next?",
        is_past=False,
        error_messages={"required": "Say when the core group meets next"},
    )
    why_odd = why_odd()

    def clean(self) -> dict[str, Any]:
        """Days in order; a weekend with a reason."""
        said = super().clean()
        self.in_order("held_on", "next_on", "The next meeting comes after this one: check both days")
        for name in ("held_on", "next_on"):
            self.needs_reason(name, [weekend(said.get(name))])
        return said


class Attended(Row):
    """Somebody who belongs to the core group."""

    person = forms.UUIDField(required=False, widget=forms.HiddenInput)
    name = line("Name")
    role = line("Who is this to the child, or in which post?")
    agency = line("Agency", help_text="Leave empty for the family")
    is_invited = Answer(label="Invited?")
    is_present = Answer(label="There?")
    absence_reason = line("If not there, why not?")

    def clean(self) -> dict[str, Any]:
        """Whoever is named was there or not; whoever was not was asked or not, and stayed away for a reason."""
        said = super().clean() or self.cleaned_data
        name = said.get("name")
        if name and said.get("is_present") is None:
            self.add_error("is_present", f"Say whether {name} was there")
        if name and said.get("is_present") is False:
            if said.get("is_invited") is None:
                self.add_error("is_invited", f"Say whether {name} was invited")
            if not said.get("absence_reason"):
                self.add_error(
                    "absence_reason", f"Say why {name} was not there, or what was tried to find out"
                )
        return said


class PlanForm(forms.Form):
    """What the meeting found of one child's plan."""

    is_here = forms.BooleanField(label="The meeting was about this child too", required=False)
    child_views = text(
        "What does {name} say or show now?",
        help_text="{name}’s own words since the last meeting, or what was seen; if nobody asked, say why.",
    )
    keeps_child_safe = Answer(label="Is the plan keeping {name} safe today?")
    stopping_progress = text(
        "What is stopping progress?", rows=2, help_text="If nothing is, write “Nothing”."
    )
    starts_contingency = Answer(label="Does the contingency start now?")
    needs_legal_planning = Answer(label="Is legal planning needed?")
    plan_changes = text("What must change in the plan?", rows=2)

    def __init__(self, *args: Any, person: Person, is_first: bool, **named: Any) -> None:
        super().__init__(*args, **named)
        self.person, self.is_first = person, is_first
        if is_first:
            del self.fields["is_here"]
        for field in self.fields.values():
            field.label = str(field.label).replace("{name}", person.called)
            field.help_text = str(field.help_text).replace("{name}", person.called)

    @property
    def is_included(self) -> bool:
        """Whether the meeting was about this child."""
        return self.is_first or bool(self.cleaned_data.get("is_here"))

    def clean(self) -> dict[str, Any]:
        """Of each child it must be said whether the plan keeps her safe, what she says, and what follows."""
        said = super().clean() or self.cleaned_data
        if self.is_included:
            called = self.person.called
            lacking(self, {name: words.format(name=called) for name, words in NEEDED_OF_CHILD.items()})
        if self.is_included and said.get("keeps_child_safe") is False and not said.get("plan_changes"):
            self.add_error(
                "plan_changes",
                f"Say what must change, since the plan does not keep {self.person.called} safe",
            )
        return said


NEEDED_OF_CHILD = {
    "child_views": "Say what {name} says or shows now, or why nobody asked",
    "keeps_child_safe": "Say whether the plan keeps {name} safe today",
    "stopping_progress": "Say what is stopping progress; if nothing is, write “Nothing”",
    "starts_contingency": "Say whether the contingency starts now",
    "needs_legal_planning": "Say whether legal planning is needed",
}


class JudgedRow(Row):
    """Something of the plan that a meeting about the child says something of, each time."""

    def __init__(self, *args: Any, is_needed: bool, **named: Any) -> None:
        super().__init__(*args, **named)
        self.is_needed = is_needed

    def has_changed(self) -> bool:
        """It may not be left out."""
        return self.is_bound and (self.is_needed or super().has_changed())


class OutcomeRow(JudgedRow):
    """How far one outcome has come."""

    outcome = forms.ModelChoiceField(queryset=PlanOutcome.objects.none(), widget=forms.HiddenInput)
    scale = forms.IntegerField(
        label="From 0 (as bad as it was) to 10 (all that the plan is for)",
        min_value=0,
        max_value=HIGHEST,
        required=False,
        error_messages={"max_value": "Use a number from 0 to 10", "min_value": "Use a number from 0 to 10"},
    )
    direction = forms.ChoiceField(label="Better, the same or worse?", choices=DIRECTIONS, required=False)
    evidence = text("How do you know?", rows=2)

    def __init__(self, *args: Any, outcomes: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.fields["outcome"].queryset = outcomes
        self.legend = next((one.outcome for one in outcomes if one.pk == self.initial.get("outcome")), "")

    def clean(self) -> dict[str, Any]:
        """A judgement has its number and its evidence."""
        said = super().clean() or self.cleaned_data
        if said.get("scale") is None and "scale" not in self.errors:
            self.add_error("scale", "Give a number from 0 to 10")
        if not said.get("direction"):
            self.add_error("direction", "Say whether it is better, the same or worse")
        if not said.get("evidence"):
            self.add_error("evidence", "Say how you know")
        return said


class ActionRow(JudgedRow):
    """What has become of one action."""

    action = forms.ModelChoiceField(queryset=PlanAction.objects.none(), widget=forms.HiddenInput)
    is_done = Answer(label="Done?")
    new_due_on = Day(label="If not: by which new day?", is_past=False, required=False)
    reason = line("If not: why not?")

    def __init__(self, *args: Any, actions: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.fields["action"].queryset = actions
        found = next((one for one in actions if one.pk == self.initial.get("action")), None)
        self.legend = (
            f"{found.action} ({found.owner}, due {found.due_on:%d/%m/%Y})" if found and found.due_on else ""
        )
        self.legend = self.legend or (found.action if found else "")

    def clean(self) -> dict[str, Any]:
        """What is not done has a new day and a reason."""
        said = super().clean() or self.cleaned_data
        if said.get("is_done") is None:
            self.add_error("is_done", "Say whether it is done")
        if said.get("is_done") is False:
            for name, words in (("new_due_on", "Give a new day"), ("reason", "Say why it is not done")):
                if not said.get(name):
                    self.add_error(name, words)
        return said


def meeting_forms(asked: Asked, sent: Any) -> Forms:
    """The meeting, who was asked, and for each child her plan with its outcomes and actions."""
    made: Forms = {
        MEETING: MeetingForm(sent, prefix=MEETING, person=asked.child),
        PEOPLE: rows(Attended, sent, PEOPLE, "Member", _members(asked.child), more=2),
    }
    for child in children_of(asked):
        key, is_first = str(child.pk), child.pk == asked.child.pk
        made[key] = PlanForm(sent, prefix=key, person=child, is_first=is_first)
        outcomes, actions = latest_outcomes(child), open_actions(child)
        is_needed = is_first or bool(sent and sent.get(f"{key}-is_here"))
        more = {"outcomes": outcomes, "is_needed": is_needed}
        made[_outcomes(key)] = rows(
            OutcomeRow, sent, _outcomes(key), "Outcome", _about("outcome", outcomes), 0, **more
        )
        more = {"actions": actions, "is_needed": is_needed}
        made[_actions(key)] = rows(
            ActionRow, sent, _actions(key), "Action", _about("action", actions), 0, **more
        )
    return made


def _about(name: str, found: Any) -> list[dict[str, Any]]:
    return [{name: one.pk} for one in found]


def _outcomes(child: str) -> str:
    return f"{child}-outcomes"


def _actions(child: str) -> str:
    return f"{child}-actions"


def children_of(asked: Asked) -> list[Person]:
    """The child, and her brothers and sisters who are on a plan too and whose core groups she may record."""
    near = [one for one in children_near(asked.child) if may(asked.request, Act.CORE_GROUP_WRITE, one)]
    return [asked.child, *(one for one in near if open_plan(one))]


def open_actions(child: Person) -> Any:
    """Actions of the newest published version that nobody has said are done."""
    newest = in_force(child).values("pk")[:1]
    return PlanAction.objects.of(child).filter(version__in=newest, done_on=None).order_by("due_on", "pk")


def _members(child: Person) -> list[dict[str, Any]]:
    """The child, her parents, and those asked to the last core group; before the first, those whom the plan names."""
    last = CoreGroup.objects.of(child).exclude(held_on=None).order_by("-held_on", "-pk").first()
    held = CoreGroupAttendance.objects.of(child).filter(core_group=last).order_by("pk") if last else ()
    asked = [
        {"person": one.person_id, "name": one.name, "role": one.role, "agency": one.agency}
        for one in held or _named_in_plan(child)
    ]
    known = {one["person"] for one in asked}
    family = [(one, "Parent or carer") for one in parents_of(child)]
    if not child.is_unborn:
        family.insert(0, (child, "The child"))
    return [
        *(
            {"person": one.pk, "name": one.shown_name, "role": role}
            for one, role in family
            if one.pk not in known
        ),
        *asked,
    ]


def _named_in_plan(child: Person) -> list[CoreGroupAttendance]:
    """The members whom the newest version names."""
    newest = in_force(child).values("pk")[:1]
    members = PlanMember.objects.of(child).filter(version__in=newest).order_by("pk")
    return [CoreGroupAttendance(name=one.name, role=one.role, agency=one.agency) for one in members]


def save_meeting(asked: Asked, values: Mapping[str, Any]) -> str:
    """A core group for each child, tied by one mark where they are several; the page of the first."""
    children = [child for child in children_of(asked) if _is_about(asked, child, values)]
    mark = uuid4() if len(children) > 1 else None
    made = {child.pk: _save_one(asked, child, values, mark) for child in children}
    changed(*(child for child in made if child != asked.child.pk))
    return entry_page(made[asked.child.pk])


def _is_about(asked: Asked, child: Person, values: Mapping[str, Any]) -> bool:
    return child.pk == asked.child.pk or bool(values.get(str(child.pk), {}).get("is_here"))


def _save_one(asked: Asked, child: Person, values: Mapping[str, Any], mark: UUID | None) -> CoreGroup:
    meeting = {name: value for name, value in values[MEETING].items() if name != WHY_ODD}
    own = {name: value for name, value in values[str(child.pk)].items() if name != "is_here"}
    outcomes, actions = values[_outcomes(str(child.pk))], values[_actions(str(child.pk))]
    base = {"child": child, "recorded_on": today(), "recorded_by": asked.by}
    made = CoreGroup.objects.create(
        **base, **meeting, **own, **_of_parents(child, values[PEOPLE]), **_of_progress(outcomes),
        shared=mark, plan=open_plan(child),
    )  # fmt: skip
    for row in values[PEOPLE]:
        person = {"person_id": row["person"]} | {name: row[name] for name in ("name", "role", "agency")}
        came = {name: row[name] for name in ("is_invited", "is_present", "absence_reason")}
        CoreGroupAttendance.objects.create(**base, **person, **came, core_group=made)
    for row in outcomes:
        OutcomeProgress.objects.create(**base, **row, core_group=made)
    for row in actions:
        _save_action(base, row, made)
    waiting_updates(child).update(core_group=made)
    moved(made, "recorded", by=asked.by, odd=values[MEETING][WHY_ODD])
    return made


def waiting_updates(child: Person) -> Any:
    """What agencies have told the core group that has not met yet."""
    return CoreGroupUpdate.objects.of(child).filter(core_group=None).order_by("pk")


def _of_parents(child: Person, people: Iterable[Mapping[str, Any]]) -> dict[str, bool | None]:
    """What the rows say of her parents: invited, there, and every absence explained; None where nobody is named."""
    parents = {one.pk for one in parents_of(child)}
    rows_of = [row for row in people if row["person"] in parents]
    absent = [row for row in rows_of if row["is_present"] is False]
    if not rows_of:
        return {"are_parents_invited": None, "are_parents_present": None, "is_absence_explained": None}
    invited = [True if row["is_present"] else row["is_invited"] for row in rows_of]
    return {
        "are_parents_invited": False if False in invited else None if None in invited else True,
        "are_parents_present": any(row["is_present"] for row in rows_of),
        "is_absence_explained": all(row["absence_reason"] for row in absent),  # so where nobody was absent
    }


def _of_progress(outcomes: Iterable[Mapping[str, Any]]) -> dict[str, bool | None]:
    """Whether any outcome is better, and whether any is worse; None where none was judged."""
    said = [row["direction"] for row in outcomes]
    return {
        "is_progress_made": BETTER in said if said else None,
        "is_progress_lost": WORSE in said if said else None,
    }


def _save_action(base: Mapping[str, Any], row: Mapping[str, Any], made: CoreGroup) -> None:
    done_on = made.held_on if row["is_done"] else None
    ActionProgress.objects.create(**base, **row, core_group=made, done_on=done_on)
    action = row["action"]
    action.done_on = done_on or action.done_on
    action.overdue_on = passing_day(action, told_on=made.held_on, due_on=row["new_due_on"])
    action.save(update_fields=["done_on", "overdue_on"])


def beside(asked: Asked) -> dict[str, Any]:
    """What whoever writes needs: the last core group, and the visits since."""
    last = CoreGroup.objects.of(asked.child).exclude(held_on=None).order_by("-held_on", "-pk").first()
    visits = Visit.objects.of(asked.child).filter(kind=VisitKind.HELD)
    since = visits.filter(visited_on__gt=last.held_on) if last else visits
    told = ActionProgress.objects.of(asked.child).filter(core_group=None).exclude(told="")
    told = told.filter(done_on__gt=last.held_on) if last else told
    return {
        "last": last,
        "updates": waiting_updates(asked.child),
        "told": told.select_related("action").order_by("pk"),
        "visits": since.order_by("-visited_on", "-pk")[:LATEST],
    }


def not_on_a_plan(asked: Asked) -> str:
    """There is a core group only where there is a plan."""
    return "" if open_plan(asked.child) else "No child protection plan is open for this child."


# Its record sent to those who were asked


class SentForm(AboutChild):
    """The day on which the record was sent."""

    happened: ClassVar = ("record_shared_on",)
    record_shared_on = Day(
        label="When was the record sent to everybody who was asked?",
        initial=today,
        error_messages={"required": "Say on which day the record was sent"},
    )


def sent_forms(asked: Asked, sent: Any) -> Forms:
    """One day."""
    return {"sent": SentForm(sent, prefix="sent", person=asked.child)}


def save_sent(asked: Asked, values: Mapping[str, Any]) -> str:
    """Sent, and when that was written down."""
    group = asked.row
    group.record_shared_on, group.record_shared_recorded_on = values["sent"]["record_shared_on"], today()
    group.save(update_fields=["record_shared_on", "record_shared_recorded_on"])
    moved(group, "sent", by=asked.by)
    return entry_page(group)


def is_sent(asked: Asked) -> str:
    """Once is enough, and only of what was held."""
    if asked.row.record_shared_on:
        return "The record was sent already."
    return "" if asked.row.held_on else "This core group has not met."


CORE_GROUP = Recording(
    key="protection:core-group",
    title="Record a core group",
    act=Act.CORE_GROUP_WRITE,
    forms=meeting_forms,
    save=save_meeting,
    template="protection/core_group.html",
    hint="Once for brothers and sisters; each child’s plan by itself.",
    button="Save the core group",
    done="The core group is recorded. What must change belongs in the next version of the plan.",
    why_not=not_on_a_plan,
    beside=beside,
)
CORE_GROUP_SENT = Recording(
    key="protection:core-group-sent",
    title="Say when its record was sent",
    act=Act.CORE_GROUP_WRITE,
    forms=sent_forms,
    save=save_sent,
    about="protection.CoreGroup",
    done="It is noted when the record was sent.",
    why_not=is_sent,
    is_shared=True,
)
MEETINGS = (CORE_GROUP, CORE_GROUP_SENT)
