"""What leaders see: only those who read signals, since when it has been so, what climbed past whom, and all of it."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from drifting import LATE_ON, PLAN_ON
from written import write

from keel.clock import today
from keel.oversight.actions import reassess
from keel.oversight.flags import told
from keel.oversight.models import Flag, FlagGround, FlagSeen, FlagStep, Standing
from keel.practice.history import Event, EventKind
from keel.practice.ladder import Colour, Rung, Said
from keel.questions.asked import by_question, questions
from keel.questions.climbed import over_the_head_of
from keel.questions.digest import digests
from keel.questions.sums import Listed, sums_of
from keel.report.wording import day_text, short_day

pytestmark = pytest.mark.django_db
PAGES = ("service", "known", "disabled", "exposed", "no-team")
PAST = timedelta(days=1)


def words(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


def read(answer: Any) -> str:
    """What is read, without the tags."""
    return " ".join(re.sub("<[^>]+>", "", answer.content.decode()).split())


def climb(flag: Flag, cast: Any) -> Flag:
    """The flag as a night leaves it that finds its time passed."""
    to = cast["service_manager"]
    Flag.objects.filter(pk=flag.pk).update(owner=to, rung=Rung.SERVICE_MANAGER)
    FlagStep.objects.create(
        flag=flag, child=flag.child, on=today(), said=Said.UNANSWERED, rung=Rung.SERVICE_MANAGER, colour=flag.colour,
        owner=to,
    )  # fmt: skip
    return flag


def test_whoever_may_not_read_signals_finds_no_page_of_leaders_and_no_way_to_one(
    cast: Any, family: Any
) -> None:
    """Business support looked after lists, and was kept as who knew first."""
    client = cast.client("business")
    Flag.objects.update(colour=Colour.BLACK)
    for name in PAGES:
        assert client.get(reverse(f"questions:{name}")).status_code == 404, name
    assert client.get(reverse("questions:team", args=[cast.teams["T04"].pk])).status_code == 404
    assert reverse("questions:known") not in words(client.get("/"))
    assert not FlagSeen.objects.filter(user=cast["business"]).exists()
    assert cast.client("worker").get(reverse("questions:known")).status_code == 404
    assert reverse("questions:known") in words(cast.client("team_manager").get("/"))


def test_it_has_been_so_since_it_was_due_and_not_since_it_was_first_asked(cast: Any, family: Any) -> None:
    flag = Flag.objects.open().get(child=family.child, matter="visits")
    due = min(
        each.due_on for each in FlagGround.objects.filter(flag=flag, due_on__isnull=False, colour__gt=0)
    )
    assert PLAN_ON < due < flag.opened_on == LATE_ON
    assert told([flag])[0].since == due
    home = read(cast.client("team_manager").get("/"))
    assert f"So since {day_text(due)}, asked since {day_text(LATE_ON)}" in home
    Flag.objects.filter(pk=flag.pk).update(colour=Colour.BLACK)
    director = cast.client("director")
    grid = words(director.get(reverse("questions:team", args=[cast.teams["T04"].pk])))
    assert f"Black since {short_day(due)}" in grid
    known = read(director.get(reverse("questions:known")))
    assert f"{(LATE_ON - due).days} days" in known
    assert f"since {day_text(due)}" in known


def test_what_has_been_so_longest_stands_first(cast: Any, family: Any) -> None:
    """Though both were first asked on one day, as everything is on Keel's first night."""
    first, second = (Flag.objects.open().get(child=child, matter="visits") for child in family.children)
    Flag.objects.filter(pk__in=[first.pk, second.pk]).update(colour=Colour.BLACK)
    Flag.objects.filter(pk=second.pk).update(since_on=first.since_on - timedelta(days=30))
    page = cast.client("director").get(reverse("questions:known"))
    shown = [row[0]["href"] for row in page.context["rows"]]
    assert shown == [reverse("questions:of_child", args=[each.pk]) for each in reversed(family.children)]


def test_a_signal_is_told_with_its_fact_and_leads_to_the_entry(cast: Any, family: Any) -> None:
    (because,) = [
        each
        for each in told([Flag.objects.open().get(child=family.child, matter="visits")])[0].because
        if each.key == "D04_visit_missed"
    ]
    assert day_text(PLAN_ON) in because.words
    assert "10 working days allowed" in because.words
    home = words(cast.client("team_manager").get("/"))
    assert because.words in home
    slug = because.table.partition(".")[2]
    entry = reverse("chronology:entry", args=[family.child.pk, slug, because.entry])
    assert f'href="{entry}"' in home


def test_what_climbs_does_not_vanish_from_the_home_of_whoever_did_not_answer(cast: Any, family: Any) -> None:
    flag = climb(Flag.objects.open().get(child=family.child, matter="visits"), cast)
    client = cast.client("team_manager")
    page = client.get("/")
    home = read(page).partition("Gone over your head")[2]
    assert f"Went up on {day_text(LATE_ON)}. Now with {cast['service_manager'].name}" in home
    assert reverse("questions:question", args=[flag.pk]) in words(page)
    over = over_the_head_of(cast["team_manager"], LATE_ON)
    assert (list(over.went), over.lately) == ([flag.pk], 1)
    assert "Gone over your head" not in words(cast.client("service_manager").get("/"))
    (hers,) = [each for each in digests(LATE_ON) if each.to == cast["team_manager"]]
    assert hers.climbed == 1
    Flag.objects.filter(pk=flag.pk).update(closed_on=LATE_ON, closed_why="put_right", answer_by=None)
    assert over_the_head_of(cast["team_manager"], LATE_ON).went == {}
    assert over_the_head_of(cast["team_manager"], LATE_ON + timedelta(days=7)).lately == 0


def test_a_night_that_finds_it_unanswered_is_counted(cast: Any, family: Any, monkeypatch: Any) -> None:
    """A climb gives a new day to answer by, so that nothing is ever past its time: the log is what tells."""
    flag = Flag.objects.asking().filter(child=family.child, owner=cast["team_manager"]).earliest("answer_by")
    assert flag.answer_by is not None
    Flag.objects.exclude(pk=flag.pk).update(answer_by=None, holds_until=LATE_ON + timedelta(days=5))
    Flag.objects.filter(pk=flag.pk).update(answer_by=LATE_ON - PAST)
    reassess(family.child)
    assert not Flag.objects.asking().filter(answer_by__lt=today()).exists()
    page = cast.client("director").get(reverse("questions:service"))
    (figure,) = [each for each in page.context["figures"] if "climbed" in each["words"]]
    assert (figure["number"], figure["note"]) == ("1", "1 in 90 days")
    (row,) = page.context["teams"]
    assert row[5] == "1"


def test_a_question_is_one_on_every_page_however_many_children_it_is_about(cast: Any, family: Any) -> None:
    """Brother and sister are one question on her manager's home; the team's page counted two."""
    standings = Standing.objects.filter(child__in=family.children)
    flags = Flag.objects.filter(child__in=family.children).open().exclude(colour=Colour.SOON)
    Flag.objects.filter(matter="visits").update(cause="home:1:visits")
    shown = questions(flags)
    assert len(shown) < flags.count()
    sums = sums_of(standings, LATE_ON, by_team=True)
    (row,) = sums.teams
    assert (row.open, sums.open) == (len(shown), len(shown))
    assert row.black + row.red + row.amber == len(shown), "each is of one colour"
    listed = sums_of(standings, LATE_ON, listed=Listed.ASKED).lines
    assert {line.pk for line in listed} == set(flags.values_list("pk", flat=True))
    assert len(by_question(listed)) == len(shown)
    page = cast.client("director").get(reverse("questions:team", args=[cast.teams["T04"].pk]))
    assert page.context["figures"][0] == {"number": str(len(shown)), "words": "questions open"}
    home = cast.client("team_manager").get("/")
    assert home.context["figures"][0]["number"] == str(len(home.context["asked"]))


def test_children_without_a_team_are_one_press_away(cast: Any, family: Any) -> None:
    Standing.objects.filter(child__in=family.children).update(team=None)
    director = cast.client("director")
    address = reverse("questions:no-team")
    assert f'href="{address}"' in words(director.get(reverse("questions:service")))
    assert family.canary in words(director.get(address))
    assert cast.client("team_manager").get(address).status_code == 404, "beyond her teams"


def test_whoever_is_exposed_beyond_the_time_stands_with_whose_question_she_is(cast: Any, family: Any) -> None:
    one, other = family.children
    for child, began in ((one, 28), (other, 3)):
        write(child, Event(EventKind.HARM_SUSPECTED, LATE_ON - timedelta(days=began)))
        reassess(child)
    asked = Flag.objects.get(child=one, matter="safety", closed_on=None)
    rows = cast.client("director").get(reverse("questions:exposed")).context["rows"]
    told = {row[0]["href"]: row[-1] for row in rows}
    where = reverse("chronology:child", args=[one.pk])
    assert (told[where]["words"], told[where]["hint"]) == (asked.owner.name, "team manager")
    assert told[where]["href"] == reverse("questions:question", args=[asked.pk])
    assert told[reverse("chronology:child", args=[other.pk])] == "Within its time"


def test_nothing_is_beyond_the_last_page(cast: Any, family: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr("keel.questions.overseeing.ON_PAGE", 1)
    Standing.objects.filter(child__in=family.children).update(exposed_since=PLAN_ON, exposed_days=29)
    for child in family.children:
        child.is_disabled = True
        child.save()
    Flag.objects.filter(matter="visits").update(colour=Colour.BLACK, cause="home:1:visits")
    director = cast.client("director")

    def pages(name: str) -> list[Any]:
        found = [director.get(reverse(f"questions:{name}"))]
        assert "page=2" in words(found[0]), name
        return [*found, director.get(reverse(f"questions:{name}") + "?page=2")]

    for name in ("exposed", "known"):
        children = [page.context["rows"][0][0]["href"] for page in pages(name)]
        assert len(set(children)) == 2, name
    first, second = (page.context["asked"] for page in pages("disabled"))
    assert {child.pk for child in first[0].children} == {child.pk for child in family.children}
    assert second
    assert second[0].key != first[0].key
