"""A child's journey recorded through the pages is returned, and read back by ``keel check`` as the record reads it."""

from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse
from front_door_pages import contact_boxes, decision_boxes
from sent import mistakes, send
from test_assessing import START, passed, writing
from test_core_group import of_child
from test_returns import CENSUS, of_the_record, readings
from walked import WEEK, decided, held, lives_on, seen, to_a_plan

from cast import Cast
from keel.front_door.assessments import SECTIONS
from keel.front_door.models import Assessment, Contact, Referral
from keel.people.models import Person
from keel.protection.models import Conference, ProtectionPlan
from keel.returns.annex_a import write_annex_a
from keel.returns.census import write_census

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 1, 12)


def did(cast: Cast, who: str, page: str, child: Person, words: dict[str, Any], row: Any = None) -> None:
    """Somebody opens a page and sends it."""
    key = page if ":" in page else f"protection:{page}"
    way = reverse(key, args=[child.pk, row.pk] if row else [child.pk])
    answer = send(cast.client(who), way, {name.replace("__", "-"): value for name, value in words.items()})
    assert answer.status_code == 302, (page, mistakes(answer) or answer.content.decode()[-3000:])


def on(day: date) -> str:
    return day.strftime("%d/%m/%Y")


@pytest.fixture
def child(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Person:
    """From a contact to the first review of a plan, in eleven weeks, each doing their own part."""
    ada, does = cast.families["own"].child, partial(did, cast)
    _is_assessed(cast, ada, does, monkeypatch)
    plan = to_a_plan(does, cast, ada, MONDAY + WEEK, monkeypatch)
    _is_visited(cast, ada, does, monkeypatch)
    _is_authorised(ada, does)
    _is_reviewed(ada, plan, does, monkeypatch)
    return ada


def _is_assessed(cast: Cast, ada: Person, does: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    lives_on(monkeypatch, MONDAY + timedelta(days=1))
    came = {"contact__received_on": on(MONDAY), "contact__partner_aware_on": on(MONDAY - timedelta(days=2))}
    does("worker", "front_door:contact", ada, contact_boxes(**came))
    made = {"decision__made_on": "today", "decision__referrer_told_on": "today"}
    does("team_manager", "front_door:decide", ada, decision_boxes(**made), Contact.objects.get())
    start = START | {"start__started_on": "today", "start__internal_review_on": on(MONDAY + 2 * WEEK)}
    does("worker", "front_door:start-assessment", ada, start, Referral.objects.get())


def _is_visited(cast: Cast, ada: Person, does: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """The core group meets, and she is visited; her assessment takes longer than it may."""
    lives_on(monkeypatch, MONDAY + 3 * WEEK)
    does("worker", "visit", ada, seen(ada))
    group = {
        "held_on": "today",
        "next_on": on(MONDAY + 7 * WEEK),
        "place": "The school",
        "minuted_by": "Its head",
    }
    said = {f"meeting-{name}": words for name, words in group.items()} | {"meeting-parent_views": "“I try”"}
    there = {"people-0-is_present": "yes", "people-1-is_present": "yes"}
    does("worker", "core-group", ada, said | there | of_child(ada))
    lives_on(monkeypatch, MONDAY + 10 * WEEK)
    assessment = Assessment.objects.get()
    assessment.outcome = "Child in need plan"
    for part in (part for section in SECTIONS for part in section.parts):
        setattr(assessment, part.name, f"Zq{part.name}")
    asked = {f"parent-{cast.families['own'].mother.pk}__asked_on": "today"}
    does("worker", "front_door:assessment", ada, writing(cast, assessment) | asked, assessment)


def _is_authorised(ada: Person, does: Any) -> None:
    assessment = Assessment.objects.get()
    does("worker", "front_door:send-assessment", ada, {}, assessment)
    does("team_manager", "front_door:authorise-assessment", ada, passed(), assessment)


def _is_reviewed(ada: Person, plan: ProtectionPlan, does: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    does("business", "review-booking", ada, {"book-planned_on": "today", "book-place": "Town hall"}, plan)
    review = Conference.objects.get(kind="review")
    does("business", "conference-people", ada, {}, review)
    held(does, ada, review)
    going_on = {"harm": "Is likely to suffer significant harm", "is_plan_made": "yes", "category": "NEG"}
    words = {"chair_summary": "Hit again", "decision": "It goes on", "contingency": "Legal planning"}
    decided(does, ada, review, **going_on, **words, next_review_on=on(MONDAY + 34 * WEEK))


KNOWN = {
    "assessment_45": {"late"}, "icpc_15": {"met"}, "rcpc_first": {"met"}, "rcpc_next": {"running"},
    "cp_visit": {"met", "overdue"}, "cp_visit_seen_alone": {"met", "overdue"}, "child_seen_assessment": {"met"},
}  # fmt: skip
READ = {"cin": {"assessment_45", "icpc_15", "rcpc_first", "rcpc_next"}, "annex-a": set(KNOWN)}
NOT_SAID = {
    "child_seen_assessment": "cannot be computed"
}  # a visit within an assessment has no day in Annex A


def test_what_was_recorded_through_the_pages_is_read_back_with_the_same_readings(
    child: Person, tmp_path: Path
) -> None:
    for form, path in (("cin", tmp_path / "census.xml"), ("annex-a", tmp_path / "annex.xlsx")):
        written = write_census(CENSUS, "999", path) if form == "cin" else write_annex_a(CENSUS, path)
        assert written == 1, "her brother is in no case"
        ((_, told),) = readings(path, CENSUS).items()
        assert {name for name, *_ in told} == READ[form]
        record = of_the_record(child, CENSUS, READ[form])
        assert {(name, status) for name, status, _ in record} == {
            (name, status) for name in READ[form] for status in KNOWN[name]
        }
        assert told == {(name, NOT_SAID.get(name, status), due) for name, status, due in record}
