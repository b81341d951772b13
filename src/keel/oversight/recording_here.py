"""What somebody says about where things are recorded: in Keel from a day on, or no longer."""

from datetime import date
from typing import Any

from django.db import connection, transaction

from keel.access.audit import Code, record
from keel.clock import today
from keel.oversight.changing import refuse_unread
from keel.oversight.rules_held import newest_said, standards_held
from keel.oversight.standards_kept import RecordedPreview
from keel.oversight.tasks import preview_recorded, read_again_soon
from keel.practice.ladder import Limits
from keel.record.coverage import kinds_in_sources
from keel.record.models import RecordedHere
from keel.record.recorded_here import BY_KEY, said
from keel.report.wording import day_text


class CannotBeSaid(Exception):
    """What was said cannot be so, or changes nothing; the words say why."""


@transaction.atomic
def think_of_recording(*, by: Any, family: str, from_on: date | None, reason: str) -> RecordedPreview:
    """Have the worker read what it would do to say so. Nothing is said yet. Raises CannotBeSaid."""
    _refuse(family, from_on, reason)
    asked = RecordedPreview.objects.create(by=by, family=family, from_on=from_on, reason=reason.strip())
    preview_recorded.defer(preview=asked.pk)
    return asked


@transaction.atomic
def say_as_read(asked: RecordedPreview, *, by: Any) -> RecordedHere:
    """Say what was thought of, once its effect is known; sent twice, it is said once.

    Raises CannotChange, IsOld and CannotBeSaid.
    """
    held = RecordedPreview.objects.select_for_update(of=("self",)).get(pk=asked.pk)
    if held.said is not None:
        return held.said
    refuse_unread(held, newest_said())
    held.said = say_recorded(by=by, family=held.family, from_on=held.from_on, reason=held.reason)
    held.save(update_fields=["said"])
    return held.said


@transaction.atomic
def say_recorded(*, by: Any, family: str, from_on: date | None, reason: str) -> RecordedHere:
    """A family of entries is recorded in Keel from a day on or, without a day, no longer. Every record is read anew.

    Raises CannotBeSaid for a day to come, a source that holds all of it, what is said already, and a bare reason.
    """
    with connection.cursor() as cursor:  # two who say it at once are heard one after the other
        cursor.execute("LOCK TABLE record_recordedhere IN SHARE ROW EXCLUSIVE MODE")
    _refuse(family, from_on, reason)
    made = RecordedHere.objects.create(by=by, family=family, from_on=from_on, reason=reason.strip())
    record(
        Code.RECORDING_DECLARED,
        by=by,
        entry=f"record.recordedhere:{made.pk}",
        family=family,
        from_on=from_on,
    )
    read_again_soon()
    return made


def _refuse(family: str, from_on: date | None, reason: str) -> None:
    now = said().get(family)
    if from_on == (now.from_on if now else None):
        raise CannotBeSaid(
            f"It is said already: recorded in Keel since {day_text(from_on)}."
            if from_on
            else "It is not said to be recorded in Keel, so it cannot end."
        )
    if from_on is not None and from_on > today():
        raise CannotBeSaid("That day has not come yet. Say it on the day, or choose an earlier one.")
    if from_on is not None and kinds_in_sources().issuperset(BY_KEY[family].kinds):
        raise CannotBeSaid("A source holds all of it, and is read from its beginning.")
    if len(reason.split()) < Limits(standards_held(), today()).reason_words:
        raise CannotBeSaid("Say why in a sentence: who decided it, and since when everybody does it.")
