"""The daily digest: counts and numbers of questions, and nothing of any child."""

from datetime import date
from typing import Any

import pytest
from django.core import mail
from drifting import LATE_ON

from keel.oversight.models import Flag
from keel.questions.digest import digests, send_digests

pytestmark = pytest.mark.django_db
SATURDAY = date(2026, 5, 2)


def test_whoever_has_something_to_answer_is_told_how_much_and_nothing_else(cast: Any, family: Any) -> None:
    assert send_digests(LATE_ON) == len(mail.outbox) > 0
    to = {message.to[0]: message for message in mail.outbox}
    message = to[cast["team_manager"].email]
    asked = Flag.objects.asking().filter(owner=cast["team_manager"])
    assert f"{asked.values('cause').distinct().count()} questions" in message.body
    for text in (message.subject, message.body):
        assert family.canary not in text
        assert all(str(child.pk) not in text for child in family.children)
        assert "visit" not in text.lower()


def test_it_numbers_the_questions_as_her_first_page_does(cast: Any, family: Any) -> None:
    (hers,) = [each for each in digests(LATE_ON) if each.to == cast["team_manager"]]
    asked = cast.client("team_manager").get("/").context["asked"]
    assert len(hers.questions) == len(asked) > 0
    told = [f"Question {each.number}: {each.colour.label}" for each in asked]
    assert told == [line for line in hers.text(LATE_ON).splitlines() if line.startswith("Question ")]


def test_nobody_is_written_to_at_a_weekend(cast: Any, family: Any) -> None:
    assert send_digests(SATURDAY) == 0
    assert not mail.outbox
