"""Who is away and who answers; which posts are filled; and how many children each worker has, by declared weights."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.apps import apps
from django.urls import reverse
from written import hold_everything

from cast import Cast
from keel.continuity.caseload import loads_of
from keel.continuity.posts import fill, filled, make_post
from keel.oversight.actions import reassess
from keel.oversight.models import Flag
from keel.people.models import Person
from keel.practice.standards import load
from keel.protection.models import ProtectionPlan
from keel.workforce.models import Absence, Involvement, Post, PostHolding, Training, Worker

pytestmark = pytest.mark.django_db
DAY = date(2026, 5, 5)
YEAR_AGO = date(2025, 5, 5)


def say(cast: Cast, who: str, whom: str, first: str, last: str = "", deputy: str = "") -> Any:
    words = {"worker": str(cast.workers[whom].pk), "from_on": first, "to_on": last}
    if deputy:
        words["deputy"] = str(cast.workers[deputy].pk)
    return cast.client(who).post("/absences/new", words)


def plain(answer: Any) -> str:
    return str(answer.content.decode())


# --- away


def test_a_worker_says_it_of_herself_and_a_manager_of_her_team_and_nobody_of_others(cast: Cast) -> None:
    assert say(cast, "worker", "worker", "11/5/2026", "15/5/2026", "team_manager").status_code == 302
    assert say(cast, "team_manager", "worker", "1/6/2026", "5/6/2026").status_code == 302
    for who in ("other_worker", "other_manager"):
        assert say(cast, who, "worker", "1/7/2026").status_code == 422, who
    assert Absence.objects.filter(worker=cast.workers["worker"]).count() == 2
    assert "Maya Okoro" in plain(cast.client("team_manager").get("/absences/"))
    assert "Maya Okoro" not in plain(cast.client("other_manager").get("/absences/"))


@pytest.mark.parametrize(
    ("first", "last", "is_kept"),
    [
        ("15/5/2026", "20/5/2026", False),  # the last day away counts
        ("16/5/2026", "20/5/2026", True),
        ("1/5/2026", "10/5/2026", True),
        ("1/5/2026", "", False),
        ("12/5/2026", "13/5/2026", False),
    ],
)
def test_nobody_is_away_twice_on_one_day(cast: Cast, first: str, last: str, is_kept: bool) -> None:
    Absence.objects.create(worker=cast.workers["worker"], from_on=date(2026, 5, 11), to_on=date(2026, 5, 15))
    answer = say(cast, "worker", "worker", first, last)
    assert (answer.status_code == 302) is is_kept
    assert is_kept or "away already from 11 May 2026 to 15 May 2026" in plain(answer)


def test_a_deputy_who_is_away_too_is_said_at_once_and_in_the_list(cast: Cast) -> None:
    Absence.objects.create(
        worker=cast.workers["team_manager"], from_on=date(2026, 5, 14), to_on=date(2026, 5, 20)
    )
    client = cast.client("worker")
    words = {"worker": str(cast.workers["worker"].pk), "from_on": "11/5/2026", "to_on": "15/5/2026"}
    page = client.post("/absences/new", words | {"deputy": str(cast.workers["team_manager"].pk)}, follow=True)
    assert plain(page).count("The deputy is away too: 14 May 2026 to 20 May 2026") > 1, (
        "as a warning, and in the list"
    )


def test_she_is_back_sooner_and_bad_days_are_refused(cast: Cast) -> None:
    say(cast, "worker", "worker", "11/5/2026")
    absence, client = Absence.objects.get(), cast.client("worker")
    way = reverse("continuity:absence", args=[absence.pk])
    assert client.post(way, {"from_on": "11/5/2026", "to_on": "8/5/2026"}).status_code == 422
    assert client.post(way, {"from_on": "11/5/2026", "to_on": "12/5/2026"}).status_code == 302
    absence.refresh_from_db()
    assert absence.to_on == date(2026, 5, 12)
    assert cast.client("other_manager").get(way).status_code == 404


# --- posts


def test_a_post_is_filled_up_to_its_share_and_says_since_when_it_is_empty(cast: Cast) -> None:
    client, team = cast.client("team_manager"), cast.teams["T04"]
    words = {"role": "Social Worker", "fte": "1", "from_on": "1/1/2026", "is_counted": "on", "is_key": "on"}
    too_long = client.post(reverse("continuity:post-new", args=[team.pk]), words | {"role": "Worker " * 10})
    assert too_long.status_code == 422
    assert "at most 60 characters" in plain(too_long)
    assert client.post(reverse("continuity:post-new", args=[team.pk]), words).status_code == 302
    post = Post.objects.get()
    assert "Vacant" in plain(client.get(reverse("continuity:team", args=[team.pk])))
    assert "124 days" in plain(client.get("/staff/")), "a key post empty since January"
    way = reverse("continuity:post", args=[post.pk])
    boxes = {"worker": str(cast.workers["worker"].pk), "from_on": "1/2/2026", "fte": "0.6"}
    assert client.post(way, boxes).status_code == 302
    again = client.post(way, boxes | {"worker": str(cast.workers["business"].pk)})
    assert again.status_code == 422
    assert "0.60 is filled" in plain(again)
    assert "124 days" not in plain(client.get("/staff/"))
    assert (
        client.post(way, boxes | {"worker": str(cast.workers["business"].pk), "fte": "0.4"}).status_code
        == 302
    )


def test_another_teams_posts_and_workers_are_as_if_not_there(cast: Cast) -> None:
    team, worker = cast.teams["T05"], cast.workers["other_worker"]
    post = Post.objects.create(team=team, role="Social Worker", from_on=YEAR_AGO)
    client = cast.client("team_manager")
    for name, key in (("team", team.pk), ("post", post.pk), ("worker", worker.pk), ("training", worker.pk)):
        assert client.get(reverse(f"continuity:{name}", args=[key])).status_code == 404, name
    own = reverse("continuity:worker", args=[worker.pk])
    assert cast.client("other_worker").get(own).status_code == 200, "a worker sees her own"
    assert cast.client("other_worker").get(reverse("continuity:team", args=[team.pk])).status_code == 403
    assert cast.client("worker").get(own).status_code == 404
    assert cast.client("service_manager").get(own).status_code == 200


def test_turnover_agency_and_vacancy_are_counted_as_the_census_counts_them(cast: Cast) -> None:
    team, by = cast.teams["T04"], cast["team_manager"]
    people = [Worker.objects.create(key=f"p{n}", name=f"Person {n}", team=team) for n in range(5)]
    posts = [
        make_post(by=by, team=team, role="Social Worker", from_on=date(2020, 1, 1), fte=Decimal(1))
        for _ in people
    ]
    make_post(by=by, team=team, role="Clerk", from_on=date(2020, 1, 1), is_counted=False)

    def held(at: int, who: int, first: date, last: date | None = None, *, agency: bool = False) -> None:
        PostHolding.objects.create(
            post=posts[at], worker=people[who], from_on=first, to_on=last, is_agency=agency
        )

    held(0, 0, date(2020, 1, 1))
    held(1, 1, date(2020, 1, 1), date(2025, 5, 4))  # left a day before the year
    held(2, 2, date(2020, 1, 1), date(2025, 12, 31))  # left in the year
    held(2, 3, date(2026, 1, 1), agency=True)
    held(3, 4, date(2020, 1, 1), date(2025, 9, 1))
    held(4, 4, date(2025, 9, 2))  # moved to another post of the team: neither leaver nor starter
    of = filled(Post.objects.all(), DAY, YEAR_AGO)
    assert (of.posts, of.employed, of.agency, of.vacant) == (5, 2, 1, 3)
    assert (of.leavers, of.starters) == (1, 0)
    assert (of.turnover, of.agency_rate, of.vacancy_rate) == (1 / 2, 1 / 3, 3 / 5)
    nobody = filled([], DAY, YEAR_AGO)
    assert (nobody.turnover, nobody.is_recorded) == (None, False), "of nobody there is no rate"


def test_training_on_procedures_is_due_again_by_the_standard_and_overdue_is_said(cast: Cast) -> None:
    worker, client = cast.workers["worker"], cast.client("team_manager")
    way = reverse("continuity:training", args=[worker.pk])
    course = "Statutory child protection procedures"
    assert client.post(way, {"course": course, "done_on": "1/4/2023"}).status_code == 302
    assert Training.objects.get().due_on == date(2026, 4, 1)
    assert "due 1 Apr 2026" in plain(client.get(reverse("continuity:team", args=[worker.team_id])))
    assert client.post(way, {"course": course, "done_on": "6/5/2026"}).status_code == 422
    assert client.post(way, {"course": "Auditing"}).status_code == 422, "no day to be due on"
    assert cast.client("worker").get(way).status_code == 403


# --- caseloads


@pytest.fixture
def children(cast: Cast) -> list[Person]:
    """Two children of the worker's beside her families: one on a plan, both hers alone."""
    hold_everything(DAY)
    made = [Person.objects.create(is_child=True, birth_on=date(2018, 1, 1)) for _ in range(2)]
    Worker.objects.filter(pk=cast.workers["business"].pk).update(role="Social Worker")
    for child in made:
        Involvement.objects.create(
            child=child, worker=cast.workers["business"], team=cast.teams["T04"], started_on=date(2026, 1, 1)
        )
    ProtectionPlan.objects.create(child=made[0], started_on=date(2026, 3, 1))
    for child in made:
        reassess(child)
    return made


def test_a_child_weighs_what_the_heaviest_work_with_her_weighs(cast: Cast, children: list[Person]) -> None:
    del children
    worker = cast.workers["business"]
    numbers = load()
    of = loads_of([worker], DAY)[worker.pk]
    assert of.kinds == {"plan": 1, "other": 1}
    assert of.weighted == numbers["weight_plan"].number_on(DAY) + numbers["weight_other"].number_on(DAY)
    assert of.limit == numbers["caseload_worker"].number_on(DAY)
    Worker.objects.filter(pk=worker.pk).update(asye_from_on=date(2026, 1, 1))
    worker.refresh_from_db()
    assert loads_of([worker], DAY)[worker.pk].limit < of.limit, "newly qualified has fewer"


def test_whoever_works_half_the_week_has_half_the_limit(cast: Cast, children: list[Person]) -> None:
    del children
    worker, by = cast.workers["business"], cast["team_manager"]
    post = make_post(
        by=by, team=cast.teams["T04"], role="Social Worker", from_on=date(2026, 1, 1), fte=Decimal(1)
    )
    fill(by=by, post=post, worker=worker, from_on=date(2026, 1, 1), fte=Decimal("0.1"), is_agency=False)
    assert loads_of([worker], DAY)[worker.pk].is_over, "two children on a tenth of full time"


def test_caseloads_are_shown_by_name_with_chairs_and_managers_and_nobody_elses_team(
    cast: Cast, children: list[Person]
) -> None:
    del children
    page = plain(cast.client("service_manager").get("/staff/caseloads"))
    assert 0 < page.index("Carol Bright") < page.index("Maya Okoro"), "by name, not by number"
    assert "Local value, please confirm" in page
    assert "Ben Carter" not in plain(cast.client("team_manager").get("/staff/caseloads"))
    chairs = plain(cast.client("chairs_manager").get("/staff/caseloads"))
    assert "Ruth Kelly" in chairs
    assert cast.client("worker").get("/staff/caseloads").status_code == 403
    own = cast.client("business").get("/staff/me", follow=True)
    assert "2 children" in plain(own).replace("</strong>", "")


# --- whoever answers meanwhile is asked at once


def read_again() -> int:
    jobs = apps.get_model("procrastinate.ProcrastinateJob")._default_manager
    return int(jobs.filter(task_name="oversight.read_again").count())


def test_only_those_who_may_be_asked_are_offered_as_deputies(cast: Cast) -> None:
    client = cast.client("worker")
    offered = set(client.get("/absences/new").context["form"].fields["deputy"].queryset)
    assert {cast.workers["team_manager"], cast.workers["other_worker"]} <= offered
    assert not offered & {cast.workers[key] for key in ("business", "partner", "administrator", "analyst")}
    assert say(cast, "worker", "worker", "5/5/2026", "6/5/2026", "business").status_code == 422
    Absence.objects.create(worker=cast.workers["worker"], deputy=cast.workers["business"], from_on=DAY)
    assert "Holds no role in which she is asked" in plain(client.get("/absences/"))


def test_what_is_hers_is_asked_of_her_deputy_as_soon_as_she_is_away_and_of_her_when_she_is_back(
    cast: Cast,
) -> None:
    hold_everything(YEAR_AGO)
    child = cast.families["own"].child
    ProtectionPlan.objects.create(child=child, started_on=date(2026, 4, 27), episode="plan:1")
    reassess(child)
    hers = Flag.objects.filter(child=child, owner=cast["worker"], closed_on=None)
    before = set(hers.values_list("matter", flat=True))
    assert before, "something is asked of the worker"
    assert say(cast, "worker", "worker", "12/5/2026", "13/5/2026", "team_manager").status_code == 302
    assert read_again() == 0, "nothing changes before the day"
    assert say(cast, "team_manager", "worker", "5/5/2026", "9/5/2026", "other_worker").status_code == 302
    assert not hers.exists(), "nothing waits for somebody who is away"
    theirs = Flag.objects.filter(child=child, owner=cast["other_worker"], closed_on=None)
    assert before <= set(theirs.values_list("matter", flat=True))
    assert read_again() == 1, "and the worker reads what whoever says so may not see"
    away = Absence.objects.get(deputy=cast.workers["other_worker"])
    way = reverse("continuity:absence", args=[away.pk])
    words = {"from_on": "6/5/2026", "to_on": "9/5/2026", "deputy": str(cast.workers["other_worker"].pk)}
    assert cast.client("team_manager").post(way, words).status_code == 302
    assert before <= set(hers.values_list("matter", flat=True)), "she is here today after all"
