"""Recording what a child protection conference decided: for each child apart, by the chair.

A yes at a first conference makes the child's plan, one for each child and never two at once. A review that says no more
ends it. An agency that thought otherwise is named with its reason. What it must hold is that of the shelf
(domain/documents.md, 3).
"""

from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.urls import reverse

from keel.access.policy import Act
from keel.people.models import Person
from keel.practice.calendar import last_working_day_on_or_before
from keel.protection.agencies_asked import FAMILY
from keel.protection.allowed import due_after, not_a_meeting_day
from keel.protection.conferring import beside_meeting, held_in_facts, is_without_decision
from keel.protection.convening import ABOUT_CONFERENCE
from keel.protection.models import (
    Conference,
    ConferenceAttendance,
    ConferenceKind,
    PlanAction,
    ProtectionPlan,
)
from keel.protection.planning import newest_published
from keel.protection.preparing import WHO, as_of_kin, attendance_of
from keel.protection.time_on_plan import (
    PLAN_ENDED,
    PLAN_MADE,
    already_on_plan,
    close_plan,
    make_plan,
    plan_of,
)
from keel.protection.together import (
    OWN,
    SHARED,
    EntryRow,
    Known,
    OwnForm,
    held_in,
    keep_rows,
    meeting_of,
    own_parts,
    titled,
)
from keel.record.changes import changed
from keel.recording.boxes import Answer, Day, line, text
from keel.recording.checks import WHY_ODD, AboutChild, why_odd
from keel.recording.declared import Asked, CannotBeRecorded, Recording
from keel.recording.moves import moved
from keel.recording.pages import entry_page
from keel.recording.sheets import Forms, Rows, rows
from keel.report.wording import day_text
from keel.workforce.models import Involvement, Worker

PLAN_GOES_ON, NO_PLAN = "plan goes on", "no plan"
CATEGORIES = (  # census codes
    ("NEG", "Neglect"),
    ("PHY", "Physical abuse"),
    ("SAB", "Sexual abuse"),
    ("EMO", "Emotional abuse"),
    ("MUL", "Several kinds of abuse"),
)
HARM = (
    "Has suffered significant harm",
    "Is likely to suffer significant harm",
    "Has suffered it, and is likely to again",
    "Neither",
)
END_REASONS = (
    "The child is safe enough without it",
    "Care proceedings, and looked after",
    "Moved to another authority",
    "Aged 18",
)
VIEWS = "views-"
DECISION = ("harm", "is_plan_made", "category", "chair_summary", "decision", "contingency", "next_review_on")


class DecidedForm(AboutChild):
    """What holds for all children of the meeting."""

    planned: ClassVar = ("first_core_group_on",)
    lead = forms.ModelChoiceField(
        label="Who is the lead social worker?",
        queryset=Worker.objects.none(),
        required=False,
        empty_label="Nobody is allocated",
    )
    first_core_group_on = Day(
        label="If there is a plan: when does its core group first meet?", is_past=False, required=False
    )
    is_complaint_route_told = Answer(
        label="Was the family told how to complain or to appeal?", is_needed=True
    )
    why_odd = why_odd()

    def __init__(
        self, *args: Any, conference: Conference, parts: Mapping[str, "DecisionForm"], **named: Any
    ) -> None:
        super().__init__(*args, **named)
        self.conference, self.parts = conference, parts
        working = Involvement.objects.of(self.person).filter(ended_on=None, holds_case=True)
        self.fields["lead"].queryset = Worker.objects.filter(pk__in=working.values("worker")).order_by("name")
        self.fields["lead"].label_from_instance = lambda worker: worker.name
        self.fields["lead"].initial = working.exclude(worker=None).values_list("worker", flat=True).first()

    def clean(self) -> dict[str, Any]:
        """A plan has a core group with a day; what is late, on a day off, or without a worker needs a reason."""
        said = super().clean()
        whole = [part for part in self.parts.values() if part.is_valid()]
        kept = [part for part in whole if part.cleaned_data.get("is_plan_made")]
        odd = [words for part in whole for words in part.odd()]
        if kept and self.conference.kind != ConferenceKind.REVIEW:
            odd += self._of_new_plans(said)
        self.needs_reason(WHY_ODD, odd)
        return said

    def _of_new_plans(self, said: Mapping[str, Any]) -> list[str]:
        day = said.get("first_core_group_on")
        if day is None and "first_core_group_on" not in self.errors:
            self.add_error("first_core_group_on", "Say when the core group first meets")
        due = due_after("core_group_first", self.conference.held_on)
        late = (
            f"The core group meets after {day_text(due)}, by which it is due."
            if day and due and day > due
            else ""
        )
        self.needs_reason("first_core_group_on", [late])
        return ["" if said.get("lead") else "No lead social worker is named."]


class MemberRow(EntryRow):
    """Somebody of the core group."""

    needed: ClassVar = {"role": "Say who this is"}
    person_id = forms.UUIDField(required=False, widget=forms.HiddenInput)
    name = line("Name")
    agency = line("Agency")
    role = line("Role, or who it is to the child")
    is_core_member = Answer(label="In the core group?")


class ViewRow(EntryRow):
    """What an agency thought."""

    is_for_plan = Answer(label="For a plan?")
    is_without_view = forms.BooleanField(label="It gave no view", required=False)
    view = text("Why?", rows=2)
    dissent_reason = text("If it disagreed with the decision: its reason, as it is to stand", rows=2)

    def has_changed(self) -> bool:
        """Whether anything is said: that the agency was there is not."""
        names = ("is_for_plan", "is_without_view", "view", "dissent_reason")
        return any(self[name].data for name in names) if self.is_bound else False

    def is_said(self) -> bool:
        """Whether it is told what this one thought, or that no view was given."""
        return any(self[name].data for name in ("is_for_plan", "is_without_view", "view"))

    def clean(self) -> dict[str, Any]:
        """A view, or none."""
        said = super().clean()
        if said.get("is_without_view") and said.get("is_for_plan") is not None:
            self.add_error("is_without_view", "It said whether it was for a plan: untick one of the two")
        return said


class DecisionForm(OwnForm):
    """What is decided for one child."""

    planned: ClassVar = ("next_review_on",)
    harm = forms.ChoiceField(
        label="What did the conference find of {name}?",
        choices=[("", ""), *((each, each) for each in HARM)],
        required=False,
    )
    is_plan_made = Answer(label="Is {name} to be on a child protection plan?")
    category = forms.ChoiceField(
        label="If so, of which category?", choices=[("", ""), *CATEGORIES], required=False
    )
    end_reason = forms.ChoiceField(
        label="If the plan ends: why?",
        choices=[("", ""), *((each, each) for each in END_REASONS)],
        required=False,
    )
    chair_summary = text(
        "The chair’s summary for {name}", rows=4, help_text="The risk, what protects, what it means"
    )
    decision = text("What is decided, and why", rows=3)
    contingency = text("If it does not go well: what happens, by when, and who decides?")
    next_review_on = Day(label="When is {name}’s plan reviewed next?", is_past=False, required=False)

    def __init__(self, *args: Any, conference: Conference, views: Rows, **named: Any) -> None:
        super().__init__(*args, **named)
        self.conference, self.views = conference, views
        if conference.kind != ConferenceKind.REVIEW:
            del self.fields["end_reason"]

    @property
    def is_review(self) -> bool:
        """Whether a plan is reviewed."""
        return self.conference.kind == ConferenceKind.REVIEW

    def wanted(self, said: Mapping[str, Any]) -> Mapping[str, str]:
        """The decision; of a plan its category, contingency and review; of its end the reason."""
        wanted = {
            "harm": "Say what the conference found of {name}",
            "is_plan_made": "Say whether {name} is to be on a plan",
            "chair_summary": "Sum up the risk for {name}",
            "decision": "Say what is decided, and why",
        }
        if said.get("is_plan_made"):
            wanted |= {
                "category": "Say of which category {name}’s plan is",
                "contingency": "Say what happens if it does not go well",
                "next_review_on": "Say when {name}’s plan is reviewed next",
            }
        elif self.is_review and said.get("is_plan_made") is False:
            wanted["end_reason"] = "Say why {name}’s plan ends"
        return wanted

    def clean(self) -> dict[str, Any]:
        """One plan at a time; whoever thought otherwise is named with the reason."""
        said = super().clean()
        if said["is_included"]:
            if said.get("is_plan_made") and not self.is_review and (words := already_on_plan(self.person)):
                self.add_error("is_plan_made", words)
            if self.views.is_valid():
                self._dissent(said.get("is_plan_made"))
                self._unsaid()
        return said

    def _unsaid(self) -> None:
        """Every agency that was there is asked; one view is enough of each."""
        of_agency: dict[str, list[Any]] = {}
        for row in self.views.forms:
            of_agency.setdefault(row.agency, []).append(row)
        for agency, these in of_agency.items():
            if not any(row.is_said() for row in these):
                words = (
                    f"Say what {agency} thought of a plan for {self.person.called}, or that it gave no view"
                )
                these[0].add_error("is_for_plan", words)

    def _dissent(self, decided: bool | None) -> None:
        for row in self.views.forms:
            said = getattr(row, "cleaned_data", {}) if row.has_changed() else {}
            thought = said.get("is_for_plan")
            if decided is not None and thought not in (None, decided) and not said.get("dissent_reason"):
                row.add_error("dissent_reason", "It thought otherwise: say why, in its words")

    def odd(self) -> list[str]:
        """A review after it is due, or on a day off; a plan that ends with actions undone."""
        day, due = self.cleaned_data.get("next_review_on"), latest_review(self.conference)
        late = f"The review of {self.person.called} is after {day_text(due)}, by which it is due."
        return [late if day and due and day > due else "", not_a_meeting_day(day), self._undone()]

    def _undone(self) -> str:
        if not self.is_review or self.cleaned_data.get("is_plan_made") is not False:
            return ""
        left = unfinished(self.person)
        return (
            f"The plan of {self.person.called} ends with these not done: {'; '.join(left)}." if left else ""
        )


def latest_review(row: Conference) -> date | None:
    """By when the next review is due, counted from this conference."""
    key = "rcpc_next" if row.kind == ConferenceKind.REVIEW else "rcpc_first"
    return due_after(key, row.held_on) if row.held_on else None


def decision_forms(asked: Asked, sent: Any) -> Forms:
    """What is shared, then each child's decision with the views of the agencies, and the core group."""
    parts: Forms = {}
    for row in meeting_of(asked, Act.CONFERENCE_RECORD_APPROVE):
        if row.held_on:
            parts |= _part(asked, row, sent)
    own = {key: form for key, form in parts.items() if isinstance(form, DecisionForm)}
    shared = DecidedForm(sent, prefix=SHARED, person=asked.child, conference=asked.row, parts=own)
    members = [
        {"entry": each.pk, **held_in(each, "person_id", *WHO, "is_core_member")}
        for each in attendance_of(asked.row)
    ]
    group = rows(MemberRow, sent, "members", "Member of the core group", initial=members)
    return {**parts, SHARED: shared, "members": titled(group, "The core group")}


def _part(asked: Asked, row: Conference, sent: Any) -> Forms:
    """One child's decision, and what each agency that was there thought of it."""
    there = [each for each in attendance_of(row) if each.is_present and each.agency not in ("", FAMILY)]
    known = [
        {
            "entry": each.pk,
            "is_without_view": bool(each.is_without_view),
            **held_in(each, "is_for_plan", "view", "dissent_reason"),
        }
        for each in there
    ]
    about = row.child.called
    views = rows(ViewRow, sent, f"{VIEWS}{row.child_id}", "Agency", initial=known, more=0)
    for form, each in zip(views.forms, there, strict=False):
        form.legend, form.agency = _who(each), each.agency
        form.fields["is_for_plan"].label = f"For a plan for {about}?"
    due = latest_review(row)
    first = {"next_review_on": last_working_day_on_or_before(due)} if due and row.pk == asked.row.pk else {}
    own = {"is_first": row.pk == asked.row.pk, "conference": row, "views": views, "initial": first}
    key = f"{OWN}{row.child_id}"
    views = titled(views, f"What each agency thought of a plan for {about}", grows=False)
    return {key: DecisionForm(sent, prefix=key, person=row.child, **own), views.prefix: views}


def _who(each: ConferenceAttendance) -> str:
    return ", ".join(part for part in (each.name, each.role, each.agency) if part)


def save_decision(asked: Asked, values: Mapping[str, Any]) -> str:
    """The decision for each child, and what follows: a plan made, a plan that goes on, or a plan that ends."""
    parts, shared = dict(own_parts(values)), values[SHARED]
    meeting = [
        row
        for row in meeting_of(asked, Act.CONFERENCE_RECORD_APPROVE, held=True)
        if str(row.child_id) in parts
    ]
    made: Any = asked.row
    for row in meeting:
        _decide(asked, row, parts[str(row.child_id)], shared)
        keep_rows(ConferenceAttendance, _views(values, row), asked, child_id=row.child_id, conference=row)
        _keep_members(asked, row, values["members"])
        plan = _follow(asked, row, parts[str(row.child_id)], shared)
        made = plan if plan and row.pk == asked.row.pk else made
    changed(*(row.child_id for row in meeting if row.pk != asked.row.pk))
    return entry_page(made)


def _decide(asked: Asked, row: Conference, part: Mapping[str, Any], shared: Mapping[str, Any]) -> None:
    if row.is_decision_made:
        raise CannotBeRecorded(f"The decision for {row.child.shown_name} is recorded already.")
    for name in DECISION:
        setattr(row, name, part[name])
    row.is_decision_made = True
    row.is_complaint_route_told = shared["is_complaint_route_told"]
    row.first_core_group_on = shared["first_core_group_on"] if part["is_plan_made"] else None
    row.chair = row.chair or asked.worker
    row.save()
    moved(row, _state(row), by=asked.by, reason=row.decision, odd=shared[WHY_ODD])


def _state(row: Conference) -> str:
    if row.kind == ConferenceKind.REVIEW:
        return PLAN_GOES_ON if row.is_plan_made else PLAN_ENDED
    return PLAN_MADE if row.is_plan_made else NO_PLAN


def _views(values: Mapping[str, Any], row: Conference) -> list[dict[str, Any]]:
    there = set(attendance_of(row).values_list("pk", flat=True))
    said = values.get(f"{VIEWS}{row.child_id}", [])
    return [part for part in said if part["entry"] in there]


def _keep_members(asked: Asked, row: Conference, said: list[dict[str, Any]]) -> None:
    """Who is of the core group; of a brother or sister, those who are the same."""
    if row.pk != asked.row.pk:
        said = as_of_kin(ConferenceAttendance, row, said)
    keep_rows(ConferenceAttendance, said, asked, child_id=row.child_id, conference=row)


def _follow(
    asked: Asked, row: Conference, part: Mapping[str, Any], shared: Mapping[str, Any]
) -> ProtectionPlan | None:
    if row.kind != ConferenceKind.REVIEW:
        return make_plan(asked, row, shared["lead"]) if row.is_plan_made else None
    plan = row.plan or plan_of(row.child)
    if plan is None or plan.ended_on:
        raise CannotBeRecorded(f"{row.child.shown_name} is on no plan that could be reviewed.")
    if row.category:
        plan.latest_category = row.category
    if not row.is_plan_made:
        close_plan(asked, plan, row.held_on, part["end_reason"])
    plan.save()
    return plan


def why_not_decide(asked: Asked) -> str:
    """Once, by the chair, of a conference that was held and quorate."""
    row = asked.row
    if row.source_key:
        return "This conference came from another system: complete it there."
    if row.is_decision_made:
        return "Its decision is recorded."
    if not row.held_on:
        return "Record the conference first: who was there, and whether it was quorate."
    return (
        "It was not quorate, or was adjourned: it decided nothing."
        if is_without_decision(held_in_facts(row))
        else ""
    )


def beside_decision(asked: Asked) -> dict[str, Any]:
    """What was said, by when the next review is due, and what of the plan is not done yet."""
    row = asked.row
    due, said = (
        latest_review(row),
        [part for part in (row.summary, row.child_views, row.parent_views) if part],
    )
    known = [Known("What was said", said), Known("Next review due by", [day_text(due)] if due else [])]
    if row.kind == ConferenceKind.REVIEW:
        known.append(Known("Not done yet", unfinished(asked.child), "Every action of the plan is done."))
    court = {
        "words": "What else can be recorded, legal planning among it",
        "href": reverse("recording:choose", args=[asked.child.pk]),
    }
    return {
        "known": [*known, *beside_meeting(asked)["known"], Known("If it may have to go to court", [court])]
    }


def unfinished(child: Person) -> list[str]:
    """The actions of the newest version of the plan that nobody has said are done."""
    plan = plan_of(child)
    newest = newest_published(plan) if plan else None
    actions = PlanAction.objects.of(child).filter(version=newest, taken_out_of=None, done_on=None)
    return [f"{each.action}: {each.owner}" for each in actions.exclude(version=None).order_by("pk")]


DECIDE = Recording(
    key="protection:conference-decision",
    title="Record what was decided",
    act=Act.CONFERENCE_RECORD_APPROVE,
    forms=decision_forms,
    save=save_decision,
    done="The decision is recorded.",
    why_not=why_not_decide,
    is_for=lambda asked: not asked.row.is_decision_made,
    beside=beside_decision,
    **{**ABOUT_CONFERENCE, "template": "protection/conference_decision.html"},
)
DECIDING = (DECIDE,)
