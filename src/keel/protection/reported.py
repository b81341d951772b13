"""What the record knows already for a social worker's report, in words, each with where it comes from."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.apps import apps
from django.db.models import Q

from keel.people.kin import parents_of
from keel.people.models import HouseholdMember, Person, Relationship
from keel.protection.enquiring import seen_in, seen_words
from keel.protection.models import (
    ActionProgress,
    AgencyReport,
    Conference,
    ConferenceKind,
    CoreGroup,
    CoreGroupAttendance,
    InNeedVisit,
    OutcomeProgress,
    ParentViews,
    PlanAction,
    PlanOutcome,
    PlanVersion,
    ProtectionPlan,
    S47Check,
    S47Enquiry,
    StrategyAgency,
    StrategyDiscussion,
    Visit,
    VisitKind,
)
from keel.protection.planning import newest_published
from keel.protection.progress import category_words, earlier_plans, time_on_plan
from keel.protection.time_on_plan import plan_of
from keel.report.wording import day_text

ANSWERED = {True: "yes", False: "no", None: "not recorded"}
MOST_QUOTES = 12  # of the child's own words since the last conference: the latest


@dataclass(frozen=True, slots=True)
class Source:
    """What a report is written from: the child, the conference, and what there was before it."""

    conference: Conference
    child: Person
    last: Conference | None  # the conference held last before this one
    plan: ProtectionPlan | None
    version: PlanVersion | None
    assessment: Any

    @property
    def is_review(self) -> bool:
        """Whether a plan is reviewed."""
        return self.conference.kind == ConferenceKind.REVIEW

    @property
    def since(self) -> date | None:
        """From when on what happened is new to the conference."""
        return self.last.held_on if self.last else None

    def new(self, found: Any, name: str) -> Any:
        """Rows of which a day lies after the last conference, in the order of those days."""
        found = found.exclude(**{name: None})
        return (found.filter(**{f"{name}__gt": self.since}) if self.since else found).order_by(name, "pk")


def source_of(conference: Conference | None, child: Person) -> Source:
    """All that is asked of the record once. A report that names no conference is prefilled from the rest."""
    conference = conference or Conference(child=child)
    held = Conference.objects.of(child).exclude(pk=conference.pk).exclude(held_on=None)
    plan = conference.plan or plan_of(child)
    made = apps.get_model("front_door.Assessment").objects.of(child).exclude(authorised_on=None)
    return Source(
        conference=conference,
        child=child,
        last=held.order_by("-held_on", "-pk").first(),
        plan=plan,
        version=newest_published(plan) if plan else None,
        assessment=made.order_by("-authorised_on", "-pk").first(),
    )


KNOWN: dict[str, Callable[[Source], Iterator[str]]] = {}


def known(teller: Callable[[Source], Iterator[str]]) -> Callable[[Source], Iterator[str]]:
    """What tells the box that bears its name."""
    KNOWN[teller.__name__] = teller
    return teller


def known_of(source: Source) -> dict[str, str]:
    """What stands in each box before anybody has typed."""
    return {name: "\n".join(tell(source)) for name, tell in KNOWN.items()}


@known
def reason(source: Source) -> Iterator[str]:
    """Why the conference is held."""
    if source.conference.reason:
        yield source.conference.reason
    elif source.plan:
        kind = category_words(source.plan)
        yield f"Review of the plan{f' for {kind.lower()}' if kind else ''}. {time_on_plan(source.plan)}"


@known
def household(source: Source) -> Iterator[str]:
    """Who lives with her."""
    homes = HouseholdMember.objects.filter(person=source.child, to_on=None).values("household")
    members = HouseholdMember.objects.filter(household__in=homes, to_on=None).values("person")
    near = Person.objects.filter(pk__in=members).exclude(pk=source.child.pk)
    relations = dict(_relations(source.child))
    for one in near.with_names().order_by("birth_on", "pk"):
        yield _person(one, relations.get(one.pk, ""))


@known
def wider_family(source: Source) -> Iterator[str]:
    """Relatives on file, and the family's own meeting."""
    homes = HouseholdMember.objects.filter(person=source.child, to_on=None).values("household")
    with_her = set(
        HouseholdMember.objects.filter(household__in=homes, to_on=None).values_list("person", flat=True)
    )
    relations = {one: words for one, words in _relations(source.child) if one not in with_her}
    for one in Person.objects.filter(pk__in=relations).with_names().order_by("birth_on", "pk"):
        yield _person(one, relations[one.pk])
    version = source.version
    if version and version.network_offered_on:
        held = f", held on {day_text(version.network_held_on)}" if version.network_held_on else ""
        answer = version.network_answer or "answer not recorded"
        yield f"Family network meeting offered on {day_text(version.network_offered_on)}: {answer}{held}"


def _relations(child: Person) -> Iterator[tuple[Any, str]]:
    found = Relationship.objects.filter(person=child, to_on=None).exclude(other=None).order_by("pk")
    yield from found.values_list("other", "relation")


def _person(one: Person, relation: str) -> str:
    born = f", born {day_text(one.birth_on)}" if one.birth_on else ""
    return f"{one.shown_name}{f', {relation}' if relation else ''}{born}"


@known
def family_history(source: Source) -> Iterator[str]:
    """What was found before; earlier plans and removals."""
    if source.plan:
        for begun, ended, kind in earlier_plans(source.child, source.plan):
            yield f"Earlier plan: {begun} to {ended or 'not ended'}{f', {kind.lower()}' if kind else ''}"
    if source.child.has_earlier_removal is not None:
        yield f"Earlier child removed: {ANSWERED[source.child.has_earlier_removal]}"
    yield from _assessed(source, "family_history", "history_effect")


def _assessed(source: Source, *names: str) -> Iterator[str]:
    said = [getattr(source.assessment, name).strip() for name in names] if source.assessment else []
    if any(said):
        yield f"From the assessment of {day_text(source.assessment.authorised_on)}:"
        yield from filter(None, said)


EVENTS: tuple[tuple[str, str, str], ...] = (  # table, its day, and what happened
    ("front_door.Referral", "received_on", "referral"),
    ("protection.StrategyDiscussion", "held_on", "strategy discussion"),
    ("protection.S47Enquiry", "started_on", "section 47 enquiries began"),
    ("protection.Conference", "held_on", "conference"),
    ("protection.ProtectionPlan", "started_on", "child protection plan began"),
    ("protection.ProtectionPlan", "ended_on", "child protection plan ended"),
    ("protection.CoreGroup", "held_on", "core group"),
    ("protection.ServiceMissed", "missed_on", "service missed"),
)


@known
def key_events(source: Source) -> Iterator[str]:
    """What happened, the earliest first; for a review since the last conference."""
    told = sorted((on, words) for table, name, words in EVENTS for on in _days(source, table, name))
    yield from (f"{day_text(on)}: {words}" for on, words in told)


def _days(source: Source, table: str, name: str) -> Iterable[date]:
    app, _, model = table.partition(".")
    if model.lower() not in apps.all_models[app]:
        return []
    found = apps.get_model(table)._default_manager.of(source.child)
    days: Iterable[date] = source.new(found, name).values_list(name, flat=True)
    return days


@known
def seen(source: Source) -> Iterator[str]:
    """For a review the visits since the last conference; else those of the enquiries."""
    if not source.is_review:
        yield from map(seen_words, seen_in(source.conference.enquiry) if source.conference.enquiry else [])
        return
    for visit in _visits(source):
        kind = "child in need visit, " if isinstance(visit, InNeedVisit) else ""
        came = (
            f"seen {ANSWERED[visit.is_child_seen]}, alone {ANSWERED[visit.is_seen_alone]}, "
            f"sleeping place {ANSWERED[visit.is_bedroom_seen]}"
        )
        is_held = isinstance(visit, InNeedVisit) or visit.kind == VisitKind.HELD
        yield f"{day_text(visit.visited_on)}: {kind}{came if is_held else 'attempted'}"


def _visits(source: Source) -> list[Visit | InNeedVisit]:
    """All visits to the child since the last conference, those under no protection plan among them."""
    under_plan = source.new(Visit.objects.of(source.child).exclude(kind=VisitKind.MISSED), "visited_on")
    in_need = source.new(InNeedVisit.objects.of(source.child), "visited_on")
    return sorted([*under_plan, *in_need], key=lambda visit: (visit.visited_on, visit.pk))


def _called(visit: Visit | InNeedVisit) -> str:
    return " (child in need visit)" if isinstance(visit, InNeedVisit) else ""


@known
def child_views(source: Source) -> Iterator[str]:
    """Her own words since the last conference, each with its day."""
    spoken = [visit for visit in _visits(source) if visit.own_words or visit.observation]
    for visit in spoken[-MOST_QUOTES:]:
        words = f"“{visit.own_words.strip('“”')}”" if visit.own_words else f"Seen: {visit.observation}"
        yield f"{day_text(visit.visited_on)}{_called(visit)}: {words}"
    for group in _groups(source):
        if group.child_views:
            yield f"Core group of {day_text(group.held_on)}: {group.child_views}"


@known
def parent_views(source: Source) -> Iterator[str]:
    """What each said of the plan, and to core groups and visitors since."""
    if source.version:
        names = {one.pk: one.shown_name for one in parents_of(source.child)}
        for each in ParentViews.objects.of(source.child).filter(version=source.version).order_by("pk"):
            who = names.get(each.person_id) or each.name or "A parent"
            yield f"{who}, of the plan: {each.views or each.tries}"
    for group in _groups(source):
        if group.parent_views:
            yield f"Core group of {day_text(group.held_on)}: {group.parent_views}"
    for visit in _visits(source):
        if visit.parent_words:
            yield f"Visit of {day_text(visit.visited_on)}{_called(visit)}: {visit.parent_words}"


@known
def family_views(source: Source) -> Iterator[str]:
    """What they said to the last conference."""
    if source.last and source.last.family_views:
        yield f"Conference of {day_text(source.last.held_on)}: {source.last.family_views}"


@known
def needs(source: Source) -> Iterator[str]:
    """As the plan says, else the assessment."""
    if source.version and source.version.needs:
        yield f"From version {source.version.version} of the plan: {source.version.needs}"
    else:
        yield from _assessed(source, "needs")


@known
def parenting(source: Source) -> Iterator[str]:
    """What the assessment found; what stopped progress since."""
    yield from _assessed(source, "parenting")
    for group in _groups(source):
        if group.stopping_progress:
            yield f"What stopped progress, core group of {day_text(group.held_on)}: {group.stopping_progress}"


@known
def agencies(source: Source) -> Iterator[str]:
    """What each shared and answered; whose report is in; what each did of the plan."""
    enquiry: S47Enquiry | None = source.conference.enquiry
    if enquiry:
        talk: StrategyDiscussion | None = enquiry.discussion
        for each in StrategyAgency.objects.of(source.child).filter(discussion=talk).exclude(information=""):
            yield f"{each.agency}: {each.information}"
        for check in S47Check.objects.of(source.child).filter(enquiry=enquiry).exclude(response=""):
            yield f"{check.agency}, when asked: {check.response}"
    for report in AgencyReport.objects.of(source.child).filter(conference=source.conference).order_by("pk"):
        yield f"{report.agency}: report came on {day_text(report.received_on)}"
    if source.version:
        done = PlanAction.objects.of(source.child).filter(version=source.version).exclude(agency="")
        for name in done.order_by("agency").values_list("agency", flat=True).distinct():
            of_it = done.filter(agency=name)
            finished = of_it.exclude(done_on=None).count()
            yield f"{name}: {finished} of {of_it.count()} actions of the plan done"


def _groups(source: Source) -> Any:
    return source.new(CoreGroup.objects.of(source.child), "held_on")


@known
def core_groups(source: Source) -> Iterator[str]:
    """When they met, and who was there."""
    came = CoreGroupAttendance.objects.of(source.child).filter(core_group__in=_groups(source).values("pk"))
    people = list(came.order_by("pk"))
    for group in _groups(source):
        mine = [one for one in people if one.core_group_id == group.pk]
        there = ", ".join(f"{one.name} ({one.role or one.agency})" for one in mine if one.is_present)
        away = ", ".join(
            f"{one.name} ({one.absence_reason or 'no reason'})" for one in mine if one.is_present is False
        )
        yield f"{day_text(group.held_on)}. There: {there or 'not recorded'}. Not there: {away or 'nobody'}"


@known
def actions(source: Source) -> Iterator[str]:
    """Of each action of the plan: done, or its new day and why."""
    if source.version is None:
        return
    progress = ActionProgress.objects.of(source.child).filter(action__version=source.version).order_by("pk")
    latest = {each.action_id: each for each in progress}
    for action in PlanAction.objects.of(source.child).filter(version=source.version).order_by("due_on", "pk"):
        yield f"{action.action} ({action.owner}): {_came_of(action, latest.get(action.pk))}"


def _came_of(action: PlanAction, last: ActionProgress | None) -> str:
    if action.done_on:
        return f"done on {day_text(action.done_on)}"
    if last and last.new_due_on:
        return f"not done, now by {day_text(last.new_due_on)}: {last.reason}"
    return f"not done, due {day_text(action.due_on)}" if action.due_on else "not done"


@known
def legal_planning(source: Source) -> Iterator[str]:
    """What the plan says of it."""
    version = source.version
    if version and version.legal_decision:
        day = f"{day_text(version.legal_considered_on)}: " if version.legal_considered_on else ""
        yield f"{day}{version.legal_decision}{f'. {version.legal_reason}' if version.legal_reason else ''}"


@known
def protects(source: Source) -> Iterator[str]:
    """What goes well, as the plan says."""
    if source.version and source.version.strengths:
        yield f"From version {source.version.version} of the plan: {source.version.strengths}"


@known
def draft_plan(source: Source) -> Iterator[str]:
    """For a review, the plan as it stands: its outcomes and what must never happen."""
    if source.version is None:
        return
    yield f"As in version {source.version.version} of the plan, with the changes that are recommended:"
    outcomes = PlanOutcome.objects.of(source.child).filter(version=source.version).order_by("pk")
    yield from (f"Outcome: {one.outcome}" for one in outcomes)
    if source.version.bottom_line:
        yield f"What must never happen: {source.version.bottom_line}"


@known
def communication(source: Source) -> Iterator[str]:
    """How the child and the parents hear and read best."""
    if source.child.communication_needs:
        yield f"{source.child.called}: {source.child.communication_needs}"
    if source.version and source.version.communication_needs:
        given = f" ({source.version.form_given})" if source.version.form_given else ""
        yield f"Parents, from the plan: {source.version.communication_needs}{given}"


def progress_of(source: Source) -> list[dict[str, Any]]:
    """Each outcome of the plan with what the last core group said of it."""
    if source.version is None:
        return []
    outcomes = list(PlanOutcome.objects.of(source.child).filter(version=source.version).order_by("pk"))
    lines = {one.pk: one.carried_from_id or one.pk for one in outcomes}
    said = OutcomeProgress.objects.of(source.child).exclude(core_group__held_on=None)
    of_line = Q(outcome__in=lines.values()) | Q(outcome__carried_from__in=lines.values())
    latest: dict[int, OutcomeProgress] = {}
    for row in (
        said.filter(of_line).select_related("core_group", "outcome").order_by("core_group__held_on", "pk")
    ):
        latest[row.outcome.carried_from_id or row.outcome_id] = row
    return [_progress(one.pk, latest.get(lines[one.pk])) for one in outcomes]


def _progress(outcome: int, last: OutcomeProgress | None) -> dict[str, Any]:
    if last is None:
        return {"outcome": outcome}
    when = day_text(last.core_group.held_on)
    return {
        "outcome": outcome,
        "scale": last.scale,
        "direction": last.direction,
        "evidence": f"Core group of {when}: {last.evidence}",
    }
