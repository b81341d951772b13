"""Recording a visit: written once for brothers and sisters, and kept as each child's own.

What all of them share (when, where, who was there) is written once. What one child said, and how she was, is her own:
it goes into her record and no other. Three answers are enough to save it on the doorstep; the rest is written up later
on the visit's own page. What a visit must hold is that of the shelf (domain/documents.md, 8).
"""

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import chain
from typing import Any, ClassVar
from uuid import UUID, uuid4

from django import forms
from django.db.models import Q

from keel.access.door import may
from keel.access.policy import Act
from keel.access.queries import holders
from keel.access.roles import Role
from keel.clock import today
from keel.people.kin import children_near
from keel.people.models import Person
from keel.protection.models import DirectWork, InNeedVisit, PlanOutcome, ProtectionPlan, Visit
from keel.protection.planning import in_force
from keel.protection.visits import VisitKind
from keel.protection.written_up import still_to_write, write_up
from keel.record.changes import changed
from keel.recording.boxes import Answer, Clock, Day, line, text
from keel.recording.checks import WHY_ODD, AboutChild, before_birth, why_odd, wrong_day
from keel.recording.declared import Asked, Recording
from keel.recording.moves import moved
from keel.recording.pages import entry_page
from keel.recording.sheets import Forms
from keel.report.wording import day_text
from keel.workforce.models import Promise, Worker

SHARED = "visit"
HAPPENED = (
    (VisitKind.HELD, "Yes"),
    (VisitKind.ATTEMPTED, "No: nobody was in, or nobody let me in"),
)
OF_THE_BORN = ("is_child_seen", "is_seen_alone", "own_words")  # none of it can be before birth
ANSWERS = ("is_child_seen", "is_seen_alone", "is_bedroom_seen", "is_at_home", "is_announced")
MANAGERS = (Role.TEAM_MANAGER, Role.SERVICE_MANAGER, Role.HEAD_OF_SERVICE)
RECORDED = "recorded"


class InTwoParts(forms.Form):
    """A form whose first boxes are asked for on the doorstep, and the others then or later."""

    at_once: ClassVar[tuple[str, ...]] = ()

    @property
    def first(self) -> list[forms.BoundField]:
        """The boxes that are enough."""
        return [box for box in self if box.name in self.at_once]

    @property
    def more(self) -> list[forms.BoundField]:
        """The others."""
        return [box for box in self if box.name not in {*self.at_once, WHY_ODD}]


class VisitForm(InTwoParts, AboutChild):
    """What all the children who were visited share."""

    at_once: ClassVar = ("visited_on", "kind", "next_step")
    happened: ClassVar = ("visited_on",)
    prompt: ClassVar = ("visited_on",)
    planned: ClassVar = ("next_visit_on", "promise_by_on")
    visited_on = Day(
        label="When did you visit?",
        help_text="For example 3/6/2026, 3 June, or yesterday",
        initial=today,
        error_messages={"required": "Say on which day you visited"},
    )
    kind = forms.ChoiceField(
        label="Did the visit take place?",
        choices=HAPPENED,
        widget=forms.RadioSelect,
        initial=VisitKind.HELD,
        error_messages={"required": "Say whether the visit took place"},
    )
    next_step = text("If it did not: what happens next, and when?", rows=2)
    visited_time = Clock(label="From")
    until_time = Clock(label="Until")
    is_at_home = Answer(label="Was it at the children’s home?")
    is_announced = Answer(label="Did the family know that you were coming?")
    people_there = text("Who was there?", rows=2, help_text="Names, and who each is to the children")
    purpose = text("What was the visit for?", rows=2)
    home_conditions = text("What was the home like?")
    parent_words = text("What did the parents or carers say?")
    plan_checks = text("What has been done of the plan, and what has not?")
    worries = text("What worries you now?")
    action_taken = text("What have you done about it, and whom have you told?", rows=2)
    manager_told = text("Which manager have you told, and what did she or he say?", rows=2)
    promise = text("Did you promise the children or the family anything? What?", rows=2)
    promise_by_on = Day(label="If so, by when?", is_past=False, required=False)
    next_visit_on = Day(label="When is the next visit?", is_past=False, required=False)
    why_odd = why_odd()

    @property
    def day(self) -> date | None:
        """The day of the visit that was sent, where it is one."""
        self.is_valid()
        day: date | None = self.cleaned_data.get("visited_on")
        return day

    def clean(self) -> dict[str, Any]:
        """An attempt leads somewhere; a visit ends after it began."""
        said = super().clean()
        if said.get("kind") == VisitKind.ATTEMPTED and not said.get("next_step"):
            self.add_error("next_step", "Say what happens next, since the children were not seen")
        self.in_order("visited_time", "until_time", "The visit ended before it began: check both times")
        return said


class ChildForm(InTwoParts):
    """What is one child's own."""

    at_once: ClassVar = ("is_here", "is_child_seen", "is_seen_alone", "is_bedroom_seen", "not_seen_reason")
    is_here = forms.BooleanField(label="I visited this child too", required=False)
    is_child_seen = Answer(label="Did you see {name}?")
    is_seen_alone = Answer(label="Did you see {name} alone?")
    alone_where = line("If alone, where?")
    is_bedroom_seen = Answer(label="Did you see where {name} sleeps?")
    not_seen_reason = text("If not seen, why not?", rows=2)
    not_seen_approved_by = forms.ModelChoiceField(
        label="If not seen, which manager agreed to that?",
        queryset=Worker.objects.none(),
        required=False,
        empty_label="Nobody yet, or not recorded",
    )
    own_words = text("What {name} said, in {name}’s own words")
    observation = text("What you saw", help_text="How {name} was, with whom, and what {name} did")
    how_child_communicates = line("How does {name} communicate?")
    outcome = forms.ModelChoiceField(
        label="Which outcome of {name}’s plan was the visit to move on?",
        queryset=PlanOutcome.objects.none(),
        required=False,
        empty_label="None, or not recorded",
    )
    tool = line(
        "Direct work: what did you do together?", help_text="For example three houses, drawing, a walk"
    )
    what_was_learned = text("What did you learn from it?", rows=2)

    def __init__(
        self,
        *args: Any,
        person: Person,
        shared: VisitForm,
        managers: Sequence[Worker],
        is_first: bool,
        **named: Any,
    ) -> None:
        super().__init__(*args, **named)
        self.person, self.shared, self.is_first = person, shared, is_first
        if is_first:
            del self.fields["is_here"]
        for field in self.fields.values():
            field.label = str(field.label).replace("{name}", person.called)
            field.help_text = field.help_text.replace("{name}", person.called)
        self.fields["outcome"].queryset = latest_outcomes(person)
        self.fields["outcome"].label_from_instance = _shortly
        approving = self.fields["not_seen_approved_by"]
        approving.queryset = Worker.objects.filter(pk__in=[each.pk for each in managers])
        named_once = [(each.pk, each.name or each.key) for each in managers]  # not read anew for each child
        approving.widget.choices = [("", approving.empty_label), *named_once]

    @property
    def is_included(self) -> bool:
        """Whether this child was visited: she whose record it is always, another where anything says so."""
        return self.is_first or any(value not in (None, "", False) for value in self.cleaned_data.values())

    def clean(self) -> dict[str, Any]:
        """Seen, or why not."""
        said = super().clean() or self.cleaned_data
        if not self.is_included:
            return said
        self._on_the_day(said)
        if self.data.get(f"{SHARED}-kind") == VisitKind.ATTEMPTED:
            return said
        if said.get("is_child_seen") is None and not self.person.is_unborn:
            self.add_error("is_child_seen", f"Say whether you saw {self.person.called}")
        if said.get("is_child_seen") is False and not said.get("not_seen_reason"):
            self.add_error("not_seen_reason", f"Say why {self.person.called} was not seen")
        if said.get("is_seen_alone") and said.get("is_child_seen") is False:
            self.add_error("is_seen_alone", "Seen alone, and not seen: only one can be so")
        return said

    def _on_the_day(self, said: Mapping[str, Any]) -> None:
        """The day is one of this child's life too; and nobody saw her before it began."""
        day = self.shared.day
        if day is None:
            return
        if not self.is_first and (wrong := wrong_day(self.person, day)):
            self.add_error("is_child_seen", wrong)
        else:
            for name in OF_THE_BORN:
                if said.get(name) and name not in self.errors and (unborn := before_birth(self.person, day)):
                    self.add_error(name, unborn)
        if said.get("outcome") and plan_on(self.person, day) is None:
            words = (
                f"{self.person.called} was on no plan on {day_text(day)}. Check the day, or leave this empty"
            )
            self.add_error("outcome", words)


def _shortly(outcome: PlanOutcome) -> str:
    return f"{outcome.outcome[:90]}…" if len(outcome.outcome) > 90 else outcome.outcome  # noqa: PLR2004 -- letters


def latest_outcomes(person: Person) -> Any:
    """The outcomes of the newest version of a child's plan that is in force."""
    newest = in_force(person).values("pk")[:1]
    return PlanOutcome.objects.of(person).filter(version__in=newest).order_by("pk")


def forms_of(asked: Asked, sent: Any) -> Forms:
    """The shared form and one for each child."""
    shared = VisitForm(sent, prefix=SHARED, person=asked.child)
    made: Forms = {SHARED: shared}
    managers = managers_for(asked)
    for person in (asked.child, *brothers_and_sisters(asked)):
        is_first = person.pk == asked.child.pk
        made[str(person.pk)] = ChildForm(
            sent, prefix=str(person.pk), person=person, shared=shared, managers=managers, is_first=is_first
        )
    return made


def managers_for(asked: Asked) -> list[Worker]:
    """The managers who can agree that a child was not seen; nobody agrees to it herself."""
    held = [holders(role).values("pk") for role in MANAGERS]
    found = Worker.objects.there(today()).exclude(user=asked.by)
    return list(found.filter(Q(user__in=held[0]) | Q(user__in=held[1]) | Q(user__in=held[2])).by_name())


def brothers_and_sisters(asked: Asked) -> list[Person]:
    """The children of her family or home whose visits whoever asks may record, the eldest first."""
    return [one for one in children_near(asked.child) if may(asked.request, Act.VISIT_WRITE, one)]


def save_visit(asked: Asked, values: Mapping[str, Any]) -> str:
    """A row for each child who was visited, tied by one mark where they are several; the page of the first."""
    shared = values[SHARED]
    parts = {key: part for key, part in values.items() if key != SHARED and _is_included(asked, key, part)}
    mark = uuid4() if len(parts) > 1 else None
    people = Person.objects.in_bulk([UUID(key) for key in parts])
    made = {key: _save_one(asked, people[UUID(key)], shared, part, mark) for key, part in parts.items()}
    changed(*(child for child in people if child != asked.child.pk))
    return entry_page(made[str(asked.child.pk)])


def _is_included(asked: Asked, key: str, part: Mapping[str, Any]) -> bool:
    return key == str(asked.child.pk) or any(value not in (None, "", False) for value in part.values())


def _save_one(
    asked: Asked, child: Person, shared: Mapping[str, Any], part: Mapping[str, Any], mark: Any
) -> Any:
    base = {"child": child, "recorded_on": today(), "recorded_by": asked.by, "worker": asked.worker}
    save_promise(base, shared, shared["visited_on"])
    plan = plan_on(child, shared["visited_on"])
    is_in_need = plan is None and shared["kind"] == VisitKind.HELD
    made = InNeedVisit(**base, shared=mark) if is_in_need else Visit(**base, shared=mark, plan=plan)
    say(made, shared, part)
    write_up(made)
    made.save()
    save_direct_work(made, part, base)
    if shared[WHY_ODD]:
        moved(made, RECORDED, by=asked.by, odd=shared[WHY_ODD])
    return made


def say(visit: Visit | InNeedVisit, *said: Mapping[str, Any]) -> None:
    """Everything that was typed and the visit has a place for; a promise and direct work are kept apart."""
    places = {field.name for field in visit._meta.concrete_fields}
    for name, value in chain.from_iterable(each.items() for each in said):
        if name in places:
            setattr(visit, name, value)


def save_promise(base: Mapping[str, Any], shared: Mapping[str, Any], on: Any) -> None:
    """What was promised on the visit, where anything was."""
    if shared["promise"]:
        row = {name: value for name, value in base.items() if name != "worker"}
        Promise.objects.create(
            **row, promised_by=base["worker"], promised_on=on, promise=shared["promise"],
            by_on=shared["promise_by_on"],
        )  # fmt: skip


def open_plan(child: Person) -> ProtectionPlan | None:
    """The child protection plan that a child is on."""
    return ProtectionPlan.objects.of(child).filter(ended_on=None).order_by("-started_on", "-pk").first()


def plan_on(child: Person, day: date) -> ProtectionPlan | None:
    """The child protection plan that a child was on, on a day; one whose days are not known counts."""
    plans = ProtectionPlan.objects.of(child).exclude(started_on__gt=day)
    return plans.exclude(ended_on__lt=day).order_by("-started_on", "-pk").first()


def save_direct_work(visit: Visit | InNeedVisit, part: Mapping[str, Any], base: Mapping[str, Any]) -> None:
    """What was done together on the visit, where anything was."""
    if part["tool"] or part["what_was_learned"]:
        about = {"plan": visit.plan, "visit": visit} if isinstance(visit, Visit) else {"in_need_visit": visit}
        DirectWork.objects.create(
            **base,
            **about,
            done_on=visit.visited_on,
            tool=part["tool"],
            what_was_learned=part["what_was_learned"],
        )


def beside(asked: Asked) -> dict[str, Any]:
    """What whoever visits needs to know: the last visit's words, and the outcomes of the plan."""
    return {
        "last": _last_visit(asked),
        "outcomes": latest_outcomes(asked.child),
        "to_write": still_to_write(asked.row) if asked.row is not None else [],
    }


def _last_visit(asked: Asked) -> Visit | InNeedVisit | None:
    held = Visit.objects.of(asked.child).filter(kind=VisitKind.HELD)
    found = []
    for visits in (held, InNeedVisit.objects.of(asked.child)):
        others = visits.exclude(pk=asked.row.pk) if isinstance(asked.row, visits.model) else visits
        found.append(others.exclude(visited_on=None).order_by("-visited_on", "-pk").first())
    return max(filter(None, found), key=lambda visit: visit.visited_on, default=None)


VISIT = Recording(
    key="protection:visit",
    title="Record a visit",
    act=Act.VISIT_WRITE,
    forms=forms_of,
    save=save_visit,
    template="protection/visit.html",
    hint="Once for brothers and sisters. Three answers are enough to save it; write the rest later.",
    button="Save the visit",
    done="The visit is recorded.",
    beside=beside,
)
