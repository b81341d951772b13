"""A new version of a plan: begun from the newest, with everything carried over, or from what a conference decided.

A version is a draft until it is published. Several people may write it, each section on a page of its own. What is
published is never changed: a correction is a new version.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from django import forms
from django.db.models import F, Max
from django.urls import reverse

from keel.access.policy import Act
from keel.clock import today
from keel.people.kin import parents_of
from keel.protection.models import (
    ActionProgress,
    Conference,
    ConferenceAttendance,
    Contingency,
    CoreGroup,
    ParentViews,
    PlanAction,
    PlanApproval,
    PlanMember,
    PlanVersion,
    ProtectionPlan,
)
from keel.protection.written import SECTIONS, TABLES
from keel.recording.declared import Asked, Recording
from keel.recording.models import Move
from keel.recording.moves import moved, moves_of
from keel.recording.sheets import Forms
from keel.report.wording import day_text

NEWEST, DECIDED, EMPTY = "newest", "decided", "empty"
FIELDS = tuple(name for each in SECTIONS for name, _ in each.fields)
BEGUN, WRITTEN = "begun", "written"
AT_CONFERENCE, AT_CORE_GROUP = "Told the conference", "Told the core group"


class State(StrEnum):
    """Where a version stands. Writing a section is a step of a draft, and no state of its own."""

    DRAFT = "draft"
    PUBLISHED = "published"
    SIGNED = "signed"
    SENT_BACK = "sent back"
    REPLACED = "replaced"


WAYS: Mapping[State, tuple[State, ...]] = {
    State.DRAFT: (State.PUBLISHED,),
    State.PUBLISHED: (State.SIGNED, State.SENT_BACK, State.REPLACED),
    State.SIGNED: (State.REPLACED,),
    State.SENT_BACK: (State.REPLACED,),
    State.REPLACED: (),
}


def stands(version: PlanVersion) -> State:
    """Where a version stands: what it was moved to last; one that a source brought, by its days."""
    if version.published_on is None:
        return State.DRAFT
    moves = [move.state for move in moves_of(version) if move.state in set(State)]
    if moves:
        return State(moves[-1])
    is_signed = PlanApproval.objects.of(version.child_id).filter(version=version).exists()
    return State.SIGNED if is_signed else State.PUBLISHED


def versions_of(plan: ProtectionPlan) -> Any:
    """The versions of a plan, the newest first; a draft before all."""
    return (
        PlanVersion.objects.of(plan.child_id)
        .filter(plan=plan)
        .order_by(F("version").desc(nulls_last=True), "-pk")
    )


def newest_published(plan: ProtectionPlan) -> PlanVersion | None:
    """The version that was published last."""
    return versions_of(plan).exclude(published_on=None).order_by("-published_on", "-pk").first()


def in_force(child: Any) -> Any:
    """The published versions of a child's plans that nobody sent back, the newest first."""
    back = Move.objects.filter(child=child, of=PlanVersion._meta.label, state=State.SENT_BACK)
    found = PlanVersion.objects.of(child).exclude(published_on=None).exclude(pk__in=back.values("entry"))
    return found.order_by("-published_on", "-pk")


def open_draft(plan: ProtectionPlan) -> PlanVersion | None:
    """The version that is being written; one at a time."""
    return versions_of(plan).filter(published_on=None).first()


def latest_conference(plan: ProtectionPlan) -> Conference | None:
    """The conference held last that decided about this plan."""
    held = Conference.objects.of(plan.child_id).exclude(held_on=None)
    of_plan = held.filter(plan=plan) | held.filter(pk=plan.conference_id)
    return of_plan.order_by("-held_on", "-pk").first()


def plan_page(version: PlanVersion) -> str:
    """Where a version is read as a whole."""
    return reverse("protection:plan-version", args=[version.child_id, version.pk])


# Beginning


def begin(
    plan: ProtectionPlan,
    *,
    by: Any,
    worker: Any,
    source: PlanVersion | None = None,
    conference: Conference | None = None,
) -> PlanVersion:
    """A draft of the next version: all of ``source``, or what a conference decided, or nothing."""
    last = versions_of(plan).aggregate(last=Max("version"))["last"] or versions_of(plan).count()
    base = {"child_id": plan.child_id, "episode": plan.episode, "recorded_on": today(), "recorded_by": by}
    draft = PlanVersion(**base, plan=plan, version=last + 1, author=worker, begun_from=source)
    if source:
        for name in FIELDS:
            setattr(draft, name, getattr(source, name))
    elif conference:
        _as_decided(draft, conference)
    draft.save()
    if source:
        _carry_over(source, draft, base)
    elif conference:
        _rows_of_conference(draft, conference, base)
    moved(draft, BEGUN, by=by, reason=source_words(draft))
    return draft


def _as_decided(draft: PlanVersion, conference: Conference) -> None:
    """What the conference said: the risk in the chair's words, the child's own views, when the core group meets."""
    draft.conference = conference
    draft.worry = conference.chair_summary or conference.summary or conference.harm
    draft.core_group_on = conference.first_core_group_on
    if conference.child_views:
        draft.child_views, draft.child_views_on = conference.child_views, conference.held_on
        draft.child_views_method = AT_CONFERENCE


def _rows_of_conference(draft: PlanVersion, conference: Conference, base: Mapping[str, Any]) -> None:
    """Its contingency, its core group, and what each parent thought."""
    here = {**base, "version": draft}
    if conference.contingency:
        Contingency.objects.create(**here, response=conference.contingency)
    parents = {one.pk for one in parents_of(conference.child)}
    for each in ConferenceAttendance.objects.of(draft.child_id).filter(conference=conference).order_by("pk"):
        if each.is_core_member and each.person_id != draft.child_id:
            PlanMember.objects.create(**here, name=each.name, role=each.role, agency=each.agency)
        if each.person_id in parents and each.view:
            ParentViews.objects.create(
                **here, person_id=each.person_id, views=each.view, asked_on=conference.held_on,
                asked_how=AT_CONFERENCE,
            )  # fmt: skip


def _carry_over(source: PlanVersion, draft: PlanVersion, base: Mapping[str, Any]) -> None:
    """Every row as it stands, with the new days that core groups gave to actions."""
    outcomes: dict[Any, Any] = {}
    for name, table in TABLES.items():
        there = list(table._default_manager.of(draft.child_id).filter(version=source).order_by("pk"))
        new = [_carried(row, draft, base) for row in there]
        if name == "actions":
            _as_core_groups_left_them(there, new, outcomes)
        made = table._default_manager.bulk_create(new)
        if name == "outcomes":
            outcomes = {old.pk: row for old, row in zip(there, made, strict=True)}


def _carried(row: Any, draft: PlanVersion, base: Mapping[str, Any]) -> Any:
    kept = {
        "version_id",
        "carried_from_id",
        "taken_out_of_id",
        "child_id",
        "source_key",
        "is_latest_only",
        "entered_at",
        "id",
    }
    fields = [field.attname for field in row._meta.concrete_fields if field.attname not in kept]
    values = {name: getattr(row, name) for name in fields if name not in ("recorded_by_id", "recorded_on")}
    return type(row)(**values | base, version=draft, carried_from_id=row.carried_from_id or row.pk)


def _as_core_groups_left_them(there: Sequence[Any], new: Sequence[Any], outcomes: Mapping[Any, Any]) -> None:
    progress = ActionProgress.objects.filter(action__in=there).exclude(new_due_on=None).order_by("pk")
    due = dict(progress.values_list("action", "new_due_on"))
    for old, row in zip(there, new, strict=True):
        row.outcome = outcomes.get(old.outcome_id)
        row.due_on = due.get(old.pk, old.due_on)
        row.overdue_on = row.overdue_time = None


def passing_day(action: PlanAction, *, told_on: date, due_on: date | None = None) -> date | None:
    """The day on which an action passes its date undone; None where it does not.

    ``due_on`` is a new date that it was given. One that had passed when that was told keeps the day: so it was.
    """
    if action.overdue_on and action.overdue_on <= told_on:
        return action.overdue_on
    due = due_on or action.due_on
    if due is None or (action.done_on and action.done_on <= due):
        return None
    return due + timedelta(days=1)


def source_words(draft: PlanVersion) -> str:
    """What a version was begun from, in words."""
    if draft.begun_from:
        day = draft.begun_from.published_on
        told = f", published {day_text(day)}" if day else ""
        return f"Begun from version {draft.begun_from.version or 'before'}{told}"
    if draft.conference and draft.conference.held_on:
        return f"Begun from the conference of {day_text(draft.conference.held_on)}"
    return "Begun from nothing"


class BeginForm(forms.Form):
    """What the new version is begun from."""

    source = forms.ChoiceField(
        label="What should the new version begin with?",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what the new version begins with"},
    )

    def __init__(self, *args: Any, choices: list[tuple[str, str]], **named: Any) -> None:
        super().__init__(*args, **named)
        self.fields["source"].choices = choices
        self.fields["source"].initial = choices[0][0]


def _plan_of(asked: Asked) -> ProtectionPlan | None:
    """The plan that the page is about: itself, or that of a core group."""
    return asked.row if isinstance(asked.row, ProtectionPlan) else asked.row.plan


def _choices(plan: ProtectionPlan | None) -> list[tuple[str, str]]:
    newest, conference = (newest_published(plan), latest_conference(plan)) if plan else (None, None)
    choices = []
    if newest:
        day = day_text(newest.published_on)
        choices.append((NEWEST, f"Everything in version {newest.version or 'before'}, published {day}"))
    if conference:
        choices.append((DECIDED, f"What the conference of {day_text(conference.held_on)} decided"))
    return [*choices, (EMPTY, "Nothing")]


def begin_forms(asked: Asked, sent: Any) -> Forms:
    """One question."""
    return {"begin": BeginForm(sent, prefix="begin", choices=_choices(_plan_of(asked)))}


def save_begun(asked: Asked, values: Mapping[str, Any]) -> str:
    """The draft, and its page."""
    plan, asked_for = _plan_of(asked), values["begin"]["source"]
    source = newest_published(plan) if asked_for == NEWEST else None
    conference = latest_conference(plan) if asked_for == DECIDED else None
    draft = begin(plan, by=asked.by, worker=asked.worker, source=source, conference=conference)
    if isinstance(asked.row, CoreGroup):
        _as_core_group_said(draft, asked.row)
    return plan_page(draft)


def _as_core_group_said(draft: PlanVersion, group: CoreGroup) -> None:
    """What the child and her parents told it is newer than what the version before it holds."""
    if group.child_views:
        draft.child_views, draft.child_views_on = group.child_views, group.held_on
        draft.child_views_method = AT_CORE_GROUP
        draft.save(update_fields=["child_views", "child_views_on", "child_views_method"])


def cannot_begin(asked: Asked) -> str:
    """One draft at a time, and only of a plan that goes on."""
    plan = _plan_of(asked)
    if plan is None or plan.ended_on:
        return "This plan has ended."
    if draft := open_draft(plan):
        return f"Version {draft.version} is being written. Write in that one: it is on the Plan page."
    return ""


def beside_plan(asked: Asked) -> dict[str, Any]:
    """What came since the last version: what core groups and conferences said should change."""
    plan = _plan_of(asked)
    newest = newest_published(plan) if plan else None
    groups = CoreGroup.objects.of(asked.child).exclude(held_on=None).exclude(plan_changes="")
    if newest:
        groups = groups.filter(held_on__gte=newest.published_on)
    return {
        "plan": plan,
        "newest": newest,
        "conference": latest_conference(plan) if plan else None,
        "to_change": groups.order_by("-held_on", "-pk"),
    }


BEGIN = Recording(
    key="protection:plan-begin",
    title="Begin a new version of the plan",
    act=Act.PLAN_WRITE,
    forms=begin_forms,
    save=save_begun,
    about="protection.ProtectionPlan",
    template="protection/plan_write.html",
    hint="Everything is carried over; you change what has changed.",
    button="Begin the version",
    done="The new version is begun. It is a draft until it is published.",
    why_not=cannot_begin,
    beside=beside_plan,
)
BEGIN_FROM_CORE_GROUP = replace(
    BEGIN,
    key="protection:plan-from-core-group",
    title="Put what must change into the next version of the plan",
    about="protection.CoreGroup",
    is_for=lambda asked: asked.row.plan is not None,
    hint="Everything is carried over, with the new days of actions. What must change stands beside it.",
)
