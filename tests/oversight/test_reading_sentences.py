"""What a page says of a reading is what the report says of it, and leads to the law."""

from datetime import date
from random import Random

import pytest
from histories import ABOUT, life
from written import written

from keel.oversight.actions import reassess
from keel.oversight.models import StoredReading, StoredSignal
from keel.oversight.rules_held import standards_held
from keel.oversight.sentences import overdue_first, told_readings, told_signals
from keel.population import check
from keel.practice.timescales.model import Status
from keel.record.bulk import record_extract
from keel.record.coverage import coverage_held

AS_OF = date(2026, 5, 5)


@pytest.mark.usefixtures("everything_held")
def test_every_sentence_is_that_of_the_report() -> None:
    lives = [life(Random(place), AS_OF, str(place), about) for place, about in enumerate(ABOUT[::7])]
    children = [written(each) for each in lives]
    for child in children:
        reassess(child, as_of=AS_OF)
    extract = record_extract([child.pk for child in children], coverage_held())
    answer = check(extract, standards_held(), AS_OF)
    report = sorted([*answer.readings["because"], *answer.signals["because"]])
    said = []
    for child in children:
        readings = list(StoredReading.objects.filter(child=child))
        signals = list(StoredSignal.objects.filter(child=child))
        said += [each.because for each in told_readings(readings, standards_held(), AS_OF)]
        said += [each.because for each in told_signals(signals, readings, standards_held(), AS_OF)]
    assert len(said) > 100
    assert sorted(said) == report


@pytest.mark.usefixtures("everything_held")
def test_each_has_its_source_and_says_where_the_number_is_to_be_confirmed() -> None:
    child = written(life(Random(3), AS_OF, "x", ABOUT[20]))
    reassess(child, as_of=AS_OF)
    standards = standards_held()
    told = told_readings(list(StoredReading.objects.filter(child=child)), standards, AS_OF)
    assert told
    for each in told:
        assert each.citation
        assert each.must_confirm == ("No source found" in each.citation) or each.must_confirm


def test_what_is_overdue_comes_first_the_gravest_and_longest_of_it_and_doubt_before_what_is_only_due() -> (
    None
):
    def reading(status: Status, day: int, severity: str = "high") -> StoredReading:
        return StoredReading(pk=day, status=status.value, due_on=date(2026, 1, day), severity=severity)

    order = [
        reading(Status.OVERDUE, 5, "critical"), reading(Status.OVERDUE, 2), reading(Status.OVERDUE, 9),
        reading(Status.OVERDUE, 1, "low"), reading(Status.UNKNOWN, 20), reading(Status.RUNNING, 3, "low"),
        reading(Status.RUNNING, 4, "critical"), reading(Status.MISSED, 6), reading(Status.MET, 7),
    ]  # fmt: skip
    assert overdue_first(reversed(order)) == order
