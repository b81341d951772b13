"""What others wrote and wait for stands on the first page of whoever decides, and of nobody else."""

import pytest
from django.urls import reverse

from cast import Cast
from keel.clock import today
from keel.front_door.models import Assessment
from keel.protection.models import StrategyDiscussion
from keel.recording.moves import moved, moves_of, state_of, wrote

pytestmark = pytest.mark.django_db
WORDS = "Section 47 enquiries, yes or no"


def home(cast: Cast, name: str) -> str:
    return cast.client(name).get(reverse("questions:home")).content.decode()


def test_a_discussion_waits_for_the_manager_until_it_is_decided(cast: Cast) -> None:
    child = cast.families["own"].child
    talk = StrategyDiscussion.objects.create(child=child, held_on=today(), decision="A bruise")
    theirs = StrategyDiscussion.objects.create(child=cast.families["other"].child, held_on=today())
    for row in (talk, theirs):
        moved(row, "proposed", by=cast["worker"])
    page = home(cast, "team_manager")
    assert page.count(WORDS) == 1
    assert reverse("chronology:entry", args=[child.pk, "strategydiscussion", talk.pk]) in page
    assert WORDS not in home(cast, "worker"), "she does not decide on what she wrote"
    assert home(cast, "other_manager").count(WORDS) == 1, "that of her own team"
    moved(talk, "corrected", by=cast["worker"], reason="A slip")
    assert WORDS in home(cast, "team_manager")
    moved(talk, "enquiries started", by=cast["team_manager"])
    assert WORDS not in home(cast, "team_manager")


def test_whoever_authorised_learns_of_a_correction_until_she_opens_it(cast: Cast) -> None:
    child, manager = cast.families["own"].child, cast["team_manager"]
    made = Assessment.objects.create(child=child, started_on=today())
    page = reverse("chronology:entry", args=[child.pk, "assessment", made.pk])
    moved(made, "sent to the manager", by=cast["worker"])
    moved(made, "authorised", by=manager)
    cast.client("team_manager").get(page)
    words = f"{cast['worker'].name} corrected the assessment that you authorised"
    assert words not in home(cast, "team_manager")
    for reason in ("A slip", "Another"):
        moved(made, "corrected", by=cast["worker"], reason=reason)
    assert home(cast, "team_manager").count(words) == 1
    for name in ("worker", "other_manager"):
        assert words not in home(cast, name)
    cast.client("worker").get(page)
    assert [move.state for move in moves_of(made)][-1] == "corrected", "the author's own look tells nothing"
    for _ in range(2):
        assert "Correction seen" in cast.client("team_manager").get(page).content.decode()
    seen = [move.by for move in moves_of(made) if move.state == "correction seen"]
    assert seen == [manager], "once, and by her"
    assert words not in home(cast, "team_manager")
    assert state_of(made) == "authorised"
    assert not wrote(manager, made, without=("authorised",)), "to read is not to write"
    moved(made, "corrected", by=cast["worker"], reason="A third")
    assert words in home(cast, "team_manager"), "a later correction is new to her"
