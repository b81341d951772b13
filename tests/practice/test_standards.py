"""A wrong or uncited number here is a child seen late and a screen that says it is the law."""

import csv
import re
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest

from keel.practice.calendar import Unit, add_months, add_working_days
from keel.practice.standards import (
    NO_DUE,
    Known,
    Standard,
    StandardError,
    Standards,
    Status,
    changed,
    due_days,
    duration_text,
    load,
    read_part,
)
from keel.practice.standards.model import SET_ON_THE_ITEM

PARTS = {
    *(
        "front_door",
        "strategy",
        "conferences",
        "plans",
        "visits",
        "reviews",
        "pre_birth",
        "private_fostering",
    ),
    *(
        "oversight",
        "pre_proceedings",
        "court",
        "looked_after",
        "missing",
        "assurance",
        "improvement",
        "signals",
        "workforce",
    ),
}
TODAY = date(2026, 11, 1)
FORCE = {"statutory-guidance": Status.GUIDANCE, "local-standard": Status.LOCAL, "statutory": Status.STATUTORY}
WHOLE = """
[icpc]
name = "Initial conference held"
unit = "working days"
direction = "after"
severity = "critical"
status = "statutory guidance"
looser = "more"
configurable = false
[[icpc.values]]
value = 15
from = 2010-04-01
known = "read in a source"
known_how = "Read."
citation = "Working Together"
address = "https://www.gov.uk/"
"""


@pytest.fixture(scope="module")
def clocks(shared: Path) -> list[dict[str, str]]:
    with (shared / "domain" / "clocks.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def numbers(text: str) -> set[float]:
    return {float(number) for number in re.findall(r"\d+(?:\.\d+)?", text)}


# --- what ships


def test_every_part_of_the_journey_has_its_file() -> None:
    assert {standard.part for standard in load().values()} == PARTS


def test_every_clock_of_the_reference_is_a_standard(clocks: list[dict[str, str]]) -> None:
    assert {row["key"] for row in clocks} - load().keys() == set()
    assert len(clocks) == 112


def test_every_number_is_the_reference_number_or_its_suggested_default(clocks: list[dict[str, str]]) -> None:
    for row in clocks:
        standard = load()[row["key"]]
        if standard.unit in SET_ON_THE_ITEM:
            assert not re.fullmatch(r"[\d.]+", row["due_value"]), row["key"]
            continue
        halves = {0.5} if "half" in row["suggested_default"] else set()
        allowed = numbers(row["due_value"]) | numbers(row["suggested_default"]) | halves
        assert standard.values[-1].value in allowed, row["key"]


def test_numbers_of_law_are_exactly_those_of_the_reference(clocks: list[dict[str, str]]) -> None:
    for row in clocks:
        standard = load()[row["key"]]
        if standard.is_law and standard.unit not in SET_ON_THE_ITEM:
            assert standard.values[-1].value == float(row["due_value"]), row["key"]
            assert standard.unit == row["due_unit"], row["key"]


def test_each_standard_has_the_force_direction_and_severity_of_the_reference(
    clocks: list[dict[str, str]],
) -> None:
    for row in clocks:
        standard = load()[row["key"]]
        force = next(status for word, status in FORCE.items() if row["status"].startswith(word))
        if row["key"] != "strategy_discussion":  # a duty of guidance whose number is local
            assert standard.status is force, row["key"]
        assert standard.severity == row["severity"], row["key"]
        assert standard.direction == row["due_direction"].replace("within", "by"), row["key"]


def test_a_number_that_nobody_published_is_shown_for_confirming(clocks: list[dict[str, str]]) -> None:
    for row in clocks:
        unsourced = row["suggested_default"].endswith("(unsourced)")
        if unsourced and row["status"].startswith("local"):
            assert load()[row["key"]].needs_confirming, row["key"]


def test_law_never_ships_without_a_source() -> None:
    for standard in load().values():
        if standard.is_law:
            assert not standard.needs_confirming, standard.key
            assert all(value.address for value in standard.values), standard.key


def test_local_standards_show_what_councils_publish(clocks: list[dict[str, str]]) -> None:
    for row in clocks:
        councils = load()[row["key"]].councils
        assert (councils is None) == (row["councils_n"] == "0"), row["key"]
        if councils:
            shown = [councils.n, councils.min, councils.median, councils.max]
            given = [float(row[f"councils_{name}"]) for name in ("n", "min", "median", "max")]
            assert shown == given, row["key"]


@pytest.mark.parametrize(
    ("key", "value", "unit"),
    [
        ("d03_booking_amber", 10, "working days"),
        ("d05_alone_age", 4, "years"),
        ("d05_window", 20, "working days"),
        ("d06_run", 2, "records"),
        ("d09_unsigned", 5, "working days"),
        ("d10_stale", 42, "calendar days"),
        ("d12_views_age", 3, "months"),
        ("d14_adult_share", 50, "percent"),
        ("d16_amber", 2, "core groups"),
        ("d16_red", 3, "core groups"),
        ("d17_amber", 12, "months"),
        ("d17_red", 15, "months"),
        ("d17_mandatory", 18, "months"),
        ("d17_black", 24, "months"),
        ("d17_since", 9, "months"),
        ("d19_amber", 3, "workers"),
        ("d19_red", 4, "workers"),
        ("d19_window", 12, "months"),
        ("d19_gap", 1, "calendar days"),
        ("d20_moves", 2, "moves"),
        ("d22_silent", 5, "working days"),
        ("d25_legal_week", 22, "weeks of pregnancy"),
        ("d27_overdue", 2, "actions"),
        ("d28_count", 2, "occasions"),
        ("d28_window", 6, "weeks"),
        ("d29_tracker", 14, "calendar days"),
        ("d31_plan_age", 6, "months"),
        ("d32_red", 10, "working days"),
        ("drift_score_black", 6, "points"),
        ("drift_score_red", 3, "points"),
        ("drift_score_amber", 1, "points"),
        ("look_back", 6, "months"),
    ],
)
def test_thresholds_of_drift_signals(key: str, value: float, unit: str) -> None:
    standard = load()[key]
    assert standard.number_on(TODAY) == value
    assert standard.unit == unit
    assert standard.status is Status.LOCAL


def test_an_old_case_is_judged_by_old_law() -> None:
    assessment = load()["assessment_45"]
    assert assessment.value_on(date(2013, 4, 14)) is None
    assert assessment.number_on(date(2013, 4, 15)) == 45
    with pytest.raises(StandardError, match="assessment_45: no value is in force on 2012-01-01"):
        assessment.number_on(date(2012, 1, 1))


def test_family_group_decision_making_is_off_until_its_commencement_is_confirmed() -> None:
    switch = load()["plo_fgdm"]
    assert switch.status is Status.STATUTORY
    assert switch.value_on(TODAY) is None


def test_an_unknown_key_says_where_to_look() -> None:
    with pytest.raises(KeyError, match="no standard is called 'icpc_16'"):
        load()["icpc_16"]


# --- what the loader refuses


def value_of(text: str) -> Standard:
    return read_part("made_up.toml", text)["icpc"]


def test_a_whole_standard_is_read() -> None:
    standard = value_of(WHOLE)
    assert (standard.part, standard.number_on(TODAY), standard.unit) == ("made_up", 15, Unit.WORKING_DAYS)
    assert standard.value_on(TODAY).known is Known.READ


@pytest.mark.parametrize(
    ("was", "now", "message"),
    [
        ('citation = "Working Together"', "", "the value 15 is uncited; say where it comes from"),
        ('citation = "Working Together"', 'citation = ""', "the value 15 is uncited"),
        ('known_how = "Read."', "", "known_how is None; give it as text"),
        ('address = "https://www.gov.uk/"', "", "address is None"),
        ('"https://www.gov.uk/"', '"http://www.gov.uk/"', "give an https address, or 'none stored'"),
        ('unit = "working days"', "", "unit is None; give it as text"),
        ('unit = "working days"', 'unit = "fortnights"', "unit is 'fortnights'; use one of working days"),
        ('looser = "more"', 'looser = "larger"', "looser is 'larger'; use one of more, less"),
        ('status = "statutory guidance"', 'status = "law"', "status is 'law'; use one of statutory"),
        (
            "configurable = false",
            "configurable = false\ncolour = 1",
            "unknown field 'colour'; use one of name",
        ),
        ("value = 15", "value = 15\nnumber = 15", "unknown field 'number'; use one of value"),
        ("value = 15", 'value = "15"', "value is '15'; give a number, 0 or more"),
        ("value = 15", "value = -1", "value is -1; give a number, 0 or more"),
        ("value = 15", "value = true", "value is True; give a number"),
        ("value = 15", "", "value is None; give a number"),
        ("from = 2010-04-01", 'from = "2010-04-01"', "from is '2010-04-01'; give a date"),
        ("from = 2010-04-01", "from = 2010-04-01T09:00:00", "give a date as 2024-04-01"),
        ("from = 2010-04-01", "from = 2010-04-01\nuntil = 2009-04-01", "ends on 2009-04-01"),
        ('known = "read in a source"', 'known = "sure"', "known is 'sure'; use one of read in a source"),
        ("[[icpc.values]]", "[[icpc.versions]]", "unknown field 'versions'"),
        (
            'unit = "working days"',
            'unit = "date"',
            "value is 15; leave it out, as the date is set on the item",
        ),
    ],
)
def test_a_standard_that_cannot_be_trusted_is_refused(was: str, now: str, message: str) -> None:
    assert was in WHOLE
    with pytest.raises(StandardError, match=re.escape(message)) as refused:
        value_of(WHOLE.replace(was, now))
    assert str(refused.value).startswith("made_up.toml: icpc: ")


def second_value(text: str, start: str) -> str:
    value = text[text.index("[[icpc.values]]") :]
    return text + value.replace("value = 15", "value = 10").replace("from = 2010-04-01", f"from = {start}")


def test_a_change_of_law_is_one_more_value() -> None:
    standard = value_of(second_value(WHOLE, "2024-01-01"))
    assert standard.number_on(date(2023, 12, 31)) == 15
    assert standard.number_on(date(2024, 1, 1)) == 10
    assert standard.values[0].until_on == date(2023, 12, 31)


@pytest.mark.parametrize(
    ("until", "start", "message"),
    [
        (
            "until = 2024-06-30",
            "2024-01-01",
            "values overlap: one runs until 2024-06-30, the next from 2024-01-01",
        ),
        ("", "2010-04-01", "each value its own start"),
    ],
)
def test_two_values_for_one_day_are_refused(until: str, start: str, message: str) -> None:
    text = second_value(WHOLE, start).replace("value = 15", f"value = 15\n{until}")
    with pytest.raises(StandardError, match=message):
        value_of(text)


@pytest.mark.parametrize(
    ("text", "message"),
    [("[icpc", "made_up.toml: not valid TOML"), ("icpc = 15", "write it under a heading")],
)
def test_a_file_that_is_not_of_this_shape_is_refused(text: str, message: str) -> None:
    with pytest.raises(StandardError, match=message):
        read_part("made_up.toml", text)


# --- what an authority may lay over


@pytest.fixture
def overlay(tmp_path: Path):  # type: ignore[no-untyped-def]
    def written(text: str) -> Path:
        path = tmp_path / "severnshire.toml"
        path.write_text(text, encoding="utf-8")
        return path

    return written


CITED = 'from = 2025-04-01\ncitation = "our procedures 4.2"\n'


def test_an_authority_sets_its_own_value_from_a_day(overlay) -> None:  # type: ignore[no-untyped-def]
    laid = load(overlay(f'[cp_visit]\nvalue = 15\n{CITED}authority = "Severnshire"\n'))["cp_visit"]
    assert laid.number_on(date(2025, 3, 31)) == 10
    local = laid.value_on(date(2025, 4, 1))
    assert (local.value, local.known, local.set_by) == (15, Known.SET_LOCALLY, "Severnshire")
    assert local.citation == "our procedures 4.2"
    assert load()["cp_visit"].number_on(TODAY) == 10


def test_a_value_confirmed_by_the_authority_no_longer_asks_to_be_confirmed(overlay) -> None:  # type: ignore[no-untyped-def]
    assert load()["plan_manager_signoff"].needs_confirming
    assert not load(overlay(f"[plan_manager_signoff]\nvalue = 5\n{CITED}"))[
        "plan_manager_signoff"
    ].needs_confirming


def test_an_authority_may_count_a_local_standard_in_its_own_unit(overlay) -> None:  # type: ignore[no-untyped-def]
    laid = load(overlay(f'[supervision_worker]\nvalue = 1\nunit = "months"\n{CITED}'))["supervision_worker"]
    assert due_on(laid, date(2025, 3, 31)) == date(2025, 4, 28)  # four weeks, as shipped
    assert due_on(laid, date(2025, 5, 31)) == date(2025, 6, 30)
    assert laid.unit is Unit.MONTHS


def test_an_authority_changes_its_value_more_than_once(overlay) -> None:  # type: ignore[no-untyped-def]
    later = CITED.replace("2025", "2026")
    laid = load(overlay(f"[[cp_visit]]\nvalue = 12\n{later}[[cp_visit]]\nvalue = 15\n{CITED}"))["cp_visit"]
    assert [value.value for value in laid.values] == [10, 15, 12]


def test_an_authority_goes_back_to_what_keel_ships_from_a_day(overlay) -> None:  # type: ignore[no-untyped-def]
    later = CITED.replace("2025", "2026")
    laid = load(overlay(f"[[cp_visit]]\nvalue = 15\n{CITED}[[cp_visit]]\nshipped = true\n{later}"))[
        "cp_visit"
    ]
    assert [(value.value, value.from_on.year) for value in laid.values] == [
        (10, 2000),
        (15, 2025),
        (10, 2026),
    ]
    assert laid.values[-1].known is Known.READ_LOCALLY
    with pytest.raises(StandardError, match="leave one of the two out"):
        load(overlay(f"[cp_visit]\nshipped = true\nvalue = 15\n{CITED}"))


def test_the_change_made_last_replaces_from_its_day_all_that_was_set_before() -> None:
    standards = load()
    for value, day in ((5, date(2026, 9, 1)), (7, date(2026, 10, 1)), (6, date(2026, 8, 1))):
        standards = changed(standards, "cp_visit", {"value": value, "from": day, "citation": "the board"})
    assert [value.value for value in standards["cp_visit"].values] == [10, 6]


def test_a_change_is_held_beside_the_law_and_not_beside_a_stricter_value_set_before() -> None:
    def by_the_board(standards: Standards, value: int, month: int) -> Standards:
        fields = {"value": value, "from": date(2026, month, 1), "citation": "the board"}
        return changed(standards, "icpc_15", fields)

    strict = by_the_board(load(), 12, 1)
    assert by_the_board(strict, 15, 2)["icpc_15"].number_on(TODAY) == 15
    with pytest.raises(StandardError, match="looser") as refused:
        by_the_board(strict, 16, 2)
    assert (refused.value.at, refused.value.what[:15]) == ("value", "16 working days")


def test_a_value_that_no_day_can_be_counted_by_is_refused(overlay) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(StandardError, match="whole number"):
        load(overlay(f"[cp_visit]\nvalue = 2.5\n{CITED}"))


def test_a_lawyer_switches_on_a_dated_law(overlay) -> None:  # type: ignore[no-untyped-def]
    laid = load(overlay('[plo_fgdm]\nin_force = true\nfrom = 2027-01-01\ncitation = "SI 2026/1"\n'))[
        "plo_fgdm"
    ]
    assert laid.value_on(date(2026, 12, 31)) is None
    assert laid.value_on(date(2027, 1, 1)).citation == "SI 2026/1"


@pytest.mark.parametrize(
    ("key", "asked", "message"),
    [
        (
            "icpc_15",
            "value = 16",
            "16 working days is looser than the statutory guidance allows (15 working days)",
        ),
        ("cla_review_next", "value = 7", "7 months is looser than the law allows (6 months)"),
        ("scrutiny_report", "value = 3", "3 working days is looser than"),  # counted back: less is looser
        ("pf_year_one", "value = 6", "6 months is looser than"),
        ("audit_immediate", "value = 1", "looser than this standard allows (the same day)"),
        ("plo_16w", "value = 26", "26 weeks is looser than this standard allows (16 weeks)"),
        ("supervision_worker", 'unit = "months"\nvalue = 2', "2 months is looser than this standard allows"),
        ("icpc_15", 'value = 2\nunit = "weeks"', "unit is 'weeks'; this standard is counted in working days"),
        ("d16_red", 'value = 3\nunit = "months"', "this standard is counted in core groups"),
        ("supervision_action", "value = 5", "leave it out, as the date is set on the item"),
        ("icpc_15", "value = 10\nin_force = false", "can be switched on here, not off"),
        ("plo_fgdm", "in_force = true", "from is 2025-04-01, before it was made law"),
        ("plo_fgdm", "", "to switch it on write in_force = true"),
        ("icpc_16", "value = 10", "no standard has this key"),
        ("cp_visit", 'value = 10\nknown = "read"', "unknown field 'known'; use one of value, unit, from"),
        ("cp_visit", "", "value is None; give a number"),
    ],
)
def test_an_overlay_looser_than_the_law_or_unclear_is_refused(  # type: ignore[no-untyped-def]
    overlay, key: str, asked: str, message: str
) -> None:
    with pytest.raises(StandardError, match=re.escape(message)) as refused:
        load(overlay(f"[{key}]\n{asked}\n{CITED}"))
    assert str(refused.value).startswith(f"severnshire.toml: {key}: ")


def test_an_overlay_stricter_than_the_law_is_welcome(overlay) -> None:  # type: ignore[no-untyped-def]
    laid = load(overlay(f"[icpc_15]\nvalue = 12\n{CITED}[scrutiny_report]\nvalue = 7\n{CITED}"))
    assert laid["icpc_15"].number_on(TODAY) == 12
    assert laid["scrutiny_report"].number_on(TODAY) == 7


def test_an_uncited_overlay_is_refused(overlay) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(StandardError, match="the value 15 is uncited; name your own procedure"):
        load(overlay("[cp_visit]\nvalue = 15\nfrom = 2025-04-01\n"))


def test_an_overlay_that_cannot_be_read_is_refused_in_plain_words(tmp_path: Path) -> None:
    with pytest.raises(StandardError, match=r"severnshire.toml: there is no such file; check the path"):
        load(tmp_path / "severnshire.toml")
    with pytest.raises(StandardError, match=r"cannot be read \([a-z ]+\); give a TOML file in UTF-8"):
        load(tmp_path)  # a folder
    (tmp_path / "latin.toml").write_bytes(b'[cp_visit]\ncitation = "caf\xe9"\n')
    with pytest.raises(StandardError, match=r"latin.toml: is not text in UTF-8; save it as UTF-8"):
        load(tmp_path / "latin.toml")


# --- due days


def due_on(standard: Standard, day: date, **how: date) -> date:
    return due_days(standard, day, day, **how).astype("datetime64[D]").tolist()[0]


def test_due_days_follow_the_version_in_force_on_each_trigger_day() -> None:
    standard = value_of(second_value(WHOLE, "2024-01-01"))
    first, last = date(2023, 12, 1), date(2024, 1, 31)
    table = due_days(standard, first, last).astype("datetime64[D]").tolist()
    for place, due in enumerate(table):
        day = first + timedelta(days=place)
        assert due == add_working_days(day, 15 if day < date(2024, 1, 1) else 10)


def test_due_days_may_follow_the_version_of_one_day() -> None:
    standard = value_of(second_value(WHOLE, "2024-01-01"))
    trigger = date(2023, 12, 1)
    assert due_on(standard, trigger, as_of=date(2024, 6, 1)) == add_working_days(trigger, 10)
    assert due_on(standard, date(2009, 1, 5), as_of=date(2020, 1, 1)) == add_working_days(
        date(2009, 1, 5), 15
    )


def test_no_due_day_is_made_up_where_no_value_is_in_force() -> None:
    early = due_days(value_of(WHOLE), date(2010, 3, 31), date(2010, 4, 1))
    assert early[0] == NO_DUE
    assert early[1] != NO_DUE
    assert (due_days(load()["plo_fgdm"], TODAY, TODAY) == NO_DUE).all()
    assert (due_days(value_of(WHOLE), TODAY, TODAY, as_of=date(2000, 1, 1)) == NO_DUE).all()


@pytest.mark.parametrize(
    ("key", "day", "due"),
    [
        ("conf_report_rcpc", date(2024, 4, 8), date(2024, 3, 28)),  # counted back over Easter
        ("prebirth_icpc", date(2024, 6, 10), date(2024, 3, 18)),  # 12 weeks before the expected date
        ("return_interview", date(2024, 3, 29), date(2024, 4, 1)),  # hours run through Easter
        ("supervision_action", date(2024, 4, 6), date(2024, 4, 6)),  # the date set on the action
        ("rcpc_first", date(2023, 11, 30), date(2024, 2, 29)),
        ("s47_decision", date(2024, 4, 8), date(2024, 4, 8)),
    ],
)
def test_due_days_of_standards_that_ship(key: str, day: date, due: date) -> None:
    assert due_on(load()[key], day) == due


def test_a_table_covers_a_whole_working_life() -> None:
    table = due_days(load()["rcpc_next"], date(1960, 1, 1), date(2070, 12, 31))
    assert table.dtype == np.int32
    assert date.fromordinal(date(1970, 1, 1).toordinal() + int(table[-1])) == add_months(
        date(2070, 12, 31), 6
    )


@pytest.mark.parametrize("key", ["chair_midpoint", "d16_red", "audit_programme"])
def test_a_standard_that_is_not_a_length_of_time_has_no_due_day(key: str) -> None:
    with pytest.raises(StandardError, match="is not a length of time"):
        due_days(load()[key], TODAY, TODAY)


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (15, "working days", "15 working days"),
        (1, "months", "1 month"),
        (1, "working days", "1 working day"),
        (0, "working days", "the same day"),
        (34, "weeks of pregnancy", "week 34 of pregnancy"),
        (0.5, "share of interval", "50% of the interval"),
        (0, "date", "the date set"),
        (72, "hours", "72 hours"),
        (2, "core groups", "2 core groups"),
        (50, "percent", "50%"),
        (11, "reading age", "a reading age of 11"),
    ],
)
def test_an_allowance_in_words(value: float, unit: str, text: str) -> None:
    assert duration_text(value, unit) == text
