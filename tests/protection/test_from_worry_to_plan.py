"""From a new worry to a plan, each doing their own part, with the database's own walls up as they stand in use."""

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.urls import reverse
from sent import mistakes, send
from test_discussing import talk

from cast import Cast
from keel.people.models import Person
from keel.protection.models import (
    Conference,
    ConferenceAttendance,
    ProtectionPlan,
    S47Enquiry,
    StrategyDiscussion,
)
from keel.workforce.models import Involvement

pytestmark = pytest.mark.django_db


def down() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('role', 'none', true), set_config('keel.claim', '', true)")


def up() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('role', 'keel_web', true)")


def did(cast: Cast, who: str, page: str, child: Person, words: dict[str, Any], row: Any = None) -> None:
    """Somebody opens a page and sends it, through the walls."""
    client = cast.client(who)
    up()
    where = reverse(f"protection:{page}", args=[child.pk, row.pk] if row else [child.pk])
    answer = send(client, where, words)
    down()
    assert answer.status_code == 302, (page, mistakes(answer))


def test_each_does_their_part_and_the_child_has_one_plan(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    ada, cal = cast.families["own"].children
    Involvement.objects.filter(worker=cast.workers["chair"]).delete()
    monkeypatch.setenv("KEEL_TODAY", "2026-06-29")  # a Monday
    did(cast, "worker", "strategy", ada, talk(ada))
    discussion = StrategyDiscussion.objects.get()
    did(cast, "team_manager", "strategy-decision", ada, {"decision-reason": "Agreed"}, discussion)
    enquiry = S47Enquiry.objects.get()
    checks = {f"checks-{number}-asked_on": "today" for number in range(3)}
    did(cast, "worker", "s47-checks", ada, checks, enquiry)
    seen = {"visit-kind": "held", f"{ada.pk}-is_child_seen": "yes", f"{ada.pk}-is_seen_alone": "yes"}
    did(cast, "worker", "visit", ada, seen)
    found = {
        "found-others_spoken_to": "Her teacher", "found-medical": "A bruise", "found-analysis": "She is hit",
        "found-outcome": "Substantiated, likely to suffer harm", "found-is_conference_required_by_end": "yes",
        "found-child_told": "By me", "found-parent_told": "At home", "found-agencies_told": "All",
    }  # fmt: skip
    did(cast, "worker", "s47-outcome", ada, found, enquiry)
    did(cast, "team_manager", "s47-authorise", ada, {"decision-reason": "Agreed"}, enquiry)
    conference = Conference.objects.get()
    chair = {
        "book-planned_on": "6/7/2026",
        "book-place": "Town hall",
        "book-chair": str(cast.workers["chair"].pk),
    }
    did(cast, "business", "conference-booking", ada, chair, conference)
    did(cast, "business", "conference-people", ada, {}, conference)
    shared = {"report-is_shared_with_parents": "yes", "report-is_received_by_chair": "yes"}
    did(cast, "worker", "conference-report", ada, shared, conference)
    did(cast, "chair", "conference-preparation", ada, {}, conference)
    monkeypatch.setenv("KEEL_TODAY", "2026-07-06")
    meeting = {
        "shared-is_quorate": "yes", "shared-are_other_children_considered": "yes", "shared-parent_views": "Rosa agrees",
        "shared-summary": "Everybody spoke", f"child-{ada.pk}-participation": "PN6",
        f"child-{ada.pk}-child_views": "Sleep",
    }  # fmt: skip
    people = {f"people-{place}-is_present": "yes" for place in range(ConferenceAttendance.objects.count())}
    did(cast, "business", "conference-record", ada, meeting | people, conference)
    decision = {
        "harm": "Is likely to suffer significant harm", "is_plan_made": "yes", "category": "PHY",
        "chair_summary": "Hit", "decision": "A plan", "contingency": "Legal planning", "next_review_on": "22/9/2026",
    }  # fmt: skip
    own = {f"child-{ada.pk}-{name}": value for name, value in decision.items()}
    group = {"shared-first_core_group_on": "13/7/2026", "shared-is_complaint_route_told": "yes"}
    did(cast, "chair", "conference-decision", ada, own | group, conference)
    plan = ProtectionPlan.objects.get()
    assert (plan.child, plan.started_on, plan.initial_category) == (ada, date(2026, 7, 6), "PHY")
    assert not Conference.objects.filter(child=cal).exists()
    did(cast, "business", "conference-letter", ada, {}, conference)
    did(cast, "business", "review-booking", ada, {"book-place": "Town hall"}, plan)
    death = {"died_on": "6/7/2026", "told_by": "Police", "told_whom": "Her school", "is_certain": "on"}
    did(cast, "team_manager", "death", ada, {f"death-{name}": value for name, value in death.items()})
    up()
    assert not ProtectionPlan.objects.exists(), "the walls are up: without a claim nothing is shown"
    down()
    plan.refresh_from_db()
    assert plan.end_reason == "Died"
