"""The figures that every format shares."""

from dataclasses import replace
from datetime import date

import polars as pl
import pytest
from made_answer import AS_OF, PLAIN, SCRIPT, WORKER

from keel.report.lengths import plan_lengths
from keel.report.summary import Report
from keel.report.wording import percent, share_text, standing


def _figure(report: Report, key: str):
    return next(figure for figure in report.figures if figure.key == key)


@pytest.mark.parametrize(
    ("key", "number", "of"),
    [
        ("on_plan", 3, 3),
        ("in_breach", 1, 3),
        ("red_or_black", 2, 3),
        ("black", 1, 3),
        ("two_years", 3, 3),
        ("no_worker", 1, 3),
        ("unknown", 1, 3),
    ],
)
def test_a_director_is_told_each_count_with_its_denominator(report, key, number, of) -> None:
    figure = _figure(report, key)
    assert (figure.number, figure.of) == (number, of)


def test_a_disability_not_recorded_is_said_and_not_counted_as_none(report) -> None:
    figure = _figure(report, "disabled_in_breach")
    assert figure.of == 0
    assert figure.percent is None
    assert "not recorded for 3 of 3" in figure.note


def test_earlier_plans_that_a_source_cannot_tell_are_not_none(make_answer) -> None:
    answer = make_answer()
    blank = answer.children.with_columns(earlier_plans=pl.lit(None, pl.Int32))
    figure = _figure(Report(replace(answer, children=blank), chosen=""), "earlier_plans")
    assert figure.number == 0
    assert "not recorded for 3 of 3" in figure.note


@pytest.mark.parametrize(
    ("number", "of", "shown"), [(999, 1000, 99.9), (9_999, 10_000, 99.9), (1, 10_000, 0.1)]
)
def test_a_percent_never_hides_the_one_child(number, of, shown) -> None:
    assert percent(number, of) == shown


def test_nothing_to_divide_by_has_no_percent() -> None:
    assert percent(0, 0) is None
    assert share_text(0, 0) == "0 of 0"


def test_the_worst_come_first_and_children_without_drift_are_not_among_them(report) -> None:
    assert [page.child["key"] for page in report.worst] == [PLAIN, SCRIPT]


def test_teams_and_workers_are_in_alphabetical_order_and_a_missing_one_is_said(report) -> None:
    assert [line.team for line in report.teams] == ["North", "not recorded"]
    assert [(line.team, line.worker) for line in report.workers] == [
        ("North", WORKER),
        ("North", "not recorded"),
        ("not recorded", WORKER),
    ]


def test_the_front_page_and_the_teams_agree_on_who_is_in_doubt(make_answer) -> None:
    answer = make_answer()
    known = answer.children.with_columns(unknown=pl.lit(0, pl.UInt32))
    report = Report(replace(answer, children=known), chosen="")  # in doubt for a signal alone
    front = next(figure.number for figure in report.figures if figure.key == "unknown")
    assert front == 1
    assert sum(line.unknown for line in report.teams) == front
    assert sum(line.unknown for line in report.workers) == front


def test_what_is_in_doubt_is_in_no_percent(report) -> None:
    line = next(line for line in report.timescales if line.key == "cp_visit")
    assert (line.applied, line.judged, line.met, line.unknown) == (3, 2, 1, 1)
    assert line.in_time == 50.0


def test_a_published_figure_stands_beside_the_timescale_that_it_measures(report) -> None:
    lines = {line.key: line.published for line in report.timescales}
    assert lines["icpc_15"] == "England 81.4%, Shropshire 56.1% (2025)"
    assert lines["cp_visit"] == ""


def test_a_measure_counts_only_conferences_held_in_the_year(make_answer) -> None:
    answer = make_answer()
    held = pl.when(pl.col("timescale") == "icpc_15").then(pl.lit(date(2023, 1, 1))).otherwise("met_on")
    old = replace(answer, readings=answer.readings.with_columns(met_on=held))
    measure = {m.key: m for m in Report(answer, chosen="").measures}["icpc_15"]
    measure_of_old = {m.key: m for m in Report(old, chosen="").measures}["icpc_15"]
    assert (measure.number, measure.out_of) == (0, 1)
    assert measure_of_old.out_of == 0


def test_a_measure_that_the_source_cannot_feed_says_why_and_has_no_percent(report) -> None:
    measure = {m.key: m for m in report.measures}["plans_ended_2_years"]
    assert measure.percent is None
    assert "child protection plan ended" in measure.why_not


def test_children_whose_reviews_cannot_be_told_are_not_in_time(make_answer) -> None:
    answer = make_answer()
    known = replace(answer, timescales=(*answer.timescales, *_reviews()))
    measure = {m.key: m for m in Report(known, chosen="").measures}["reviews"]
    assert (measure.number, measure.out_of, measure.unknown) == (0, 0, 3)


def _reviews():
    from keel.population.answer import Computable  # noqa: PLC0415

    return (Computable("rcpc_first", "First review", True), Computable("rcpc_next", "Later reviews", True))


@pytest.mark.parametrize(
    ("started", "band"),
    [
        (date(2024, 12, 31), "3 months or less"),
        (date(2024, 12, 30), "over 3, up to 6 months"),
        (date(2023, 4, 1), "over 1 year, under 2 years"),
        (date(2023, 3, 31), "2 years or more"),
        (None, "start not recorded"),
    ],
)
def test_a_plan_falls_in_the_band_of_its_length(make_answer, started, band) -> None:
    answer = make_answer()
    children = answer.children.with_columns(plan_started_on=pl.lit(started, pl.Date))
    lengths = plan_lengths(replace(answer, children=children, as_of=AS_OF))
    assert {each.name: each.number for each in lengths if each.number} == {band: 3}


@pytest.mark.parametrize(
    ("status", "over", "unit", "said"),
    [
        ("overdue", 1, "working days", "overdue by 1 working day"),
        ("late", 12, "days", "late by 12 days"),
        ("late", 0, "working days", "late by less than a working day"),
        ("cannot be computed", None, None, "cannot be computed"),
        ("running", None, "days", "not yet due"),
    ],
)
def test_how_a_reading_stands_is_said_in_words(status, over, unit, said) -> None:
    assert standing({"status": status, "days_over": over, "days_unit": unit}) == said
