"""A plan is written by several, published, signed by somebody else, given to the family, and never changed after."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from sent import mistakes, opened, send
from written import hold_everything

from cast import Cast
from keel.clock import today
from keel.oversight.actions import reassess
from keel.oversight.models import StoredReading, StoredSignal
from keel.people.models import Person
from keel.protection.models import (
    Conference,
    ConferenceAttendance,
    Contingency,
    CoreGroup,
    OutcomeProgress,
    ParentViews,
    PlanAction,
    PlanApproval,
    PlanLeftUnchanged,
    PlanMember,
    PlanOutcome,
    PlanSharing,
    PlanVersion,
    ProtectionPlan,
)
from keel.protection.planning import State, begin, passing_day, stands
from keel.recording.models import Draft, Move
from keel.recording.moves import moved

pytestmark = pytest.mark.django_db
WEEKS = timedelta(weeks=10)


@pytest.fixture
def child(cast: Cast) -> Person:
    return Person.objects.with_names().get(pk=cast.families["own"].child.pk)


@pytest.fixture
def plan(cast: Cast, child: Person) -> ProtectionPlan:
    return ProtectionPlan.objects.create(
        child=child, started_on=today() - WEEKS, episode="plan-1", initial_category="NEG"
    )


@pytest.fixture
def draft(cast: Cast, plan: ProtectionPlan) -> PlanVersion:
    return begin(plan, by=cast["worker"], worker=cast.workers["worker"])


def fill(cast: Cast, version: PlanVersion, child: Person) -> PlanVersion:
    """All that the gate asks for."""
    mother, name = cast.families["own"].mother, child.called
    base = {"child": child, "version": version, "episode": version.episode}
    day = today() - timedelta(days=7)
    for field, value in {
        "worry": f"On 4 May {name} was alone at home all night.",
        "daily_life": f"{name} gets up alone. On 9 May {name} said “I make the tea”.",
        "child_views": "Zqchildsaid I want Mum home.", "child_views_method": "Three houses",
        "child_views_on": day, "child_views_by": "Maya Okoro",
        "visits": "Maya every ten days, alone at school.", "bottom_line": f"{name} is never alone at night.",
        "strengths": "Rosa cooks.", "needs": "Sleep.",
        "communication_needs": "Zqneeds Rosa reads slowly.", "form_given": "Easy read",
        "network_offered_on": day, "network_answer": "Yes", "core_group_on": today() + timedelta(days=10),
        "later_core_group_on": today() + timedelta(days=40), "legal_decision": "Zqlegal not now",
    }.items():  # fmt: skip
        setattr(version, field, value)
    version.save()
    outcome = PlanOutcome.objects.create(
        **base, outcome=f"{name} sleeps at home with an adult.", measure="Diary", by_on=today() + WEEKS
    )
    PlanAction.objects.create(
        **base, outcome=outcome, action="Keep a diary", owner="Rosa", due_on=today() + WEEKS, done_when="Seen"
    )
    Contingency.objects.create(
        **base, trigger="A night alone", response="A meeting", within="The same day", decided_by="Helen Ward",
        is_court_considered=True,
    )  # fmt: skip
    ParentViews.objects.create(**base, person=mother, views="Zqrosasaid I try.", asked_on=day)
    PlanMember.objects.create(**base, name="Kemi Balogun", role="Health visitor", agency="Health")
    return version


@pytest.fixture
def whole(cast: Cast, draft: PlanVersion, child: Person) -> PlanVersion:
    return fill(cast, draft, child)


@pytest.fixture
def published(cast: Cast, whole: PlanVersion) -> PlanVersion:
    answer = send(cast.client("worker"), way(whole, "publish"))
    assert answer.status_code == 302, mistakes(answer)
    whole.refresh_from_db()
    return whole


@pytest.fixture
def signed(cast: Cast, published: PlanVersion) -> PlanVersion:
    answer = send(cast.client("team_manager"), way(published, "sign"))
    assert answer.status_code == 302, mistakes(answer)
    return published


def way(version: PlanVersion, page: str) -> str:
    return reverse(f"protection:plan-{page}", args=[version.child_id, version.pk])


def page_of(client: Client, version: PlanVersion, page: str = "version", **asked: Any) -> str:
    answer = client.get(way(version, page), asked)
    assert answer.status_code == 200
    return answer.content.decode()


# Begun and written


def test_a_plan_without_a_version_offers_to_begin_one_from_the_conference(
    cast: Cast, child: Person, plan: ProtectionPlan
) -> None:
    conference = Conference.objects.create(
        child=child, plan=plan, kind="initial", held_on=today() - WEEKS, harm="On 4 May she was alone.",
        contingency="Ask for a legal meeting", child_views="Zqasked for Mum", first_core_group_on=today(),
    )  # fmt: skip
    mother = cast.families["own"].mother
    for name, more in (("Kemi", {"is_core_member": True}), ("Rosa", {"person": mother, "view": "Zqagrees"})):
        ConferenceAttendance.objects.create(child=child, conference=conference, name=name, **more)
    client = cast.client("worker")
    begin_way = reverse("protection:plan-begin", args=[child.pk, plan.pk])
    assert begin_way in client.get(reverse("protection:plan", args=[child.pk])).content.decode()
    answer = send(client, begin_way)
    version = PlanVersion.objects.get(child=child)
    assert answer.headers["Location"] == way(version, "version")
    assert (version.version, version.published_on, version.conference) == (1, None, conference)
    assert version.worry == conference.harm
    assert Contingency.objects.get(version=version).response == conference.contingency
    assert (version.child_views, version.core_group_on) == ("Zqasked for Mum", today())
    assert [row.name for row in PlanMember.objects.filter(version=version)] == ["Kemi"]
    assert [(row.person, row.views) for row in ParentViews.objects.filter(version=version)] == [
        (mother, "Zqagrees")
    ]
    assert "Begun from the conference of" in page_of(client, version)


def test_there_is_one_draft_at_a_time(cast: Cast, child: Person, draft: PlanVersion) -> None:
    answer = cast.client("worker").get(reverse("protection:plan-begin", args=[child.pk, draft.plan_id]))
    assert "Version 1 is being written" in answer.content.decode()
    answer = cast.client("worker").post(
        reverse("protection:plan-begin", args=[child.pk, draft.plan_id]), {"begin-source": "empty"}
    )
    assert answer.status_code == 409
    with pytest.raises(IntegrityError), transaction.atomic():
        begin(draft.plan, by=cast["worker"], worker=None)
    assert PlanVersion.objects.count() == 1


def test_each_section_can_be_opened_and_says_what_is_missing(cast: Cast, draft: PlanVersion) -> None:
    from keel.protection.written import SECTIONS  # noqa: PLC0415

    client = cast.client("worker")
    plan = page_of(client, draft)
    for section in SECTIONS:
        href = reverse(section.recording, args=[draft.child_id, draft.pk])
        assert href in plan
        assert client.get(href).status_code == 200, section.key
    assert "Must be mended" in client.get(way(draft, "outcomes")).content.decode()


def test_outcomes_and_actions_are_kept_where_they_stand(cast: Cast, draft: PlanVersion) -> None:
    client = cast.client("worker")
    send(client, way(draft, "outcomes"), outcomes__0__outcome="Ada sleeps", outcomes__0__by_on="3/6/2030")
    assert PlanOutcome.objects.count() == 0, "a day years away is asked about first"
    send(client, way(draft, "outcomes"), outcomes__0__outcome="Ada sleeps", outcomes__0__by_on="")
    first = PlanOutcome.objects.get()
    send(client, way(draft, "outcomes"), outcomes__1__outcome="Ada eats")
    second = PlanOutcome.objects.exclude(pk=first.pk).get()
    boxes = {"actions-0-action": "Keep a diary", "actions-0-outcome": str(second.pk)}
    assert send(client, way(draft, "actions"), boxes).status_code == 302
    answer = send(client, way(draft, "outcomes"), {"outcomes-1-outcome": ""})
    assert answer.status_code == 302
    assert PlanOutcome.objects.get(version=draft) == first, "the first stays the same row"
    assert PlanOutcome.objects.get(taken_out_of=draft) == second, "what was taken out stays on file"
    assert PlanAction.objects.get().outcome is None
    assert "is for no outcome" in page_of(client, draft)


def test_each_parent_of_the_record_has_a_row_and_an_empty_one_is_not_kept(
    cast: Cast, draft: PlanVersion
) -> None:
    client, mother = cast.client("worker"), cast.families["own"].mother
    boxes = opened(client, way(draft, "parent-views"))
    assert boxes["parents-0-person"] == str(mother.pk)
    assert client.post(way(draft, "parent-views"), boxes).status_code == 302
    assert not ParentViews.objects.exists()
    typed = {"parents-0-views": "I try", "parents-0-asked_on": "yesterday", "parents-1-name": "Tom Reed",
             "parents-1-tries": "Rang twice", "parents-1-asked_on": "yesterday"}  # fmt: skip
    assert send(client, way(draft, "parent-views"), typed).status_code == 302
    told = {(row.person_id, row.name, row.views, row.tries) for row in ParentViews.objects.all()}
    assert told == {(mother.pk, "", "I try", ""), (None, "Tom Reed", "", "Rang twice")}


@pytest.mark.parametrize(
    ("page", "boxes", "words"),
    [
        ("child-views", {"section-child_views_on": "tomorrow"}, "has not come yet"),
        ("child-views", {"section-child_views_on": "1/1/1999"}, "was born"),
        (
            "network",
            {"section-network_offered_on": "today", "section-network_held_on": "1/1/2026"},
            "before it",
        ),
        ("core-group", {"section-core_group_on": "31/2/2026"}, "Enter a day"),
        ("outcomes", {"outcomes-0-measure": "Zqkept"}, "Say what will be different"),
        ("actions", {"actions-0-owner": "Zqkept"}, "Say what is to be done"),
    ],
)
def test_a_mistake_stands_beside_its_box_and_keeps_what_was_typed(
    cast: Cast, draft: PlanVersion, page: str, boxes: dict[str, str], words: str
) -> None:
    answer = send(cast.client("worker"), way(draft, page), boxes)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert set(boxes.values()) <= {value for kept in Draft.objects.get().words.values() for value in kept}
    assert not Move.objects.filter(state="written").exists()


def test_two_people_write_different_sections_at_once(cast: Cast, draft: PlanVersion) -> None:
    one, other = cast.client("worker"), cast.client("worker")
    first, second = opened(one, way(draft, "why")), opened(other, way(draft, "safety"))
    assert one.post(way(draft, "why"), first | {"section-worry": "Zqworry"}).status_code == 302
    assert other.post(way(draft, "safety"), second | {"section-needs": "Zqneeds"}).status_code == 302
    draft.refresh_from_db()
    assert (draft.worry, draft.needs) == ("Zqworry", "Zqneeds")


def test_two_people_who_write_the_same_section_see_both(
    cast: Cast, draft: PlanVersion, child: Person
) -> None:
    involve(cast, "other_worker", child)
    one, other = cast.client("worker"), cast.client("other_worker")
    first, second = opened(one, way(draft, "why")), opened(other, way(draft, "why"))
    assert one.post(way(draft, "why"), first | {"section-worry": "Zqhers"}).status_code == 302
    answer = other.post(way(draft, "why"), second | {"section-worry": "Zqhis"})
    assert answer.status_code == 409
    assert "Zqhers" in answer.content.decode()
    assert "Zqhis" in answer.content.decode()
    draft.refresh_from_db()
    assert draft.worry == "Zqhers"
    again = second | {"stamp": answer.context["stamp"], "section-worry": "Zqhers and Zqhis"}
    assert other.post(way(draft, "why"), again | {"revision": "9"}).status_code == 302
    draft.refresh_from_db()
    assert draft.worry == "Zqhers and Zqhis"


def involve(cast: Cast, who: str, child: Person) -> None:
    from keel.workforce.models import Involvement  # noqa: PLC0415

    Involvement.objects.create(child=child, worker=cast.workers[who], started_on=today() - WEEKS)


def test_a_larger_plan_is_read_in_as_many_statements(
    cast: Cast, whole: PlanVersion, child: Person, django_assert_max_num_queries: Any
) -> None:
    client = cast.client("worker")
    with CaptureQueriesContext(connection) as few:
        page_of(client, whole)
    base = {"child": child, "version": whole}
    for number in range(12):
        outcome = PlanOutcome.objects.create(**base, outcome=f"{child.called} {number}")
        PlanAction.objects.create(**base, outcome=outcome, action="Keep a diary", owner="Rosa")
    with django_assert_max_num_queries(len(few)):
        page_of(client, whole)


# Published and signed


def test_publishing_says_what_the_gate_found_and_meets_the_timescale(
    cast: Cast, child: Person, whole: PlanVersion
) -> None:
    hold_everything(today())
    reassess(child, as_of=today())
    late = StoredReading.objects.filter(child=child, timescale="plan_recorded", status="overdue")
    waits = StoredReading.objects.filter(child=child, timescale="plan_manager_signoff", status="running")
    assert late.exists(), "no plan was written up in ten weeks"
    assert not waits.exists()
    answer = send(cast.client("worker"), way(whole, "publish"))
    assert answer.headers["Location"] == way(whole, "version")
    whole.refresh_from_db()
    facts = (
        whole.is_contingency_complete,
        whole.has_child_views,
        whole.has_parent_views,
        whole.is_child_focused,
    )
    assert (whole.published_on, facts) == (today(), (True, True, True, True))
    assert not late.exists()
    assert waits.exists()
    send(cast.client("team_manager"), way(whole, "sign"))
    assert not waits.exists()


def test_what_the_gate_does_not_find_is_recorded_as_not_there(cast: Cast, draft: PlanVersion) -> None:
    client = cast.client("worker")
    page = client.get(way(draft, "publish")).content.decode()
    assert "Must be mended" in page
    assert reverse("protection:plan-parent-views", args=[draft.child_id, draft.pk]) in page
    assert send(client, way(draft, "publish")).status_code == 422
    assert send(client, way(draft, "publish"), publish__why="soon").status_code == 422
    answer = send(client, way(draft, "publish"), publish__why="The conference is tomorrow morning")
    assert answer.status_code == 302
    draft.refresh_from_db()
    facts = (
        draft.is_contingency_complete,
        draft.has_child_views,
        draft.has_parent_views,
        draft.is_child_focused,
    )
    assert facts == (False, False, False, False)
    assert Move.objects.get(state=State.PUBLISHED).odd == "The conference is tomorrow morning"


def test_a_published_version_is_not_changed(cast: Cast, published: PlanVersion) -> None:
    client, before = cast.client("worker"), published.worry
    for page in ("why", "outcomes", "parent-views", "publish"):
        answer = client.post(way(published, page), {"section-worry": "changed", "outcomes-TOTAL_FORMS": "0"})
        assert answer.status_code in (409, 422), page
    published.refresh_from_db()
    assert published.worry == before
    assert PlanOutcome.objects.filter(version=published).count() == 1


def test_whoever_wrote_nothing_in_it_does_not_publish_it(
    cast: Cast, whole: PlanVersion, child: Person
) -> None:
    involve(cast, "other_worker", child)
    client = cast.client("other_worker")
    assert "somebody who wrote in it" in client.get(way(whole, "publish")).content.decode()
    send(client, way(whole, "safety"))
    assert send(client, way(whole, "publish")).status_code == 302


def test_a_manager_signs_and_the_version_before_is_replaced(cast: Cast, signed: PlanVersion) -> None:
    approval = PlanApproval.objects.get(version=signed)
    assert (approval.approved_by, approval.gate_passed, approval.gate_said) == (
        cast.workers["team_manager"], True, "",
    )  # fmt: skip
    assert stands(signed) is State.SIGNED
    second = begin(signed.plan, by=cast["worker"], worker=cast.workers["worker"], source=signed)
    second.needs = "Sleep and school"
    second.save()
    send(cast.client("worker"), way(second, "publish"))
    assert stands(signed) is State.SIGNED, "until another is signed, the one that was signed holds"
    send(cast.client("team_manager"), way(second, "sign"))
    second.refresh_from_db()
    assert (stands(signed), stands(second)) == (State.REPLACED, State.SIGNED)


def test_nobody_signs_what_she_wrote(cast: Cast, whole: PlanVersion, child: Person) -> None:
    involve(cast, "team_manager", child)
    manager = cast.client("team_manager")
    assert send(manager, way(whole, "safety")).status_code == 302
    send(cast.client("worker"), way(whole, "publish"))
    assert "You wrote in this version" in manager.get(way(whole, "sign")).content.decode()
    assert manager.post(way(whole, "sign"), {"sign-comment": ""}).status_code == 409
    assert not PlanApproval.objects.exists()


@pytest.mark.parametrize(
    ("who", "page", "status"),
    [
        ("worker", "sign", 404), ("chair", "sign", 404), ("chair", "why", 404), ("other_manager", "sign", 404),
        ("other_worker", "version", 404), ("other_worker", "family", 404), ("analyst", "version", 404),
        ("chair", "version", 200), ("lawyer", "version", 200), ("business", "why", 404),
    ],
)  # fmt: skip
def test_who_may_do_what_with_a_plan(
    cast: Cast, published: PlanVersion, who: str, page: str, status: int
) -> None:
    answer = cast.client(who).get(way(published, page))
    assert answer.status_code in ({status} if status == 200 else {404, 302})
    assert "Zqrosasaid" not in answer.content.decode() or status == 200


def test_a_draft_is_not_signed(cast: Cast, whole: PlanVersion) -> None:
    manager = cast.client("team_manager")
    assert "it is signed once it is published" in manager.get(way(whole, "sign")).content.decode()
    assert manager.post(way(whole, "sign"), {"sign-comment": ""}).status_code == 409
    assert not PlanApproval.objects.exists()


def test_signing_in_spite_of_the_gate_takes_a_reason_that_is_counted(cast: Cast, whole: PlanVersion) -> None:
    ParentViews.objects.all().delete()
    send(cast.client("worker"), way(whole, "publish"), publish__why="Her mother is in hospital now")
    assert "Her mother is in hospital now" in page_of(cast.client("team_manager"), whole, "sign")
    manager = cast.client("team_manager")
    assert reverse("protection:plan-overrides") in manager.get(way(whole, "sign")).content.decode()
    for reason in ("", "ok", "because I say"):
        assert send(manager, way(whole, "sign"), sign__override_reason=reason).status_code == 422
    assert not PlanApproval.objects.exists()
    answer = send(manager, way(whole, "sign"), sign__override_reason="Her mother comes home on Friday")
    assert answer.status_code == 302
    approval = PlanApproval.objects.get()
    assert approval.gate_passed is False
    assert "Rosa: neither views nor tries" in approval.gate_said
    counted = manager.get(reverse("protection:plan-overrides"))
    assert [each["number"] for each in counted.context["figures"]] == [1, 1]
    assert "Her mother comes home on Friday" in counted.content.decode()
    elsewhere = cast.client("other_manager").get(reverse("protection:plan-overrides"))
    assert [each["number"] for each in elsewhere.context["figures"]] == [0, 0]


def test_what_is_sent_back_is_neither_changed_nor_signed_but_begun_anew(
    cast: Cast, published: PlanVersion
) -> None:
    manager, worker = cast.client("team_manager"), cast.client("worker")
    assert send(manager, way(published, "send-back"), back__comment="No").status_code == 422
    back = send(manager, way(published, "send-back"), back__comment="Say how often the school sees her")
    assert back.status_code == 302
    assert stands(published) is State.SENT_BACK
    assert "Say how often the school sees her" in page_of(worker, published)
    assert manager.post(way(published, "sign"), {"sign-comment": ""}).status_code == 409
    answer = send(worker, reverse("protection:plan-begin", args=[published.child_id, published.plan_id]))
    second = PlanVersion.objects.get(version=2)
    assert answer.headers["Location"] == way(second, "version")
    assert second.begun_from == published


def test_the_plan_left_as_it_is_is_recorded_with_its_reason(cast: Cast, published: PlanVersion) -> None:
    address = reverse("protection:plan-unchanged", args=[published.child_id, published.plan_id])
    assert send(cast.client("worker"), address).status_code == 422
    assert send(cast.client("worker"), address, unchanged__reason="All of it still holds").status_code == 302
    left = PlanLeftUnchanged.objects.get()
    assert (left.looked_on, left.episode) == (today(), "plan-1")


@pytest.mark.parametrize(
    ("done_on", "new_on", "passes_on"),
    [(None, None, 11), (10, None, None), (12, None, 11), (None, 20, 21), (15, 20, None)],
)
def test_an_action_passes_its_date_the_day_after_unless_it_is_done(
    done_on: int | None, new_on: int | None, passes_on: int | None
) -> None:
    def day(number: int | None) -> date | None:
        return date(2026, 6, number) if number else None

    action = PlanAction(due_on=day(10), done_on=day(done_on))
    assert passing_day(action, told_on=date(2026, 6, 1), due_on=day(new_on)) == day(passes_on)


def test_a_date_that_had_passed_stays_passed() -> None:
    action = PlanAction(due_on=date(2026, 6, 10), overdue_on=date(2026, 6, 11))
    assert passing_day(action, told_on=date(2026, 6, 12), due_on=date(2026, 7, 1)) == date(2026, 6, 11)


def test_an_undone_action_raises_its_signal_only_once_its_date_has_passed(
    cast: Cast, child: Person, whole: PlanVersion
) -> None:
    hold_everything(today())
    PlanAction.objects.update(due_on=today() + timedelta(days=3))
    send(cast.client("worker"), way(whole, "publish"))
    action = PlanAction.objects.get(version=whole)
    assert action.overdue_on == action.due_on + timedelta(days=1)
    stale = StoredSignal.objects.filter(
        child=child, signal="D10_plan_stale", event_kind="plan_action_overdue"
    )
    reassess(child, as_of=action.due_on)
    assert not stale.exists()
    reassess(child, as_of=action.due_on + timedelta(days=1))
    assert stale.exists()
    second = begin(whole.plan, by=cast["worker"], worker=None, source=whole)
    send(cast.client("worker"), way(second, "publish"), publish__why_unchanged="All of it still holds today")
    action.refresh_from_db()
    assert action.overdue_on is None, "the action is waited for in the new version only"


# Carried over and compared


def test_everything_is_carried_over_and_how_much_is_told(cast: Cast, signed: PlanVersion) -> None:
    group = CoreGroup.objects.create(child_id=signed.child_id, plan=signed.plan, held_on=today())
    action = PlanAction.objects.get(version=signed)
    action.actionprogress_set.create(
        child_id=signed.child_id, core_group=group, new_due_on=date(2030, 1, 1), reason="Ill"
    )
    worker = cast.client("worker")
    send(worker, reverse("protection:plan-begin", args=[signed.child_id, signed.plan_id]))
    second = PlanVersion.objects.get(version=2)
    carried = PlanAction.objects.get(version=second)
    assert (carried.carried_from, carried.outcome.carried_from) == (action, action.outcome)
    assert carried.outcome.version == second
    assert carried.due_on == date(2030, 1, 1), "the day that the core group gave it"
    page = page_of(worker, second)
    assert "Begun from version 1, published" in page
    assert "Carried over unchanged" in page
    there = page_context(worker, second)["page"].comparison.was_there
    assert f"{there - 1} of {there} things in version 1 are carried over unchanged" in page


def test_a_row_is_known_again_in_the_third_version(cast: Cast, signed: PlanVersion) -> None:
    second = begin(signed.plan, by=cast["worker"], worker=None, source=signed)
    PlanVersion.objects.filter(pk=second.pk).update(published_on=today())
    third = begin(signed.plan, by=cast["worker"], worker=None, source=second)
    first, last = (PlanAction.objects.get(version=each) for each in (signed, third))
    assert (last.carried_from, last.outcome.version) == (first, third)
    context = cast.client("worker").get(way(third, "compare"), {"with": str(signed.pk)}).context
    assert (context["unchanged"], context["sections"]) == (context["was_there"], [])


def page_context(client: Client, version: PlanVersion) -> Any:
    return client.get(way(version, "version")).context


def test_nothing_changed_needs_a_reason_when_it_is_published(cast: Cast, signed: PlanVersion) -> None:
    second = begin(signed.plan, by=cast["worker"], worker=None, source=signed)
    worker = cast.client("worker")
    assert "Every word is that of version 1" in page_of(worker, second)
    assert send(worker, way(second, "publish")).status_code == 422
    said = {"publish-why_unchanged": "It was written a week ago"}
    assert send(worker, way(second, "publish"), said).status_code == 302
    second.refresh_from_db()
    assert second.why_unchanged == "It was written a week ago"
    assert "Must be mended" not in page_of(worker, second)


def test_what_changed_is_shown_in_words_and_not_by_colour_alone(cast: Cast, signed: PlanVersion) -> None:
    second = begin(signed.plan, by=cast["worker"], worker=None, source=signed)
    second.needs = "Sleep and school."
    second.save()
    page = page_of(cast.client("worker"), second, "compare")
    assert '<ins><span class="govuk-visually-hidden">added: </span>Sleep and school.' in page
    assert '<del><span class="govuk-visually-hidden">taken out: </span>Sleep.' in page
    actions = PlanAction.objects.filter(version=second)
    short = [f"Actions: {actions.count()} carried over unchanged", "1 of "]
    assert all(page.index(words) < page.index("<h2") for words in short), "in short, before anything else"
    assert page.index("Sleep and school.") < page.index("How many things changed in each section")
    actions.filter(pk=actions.first().pk).update(carried_from=None)
    assert "Actions: 1 new" in page_of(cast.client("worker"), second, "compare")
    answer = cast.client("worker").get(way(second, "compare"), {"with": "999999"})
    assert answer.status_code == 404
    assert "no other version" in page_of(cast.client("worker"), alone(cast), "compare")


def alone(cast: Cast) -> PlanVersion:
    other = cast.families["own"].children[1]
    kept = ProtectionPlan.objects.create(child=other, started_on=today() - WEEKS)
    return begin(kept, by=cast["worker"], worker=None)


# Given to the family


def test_who_has_the_plan_and_who_waits_for_how_long(cast: Cast, child: Person, signed: PlanVersion) -> None:
    worker, mother = cast.client("worker"), cast.families["own"].mother
    PlanApproval.objects.update(approved_on=today() - timedelta(days=6))
    assert page_of(worker, signed).count("Not given yet, 6 days") == 3, "the child, her mother, and health"
    address = way(signed, "share")
    boxes = opened(worker, address)
    assert [boxes["given-0-person"], boxes["given-1-person"]] == [str(child.pk), str(mother.pk)]
    assert boxes["given-2-name"] == "Health"
    typed = {"given-1-shared_on": "yesterday", "given-1-is_agreed": "no", "given-1-is_usable": "yes"}
    answer = send(worker, address, typed)
    assert answer.status_code == 422
    assert "in their own words" in mistakes(answer)
    typed["given-1-disagreement"] = "Zqdisagrees"
    assert send(worker, address, typed).status_code == 302
    kept = PlanSharing.objects.get()
    assert (kept.person, kept.shared_with, kept.is_shared_with_parents) == (mother, "parent", True)
    assert kept.is_accessible_version is True
    page = page_of(worker, signed)
    assert "Not signed yet, 1 day" in page
    assert "Zqdisagrees" in page
    assert send(worker, address, {"given-1-signed_on": "today"}).status_code == 302
    assert PlanSharing.objects.get().signed_on == today()
    assert "Not signed yet" not in page_of(worker, signed)


def test_an_agency_that_has_the_plan_does_not_stand_for_the_parents(cast: Cast, signed: PlanVersion) -> None:
    hold_everything(today())
    owed = StoredReading.objects.filter(
        child=signed.child_id, timescale="plan_shared_family", status="running"
    )
    reassess(Person.objects.get(pk=signed.child_id), as_of=today())
    assert owed.exists()
    worker, address = cast.client("worker"), way(signed, "share")
    send(worker, address, {"given-2-shared_on": "today"})
    kept = PlanSharing.objects.get()
    assert (kept.shared_with, kept.is_shared_with_parents, kept.is_accessible_version) == (
        "agency",
        False,
        None,
    )
    assert owed.exists()
    send(worker, address, {"given-1-shared_on": "today", "given-1-is_usable": "no"})
    assert not owed.exists()
    said = set(PlanSharing.objects.values_list("is_accessible_version", flat=True))
    assert False in said, "a form that a parent cannot use is not hidden by another sharing"


def test_a_draft_is_not_given_to_anybody(cast: Cast, whole: PlanVersion) -> None:
    answer = cast.client("worker").post(
        way(whole, "share"), {"given-TOTAL_FORMS": "0", "given-INITIAL_FORMS": "0"}
    )
    assert answer.status_code == 409
    assert "Do not give it to the family" in page_of(cast.client("worker"), whole, "family")


def test_each_reads_what_is_hers_and_not_what_another_said(
    cast: Cast, child: Person, signed: PlanVersion
) -> None:
    worker, mother = cast.client("worker"), cast.families["own"].mother
    father = Person.objects.create(birth_on=date(1988, 1, 1))
    father.names.create(forename="Tom", surname="Reed")
    child.relationships.create(other=father, relation="father")
    base = {"child": child, "version": signed}
    ParentViews.objects.create(**base, person=father, views="Zqtomsaid", asked_on=today())
    child.alerts.create(kind="violence", text="Zqalert of her father")
    hers = page_of(worker, signed, "family", **{"for": str(mother.pk)})
    his = page_of(worker, signed, "family", **{"for": str(father.pk)})
    own = page_of(worker, signed, "family", **{"for": str(child.pk)})
    assert ("Zqrosasaid" in hers, "Zqtomsaid" in hers) == (True, False)
    assert ("Zqrosasaid" in his, "Zqtomsaid" in his) == (False, True)
    assert ("Zqrosasaid" in own, "Zqtomsaid" in own, "Zqchildsaid" in own) == (False, False, True)
    for page in (hers, his):
        assert "Zqchildsaid" not in page, "nobody has said that the family may read it"
    for page in (hers, his, own):
        assert "Zqlegal" not in page
        assert "Zqneeds" not in page
        assert "Zqalert" not in page
        assert "never alone at night" in page
    PlanVersion.objects.filter(pk=signed.pk).update(are_child_views_shown=True)
    assert "Zqchildsaid" in page_of(worker, signed, "family", **{"for": str(mother.pk)})
    assert worker.get(way(signed, "family"), {"for": "somebody"}).status_code == 404


def test_brothers_and_sisters_stand_side_by_side_but_not_one_whom_the_reader_may_not_open(
    cast: Cast, child: Person, whole: PlanVersion
) -> None:
    sister = alone(cast)
    PlanVersion.objects.filter(pk=sister.pk).update(bottom_line="Zqcal is never alone")
    other = cast.families["other"].child
    child.relationships.create(other=other, relation="sibling")
    kept = ProtectionPlan.objects.create(child=other, started_on=today() - WEEKS)
    hidden = begin(kept, by=cast["other_worker"], worker=None)
    PlanVersion.objects.filter(pk=hidden.pk).update(bottom_line="Zqhidden is never alone")
    page = cast.client("worker").get(reverse("protection:plan-together", args=[child.pk])).content.decode()
    assert "Zqcal is never alone" in page
    assert "never alone at night" in page
    assert "Zqhidden" not in page


# Over time


def test_an_outcome_has_one_course_through_every_version(
    cast: Cast, child: Person, signed: PlanVersion
) -> None:
    first = PlanOutcome.objects.get(version=signed)
    second = begin(signed.plan, by=cast["worker"], worker=None, source=signed)
    later = PlanOutcome.objects.get(version=second)
    for weeks, outcome, scale in ((8, first, 2), (4, later, 6), (1, later, None)):
        group = CoreGroup.objects.create(
            child=child, plan=signed.plan, held_on=today() - timedelta(weeks=weeks)
        )
        OutcomeProgress.objects.create(
            child=child, core_group=group, outcome=outcome, scale=scale, direction="better", evidence="Diary"
        )
    ProtectionPlan.objects.create(
        child=child, started_on=date(2020, 1, 6), ended_on=date(2020, 9, 1), latest_category="NEG"
    )
    answer = cast.client("worker").get(reverse("protection:plan-progress", args=[child.pk, signed.plan_id]))
    [course] = answer.context["courses"]
    assert [(point.scale, point.y) for point in course.points] == [(2, 154.0), (6, 82.0)]
    assert course.points[0].x < course.points[1].x
    assert course.unscaled == 1
    page = answer.content.decode()
    assert "On this plan for 2 months" in page
    assert "6 January 2020" in page
    assert "looked at it and gave no number" in page


def test_a_version_of_another_child_is_absent(cast: Cast, signed: PlanVersion) -> None:
    other = cast.families["own"].children[1]
    worker = cast.client("worker")
    for page in ("version", "compare", "family", "why", "publish", "share"):
        assert worker.get(reverse(f"protection:plan-{page}", args=[other.pk, signed.pk])).status_code == 404
    assert worker.get(reverse("protection:plan-progress", args=[other.pk, signed.plan_id])).status_code == 404


def test_steps_of_another_kind_do_not_move_a_version(cast: Cast, draft: PlanVersion) -> None:
    moved(draft, "written", by=cast["worker"])
    assert stands(draft) is State.DRAFT
