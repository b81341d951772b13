"""What is said to be recorded in Keel is said under one's own name, and stands."""

from datetime import date
from typing import Any

import pytest
import worlds
from django.db import DatabaseError, transaction

from keel.oversight.recording_here import say_recorded
from keel.record.models import RecordedHere

pytestmark = pytest.mark.django_db
DAY = date(2026, 6, 1)
WHY = "The heads of service decided it together"


def test_the_web_role_says_it_under_her_own_name_and_changes_and_deletes_nothing(
    cast: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KEEL_TODAY", DAY.isoformat())
    with worlds.as_web(cast["qa_lead"]):
        made = say_recorded(by=cast["qa_lead"], family="supervision", from_on=DAY, reason=WHY)
        assert RecordedHere.objects.get() == made
        with pytest.raises(DatabaseError), transaction.atomic():
            RecordedHere.objects.create(by=cast["director"], family="plan", from_on=DAY, reason=WHY)
        assert RecordedHere.objects.update(from_on=None) == 0
        RecordedHere.objects.all().delete()
    with worlds.as_web(None), pytest.raises(DatabaseError), transaction.atomic():
        RecordedHere.objects.create(by=cast["qa_lead"], family="plan", from_on=DAY, reason=WHY)
    assert RecordedHere.objects.get().from_on == DAY
