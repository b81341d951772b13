"""What somebody of another agency needs of the children whom she helps: what she is asked to, and what is hers to do.

The walls show her no more than this (keel.access.helped); every question here is put so narrowly that it would give the
same to somebody who sees more.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from keel.access.queries import helped_by
from keel.access.rules import capacity
from keel.clock import today
from keel.people.models import Person
from keel.protection.family import Part, part_of
from keel.protection.models import (
    ActionProgress,
    AgencyReport,
    Conference,
    ConferenceAttendance,
    CoreGroup,
    CoreGroupAttendance,
    CoreGroupUpdate,
    PlanAction,
    PlanMember,
    PlanVersion,
    ProtectionPlan,
    StrategyAccount,
    StrategyAgency,
)
from keel.protection.planning import newest_published
from keel.protection.written import SECTIONS, written
from keel.report.wording import counted, day_text

UNNAMED = "Another agency"


@dataclass(frozen=True, slots=True)
class Helper:
    """Somebody of another agency, as invitations and actions name her."""

    user: Any
    name: str
    agency: str

    def is_named(self, name: str, agency: str) -> bool:
        """Whether a row names her or her agency, however it is written."""
        named = (capacity(self.name), capacity(self.agency))
        return any(
            each and each == of for each, of in zip(named, (capacity(name), capacity(agency)), strict=True)
        )

    @property
    def signs_as(self) -> str:
        """The agency that stands beside what she writes."""
        return self.agency or UNNAMED


def helper_of(user: Any) -> Helper:
    """Who asks. Her agency is the team that she is of."""
    worker = getattr(user, "worker", None)
    agency = worker.team.name if worker and worker.team else ""
    return Helper(user, worker.name if worker else "", agency)


@dataclass(frozen=True, slots=True)
class Invited:
    """A conference that she is asked to: what her agency has written for it, and whether she may read its record."""

    conference: Conference
    reports: list[AgencyReport]
    is_kept_out: bool

    @property
    def is_to_come(self) -> bool:
        """Whether a report can still be written for it."""
        return self.conference.held_on is None

    @property
    def may_read_record(self) -> bool:
        """What was said is read by those who were not kept out of a part, once it is sent to those who were asked."""
        return self.conference.record_shared_on is not None and not self.is_kept_out


def invited(helper: Helper, child: Person) -> list[Invited]:
    """The conferences about a child that somebody is asked to, the next first, then the latest."""
    rows = [
        row
        for row in ConferenceAttendance.objects.of(child).exclude(conference=None)
        if helper.is_named(row.name, row.agency)
    ]
    kept_out = {row.conference_id for row in rows if row.excluded_part or row.excluded_reason}
    found = Conference.objects.of(child).filter(pk__in={row.conference_id for row in rows})
    written_for = reports_by(helper, child, {row.pk for row in rows})
    made = [Invited(one, written_for.get(one.pk, []), one.pk in kept_out) for one in found]
    return sorted(made, key=_next_first)


def _next_first(each: Invited) -> tuple[bool, int]:
    day = (each.conference.held_on or each.conference.planned_on or date.max).toordinal()
    return (False, day) if each.is_to_come else (True, -day)


def her_invitation(helper: Helper, conference: Conference) -> ConferenceAttendance | None:
    """Which invitation her report answers: that in her own name, else her agency's."""
    rows = ConferenceAttendance.objects.of(conference.child_id).filter(conference=conference).order_by("pk")
    mine = [row for row in rows if helper.is_named(row.name, row.agency)]
    return min(mine, key=lambda row: not helper.is_named(row.name, ""), default=None)


def reports_by(helper: Helper, child: Person, asked: set[int]) -> dict[int, list[AgencyReport]]:
    """The reports of her agency, by the conference that they are for, the latest last; ``asked``: her invitations."""
    found: dict[int, list[AgencyReport]] = {}
    for row in (
        AgencyReport.objects.of(child).exclude(conference=None).select_related("worker").order_by("pk")
    ):
        is_hers = row.recorded_by_id == helper.user.pk or row.invitation_id in asked
        if is_hers or helper.is_named("", row.agency):
            found.setdefault(row.conference_id, []).append(row)
    return found


@dataclass(frozen=True, slots=True)
class PlanRead:
    """The plan that a child is on, as another agency reads it: the version published last."""

    plan: ProtectionPlan
    version: PlanVersion | None
    parts: list[Part]
    actions: list[PlanAction]
    is_member: bool
    next_core_group_on: date | None


def plan_read(helper: Helper, child: Person, *, whole: bool = True) -> PlanRead | None:
    """The open plan, her agency's actions in it, and when its core group meets next; None where there is no plan."""
    plan = ProtectionPlan.objects.of(child).filter(ended_on=None).order_by("-started_on", "-pk").first()
    if plan is None:
        return None
    version = newest_published(plan)
    rows = PlanAction.objects.of(child).filter(version=version).order_by("due_on", "pk") if version else ()
    members = PlanMember.objects.of(child).filter(version=version) if version else ()
    came = [row for row in CoreGroupAttendance.objects.of(child) if helper.is_named(row.name, row.agency)]
    is_member = bool(came) or any(helper.is_named(row.name, row.agency) for row in members)
    return PlanRead(
        plan=plan,
        version=version,
        parts=parts_for(version) if version and whole else [],
        actions=[row for row in rows if helper.is_named(row.owner, row.agency)],
        is_member=is_member,
        next_core_group_on=_next_core_group(child, version, came),
    )


def _next_core_group(
    child: Person, version: PlanVersion | None, came: list[CoreGroupAttendance]
) -> date | None:
    """As the last core group that she was asked to set it, else as the plan says."""
    last = groups_of(child, came).exclude(next_on=None).first()
    days = [last.next_on if last else None, version.core_group_on if version else None]
    return next((day for day in days if day and day >= today()), None)


def groups_of(child: Person, came: list[CoreGroupAttendance]) -> Any:
    """The core groups that rows of who was asked are about, the latest first."""
    asked = [row.core_group_id for row in came]
    return CoreGroup.objects.of(child).filter(pk__in=asked).order_by("-held_on", "-pk")


def core_groups(helper: Helper, child: Person) -> list[CoreGroup]:
    """The core groups that she was asked to, the latest first."""
    came = [row for row in CoreGroupAttendance.objects.of(child) if helper.is_named(row.name, row.agency)]
    return list(groups_of(child, came))


def parts_for(version: PlanVersion) -> list[Part]:
    """The plan for another agency: not what a parent said or needs, nor advice, nor a child's words that stay hers."""
    plan = replace(written(version), parents=(), before=None)
    parts = (
        part_of(each, plan, lambda name: _may_read(name, version)) for each in SECTIONS if each.is_for_partner
    )
    return [part for part in parts if part.paragraphs or part.rows]


def _may_read(name: str, version: PlanVersion) -> bool:
    """A child's own words are shown to others only where somebody has said that they may be."""
    if name == "are_child_views_shown":
        return False
    return version.are_child_views_shown is True or not name.startswith("child_views")


def told_of(helper: Helper, actions: list[PlanAction]) -> dict[int, list[ActionProgress]]:
    """What was told of her agency's actions, by action, the latest first."""
    found: dict[int, list[ActionProgress]] = {}
    for row in ActionProgress.objects.filter(action__in=actions).order_by("-pk"):
        found.setdefault(row.action_id, []).append(row)
    return found


def updates_by(helper: Helper, child: Person) -> list[CoreGroupUpdate]:
    """What her agency told core groups, the latest first."""
    rows = CoreGroupUpdate.objects.of(child).select_related("worker", "core_group").order_by("-pk")
    return [row for row in rows if row.recorded_by_id == helper.user.pk or helper.is_named("", row.agency)]


def discussions(helper: Helper, child: Person) -> list[StrategyAgency]:
    """Her own place at the strategy discussions about a child on which nobody has decided yet."""
    rows = StrategyAgency.objects.of(child).filter(discussion__decided_on=None).order_by("-pk")
    return [row for row in rows if helper.is_named(row.name, row.agency)]


def accounts_by(helper: Helper, place: StrategyAgency) -> Any:
    """What she wrote of what her agency shared there, the latest last."""
    return StrategyAccount.objects.filter(asked=place, recorded_by=helper.user).order_by("pk")


@dataclass(frozen=True, slots=True)
class HelpedChild:
    """A child whom she helps: when she is next asked to come, and what is asked of her before."""

    child: Person
    meetings: list[str]
    asked: list[str]


def children_helped(user: Any) -> list[HelpedChild]:
    """The children whom somebody helps, by name."""
    helper = helper_of(user)
    people = Person.objects.filter(pk__in=helped_by(user)).with_names()
    made = (_helped(helper, child) for child in people)
    return sorted(made, key=lambda each: (each.child.shown_name, str(each.child.pk)))


def _helped(helper: Helper, child: Person) -> HelpedChild:
    conferences = [each for each in invited(helper, child) if each.is_to_come]
    plan = plan_read(helper, child, whole=False)
    meetings = [
        f"{each.conference.get_kind_display().capitalize()} conference, {day_text(each.conference.planned_on)}"
        for each in conferences
        if each.conference.planned_on
    ]
    if plan and plan.is_member and plan.next_core_group_on:
        meetings.append(f"Core group, {day_text(plan.next_core_group_on)}")
    return HelpedChild(child, meetings, list(_asked(helper, child, conferences, plan)))


def _asked(helper: Helper, child: Person, to_come: list[Invited], plan: PlanRead | None) -> Iterator[str]:
    for place in discussions(helper, child):
        if not accounts_by(helper, place).exists():
            yield "What your agency shared at a strategy discussion"
    yield from ("Your report for the conference" for each in to_come if not each.reports)
    if plan is None:
        return
    undone = [row for row in plan.actions if row.done_on is None]
    if undone:
        late = [row for row in undone if row.due_on and row.due_on < today()]
        yield counted(len(undone), "action") + (f", {len(late)} late" if late else "")
    if plan.is_member and plan.next_core_group_on and not _has_told(helper, child):
        yield "Your update for the core group"


def _has_told(helper: Helper, child: Person) -> bool:
    return any(row.core_group_id is None for row in updates_by(helper, child))
