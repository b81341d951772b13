"""What is recorded is put right with a reason; what stood there before stays visible, and the readings follow."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from sent import opened

from cast import Cast
from keel.clock import today
from keel.oversight.actions import reassess
from keel.oversight.models import StoredReading
from keel.people.models import Person
from keel.protection.allowed import due_after
from keel.protection.enquiring import FOUND, OUTCOMES
from keel.protection.models import (
    CoreGroup,
    DirectWork,
    OutcomeProgress,
    PlanOutcome,
    ProtectionPlan,
    S47Enquiry,
    StrategyDiscussion,
    Visit,
)
from keel.recording.moves import CORRECTED, moved, state_of
from keel.recording.pages import entry_page

pytestmark = pytest.mark.django_db
DAY = "%d/%m/%Y"


@pytest.fixture
def ada(cast: Cast) -> Person:
    child = cast.families["own"].child
    ProtectionPlan.objects.create(child=child, started_on=today() - timedelta(weeks=6), episode="p")
    return child


def way(row: Any, page: str) -> str:
    return reverse(f"protection:{page}-correction", args=[row.child_id, row.pk])


def corrected(cast: Cast, row: Any, page: str, **changes: str) -> Any:
    """The page sent back as it stands, but for the changes."""
    client = cast.client("worker")
    boxes = opened(client, way(row, page)) | {f"right-{name}": value for name, value in changes.items()}
    return client.post(way(row, page), boxes)


def test_a_visit_is_put_right_and_says_what_stood_there(cast: Cast, ada: Person) -> None:
    visit = Visit.objects.create(
        child=ada, plan=ProtectionPlan.objects.get(child=ada), episode="p", visited_on=today() - timedelta(days=3),
        is_child_seen=True, is_seen_alone=True, own_words="“Hello”",
    )  # fmt: skip
    reassess(ada)
    answer = corrected(
        cast, visit, "visit", is_child_seen="no", is_seen_alone="no", why="It was her sister whom I saw"
    )
    assert answer.status_code == 302, answer.context["sheet"].wrong
    visit.refresh_from_db()
    assert (visit.is_child_seen, visit.is_seen_alone, visit.own_words) == (False, False, "“Hello”")
    page = cast.client("worker").get(answer.headers["Location"]).content.decode()
    assert "It was her sister whom I saw" in page
    assert "Was the child seen? Yes" in page
    owed = StoredReading.objects.filter(child=ada, timescale="mgmt_oversight_missed_visit")
    assert owed.exists(), "a visit at which she was not seen asks for a manager’s decision"


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"why": "Nothing was wrong"}, "Nothing here differs"),
        ({"is_child_seen": "no", "why": ""}, "is required"),
        ({"visited_on": "", "why": "No"}, "Give the right day"),
        ({"visited_on": "1/1/2099", "why": "No"}, "has not come yet"),
    ],
)
def test_a_correction_says_what_differs_and_why(
    cast: Cast, ada: Person, changes: dict[str, str], words: str
) -> None:
    visit = Visit.objects.create(child=ada, visited_on=today(), is_child_seen=True)
    answer = corrected(cast, visit, "visit", **changes)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    visit.refresh_from_db()
    assert visit.is_child_seen


def test_where_an_item_stands_is_not_changed_by_a_correction(cast: Cast, ada: Person) -> None:
    talk = StrategyDiscussion.objects.create(
        child=ada, held_on=today(), suspected_on=today(), suspected_by="A nurse"
    )
    moved(talk, "proposed", by=cast["worker"])
    answer = corrected(cast, talk, "strategy", suspected_by="A teacher", why="Misheard on the telephone")
    assert answer.status_code == 302, answer.context["sheet"].wrong
    assert state_of(talk) == "proposed"


def test_what_another_system_holds_is_put_right_there(cast: Cast, ada: Person) -> None:
    group = CoreGroup.objects.create(child=ada, held_on=today(), source_key="cg-1")
    assert "came from another system" in cast.client("worker").get(way(group, "core-group")).content.decode()
    assert cast.client("other_worker").get(way(group, "core-group")).status_code == 404


def test_the_day_of_a_discussion_moves_the_enquiries_that_began_with_it(cast: Cast, ada: Person) -> None:
    held, right = today() - timedelta(days=5), today() - timedelta(days=6)
    talk = StrategyDiscussion.objects.create(child=ada, held_on=held, suspected_on=right, decided_on=held)
    begun = S47Enquiry.objects.create(
        child=ada, discussion=talk, started_on=held, conference_target_on=today()
    )
    answer = corrected(cast, talk, "strategy", held_on=right.strftime(DAY), why="It was the day before")
    assert answer.status_code == 302, answer.context["sheet"].wrong
    begun.refresh_from_db()
    assert (begun.started_on, begun.conference_target_on) == (right, due_after("icpc_15", right))


def test_the_day_of_a_visit_moves_the_work_that_was_done_on_it(cast: Cast, ada: Person) -> None:
    visit = Visit.objects.create(child=ada, visited_on=today(), is_child_seen=True)
    work = DirectWork.objects.create(child=ada, visit=visit, done_on=today(), tool="Drawing")
    right = today() - timedelta(days=1)
    assert corrected(cast, visit, "visit", visited_on=right.strftime(DAY), why="Yesterday").status_code == 302
    work.refresh_from_db()
    assert work.done_on == right


def test_a_manager_who_put_the_outcome_right_decides_nothing_on_it(cast: Cast, ada: Person) -> None:
    ended = today() - timedelta(days=1)
    enquiry = S47Enquiry.objects.create(
        child=ada, started_on=ended, ended_on=ended, outcome=OUTCOMES[0], is_harm_substantiated=False
    )
    moved(enquiry, FOUND, by=cast["worker"])
    assert cast.client("worker").get(way(enquiry, "enquiry-decision")).status_code == 404
    client = cast.client("team_manager")
    boxes = opened(client, way(enquiry, "enquiry-decision")) | {
        "right-outcome": OUTCOMES[2],
        "right-why": "Wrong line",
    }
    assert client.post(way(enquiry, "enquiry-decision"), boxes).status_code == 302
    enquiry.refresh_from_db()
    assert enquiry.is_harm_substantiated, "what follows from the outcome follows"
    moved(enquiry, CORRECTED, by=cast["team_manager"])
    assert "You wrote this outcome" in client.get(way(enquiry, "enquiry-decision")).content.decode()
    S47Enquiry.objects.update(ended_on=None)
    authorise = reverse("protection:s47-authorise", args=[ada.pk, enquiry.pk])
    assert "You wrote this outcome" in client.get(authorise).content.decode(), "nor does she authorise it"


@pytest.mark.parametrize("name", ["is_child_seen", "is_seen_alone"])
def test_no_correction_of_a_visit_says_that_an_unborn_child_was_seen(
    cast: Cast, ada: Person, name: str
) -> None:
    visit = Visit.objects.create(child=ada, visited_on=today(), is_child_seen=False, is_seen_alone=False)
    Person.objects.filter(pk=ada.pk).update(birth_on=None, expected_on=today() + timedelta(weeks=9))
    answer = corrected(cast, visit, "visit", **{name: "yes"}, why="I saw the mother")
    assert answer.status_code == 422
    assert "not born yet: nobody can have seen the baby" in answer.content.decode()
    visit.refresh_from_db()
    assert (visit.is_child_seen, visit.is_seen_alone) == (False, False)


def test_how_far_an_outcome_has_come_is_put_right_and_stays_on_its_scale(cast: Cast, ada: Person) -> None:
    group = CoreGroup.objects.create(child=ada, held_on=today())
    outcome = PlanOutcome.objects.create(child=ada, outcome="Zqsleeps through the night")
    seen = OutcomeProgress.objects.create(
        child=ada,
        core_group=group,
        outcome=outcome,
        scale=7,
        direction="better",
        evidence="Zqthe nurse said so",
    )
    asked = cast.client("worker").get(way(seen, "outcome-progress")).content.decode()
    assert "Progress of an outcome: “Zqsleeps through the night”" in asked, "which of them it is"
    assert f'href="{entry_page(seen)}"' in asked
    for wrong in ("11", ""):
        assert corrected(cast, seen, "outcome-progress", scale=wrong, why="No").status_code == 422
    answer = corrected(
        cast, seen, "outcome-progress", scale="0", evidence="The nurse had said the reverse", why="Misheard"
    )
    assert answer.status_code == 302, answer.context["sheet"].wrong
    seen.refresh_from_db()
    assert (seen.scale, seen.direction) == (0, "better")
    page = cast.client("worker").get(answer.headers["Location"]).content.decode()
    assert "“7”" in page
    assert "Zqthe nurse said so" in page, "what stood there before stays visible"
