"""The daily digest: counts, and nothing of any child."""

from datetime import date, timedelta
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


def test_what_is_late_is_counted(cast: Any, family: Any) -> None:
    Flag.objects.asking().update(answer_by=LATE_ON - timedelta(days=1))
    (hers,) = [each for each in digests(LATE_ON) if each.to == cast["team_manager"]]
    assert hers.late == hers.questions > 0
    assert f"going to the next manager: {hers.late}." in hers.text(LATE_ON)


def test_nobody_is_written_to_at_a_weekend(cast: Any, family: Any) -> None:
    assert send_digests(SATURDAY) == 0
    assert not mail.outbox
