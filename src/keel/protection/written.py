"""A version of a plan as a whole: its sections in their order, and every row that belongs to it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from keel.people.kin import parents_of
from keel.people.models import Person
from keel.people.models.person import NAMELESS
from keel.protection.models import (
    Contingency,
    ParentViews,
    PlanAction,
    PlanMember,
    PlanOutcome,
    PlanVersion,
    ProtectionPlan,
)


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a plan that is written on a page of its own. ``fields`` are those of the version; ``rows`` a table."""

    key: str
    title: str
    fields: tuple[tuple[str, str], ...] = ()  # name, and what it is called
    rows: str = ""
    parts: tuple[tuple[str, str], ...] = ()  # of a row
    is_for_family: bool = True
    is_for_partner: bool = True  # of another agency that carries the plan out

    @property
    def recording(self) -> str:
        """What writes it."""
        return f"protection:plan-{self.key}"


SECTIONS: tuple[Section, ...] = (
    Section(
        "why",
        "Why there is a plan, and daily life",
        (("worry", "Why there is a plan"), ("daily_life", "What life is like for the child now")),
    ),
    Section(
        "child-views",
        "What the child thinks",
        (
            ("child_views", "What the child thinks and wants"),
            ("child_views_method", "How the child was asked, or observed"),
            ("child_views_on", "When"),
            ("child_views_by", "Who asked"),
            ("are_child_views_shown", "May the family read this"),
        ),
    ),
    Section(
        "parent-views",
        "What each parent thinks",
        rows="parents",
        parts=(
            ("views", "What they think"),
            ("asked_how", "How they were asked"),
            ("asked_on", "When"),
            ("tries", "What was tried"),
        ),
        is_for_partner=False,  # what a parent said in confidence
    ),
    Section(
        "outcomes",
        "What will be different for the child",
        rows="outcomes",
        parts=(("outcome", "What will be different"), ("measure", "How we will know"), ("by_on", "By when")),
    ),
    Section(
        "actions",
        "Who does what",
        rows="actions",
        parts=(
            ("action", "Action"),
            ("outcome", "For"),
            ("owner", "Who"),
            ("agency", "Agency"),
            ("start_on", "From"),
            ("due_on", "By"),
            ("done_when", "Done when"),
            ("done_on", "Done on"),
        ),
    ),
    Section(
        "contingency",
        "What happens if things do not get better",
        rows="contingencies",
        parts=(
            ("trigger", "If"),
            ("response", "Then"),
            ("within", "By when"),
            ("decided_by", "Who decides"),
            ("is_court_considered", "Going to court was considered"),
        ),
    ),
    Section(
        "safety",
        "Visits, and keeping safe",
        (
            ("visits", "Who visits, how often, and how the child is seen"),
            ("bottom_line", "What must never happen"),
            ("strengths", "What goes well, and who is safe"),
            ("needs", "What the child needs"),
        ),
    ),
    Section(
        "communication",
        "How the family reads and hears",
        (("communication_needs", "What the parents need"), ("form_given", "The form they are given")),
        is_for_family=False,  # what one parent needs is not told to another
        is_for_partner=False,
    ),
    Section(
        "network",
        "The family’s own meeting",
        (
            ("network_offered_on", "Offered"),
            ("network_answer", "What the family answered"),
            ("network_held_on", "Held"),
        ),
    ),
    Section(
        "core-group",
        "The people who carry the plan out",
        (("core_group_on", "Next meeting"), ("later_core_group_on", "The one after")),
        rows="members",
        parts=(("name", "Name"), ("role", "Role"), ("agency", "Agency")),
    ),
    Section(
        "legal",
        "Legal planning",
        (
            ("legal_considered_on", "Considered"),
            ("legal_decision", "Decision"),
            ("legal_reason", "Why"),
        ),
        is_for_family=False,
        is_for_partner=False,
    ),
)
TABLES: dict[str, type[Any]] = {
    "outcomes": PlanOutcome,
    "actions": PlanAction,
    "contingencies": Contingency,
    "parents": ParentViews,
    "members": PlanMember,
}


def section(key: str) -> Section:
    """The section of that name."""
    return next(each for each in SECTIONS if each.key == key)


@dataclass(frozen=True, slots=True)
class Written:
    """A version of a plan, all of it, with what must be known to judge it. It can be made without a database."""

    version: PlanVersion
    child: Person
    started_on: date | None = None
    category: str = ""
    outcomes: Sequence[PlanOutcome] = ()
    actions: Sequence[PlanAction] = ()
    contingencies: Sequence[Contingency] = ()
    parents: Sequence[ParentViews] = ()
    members: Sequence[PlanMember] = ()
    known_parents: Sequence[Person] = ()
    before: "Written | None" = None
    names: dict[Any, str] = field(default_factory=dict)  # what people are called, by their identity

    @property
    def called(self) -> str:
        """What the child is called."""
        return self.names.get(self.child.pk, "")

    def rows(self, name: str) -> Sequence[Any]:
        """The rows of a section's table."""
        return getattr(self, name) if name else ()

    def texts(self) -> Iterator[tuple[Section, str]]:
        """Everything written in sentences that a family is given, section by section."""
        for each in SECTIONS:
            if not each.is_for_family:
                continue
            for row, names in (
                (self.version, each.fields),
                *((row, each.parts) for row in self.rows(each.rows)),
            ):
                for name, _ in names:
                    value = row.__dict__.get(name, "")
                    if isinstance(value, str) and value:
                        yield each, value


def written(version: PlanVersion) -> Written:
    """A version with all its rows, and the one that it was carried over from."""
    child = child_of(version)
    parents = parents_of(child)
    rows, source = _rows(version), version.begun_from
    everybody = (child, *parents, *_named(rows["parents"], parents))
    about: dict[str, Any] = {
        "child": child,
        "started_on": version.plan.started_on if version.plan else None,
        "category": category_of(version.plan) if version.plan else "",
        "known_parents": parents,
        "names": {person.pk: person.called for person in everybody if person.called != NAMELESS},
    }
    before = Written(version=source, **_rows(source), **about) if source else None
    return Written(version=version, before=before, **rows, **about)


def child_of(version: PlanVersion) -> Person:
    """Whose plan it is, with her names; read once for a version."""
    if "child" not in version._state.fields_cache:
        version.child = Person.objects.with_names().get(pk=version.child_id)
    return version.child


def category_of(plan: ProtectionPlan) -> str:
    """The harm that a plan is for, as the record codes it."""
    return plan.latest_category or plan.initial_category


def beside(version: PlanVersion, plan: Written) -> Written:
    """Another version of the same plan, to be compared with one that is at hand."""
    return replace(plan, version=version, before=None, **_rows(version))


def _rows(version: PlanVersion) -> dict[str, list[Any]]:
    return {
        name: list(table._default_manager.of(version.child_id).filter(version=version).order_by("pk"))
        for name, table in TABLES.items()
    }


def _named(views: Sequence[ParentViews], known: Sequence[Person]) -> Iterator[Person]:
    others = {row.person_id for row in views} - {person.pk for person in known} - {None}
    if others:
        yield from Person.objects.filter(pk__in=others).with_names()
