"""Whose readings a load changed: who became late in something, who is late in it no longer; and what that asks."""

import polars as pl
from django.apps import apps

from keel.loading.held import quoted
from keel.loading.models import Load, LoadQuestions, ReadingChange
from keel.loading.writing import insert_columns
from keel.oversight.asking import Graded
from keel.practice.ladder import Said
from keel.practice.timescales.model import Status
from keel.record.bulk import copied

_LATE = ["child_id", "timescale"]


def lateness() -> pl.DataFrame:
    """Each child and timescale that is overdue by the readings kept."""
    readings = quoted(apps.get_model("oversight.StoredReading")._meta.db_table)
    return copied(
        f"SELECT DISTINCT child_id::text, timescale FROM {readings} WHERE status = '{Status.OVERDUE.value}'",
        {"child_id": pl.String, "timescale": pl.String},
    )


def keep_changes(load: Load, before: pl.DataFrame) -> None:
    """Write what differs from before. After the first load of all everybody is new, and nothing has changed."""
    if not Load.objects.done().exclude(pk=load.pk).exists():
        return
    after = lateness()
    changed = pl.concat(
        [
            after.join(before, on=_LATE, how="anti").with_columns(is_late_now=pl.lit(True)),
            before.join(after, on=_LATE, how="anti").with_columns(is_late_now=pl.lit(False)),
        ]
    ).sort(*_LATE)
    insert_columns(ReadingChange, changed.with_columns(load_id=pl.lit(load.pk)))


def questions_of(load: Load, graded: Graded) -> tuple[LoadQuestions, ...]:
    """How many questions of each colour it raised, made so grave, and ended; not yet written."""
    return tuple(
        LoadQuestions(
            load=load,
            colour=colour,
            raised=graded[Said.RAISED, colour],
            worsened=graded[Said.WORSENED, colour],
            closed=graded[Said.CLOSED, colour],
        )
        for colour in sorted({colour for _, colour in graded})
    )
