"""What others wrote and wait for stands on the first page of whoever decides, and of nobody else."""

import pytest
from django.urls import reverse

from cast import Cast
from keel.clock import today
from keel.protection.models import StrategyDiscussion
from keel.recording.moves import moved

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
