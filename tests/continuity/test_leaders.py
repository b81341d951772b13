"""Leaders see where a child's work is begun again with each new worker, where teams come and go, and what if."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from written import hold_everything

from cast import Cast
from keel.access.models import RoleHeld
from keel.access.roles import Role
from keel.continuity.instability import Fares, picture_of
from keel.continuity.posts import filled
from keel.continuity.waiting_picture import waiting_of
from keel.continuity.what_if import staffed, weeks_of
from keel.front_door.models import Assessment, Referral
from keel.oversight.actions import reassess
from keel.oversight.models import Standing, StoredReading
from keel.people.models import Household, HouseholdMember, Person
from keel.workforce.models import Involvement, Post, PostHolding, Team, Worker

pytestmark = pytest.mark.django_db
DAY = date(2026, 5, 5)


def plain(cast: Cast, who: str, page: str, **asked: str) -> str:
    answer = cast.client(who).get(f"/staff/{page}", asked)
    assert answer.status_code == 200, answer
    return str(answer.content.decode())


@pytest.fixture
def ada(cast: Cast) -> Person:
    """Three workers in a year; the second began a second assessment nineteen days after she came."""
    hold_everything(DAY)
    child = cast.families["own"].child
    Involvement.objects.filter(child=child, role="").delete()
    Involvement.objects.filter(child=child).update(holds_case=False)
    workers = [
        Worker.objects.create(key=f"w{n}", name=name) for n, name in enumerate(("Amy Hill", "Bea Long"))
    ]
    for worker, first, last in (
        (workers[0], date(2025, 6, 2), date(2025, 11, 3)),
        (workers[1], date(2025, 11, 3), date(2026, 2, 2)),
        (cast.workers["worker"], date(2026, 2, 2), None),
    ):
        Involvement.objects.create(
            child=child,
            worker=worker,
            worker_key=worker.key,
            team=cast.teams["T04"],
            started_on=first,
            ended_on=last,
        )
    Assessment.objects.create(child=child, started_on=date(2025, 7, 1), authorised_on=date(2025, 8, 1))
    Assessment.objects.create(child=child, started_on=date(2025, 11, 22))
    reassess(child)
    return child


def test_the_chain_says_who_came_and_what_began_again_after_whom(cast: Cast, ada: Person) -> None:
    del ada
    page = plain(cast, "team_manager", "start-again")
    for words in (
        "Ada Zqowncanary", "3 Nov 2025: Bea Long after Amy Hill", "2 Feb 2026: Maya Okoro after Bea Long",
        "22 Nov 2025: an assessment began again, 19 days after Bea Long took over; the one before began on 1 Jul 2025",
    ):  # fmt: skip
        assert words in page
    assert "<strong>1 child</strong>; of 1 something began again" in page
    assert "Cal Zqown" not in page, "her brother has had one worker"


@pytest.mark.parametrize(
    ("begun", "is_told"),
    [
        (date(2025, 11, 2), False),  # the day before the change
        (date(2025, 11, 3), True),
        (date(2026, 1, 2), True),  # the sixtieth day
        (date(2026, 1, 3), False),
    ],
)
def test_only_what_begins_within_the_window_after_a_change_is_put_beside_it(
    cast: Cast, ada: Person, begun: date, is_told: bool
) -> None:
    Assessment.objects.filter(child=ada, authorised_on=None).update(started_on=begun)
    assert ("after Bea Long took over" in plain(cast, "team_manager", "start-again")) is is_told


def test_a_first_assessment_by_a_new_worker_is_not_starting_again(cast: Cast, ada: Person) -> None:
    Assessment.objects.filter(child=ada).exclude(authorised_on=None).delete()
    assert "began again," not in plain(cast, "team_manager", "start-again")


def test_a_case_closed_and_referred_again_is_not_starting_again(cast: Cast, ada: Person) -> None:
    Referral.objects.create(child=ada, received_on=date(2025, 6, 1), closed_on=date(2025, 10, 20))
    assert "began again," not in plain(cast, "team_manager", "start-again")


def test_one_who_comes_back_is_one_and_managers_are_counted_while_they_managed(
    cast: Cast, ada: Person
) -> None:
    Involvement.objects.filter(child=ada, worker__key="w1").update(
        worker=Worker.objects.get(key="w0"), worker_key="w0"
    )
    Assessment.objects.filter(child=ada).delete()
    assert "Ada Zqown" not in plain(cast, "team_manager", "start-again"), "two workers, one manager"
    RoleHeld.objects.filter(user=cast["team_manager"]).update(from_on=date(2026, 4, 1))
    for who, first, last in (
        ("lawyer", date(2025, 1, 1), date(2025, 9, 1)),
        ("auditor", date(2025, 9, 1), date(2026, 4, 1)),
        ("analyst", date(2024, 1, 1), date(2025, 1, 1)),  # before the year
    ):
        RoleHeld.objects.create(
            user=cast[who], role=Role.TEAM_MANAGER, team=cast.teams["T04"], from_on=first, to_on=last
        )
    page = plain(cast, "team_manager", "start-again")
    assert "Ada Zqown" in page, "three managers in a year"


def test_another_team_and_a_worker_see_none_of_it(cast: Cast, ada: Person) -> None:
    del ada
    assert "Ada Zqown" not in plain(cast, "other_manager", "start-again")
    for page in ("start-again", "instability", "what-if", "caseloads", ""):
        assert cast.client("worker").get(f"/staff/{page}").status_code == 403, page


def test_a_team_stands_by_its_changes_and_what_is_overdue_and_the_census_says_what_it_cannot(
    cast: Cast, ada: Person
) -> None:
    page = plain(cast, "team_manager", "instability")
    assert "Case management 1" in page
    assert "Case management 2" not in page
    assert "Cannot be computed" in page, "no posts are recorded"
    assert "Why somebody is away is not kept" in page
    post = Post.objects.create(team=cast.teams["T04"], role="Social Worker", from_on=date(2020, 1, 1))
    PostHolding.objects.create(
        post=post, worker=cast.workers["worker"], from_on=date(2024, 1, 1), is_agency=True
    )
    assert "100%" in plain(cast, "team_manager", "instability"), "an agency worker fills it, and it is vacant"
    standing = Standing.objects.get(child=ada)
    Standing.objects.filter(child=ada).update(team=cast.teams["T04"], overdue=standing.overdue + 4)
    assert f"{standing.overdue + 4:.2f} overdue for each of 1 child" in plain(
        cast, "team_manager", "instability"
    )


def test_two_more_chairs_have_room_for_what_would_wait() -> None:
    due = [(DAY, 12), (DAY + timedelta(days=7), 0), (DAY + timedelta(days=14), 3)]
    weeks = weeks_of(due, Decimal(1), Decimal(3), 5)
    assert [week.waiting for week in weeks] == [(7, 0), (2, 0), (0, 0)]
    assert weeks[0].room == (5, 15)
    nobody = weeks_of(due, Decimal(1), Decimal(0), 5)
    assert [week.waiting[1] for week in nobody] == [12, 12, 15], "what nobody holds waits"


def test_who_waits_is_drawn_to_one_scale_and_told_in_words() -> None:
    weeks = weeks_of([(DAY, 12), (DAY + timedelta(days=7), 0)], Decimal(1), Decimal(2), 5)
    drawn = waiting_of(weeks)
    assert drawn is not None
    assert [(bar.kind, bar.words) for bar in drawn.bars] == [
        ("now", "7"), ("then", "2"), ("now", "2"), ("then", "0"),
    ]  # fmt: skip
    heights = [bar.height for bar in drawn.bars]
    assert heights[1] / heights[0] == pytest.approx(2 / 7)
    assert {round(bar.y + bar.height, 6) for bar in drawn.bars} == {drawn.foot}, "all stand on one line"
    assert drawn.words.endswith("2 waiting now, 0 then")
    assert waiting_of(weeks_of([(DAY, 5)], Decimal(1), Decimal(2), 5)) is None, "nobody waits: no picture"


def test_nobody_has_the_children_where_all_have_gone(cast: Cast) -> None:
    of = staffed([], {}, {})
    assert (of.workers, of.children) == (0, 0)
    page = plain(cast, "team_manager", "what-if", workers="-50")
    assert "Nobody to have them" in page


def test_conferences_of_one_household_in_one_week_are_one_and_the_overdue_fall_into_the_first(
    cast: Cast, ada: Person
) -> None:
    family = cast.families["own"].children
    home = Household.objects.create(name="Home")
    for child in family:
        HouseholdMember.objects.create(household=home, person=child)
        Standing.objects.update_or_create(child=child, defaults={"team": cast.teams["T04"], "as_of": DAY})
        for due, status in ((DAY - timedelta(days=3), "overdue"), (DAY + timedelta(days=20), "running")):
            StoredReading.objects.create(
                child=child, timescale="rcpc_next", status=status, severity="high", started_on=DAY, due_on=due,
                days_over=0, start_kind="rcpc_held", start_event_on=DAY,
            )  # fmt: skip
    page = cast.client("head_of_service").get("/staff/what-if", {"chairs": "2", "workers": "-1"})
    rows = page.context["rows"]
    assert [row[1] for row in rows[:4]] == ["1", "0", "1", "0"]
    assert len(rows) == 12
    assert (rows[0][2], rows[0][4]) == ("5", "15")
    assert "No conference waits at the end of any week" in page.content.decode()
    loads = {row[0]: row[1:] for row in page.context["loads"]}
    assert float(loads["Children for each worker"][1]) > float(loads["Children for each worker"][0])
    assert "Every chair is there every week" in page.content.decode()


def test_words_for_a_number_are_refused_and_nothing_is_made_up(cast: Cast) -> None:
    page = plain(cast, "team_manager", "what-if", workers="many")
    assert "Enter a whole number" in page


def test_pages_of_leaders_cost_the_same_for_twenty_teams(
    cast: Cast, ada: Person, django_assert_num_queries: Any
) -> None:
    del ada
    first = Post.objects.create(team=cast.teams["T04"], role="Social Worker", from_on=date(2020, 1, 1))
    PostHolding.objects.create(post=first, worker=cast.workers["worker"], from_on=date(2020, 1, 1))

    client, pages = cast.client("head_of_service"), ("", "caseloads", "start-again", "instability", "what-if")
    counts = {}
    for page in pages:
        with CaptureQueriesContext(connection) as counted:
            assert client.get(f"/staff/{page}").status_code == 200, page
        counts[page] = len(counted)
    for n in range(20):
        team = Team.objects.create(key=f"x{n}", name=f"Team {n}")
        worker = Worker.objects.create(key=f"x{n}", name=f"Extra {n}", team=team)
        child = Person.objects.create(is_child=True, birth_on=date(2018, 1, 1))
        Involvement.objects.create(child=child, worker=worker, team=team, started_on=date(2026, 3, 1))
        Standing.objects.create(child=child, team=team, worker=worker, as_of=DAY)
        post = Post.objects.create(team=team, role="Social Worker", from_on=date(2020, 1, 1))
        PostHolding.objects.create(post=post, worker=worker, from_on=date(2020, 1, 1))
    for page in pages:
        with django_assert_num_queries(counts[page]):
            client.get(f"/staff/{page}")
    assert filled(Post.objects.all(), DAY, DAY).employed == 21


def test_the_names_of_teams_that_stand_close_are_not_written_over_one_another() -> None:
    none = filled([], DAY, DAY)
    teams = (("Leaving care", 60, 0), ("In care", 73, 0), ("Assessment", 123, 30))
    found = [Fares(Team(name=name), none, 100, 0, late, changes) for name, changes, late in teams]
    one, other, _ = picture_of(found).points
    assert one.y == other.y
    assert one.reach()[1] > other.x, "side by side they would run into each other"
    assert (one.is_higher, other.is_higher) == (False, True)
