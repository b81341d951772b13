"""What is recorded in Keel: read by everybody on staff, said by the QA lead and the director, and by nobody else."""

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from on_pages import plain
from written import write

from cast import Cast
from keel.exchange.extract import Coverage
from keel.oversight.models import Flag, RecordedPreview
from keel.oversight.rebuild import rebuild
from keel.oversight.trying import try_out_recorded
from keel.practice.history import Event, EventKind, Fact
from keel.record.coverage import hold_coverage
from keel.record.models import CoverageHeld, RecordedHere
from keel.record.recorded_here import BY_KEY, FAMILIES

DAY = date(2026, 6, 1)
ALL = reverse("chronology:recorded")
ONE = reverse("chronology:recorded-family", args=["supervision"])
CHANGE = reverse("chronology:recorded-change", args=["supervision"])
WHY = "The heads of service decided it: every session since 1 June is in Keel"
SENT = {"from_on": "1/6/2026", "reason": WHY}


@pytest.fixture(autouse=True)
def _loaded(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Plans come from one source and core groups from another; what managers do from none."""
    monkeypatch.setenv("KEEL_TODAY", "2026-06-30")
    held = {"Annex A": (EventKind.PLAN_STARTED, EventKind.PLAN_ENDED), "Ours": BY_KEY["core_groups"].kinds}
    for form, kinds in held.items():
        facts = dict.fromkeys(kinds, frozenset[Fact]())
        hold_coverage(form, Coverage(facts, frozenset(kinds)), DAY)


def thought_of(client: Any, sent: dict[str, str], page: str = CHANGE) -> RecordedPreview:
    """What is thought of saying, before it is read."""
    answer = client.post(page, sent)
    assert answer.status_code == 302, plain(answer.content.decode())
    return RecordedPreview.objects.latest("pk")


def way_of(asked: RecordedPreview) -> str:
    return reverse("chronology:recorded-preview", args=[asked.pk])


def say(client: Any, sent: dict[str, str], page: str = CHANGE) -> None:
    """Think of it, have it read, and say it."""
    asked = thought_of(client, sent, page)
    try_out_recorded(asked.pk)
    assert client.post(way_of(asked)).status_code == 302


def words_of(client: Any, page: str) -> str:
    answer = client.get(page)
    assert answer.status_code == 200
    return plain(answer.content.decode())


def test_everybody_on_staff_sees_what_is_watched_and_what_is_not(cast: Cast) -> None:
    words = words_of(cast.client("worker"), ALL)
    assert "In a source: Ours" in words
    assert "nobody is asked about a child without it" in words
    assert "plan Not recorded anywhere None 6 timescales Plan open 9 months" in words
    assert "Child on a plan talked about in supervision" in words
    for family in FAMILIES:
        assert family.name in words
    assert "Papers of conferences Reports, invitations" in words
    assert "after it In Keel, as is all that calls for it 9 timescales" in words, (
        "no source brings conferences"
    )
    one = words_of(cast.client("worker"), ONE)
    assert "In Keel, but only of what begins there." in one
    assert "supervision : the record holds no record of: child supervision held" in one
    assert "Say that it is recorded in Keel" not in one


@pytest.mark.parametrize("who", ["qa_lead", "director"])
def test_who_answers_for_it_says_since_when(cast: Cast, who: str) -> None:
    client = cast.client(who)
    assert "Say that it is recorded in Keel" in words_of(client, ONE)
    say(client, SENT)
    made = RecordedHere.objects.get()
    assert (made.family, made.from_on, made.by, made.reason) == ("supervision", DAY, cast[who], WHY)
    one = words_of(client, ONE)
    assert "In Keel since 1 June 2026." in one
    assert "Child on a plan talked about in supervision , since 1 June 2026" in one
    assert WHY in one
    assert "Yes, from 1 June 2026" in words_of(cast.client("worker"), reverse("chronology:laws"))
    law = words_of(cast.client("worker"), reverse("chronology:law", args=["supervision_child"]))
    assert "Recorded in Keel since 1 June 2026: what began earlier counts from then." in law


def test_what_it_would_do_is_seen_before_it_is_said_and_is_then_what_it_does(cast: Cast) -> None:
    child = cast.families["own"].child
    write(child, Event(EventKind.PLAN_STARTED, date(2026, 1, 5), episode="plan:1"))
    rebuild()
    client = cast.client("director")
    asked = thought_of(client, SENT | {"from_on": "1/5/2026"})
    waiting = client.get(way_of(asked)).content.decode()
    assert '<meta http-equiv="refresh"' in waiting
    client.post(way_of(asked))
    assert not RecordedHere.objects.exists(), "not before its effect is known"
    try_out_recorded(asked.pk)
    words = words_of(client, way_of(asked))
    line = asked.lines.get(matter="supervision", raised__gt=0)
    assert line.raised == 1
    assert "would raise 1 question and close 0" in words
    assert not Flag.objects.filter(matter="supervision").exists()
    client.post(way_of(asked))
    client.post(way_of(asked))
    assert RecordedHere.objects.get().from_on == date(2026, 5, 1)
    rebuild()
    (flag,) = Flag.objects.filter(matter="supervision").open()
    assert (flag.child, flag.colour) == (child, line.colour)
    old = thought_of(client, SENT | {"where": "here"})
    try_out_recorded(old.pk)
    RecordedHere.objects.create(family="scrutiny", from_on=DAY, reason=WHY, by=cast["director"])
    assert "It is being read again" in plain(client.post(way_of(old), follow=True).content.decode())
    assert RecordedHere.objects.filter(family="supervision").count() == 1


def test_every_record_is_read_anew_once(cast: Cast) -> None:
    client = cast.client("director")
    say(client, SENT)
    say(client, SENT, reverse("chronology:recorded-change", args=["scrutiny"]))
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'oversight.read_again'")
        assert cursor.fetchone() == (1,)


@pytest.mark.parametrize(
    "who", ["worker", "team_manager", "service_manager", "head_of_service", "administrator"]
)
def test_nobody_else_says_it(cast: Cast, who: str) -> None:
    client = cast.client(who)
    assert client.get(CHANGE).status_code == 403
    assert client.post(CHANGE, SENT).status_code == 403
    asked = RecordedPreview.objects.create(family="supervision", from_on=DAY, reason=WHY, by=cast["director"])
    try_out_recorded(asked.pk)
    assert client.get(way_of(asked)).status_code == client.post(way_of(asked)).status_code == 403
    assert not RecordedHere.objects.exists()


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"from_on": ""}, "Say from which day"),
        ({"from_on": "1/7/2026"}, "has not come yet"),
        ({"from_on": "some day"}, "Enter a day"),
        ({"reason": " "}, "Say who decided it"),
        ({"reason": "go live"}, "Say why in a sentence"),
        ({"where": "elsewhere", "from_on": ""}, "Say from which day"),
    ],
)
def test_what_cannot_be_said_is_refused_in_words(cast: Cast, sent: dict[str, str], words: str) -> None:
    answer = cast.client("qa_lead").post(CHANGE, SENT | sent)
    assert answer.status_code == 422
    assert words in plain(answer.content.decode())
    assert not RecordedHere.objects.exists()


def test_it_ends_when_it_is_no_longer_recorded_here_and_both_are_remembered(cast: Cast) -> None:
    client = cast.client("qa_lead")
    say(client, SENT | {"where": "here"})
    ended = {"where": "elsewhere", "from_on": "1/6/2026", "reason": "The other system has it all again"}
    say(client, ended)
    words = words_of(client, ONE)
    assert "In Keel, but only of what begins there." in words
    assert words.index("No longer recorded in Keel") < words.index("In Keel since 1 June 2026")


def test_what_a_source_holds_whole_is_not_said_here(cast: Cast) -> None:
    page = reverse("chronology:recorded-family", args=["core_groups"])
    client = cast.client("qa_lead")
    assert "Say that it is recorded in Keel" not in words_of(client, page)
    answer = client.post(reverse("chronology:recorded-change", args=["core_groups"]), SENT)
    assert "A source holds all of it" in plain(answer.content.decode())
    assert not RecordedHere.objects.exists()


def test_where_nothing_was_loaded_it_is_all_recorded_here(cast: Cast) -> None:
    CoverageHeld.objects.all().delete()
    words = words_of(cast.client("worker"), ALL)
    assert "Nothing was loaded" in words
    assert "Not recorded anywhere" not in words


def test_what_there_is_not_is_not_there_and_statements_do_not_grow(cast: Cast) -> None:
    client = cast.client("qa_lead")
    assert client.get(reverse("chronology:recorded-family", args=["nothing"])).status_code == 404
    client.get(ALL)
    counts = []
    for more in ((), FAMILIES[:3]):
        for family in more:
            say(client, SENT, reverse("chronology:recorded-change", args=[family.key]))
        client.get(ALL)  # the rules are made once for what is said
        with CaptureQueriesContext(connection) as asked:
            client.get(ALL)
        counts.append(len(asked))
    assert counts[0] == counts[1]
