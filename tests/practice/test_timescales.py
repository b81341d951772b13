"""The book of timescales as declared: nothing of the reference left out, every number in the standards."""

import csv
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from keel.practice.calendar import Unit
from keel.practice.history import EventKind
from keel.practice.standards import Direction, Measure, Standards, load
from keel.practice.timescales import BOOK, NOT_TIMESCALES, Timescale, TimescaleError, bind
from keel.practice.timescales.explain import PLEASE_CONFIRM, Explanation, explain

TODAY = date(2026, 11, 22)
ATTEMPTS = {EventKind.VISIT_ATTEMPTED, EventKind.VISIT_MISSED}
EVERY = pytest.mark.parametrize("timescale", tuple(BOOK.values()), ids=lambda timescale: timescale.key)


@pytest.fixture(scope="module")
def standards() -> Standards:
    return load()


def told(key: str, standards: Standards, on: date = TODAY) -> Explanation:
    return explain(BOOK[key], standards, on)


# --- the book


def test_every_timescale_of_the_reference_is_declared_or_refused_with_a_reason(shared: Path) -> None:
    with (shared / "domain" / "clocks.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    named = {row["key"] for row in rows}
    assert named - BOOK.keys() - NOT_TIMESCALES.keys() == set()
    core = {row["key"] for row in rows if row["build_tier"] == "1"}
    assert core <= BOOK.keys()
    assert {key: BOOK[key].tier for key in named & BOOK.keys()} == {
        row["key"]: int(row["build_tier"]) for row in rows if row["key"] in BOOK
    }


def test_what_is_refused_is_not_also_declared() -> None:
    assert not BOOK.keys() & NOT_TIMESCALES.keys()
    assert all(reason.endswith(".") for reason in NOT_TIMESCALES.values())


def test_a_key_declared_twice_is_refused() -> None:
    visit = BOOK["cp_visit"]
    with pytest.raises(TimescaleError, match=r"cp_visit: declared in visits and in plans; keep one"):
        bind({"visits": (visit,), "plans": (visit,)})


@EVERY
def test_every_number_it_reads_is_in_the_standards(timescale: Timescale, standards: Standards) -> None:
    assert [key for key in timescale.standards if key not in set(standards)] == []


@EVERY
def test_its_standard_stands_in_the_file_of_the_same_part(timescale: Timescale, standards: Standards) -> None:
    assert standards[timescale.allowance].part == timescale.part


@EVERY
def test_its_allowance_can_be_counted(timescale: Timescale, standards: Standards) -> None:
    standard = standards[timescale.allowance]
    assert isinstance(standard.unit, Unit) or standard.unit is Measure.SHARE
    assert timescale.before == (standard.direction is Direction.BEFORE)
    if standard.unit in (Unit.DATE, Unit.PREGNANCY_WEEKS):
        assert timescale.counts_from_anchor


@EVERY
def test_an_attempt_meets_nothing(timescale: Timescale) -> None:
    assert not timescale.met_kinds & ATTEMPTS


@EVERY
def test_what_a_plan_starts_ends_with_the_plan(timescale: Timescale) -> None:
    """Otherwise a child whose plan has ended would stay overdue for ever."""
    if EventKind.PLAN_STARTED in timescale.start_kinds:
        assert EventKind.PLAN_ENDED in {kind for part in timescale.ends_on for kind in part.kinds}


@EVERY
def test_what_recurs_for_a_child_can_come_to_an_end(timescale: Timescale) -> None:
    if timescale.recurs:
        assert timescale.ends_on or timescale.lasts or timescale.until_age


@EVERY
def test_it_says_in_a_sentence_what_a_missing_fact_means(timescale: Timescale) -> None:
    for said in (timescale.missing, timescale.note):
        assert not said or (said[0].isupper() and said.endswith("."))


# --- explained


@EVERY
def test_it_can_be_explained_without_words_of_the_code(timescale: Timescale, standards: Standards) -> None:
    explanation = explain(timescale, standards, TODAY)
    beside_addresses = [explanation.sentence, explanation.starts, explanation.met, explanation.ends]
    assert "_" not in " ".join([*beside_addresses, *explanation.limits, explanation.counting])
    assert explanation.sentence.endswith(".")
    assert all(line.citation for line in explanation.values)


def test_the_initial_conference_is_explained_with_its_source(standards: Standards) -> None:
    explanation = told("icpc_15", standards)
    assert explanation.sentence == (
        "Initial child protection conference: due within 15 working days of: "
        "strategy discussion that started section 47 enquiries."
    )
    assert "statutory guidance" in explanation.force
    assert explanation.met == (
        "initial child protection conference held, unless it is recorded that it was not quorate "
        "or that no decision was made"
    )
    text = str(explanation)
    assert "Working Together to Safeguard Children 2023" in text
    assert "https://www.gov.uk/government/publications/working-together-to-safeguard-children--2" in text
    assert "Saturdays, Sundays and bank holidays" in text


def test_a_number_without_a_source_asks_to_be_confirmed(standards: Standards) -> None:
    assert told("plo_first_meeting", standards).confirm == PLEASE_CONFIRM
    assert PLEASE_CONFIRM in str(told("plo_first_meeting", standards))
    assert told("icpc_15", standards).confirm == ""


def test_a_local_number_shows_what_councils_publish(standards: Standards) -> None:
    assert "10 councils read: 10 to 20 working days" in told("cp_visit", standards).councils


def test_a_section_not_in_force_asks_nothing(standards: Standards) -> None:
    explanation = told("plo_fgdm", standards)
    assert explanation.current is None
    assert "nothing is asked on this day" in explanation.sentence
    assert "not in force" in str(explanation)


def test_both_values_are_told_where_an_authority_changed_its_own(tmp_path: Path) -> None:
    overlay = tmp_path / "local.toml"
    overlay.write_text(
        '[cp_visit]\nvalue = 5\nfrom = 2024-04-01\ncitation = "Severnshire procedures"\n', encoding="utf-8"
    )
    laid = load(overlay)
    assert "within 10 working days" in told("cp_visit", laid, date(2024, 3, 31)).sentence
    explanation = told("cp_visit", laid, date(2024, 4, 1))
    assert "within 5 working days" in explanation.sentence
    assert [line.said for line in explanation.values] == ["10 working days", "5 working days"]
    assert "until 31 March 2024" in str(explanation)


@pytest.mark.parametrize(
    ("key", "sentence"),
    [
        ("s47_decision", "due on the same day as: strategy discussion held."),
        ("conf_report_rcpc", "due at least 5 working days before: review child protection conference held."),
        ("prebirth_icpc", "due by week 28 of pregnancy."),
        ("supervision_action", "due on the date set (supervision action set)."),
        ("assessment_45", "due within 45 working days of: the point of referral (assessment started)."),
        ("rcpc_next", "due within 6 months of the last one, after the first."),
        ("return_interview", "due within 72 hours of: missing child found."),
    ],
)
def test_each_way_of_counting_is_said_plainly(key: str, sentence: str, standards: Standards) -> None:
    assert told(key, standards).sentence.endswith(sentence)


@pytest.mark.parametrize(
    ("key", "limit"),
    [
        ("cp_visit", "Only for a child already born; for one not yet born it starts at birth."),
        ("cp_visit_unborn", "Only until the child is born."),
        ("cp_visit_seen_alone", "From the age of 4 years."),
        ("pf_visit_y1", "For 12 months from the start."),
        ("prebirth_assessment", "Or by week 26 of pregnancy, whichever is sooner."),
        ("plan_shared_accessible", "Only where a parent needs a version they can use."),
    ],
)
def test_for_whom_and_how_long_is_said(key: str, limit: str, standards: Standards) -> None:
    assert limit in told(key, standards).limits


def test_a_standard_read_by_today_is_said_to_be(standards: Standards) -> None:
    by_today = replace(BOOK["cp_visit"], version_by_today=True)
    assert "in force today applies to every start" in explain(by_today, standards, TODAY).counting
    assert "when it starts applies" in told("cp_visit", standards).counting
