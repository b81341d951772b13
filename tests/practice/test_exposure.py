"""Days of exposure: from the day that harm was known to the day that something protected the child."""

from datetime import date, timedelta

import pytest

from keel.practice.exposure import exposures, open_since
from keel.practice.history import EventKind as E

KNOWN_ON = date(2026, 3, 2)


def day(number: int) -> date:
    return KNOWN_ON + timedelta(days=number)


def days(*events: tuple[E, int, bool | None], as_of: int = 60) -> list[tuple[int, bool]]:
    told = [(kind, day(number), harm) for kind, number, harm in events]
    return [(each.days(day(as_of)), each.until_on is None) for each in exposures(told, day(as_of))]


@pytest.mark.parametrize(
    "protects", [E.PLAN_STARTED, E.INTERIM_PLAN_RECORDED, E.EPO_MADE, E.BECAME_LOOKED_AFTER]
)
def test_it_lasts_until_something_protects_her(protects: E) -> None:
    assert days((E.HARM_SUSPECTED, 0, None), (E.S47_STARTED, 2, None), (protects, 21, None)) == [(21, False)]


def test_enquiries_that_find_no_harm_end_it_and_enquiries_that_do_not_say_so_do_not() -> None:
    assert days((E.S47_STARTED, 0, None), (E.S47_CONCLUDED, 9, False)) == [(9, False)]
    assert days((E.S47_STARTED, 0, None), (E.S47_CONCLUDED, 9, None)) == [(60, True)]


def test_on_a_plan_a_strategy_discussion_answers_new_harm_and_without_one_it_does_not() -> None:
    on_plan = (E.PLAN_STARTED, 0, None)
    harm, talk = (E.HARM_SUSPECTED, 10, None), (E.STRATEGY_DISCUSSION_HELD, 14, None)
    assert days(on_plan, harm, talk) == [(4, False)]
    assert days(harm, talk) == [(50, True)]


def test_what_is_not_known_yet_does_not_count() -> None:
    told = [(E.HARM_SUSPECTED, day(5), None)]
    assert open_since(exposures(told, day(4))) is None
    assert open_since(exposures(told, day(5))) == day(5)


def test_a_child_in_need_plan_is_no_protection_from_harm_that_was_substantiated() -> None:
    begins, helped = (E.S47_STARTED, 0, None), (E.CIN_PLAN_STARTED, 12, None)
    assert days(begins, (E.S47_CONCLUDED, 9, True), helped) == [(60, True)]
    assert days(begins, (E.S47_CONCLUDED, 9, None), helped) == [(12, False)]
