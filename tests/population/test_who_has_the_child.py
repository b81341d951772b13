"""Whether a child was ever without a worker follows from who was allocated when."""

from datetime import date

from keel.practice.history import EventKind as E

PLAN = ("anna", E.PLAN_STARTED, date(2026, 1, 12), {"episode": "plan"})


def came(who, month, day, **more):
    return ("anna", E.WORKER_ALLOCATED, date(2026, month, day), {"code": who, **more})


def left(who, month, day, **more):
    return ("anna", E.WORKER_ENDED, date(2026, month, day), {"code": who, **more})


def read(answer, timescale):
    return answer.readings.filter(timescale=timescale)["status"].to_list()


def test_a_plan_that_starts_while_a_worker_has_the_child_leaves_nobody_to_find(checked):
    assert read(checked(came("ana", 1, 5), PLAN), "allocation") == []


def test_a_plan_that_starts_with_nobody_is_overdue_at_once(checked):
    assert read(checked(PLAN, came("ana", 1, 20), left("ana", 1, 30)), "allocation") == ["late", "overdue"]


def test_a_worker_who_takes_over_the_same_day_leaves_no_gap_and_owes_a_handover(checked):
    answer = checked(came("ana", 1, 5), PLAN, left("ana", 2, 2), came("ben", 2, 2))
    assert read(answer, "allocation") == []
    assert read(answer, "handover") == ["overdue"]


def test_the_first_worker_owes_no_handover(checked):
    assert read(checked(came("ana", 1, 5), PLAN), "handover") == []


def test_another_childs_worker_is_not_hers(checked):
    other = ("ben", E.WORKER_ALLOCATED, date(2026, 1, 5), {"code": "ana"})
    answer = checked(other, PLAN, came("ana", 3, 2))
    assert read(answer, "allocation") == ["late"]
    assert read(answer, "handover") == []


def test_the_end_of_one_of_two_involvements_leaves_the_worker(checked):
    answer = checked(
        came("ana", 1, 5, episode="1"),
        came("ana", 1, 5, episode="2"),
        PLAN,
        left("ana", 2, 2, episode="1"),
    )
    assert read(answer, "allocation") == []
    assert answer.signals.filter(signal="D19_start_again").is_empty()
