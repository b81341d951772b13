"""From a new worry to a plan through the pages, each doing their own part: the walk that several tests take."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from test_discussing import talk

from cast import Cast
from keel.clock import today
from keel.people.models import Person
from keel.protection.models import (
    Conference,
    ConferenceAttendance,
    ProtectionPlan,
    S47Enquiry,
    StrategyDiscussion,
)

DAY = "%d/%m/%Y"
WEEK = timedelta(weeks=1)
Did = Callable[..., None]  # who, on which page, about which child, with what words, about which entry
FOUND = {
    "found-others_spoken_to": "Her teacher", "found-medical": "A bruise", "found-analysis": "She is hit",
    "found-outcome": "Substantiated, likely to suffer harm", "found-is_conference_required_by_end": "yes",
    "found-child_told": "By me", "found-parent_told": "At home", "found-agencies_told": "All",
}  # fmt: skip
DECISION = {
    "harm": "Is likely to suffer significant harm", "is_plan_made": "yes", "category": "PHY", "chair_summary": "Hit",
    "decision": "A plan", "contingency": "Legal planning",
}  # fmt: skip


def lives_on(monkeypatch: pytest.MonkeyPatch, day: date) -> None:
    """From now on, every page lives on that day."""
    monkeypatch.setenv("KEEL_TODAY", day.isoformat())


def to_a_plan(
    did: Did, cast: Cast, child: Person, day: date, monkeypatch: pytest.MonkeyPatch
) -> ProtectionPlan:
    """A discussion and a visit on a Monday, the conference a week later."""
    lives_on(monkeypatch, day)
    did("worker", "strategy", child, talk(child))
    discussion = StrategyDiscussion.objects.get()
    did("team_manager", "strategy-decision", child, {"decision-reason": "Agreed"}, discussion)
    enquiry = S47Enquiry.objects.get()
    checks = {f"checks-{number}-asked_on": "today" for number in range(3)}
    did("worker", "s47-checks", child, checks, enquiry)
    did("worker", "visit", child, seen(child))
    did("worker", "s47-outcome", child, FOUND, enquiry)
    did("team_manager", "s47-authorise", child, {"decision-reason": "Agreed"}, enquiry)
    conference = Conference.objects.get()
    booking = {
        "planned_on": (day + WEEK).strftime(DAY),
        "place": "Town hall",
        "chair": str(cast.workers["chair"].pk),
    }
    did(
        "business",
        "conference-booking",
        child,
        {f"book-{name}": words for name, words in booking.items()},
        conference,
    )
    did("business", "conference-people", child, {}, conference)
    shared = {"report-is_shared_with_parents": "yes", "report-is_received_by_chair": "yes"}
    did("worker", "conference-report", child, shared, conference)
    did("chair", "conference-preparation", child, {}, conference)
    lives_on(monkeypatch, day + WEEK)
    held(did, child, conference)
    decided(did, child, conference, **DECISION, next_review_on=(day + 12 * WEEK).strftime(DAY))
    return ProtectionPlan.objects.get()


def seen(child: Person) -> dict[str, str]:
    """A visit at which the child was seen alone."""
    return {"visit-kind": "held", f"{child.pk}-is_child_seen": "yes", f"{child.pk}-is_seen_alone": "yes"}


def held(did: Did, child: Person, conference: Conference) -> None:
    """The conference takes place, and everybody who was asked is there."""
    meeting = {
        "shared-is_quorate": "yes", "shared-are_other_children_considered": "yes", "shared-parent_views": "Rosa agrees",
        "shared-summary": "Everybody spoke", f"child-{child.pk}-participation": "PN6",
        f"child-{child.pk}-child_views": "Sleep",
    }  # fmt: skip
    asked = ConferenceAttendance.objects.filter(conference=conference).count()
    people = {f"people-{place}-is_present": "yes" for place in range(asked)}
    did("business", "conference-record", child, meeting | people, conference)


def decided(did: Did, child: Person, conference: Conference, **decision: str) -> None:
    """The chair says what was decided; a core group of a new plan meets a week later."""
    own = {f"child-{child.pk}-{name}": value for name, value in decision.items()}
    group = (
        {"shared-first_core_group_on": (today() + WEEK).strftime(DAY)} if conference.kind == "initial" else {}
    )
    people = ConferenceAttendance.objects.filter(conference=conference, is_present=True)
    there = people.exclude(agency__in=("", "Family")).count()
    views = {f"views-{child.pk}-{place}-is_for_plan": decision["is_plan_made"] for place in range(there)}
    did(
        "chair",
        "conference-decision",
        child,
        own | group | views | {"shared-is_complaint_route_told": "yes"},
        conference,
    )
