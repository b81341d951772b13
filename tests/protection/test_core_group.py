"""A core group: nobody's absence is silent, every outcome has its evidence, and what was found is each child's own."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from cast import Cast
from keel.clock import today
from keel.people.models import Person
from keel.protection.models import (
    ActionProgress,
    CoreGroup,
    CoreGroupAttendance,
    OutcomeProgress,
    PlanAction,
    PlanMember,
    PlanOutcome,
    PlanVersion,
    ProtectionPlan,
)
from keel.recording.moves import moves_of

pytestmark = pytest.mark.django_db
DAY = "%d/%m/%Y"


@pytest.fixture
def family(cast: Cast) -> list[Person]:
    """Two children on plans, each with one outcome and one action."""
    children = cast.families["own"].children
    for child in children:
        plan = ProtectionPlan.objects.create(child=child, started_on=today() - timedelta(weeks=6))
        version = PlanVersion.objects.create(
            child=child, plan=plan, published_on=today() - timedelta(weeks=4)
        )
        outcome = PlanOutcome.objects.create(child=child, version=version, outcome="Sleeps at home, safe")
        PlanAction.objects.create(
            child=child, version=version, outcome=outcome, action="Fit a lock", owner="Dad", due_on=today()
        )
    return children


def way(child: Person) -> str:
    return reverse("protection:core-group", args=[child.pk])


def typed(cast: Cast, child: Person, **more: Any) -> dict[str, Any]:
    """A core group that the mother came to; the outcome is better and the action done."""
    mother = cast.families["own"].mother
    held = today() if today().weekday() < 5 else today() - timedelta(days=today().weekday() - 4)
    return {
        "revision": "0",
        "meeting-held_on": held.strftime(DAY),
        "meeting-next_on": (held + timedelta(days=28)).strftime(DAY),
        "meeting-place": "The school", "meeting-minuted_by": "Its head", "meeting-parent_views": "“I try”",
        "people-TOTAL_FORMS": "1", "people-INITIAL_FORMS": "1",
        "people-0-person": str(mother.pk), "people-0-name": "Mother", "people-0-is_invited": "yes",
        "people-0-is_present": "yes",
        **of_child(child),
        **of_plan(child),
        **more,
    }  # fmt: skip


def of_child(child: Person) -> dict[str, str]:
    return {
        f"{child.pk}-keeps_child_safe": "yes", f"{child.pk}-child_views": "“I sleep”",
        f"{child.pk}-stopping_progress": "Nothing", f"{child.pk}-starts_contingency": "no",
        f"{child.pk}-needs_legal_planning": "no",
    }  # fmt: skip


def of_plan(child: Person, direction: str = "better", done: str = "yes") -> dict[str, str]:
    outcomes, actions = f"{child.pk}-outcomes", f"{child.pk}-actions"
    return {
        f"{outcomes}-TOTAL_FORMS": "1", f"{outcomes}-INITIAL_FORMS": "1",
        f"{outcomes}-0-outcome": str(PlanOutcome.objects.get(child=child).pk),
        f"{outcomes}-0-scale": "6", f"{outcomes}-0-direction": direction,
        f"{outcomes}-0-evidence": "Slept at home all week",
        f"{actions}-TOTAL_FORMS": "1", f"{actions}-INITIAL_FORMS": "1",
        f"{actions}-0-action": str(PlanAction.objects.get(child=child).pk), f"{actions}-0-is_done": done,
    }  # fmt: skip


def test_it_says_who_came_how_far_each_outcome_is_and_what_was_done(cast: Cast, family: list[Person]) -> None:
    child = family[0]
    answer = cast.client("worker").post(way(child), typed(cast, child))
    assert answer.status_code == 302, answer.context["sheet"].wrong
    group = CoreGroup.objects.get(child=child)
    assert (group.are_parents_present, group.is_progress_made, group.is_progress_lost) == (True, True, False)
    assert OutcomeProgress.objects.get(core_group=group).scale == 6
    assert ActionProgress.objects.get(core_group=group).is_done
    assert PlanAction.objects.get(child=child).done_on == group.held_on
    assert CoreGroupAttendance.objects.get(core_group=group).person == cast.families["own"].mother
    assert [move.state for move in moves_of(group)] == ["recorded"]
    assert not CoreGroup.objects.filter(child=family[1]).exists()


def test_its_own_page_shows_who_came_and_what_was_found(
    cast: Cast, family: list[Person], django_assert_max_num_queries: Any
) -> None:
    child, client = family[0], cast.client("worker")
    way_to = client.post(way(child), typed(cast, child)).headers["Location"]
    with django_assert_max_num_queries(60) as few:
        page = client.get(way_to).content.decode()
    for words in ("People asked to core groups", "Mother", "Progress of outcomes", "Progress of actions"):
        assert words in page
    group = CoreGroup.objects.get(child=child)
    for number in range(30):
        CoreGroupAttendance.objects.create(child=child, core_group=group, name=f"Nurse {number}")
    with django_assert_max_num_queries(len(few)) as many:
        page = client.get(way_to).content.decode()
    assert len(many) == len(few)
    assert "All of them" in page
    assert "Nurse 3<" not in page, "the oldest stand in the list of their kind"


def test_the_page_knows_her_parents_outcomes_and_undone_actions(cast: Cast, family: list[Person]) -> None:
    page = cast.client("worker").get(way(family[0])).content.decode()
    for words in ("Parent or carer", "Sleeps at home, safe", "Fit a lock (Dad, due"):
        assert words in page


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"people-0-is_present": "no"}, "was not there, or what was tried"),
        ({"people-0-is_present": "no", "people-0-is_invited": ""}, "Say whether Mother was invited"),
        ({"people-0-person": "", "people-0-is_present": "no"}, "was not there, or what was tried"),
        ({"meeting-parent_views": ""}, "Say what the parents said"),
        ({"meeting-minuted_by": ""}, "Say who took the notes"),
        ({"{child}-child_views": ""}, "or why nobody asked"),
        ({"{child}-starts_contingency": ""}, "Say whether the contingency starts now"),
        ({"{child}-needs_legal_planning": ""}, "Say whether legal planning is needed"),
        ({"{child}-outcomes-0-scale": ""}, "Give a number from 0 to 10"),
        ({"{child}-keeps_child_safe": ""}, "Say whether the plan keeps"),
        ({"{child}-keeps_child_safe": "no"}, "Say what must change"),
        ({"{child}-outcomes-0-evidence": ""}, "Say how you know"),
        ({"{child}-outcomes-0-scale": "11"}, "Use a number from 0 to 10"),
        ({"{child}-actions-0-is_done": ""}, "Say whether it is done"),
        ({"{child}-actions-0-is_done": "no"}, "Say why it is not done"),
        ({"meeting-next_on": "1/1/2020"}, "The next meeting comes after this one"),
        ({"meeting-next_on": ""}, "Say when the core group meets next"),
        ({"meeting-held_on": "1/6/2026"}, "This is written down late."),
    ],
)
def test_what_must_be_said_is_asked_for_beside_its_box(
    cast: Cast, family: list[Person], change: dict[str, str], words: str
) -> None:
    child = family[0]
    changed = {name.replace("{child}", str(child.pk)): value for name, value in change.items()}
    answer = cast.client("worker").post(way(child), typed(cast, child) | changed)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not CoreGroup.objects.exists()


def test_parents_who_stayed_away_are_told_with_the_reason(cast: Cast, family: list[Person]) -> None:
    child = family[0]
    away = {"people-0-is_present": "no", "people-0-absence_reason": "At work; sent her views by text"}
    cast.client("worker").post(way(child), typed(cast, child) | away)
    group = CoreGroup.objects.get(child=child)
    assert (group.are_parents_invited, group.are_parents_present, group.is_absence_explained) == (
        True,
        False,
        True,
    )


def test_a_sunday_is_allowed_with_a_reason_that_stays_visible(cast: Cast, family: list[Person]) -> None:
    child, client = family[0], cast.client("worker")
    sunday = today() - timedelta(days=(today().weekday() + 1) % 7)
    boxes = typed(cast, child) | {"meeting-held_on": sunday.strftime(DAY)}
    assert "is a Sunday" in client.post(way(child), boxes).content.decode()
    boxes |= {"meeting-why_odd": "The only day that the father is ashore", "revision": "1"}
    answer = client.post(way(child), boxes)
    assert "The only day that the father is ashore" in client.get(answer.headers["Location"]).content.decode()


def test_brothers_and_sisters_meet_once_and_each_plan_is_judged_by_itself(
    cast: Cast, family: list[Person]
) -> None:
    ada, cal = family
    both = {
        **of_child(cal),
        f"{cal.pk}-is_here": "on",
        f"{cal.pk}-keeps_child_safe": "no",
        f"{cal.pk}-plan_changes": "Move out",
    }
    both |= of_plan(cal, "worse", "no")
    both |= {
        f"{cal.pk}-actions-0-new_due_on": (today() + timedelta(days=7)).strftime(DAY),
        f"{cal.pk}-actions-0-reason": "No money yet",
    }
    answer = cast.client("worker").post(way(ada), typed(cast, ada) | both)
    assert answer.status_code == 302, answer.context["sheet"].wrong
    of_ada, of_cal = (CoreGroup.objects.get(child=child) for child in family)
    assert of_ada.shared == of_cal.shared is not None
    assert (of_ada.keeps_child_safe, of_cal.keeps_child_safe) == (True, False)
    assert (of_ada.is_progress_lost, of_cal.is_progress_lost) == (False, True)
    assert PlanAction.objects.get(child=cal).done_on is None
    assert ActionProgress.objects.get(child=cal).reason == "No money yet"


def test_nobody_judges_an_outcome_of_another_childs_plan(cast: Cast, family: list[Person]) -> None:
    ada, cal = family
    stolen = {f"{ada.pk}-outcomes-0-outcome": str(PlanOutcome.objects.get(child=cal).pk)}
    assert cast.client("worker").post(way(ada), typed(cast, ada) | stolen).status_code == 422


def test_its_record_is_sent_once(cast: Cast, family: list[Person]) -> None:
    child, client = family[0], cast.client("worker")
    group = CoreGroup.objects.create(child=child, held_on=today() - timedelta(days=3))
    sent = reverse("protection:core-group-sent", args=[child.pk, group.pk])
    page = client.get(sent)
    boxes = {"stamp": page.context["stamp"], "sent-record_shared_on": "today"}
    assert client.post(sent, boxes).status_code == 302
    group.refresh_from_db()
    assert group.record_shared_on == today()
    assert "was sent already" in client.get(sent).content.decode()


def test_without_a_plan_there_is_no_core_group(cast: Cast) -> None:
    child = cast.families["own"].children[0]
    client = cast.client("worker")
    assert "No child protection plan is open" in client.get(way(child)).content.decode()
    assert client.post(way(child), {"meeting-held_on": "today"}).status_code in (409, 422)


def test_the_first_one_asks_of_the_child_her_parents_and_whom_the_plan_names(
    cast: Cast, family: list[Person]
) -> None:
    child, mother = family[0], cast.families["own"].mother
    PlanMember.objects.create(
        child=child,
        version=PlanVersion.objects.get(child=child),
        name="Kemi",
        role="Health visitor",
        agency="Health",
    )
    named = [
        one["name"] for one in cast.client("worker").get(way(child)).context["sheet"].forms["people"].initial
    ]
    assert named == [child.shown_name, mother.shown_name, "Kemi"]


def test_what_must_change_begins_the_next_version_with_what_the_child_said(
    cast: Cast, family: list[Person]
) -> None:
    child, client = family[0], cast.client("worker")
    to_change = {f"{child.pk}-plan_changes": "Zqmove the cot", f"{child.pk}-child_views": "“Zqcold”"}
    answer = client.post(way(child), typed(cast, child) | to_change)
    group = CoreGroup.objects.get(child=child)
    begin = reverse("protection:plan-from-core-group", args=[child.pk, group.pk])
    assert begin in client.get(answer.headers["Location"]).content.decode()
    page = client.get(begin)
    assert "Zqmove the cot" in page.content.decode()
    sent = {"revision": "0", "begin-source": "newest", "stamp": page.context["stamp"]}
    assert client.post(begin, sent).status_code == 302
    draft = PlanVersion.objects.get(child=child, published_on=None)
    assert (draft.child_views, draft.child_views_on) == ("“Zqcold”", group.held_on)
    assert "is being written" in client.get(begin).content.decode()
