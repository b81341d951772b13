"""What is loaded is judged as it would have been judged from the file itself."""

from datetime import date

import polars as pl
import pyarrow.compute as pc
import pytest
from small_extracts import AS_OF, FORMATS

from keel.exchange.source import read_source
from keel.population import check
from keel.practice.standards import load as load_standards

pytestmark = pytest.mark.django_db
READING = ["key", "timescale", "status", "started_on", "due_on", "met_on", "ended_on", "days_over", "because"]
SIGNAL = ["key", "signal", "severity", "since_on", "because", "timescale"]


def told(answer, frame: pl.DataFrame, columns: list[str], keys: dict[str, str] | None = None) -> list[tuple]:
    """Rows by the source's own key of the child, in order."""
    named = frame.join(answer.children.select("child", "key"), on="child")
    if keys is not None:
        named = named.with_columns(pl.col("key").replace_strict(keys))
    return sorted(named.select(columns).rows(), key=str)


@pytest.mark.parametrize("form", FORMATS)
def test_the_record_is_judged_as_the_file_was(form, severnshire, brought):
    from keel.people.models import Identifier  # noqa: PLC0415
    from keel.record.bulk import record_extract  # noqa: PLC0415
    from keel.record.coverage import coverage_held  # noqa: PLC0415

    standards = load_standards()
    outcome = brought(severnshire(form))
    assert outcome.state == "done", outcome.words
    day: date = outcome.load.as_of or AS_OF
    from_file = check(read_source(severnshire(form)), standards, day)
    from_record = check(record_extract(coverage=coverage_held()), standards, day)

    keys = {str(row.person_id): row.value for row in Identifier.objects.filter(scheme="la_child_id")}
    assert told(from_record, from_record.readings, READING, keys) == told(
        from_file, from_file.readings, READING
    )
    assert told(from_record, from_record.signals, SIGNAL, keys) == told(from_file, from_file.signals, SIGNAL)
    assert len(from_file.readings) > 100


@pytest.mark.parametrize("form", FORMATS)
def test_every_event_is_told_again_as_it_was(form, severnshire, brought):
    from keel.people.models import Identifier  # noqa: PLC0415
    from keel.record.bulk import events_arrow  # noqa: PLC0415

    source = read_source(severnshire(form))
    brought(severnshire(form))
    keys = {str(row.person_id): row.value for row in Identifier.objects.filter(scheme="la_child_id")}
    events, children = events_arrow()
    events = events.filter(pc.not_equal(events["source"].cast("string"), "oversight.criticalsignal"))
    told_again = lines(events, [keys[child] for child in children["child"].to_pylist()])
    assert told_again == lines(source.events, source.children["child"].to_pylist())


def lines(events, children: list[str]) -> dict[tuple, int]:
    """Events that differ in nothing that a rule reads, counted; strands by what stands together in them."""
    frame = pl.from_arrow(events).with_columns(
        pl.col("kind", "episode", "code").cast(pl.String),
        child=pl.Series(children).gather(pl.Series(events["child"])),
    )
    strands = frame.group_by("child", "episode").agg(
        together=pl.concat_str("kind", pl.col("on").cast(pl.String)).sort().str.join(" ")
    )
    named = frame.join(strands, on=["child", "episode"], nulls_equal=True)
    columns = ["child", "kind", "on", "minute", "anchor_on", "yes", "no", "code", "number", "together"]
    counted = named.with_columns(
        together=pl.when(pl.col("episode").is_not_null()).then("together"),
        code=pl.when(pl.col("kind") != "plan_ended").then("code"),  # the record keeps more: the last category
    )
    return {(*row[:-1],): row[-1] for row in counted.group_by(columns).len().rows()}
