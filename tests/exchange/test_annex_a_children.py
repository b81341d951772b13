"""Who the rows are about: the same child must be one child, and two children never one."""

from datetime import date
from pathlib import Path

import pytest
from annex_a_books import CHILD, children, findings, only_finding, read_book

from keel.practice.history import FACT_BITS, Fact

JAN, FEB = date(2025, 1, 6), date(2025, 2, 3)
BORN = date(2015, 6, 1)
REFERRAL = [CHILD, "Gender", "Date of Birth", "Age", "Date of referral", "Allocated Team", "Allocated Worker"]
PLAN = [
    CHILD, "Gender", "Date of Birth", "Age", "Child Protection Plan Start Date",
    "Allocated Team", "Allocated Worker", "Latest Category of Abuse",
    "Does the Child have a Disability", "Ethnicity",
]  # fmt: skip


def plan(child: object, born_on: object = BORN, **other: object) -> list[object]:
    values = {
        "sex": "b) Female",
        "age": 9,
        "start": JAN,
        "team": "North",
        "worker": "Amal",
        "category": "NEG",
    }
    row = {**values, "disabled": "b) No", "ethnicity": "a) WBRI", **other}
    head = [child, row["sex"], born_on, row["age"], row["start"], row["team"], row["worker"]]
    return [*head, row["category"], row["disabled"], row["ethnicity"]]


def referral(child: object, born_on: object = BORN, sex: str | None = "b) Female") -> list[object]:
    return [child, sex, born_on, 9, FEB, "Front door", "Bo"]


def test_a_number_in_one_list_and_text_in_another_are_one_child(tmp_path: Path) -> None:
    extract = read_book(tmp_path, {"7": [PLAN, plan(1234)], "3": [REFERRAL, referral("1234")]})
    assert list(children(extract)) == ["1234"]
    assert only_finding(extract, "identifier-as-number").examples[0].raw == "1234.0"


def test_identifiers_that_only_look_alike_are_kept_apart_and_pointed_out(tmp_path: Path) -> None:
    extract = read_book(tmp_path, {"7": [PLAN, plan("001234")], "3": [REFERRAL, referral(1234)]})
    assert sorted(children(extract)) == ["001234", "1234"]
    assert only_finding(extract, "identifiers-alike").examples[0].raw == "001234, 1234"


def test_spaces_around_an_identifier_are_remarked_on(tmp_path: Path) -> None:
    extract = read_book(tmp_path, {"7": [PLAN, plan("A-1\xa0")], "3": [REFERRAL, referral("A-1")]})
    assert list(children(extract)) == ["A-1"]
    assert findings(extract, "identifier-with-spaces")


def test_a_number_too_long_for_a_spreadsheet_is_not_trusted(tmp_path: Path) -> None:
    extract = read_book(tmp_path, {"7": [PLAN, plan(12345678901234567890)]})
    assert findings(extract, "identifier-too-long")


@pytest.mark.parametrize("blank", [None, "#N/A", "  "])
def test_a_row_about_nobody_is_an_error_with_its_place(tmp_path: Path, blank: str | None) -> None:
    extract = read_book(tmp_path, {"7": [PLAN, plan("A1"), plan(blank)]})
    finding = only_finding(extract, "row-without-identifier")
    assert (finding.level, finding.count, finding.examples[0].row) == ("error", 1, 3)
    assert list(children(extract)) == ["A1"]


def test_the_worker_is_the_one_of_the_plan_not_of_the_front_door(tmp_path: Path) -> None:
    rows = [PLAN, plan("A1", start=JAN, worker="Old"), plan("A1", start=FEB, worker="New", team="South")]
    child = children(read_book(tmp_path, {"3": [REFERRAL, referral("A1")], "7": rows}))["A1"]
    assert (child["team"], child["worker"], child["source"]) == ("South", "New", "7")


def test_what_is_known_of_a_child_is_kept_as_codes_with_the_text_beside_it(tmp_path: Path) -> None:
    child = children(read_book(tmp_path, {"7": [PLAN, plan("A1", category="b) Physical abuse")]}))["A1"]
    assert (child["birth_on"], child["sex"], child["ethnicity"], child["category"]) == (
        BORN,
        "F",
        "WBRI",
        "PHY",
    )
    assert (child["yes"], child["no"]) == (0, FACT_BITS[Fact.DISABLED])
    assert "Latest Category of Abuse=b) Physical abuse" in str(child["raw"])


def test_disability_not_recorded_is_neither_yes_nor_no(tmp_path: Path) -> None:
    child = children(read_book(tmp_path, {"7": [PLAN, plan("A1", disabled="c) Unknown")]}))["A1"]
    assert (child["yes"], child["no"]) == (0, 0)


def test_lists_that_disagree_about_a_child_are_pointed_out(tmp_path: Path) -> None:
    other_day = date(2014, 6, 1)
    sheets = {"3": [REFERRAL, referral("A1", other_day, "a) Male")], "7": [PLAN, plan("A1")]}
    extract = read_book(tmp_path, sheets)
    assert (children(extract)["A1"]["birth_on"], children(extract)["A1"]["sex"]) == (BORN, "F")
    assert only_finding(extract, "different-births").examples[0].raw == "2015-06-01 in 7; 2014-06-01 in 3"
    assert findings(extract, "different-sexes")


def test_a_child_said_to_be_disabled_anywhere_is_disabled(tmp_path: Path) -> None:
    rows = [PLAN, plan("A1", disabled="No"), plan("A1", start=FEB, disabled="Yes")]
    child = children(read_book(tmp_path, {"7": rows}))["A1"]
    assert (child["yes"], child["no"]) == (FACT_BITS[Fact.DISABLED], 0)


def test_a_sex_not_stated_in_one_list_gives_way_to_one_that_is(tmp_path: Path) -> None:
    sheets = {"7": [PLAN, plan("A1", sex="c) Not stated/recorded")], "3": [REFERRAL, referral("A1")]}
    assert children(read_book(tmp_path, sheets))["A1"]["sex"] == "F"


NOT_STATED = "c) Not stated/recorded (or unborn)"


@pytest.mark.parametrize(
    ("born_on", "age", "sex", "kept"),
    [
        (None, None, NOT_STATED, None),
        (None, 0, NOT_STATED, None),
        (date(2025, 9, 1), None, NOT_STATED, None),
        (date(2025, 9, 1), -0.4, NOT_STATED, None),
        (date(2024, 12, 20), 0, NOT_STATED, date(2024, 12, 20)),
        (BORN, 9, NOT_STATED, BORN),
        (date(2024, 12, 20), 0, "a) Male", date(2024, 12, 20)),
    ],
)
def test_an_unborn_child_has_no_birthday_and_a_newborn_keeps_hers(
    tmp_path: Path, born_on: date | None, age: float | None, sex: str, kept: date | None
) -> None:
    extract = read_book(tmp_path, {"7": [PLAN, plan("A1", born_on, age=age, sex=sex)]})
    assert children(extract)["A1"]["birth_on"] == kept
    assert len(findings(extract, "unborn-child")) == (kept is None)


def test_a_child_with_no_birthday_and_a_sex_is_not_called_unborn(tmp_path: Path) -> None:
    extract = read_book(tmp_path, {"7": [PLAN, plan("A1", None, age=None)]})
    assert children(extract)["A1"]["birth_on"] is None
    assert not findings(extract, "unborn-child")
