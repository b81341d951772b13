"""What waits for a manager's decision about a child, each with the way to where it is decided.

Whether there are section 47 enquiries, and that there is no conference after harm was found, are decided where the
discussion and the enquiries stand.
"""

from collections.abc import Iterator
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse

from keel.clock import today
from keel.oversight.models import DecisionKind, ManagementDecision, SeniorReviewKind
from keel.people.models import Person
from keel.protection.models import S47Enquiry, SignificantEvent, StrategyDiscussion, Visit, VisitKind
from keel.protection.time_on_plan import plan_of
from keel.recording.pages import entry_page
from keel.report.wording import day_text
from keel.supervision.deciders import is_repeat, is_repeat_looked_at, looks, undecided

NOT_SEEN = (~Q(kind=VisitKind.HELD) | Q(is_child_seen=False)) & Q(plan__ended_on=None)


def waiting(child: Person) -> list[dict[str, Any]]:
    """In words, with where each is decided."""
    return [*_of_entries(child), *_of_enquiries(child), *_of_plan(child)]


def _of_entries(child: Person) -> Iterator[dict[str, Any]]:
    visits, events = Visit.objects.of(child).filter(NOT_SEEN), SignificantEvent.objects.of(child)
    for row in _undecided(visits, "visited_on", DecisionKind.MISSED_VISIT, "visit"):
        yield {"words": f"Missed visit of {day_text(row.visited_on)}", "href": entry_page(row)}
    for row in _undecided(events, "happened_on", DecisionKind.RISK, "event"):
        yield {"words": f"Incident of {day_text(row.happened_on)}", "href": entry_page(row)}


def _undecided(rows: QuerySet[Any], day: str, kind: DecisionKind, link: str) -> QuerySet[Any]:
    """Those that no decision names; and, since an import names none, that came after the last such decision."""
    decided = ManagementDecision.objects.filter(child=OuterRef("child"), kind=kind)
    named = decided.filter(**{link: OuterRef("pk")})
    unnamed = decided.filter(**{link: None, "decided_on__gte": OuterRef(day)})
    return rows.filter(~Exists(named), ~Exists(unnamed), **{f"{day}__lte": today()}).order_by(day, "pk")


def _of_enquiries(child: Person) -> Iterator[dict[str, Any]]:
    followed = S47Enquiry.objects.filter(
        Q(discussion=OuterRef("pk")) | Q(started_on__gte=OuterRef("held_on"))
    )
    talks = StrategyDiscussion.objects.of(child).filter(decided_on=None, is_enquiry_started=None)
    for talk in talks.filter(~Exists(followed.filter(child=child))).exclude(held_on=None):
        words = f"Section 47, yes or no, after the discussion of {day_text(talk.held_on)}"
        yield {"words": words, "href": entry_page(talk)}
    unsaid = Q(ended_on=None) | Q(is_harm_substantiated=None)
    for enquiry in S47Enquiry.objects.of(child).filter(unsaid).exclude(outcome=""):
        words = "What the section 47 enquiries found, and whether there is a conference"
        yield {"words": words, "href": entry_page(enquiry)}


def _of_plan(child: Person) -> Iterator[dict[str, Any]]:
    plan = plan_of(child)
    if plan is None:
        return
    for look in undecided(plan):
        yield {
            "words": f"The plan is {look.kind.label}: {look.whose} decides",
            "href": reverse("supervision:plan-age", args=[child.pk, plan.pk]),
        }
    if is_repeat(plan) and not is_repeat_looked_at(plan):
        look = looks()[SeniorReviewKind.REPEAT]
        yield {
            "words": f"This is not the first plan: {look.whose} looks at why",
            "href": reverse("supervision:repeat-plan", args=[child.pk, plan.pk]),
        }
