"""Whole extracts, small and odd: empty, before anything happened, long after, a child of whom nothing is told."""

from datetime import date

import numpy as np
import pyarrow as pa
import pytest

from keel.exchange.extract import bits
from keel.population import check
from keel.population.answer import CHILDREN, READINGS, SIGNALS
from keel.population.record import record_from
from keel.practice.history import EventKind as E
from keel.practice.history import Fact
from keel.practice.timescales.program import NO_DAY, NONE

PLAN = ("anna", E.PLAN_STARTED, date(2026, 3, 2), {"episode": "plan", "number": 1.0})


def columns(answer):
    return dict(answer.readings.schema), dict(answer.signals.schema), dict(answer.children.schema)


def test_an_empty_extract_answers_with_empty_frames_of_the_usual_columns(checked):
    answer = checked()
    assert columns(answer) == (READINGS, SIGNALS, CHILDREN)
    assert (len(answer.readings), len(answer.signals), len(answer.children)) == (0, 0, 0)


def test_a_child_of_whom_nothing_is_told_is_still_a_child(checked):
    answer = checked(PLAN, children={"anna": {"birth_on": date(2020, 1, 1)}, "ben": {"birth_on": None}})
    anna, ben = answer.children.to_dicts()
    assert ben["key"] == "ben"
    assert ben["on_plan"] is False
    assert ben["breaches_open"] == ben["unknown"] == ben["drift_score"] == 0
    assert anna["on_plan"] is True


def test_only_a_child_of_whom_nothing_is_told(checked):
    answer = checked(children={"ben": {"birth_on": date(2020, 1, 1)}})
    assert len(answer.children) == 1
    assert columns(answer) == (READINGS, SIGNALS, CHILDREN)


def test_the_day_before_anything_happened_nothing_is_said(checked):
    answer = checked(PLAN, as_of=date(2026, 3, 1))
    assert answer.readings.is_empty()
    assert answer.signals.is_empty()
    (anna,) = answer.children.to_dicts()
    assert anna["on_plan"] is False
    assert anna["plan_started_on"] is None


def test_years_later_an_open_plan_is_still_counted_and_overdue(checked):
    answer = checked(PLAN, as_of=date(2030, 3, 1))
    (anna,) = answer.children.to_dicts()
    assert (anna["on_plan"], anna["plan_months"], anna["earlier_plans"]) == (True, 47, 1)
    (review,) = answer.readings.filter(timescale="rcpc_first").to_dicts()
    assert (review["status"], review["days_over"]) == ("overdue", (date(2030, 3, 1) - date(2026, 6, 2)).days)


def test_what_happens_after_the_day_is_not_seen(checked):
    ended = ("anna", E.PLAN_ENDED, date(2026, 6, 1), {"episode": "plan"})
    (anna,) = checked(PLAN, ended, as_of=date(2026, 5, 31)).children.to_dicts()
    assert anna["on_plan"] is True
    (anna,) = checked(PLAN, ended, as_of=date(2026, 6, 1)).children.to_dicts()
    assert anna["on_plan"] is False


def test_what_is_counted_for_a_child_is_what_is_listed_for_her(checked):
    seen = {"yes": bits((Fact.CHILD_SEEN,)), "episode": "plan"}
    answer = checked(
        PLAN,
        ("anna", E.VISIT_HELD, date(2026, 3, 20), seen),
        ("ben", E.PLAN_STARTED, date(2025, 1, 6)),
        ("ben", E.VISIT_HELD, date(2026, 3, 20)),
    )
    for child in answer.children.to_dicts():
        listed = answer.readings.filter(child=child["child"])["status"].to_list()
        assert child["breaches_open"] == listed.count("overdue")
        assert child["breaches_past"] == listed.count("late") + listed.count("missed")
        assert child["unknown"] == listed.count("cannot be computed")
        severities = answer.signals.filter(child=child["child"])["severity"].to_list()
        assert [child[name] for name in ("amber", "red", "black")] == [
            severities.count(name) for name in ("amber", "red", "black")
        ]


def test_events_point_to_the_rows_that_they_stand_in(checked):
    answer = checked(("ben", E.CONTACT_RECEIVED, date(2026, 1, 5)), PLAN)
    events = answer.extract.events
    for reading in answer.readings.to_dicts():
        assert events["child"][reading["start_event"]].as_py() == reading["child"]


def test_another_engine_is_refused_by_name(extract, standards):
    with pytest.raises(ValueError, match="abacus"):
        check(extract(PLAN), standards, date(2026, 5, 5), engine="abacus")


def test_blanks_in_an_extract_are_blanks_in_the_record(extract):
    made = extract(PLAN, ("cai", E.VISIT_HELD, date(2026, 3, 3)), children={"anna": {}, "ben": {}, "cai": {}})
    record = record_from(made.events, made.children)
    assert record.from_event.tolist() == [0, 1, 1, 2]
    plan, visit = record.events
    assert (plan["episode"], plan["number"], plan["minute"], plan["anchor"]) == (0, 1.0, NONE, NO_DAY)
    assert (visit["episode"], visit["code"]) == (NONE, NONE)
    assert np.isnan(visit["number"])
    assert record.children["birth"].tolist() == [NO_DAY] * 3


def test_a_table_in_pieces_gives_the_same_record(extract):
    told = [
        PLAN,
        ("anna", E.VISIT_HELD, date(2026, 3, 3), {"episode": "other", "code": "ana", "number": 2.0}),
        ("ben", E.VISIT_HELD, date(2026, 3, 3), {"episode": "plan", "code": "ben", "number": 3.0}),
    ]
    whole = extract(*told)
    pieces = pa.concat_tables([whole.events.slice(n, 1) for n in range(3)])
    one, other = record_from(whole.events, whole.children), record_from(pieces, whole.children)
    assert one.from_event.tolist() == other.from_event.tolist()
    assert one.events.tolist() == other.events.tolist()
