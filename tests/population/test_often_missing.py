"""The third time a child goes missing within the window, a strategy discussion is due."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from keel.practice.history import EventKind as E

FIRST = date(2026, 3, 2)


def times(name, *days):
    return [(name, E.MISSING_STARTED, FIRST + timedelta(days=day)) for day in days]


def discussions(answer):
    return answer.readings.filter(timescale="missing_repeat")["started_on"].to_list()


@pytest.mark.parametrize(
    ("days", "due"),
    [
        ((0, 10), []),
        ((0, 10, 30), [30]),
        ((0, 10, 31), []),
        ((0, 0, 0), [0]),
        ((0, 10, 20, 25), [20]),  # the fourth time within it is the same spell
        ((0, 10, 20, 80, 85, 90), [20, 90]),
    ],
    ids=["twice", "on the last day", "a day too late", "in one day", "four times", "two spells"],
)
def test_it_is_due_from_the_third_time_within_thirty_days(checked, days, due):
    answer = checked(*times("anna", *days), as_of=date(2026, 7, 1))
    assert discussions(answer) == [FIRST + timedelta(days=day) for day in due]


def test_two_children_missing_are_not_one_child_missing_often(checked):
    assert discussions(checked(*times("anna", 0, 1), *times("ben", 2))) == []


def test_it_rests_on_the_row_where_the_third_time_stands(checked):
    (row,) = checked(*times("anna", 0, 1, 2)).readings.filter(timescale="missing_repeat").to_dicts()
    assert row["because"].startswith("Missing third time on 4 March 2026")


def test_a_source_without_missing_children_has_none_missing_often(checked, everything):
    held = {k: v for k, v in everything.kinds.items() if k not in (E.MISSING_STARTED, E.MISSING_THIRD_TIME)}
    answer = checked(*times("anna", 0, 1, 2), coverage=replace(everything, kinds=held))
    verdict = next(v for v in answer.timescales if v.key == "missing_repeat")
    assert not verdict.computable
