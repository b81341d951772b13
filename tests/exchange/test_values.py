"""Unknown is not no, female is not male, and a letter in front of a code means nothing."""

import csv
from pathlib import Path

import pytest

from keel.exchange.values import answer_of, code_of, codes_in, is_blank, is_disabled, text_of, yes_no

WORKBOOK_SETS = {
    "gender": "sex",
    "ethnicity": "ethnicity",
    "contact_source": "referral_source",
    "initial_category_of_abuse": "category_of_abuse",
    "reason_ceased_to_be_looked_after": "care_ceased_reason",
    "placement_type": "placement_type",
    "placement_provider": "placement_provider",
    "placement_location": "placement_location",
    "case_status": "case_status",
    "primary_need_code": "primary_need",
    "eligibility_category": "care_leaver",
    "la_in_touch": "in_touch",
    "suitability_of_accommodation": "suitability",
}
NOT_A_CODE = {"u) X1:CodeError"}


@pytest.mark.parametrize(
    "value", [1, 1.0, True, "1", "true", "TRUE", "Y", "y", "Yes", "a) Yes", "a. Yes", "1 - Yes"]
)
def test_every_form_of_yes(value: object) -> None:
    assert yes_no(value) is True


@pytest.mark.parametrize("value", [0, 0.0, False, "0", "false", "N", "no", "b) No", "0 - No", " No\xa0"])
def test_every_form_of_no(value: object) -> None:
    assert yes_no(value) is False


@pytest.mark.parametrize("value", ["c) Unknown", "Unknown", "U", "Not known", "No information recorded", "9"])
def test_unknown_is_not_no(value: str) -> None:
    assert answer_of(value) == answer_of("unknown")
    assert (yes_no(value), answer_of(value).is_understood) == (None, True)


@pytest.mark.parametrize("value", ["CS Assessment Updated", "maybe", 7, "No visit - new in last month"])
def test_a_text_that_is_no_answer_is_owned_up_to(value: object) -> None:
    assert (yes_no(value), answer_of(value).is_understood) == (None, False)


@pytest.mark.parametrize("blank", [None, "", " ", "\xa0", "#N/A", "NULL", "nan", "None", "-", ".", "<blank>"])
def test_what_stands_for_nothing_is_blank(blank: str | None) -> None:
    assert is_blank(blank)
    assert text_of(blank) is None


def test_nought_is_a_value() -> None:
    assert not is_blank(0)
    assert not is_blank("0")


def test_whole_numbers_lose_the_point_that_spreadsheets_add() -> None:
    assert (text_of(1234.0), text_of(1234.5), text_of("0012")) == ("1234", "1234.5", "0012")


@pytest.mark.parametrize(
    ("text", "sex"),
    [
        ("b) Female", "F"), ("FEMALE", "F"), ("Female (F)", "F"), ("2 - Female", "F"), (2, "F"), ("f", "F"),
        ("a) Male", "M"), ("Male", "M"), (1.0, "M"), ("M", "M"),
        ("c) Not stated/recorded (or unborn)", "U"), ("d) Neither", "U"), (9, "U"), (0, "U"), ("Unborn", "U"),
        ("Unknown if male or female", "U"),
    ],
)  # fmt: skip
def test_a_girl_is_not_read_as_a_boy(text: object, sex: str) -> None:
    assert code_of(text, "sex") == sex


@pytest.mark.parametrize(
    ("text", "category"),
    [
        ("a) Neglect", "NEG"), ("b) Physical abuse", "PHY"), ("NEG", "NEG"), ("NNYN", "SAB"), ("NNNY", "EMO"),
        ("YNNY", "MUL"), ("Neglect  Physical", "MUL"), ("Emotional abuse; Neglect", "MUL"),
        ("e) Multiple/not recommended", "MUL"), ("Likelihood of Emotional", "EMO"),
        ("Neglect, Physical and Emotional", "MUL"),
    ],
)  # fmt: skip
def test_several_categories_of_abuse_are_never_folded_into_the_first(text: str, category: str) -> None:
    assert code_of(text, "category_of_abuse") == category


def test_the_code_counts_and_the_letter_does_not() -> None:
    assert code_of("q) 6: Police", "referral_source") == code_of("g) 6", "referral_source") == "6"
    assert code_of("s) NOBT", "ethnicity") == "NOBT"
    assert code_of("s) REFU", "ethnicity") == "REFU"
    assert code_of("White and Asian [MWAS]", "ethnicity") == "MWAS"


def test_a_local_number_that_its_own_words_contradict_is_not_a_national_code() -> None:
    assert code_of("7 - Police", "referral_source") is None


def test_an_ordinary_word_is_not_taken_for_a_code() -> None:
    assert code_of("Con artist", "disability") is None


@pytest.mark.parametrize("code", ["NONE", "No", 0, "b) No", "No disability"])
def test_no_disability_in_every_form(code: object) -> None:
    assert is_disabled(code).yes is False


@pytest.mark.parametrize("code", ["AUT", "Learning", "a) Yes", "DDA", 1])
def test_any_code_of_a_disability_is_a_disability(code: object) -> None:
    assert is_disabled(code).yes is True


@pytest.mark.parametrize("blank", [None, "None", "REFU", "c) Unknown"])
def test_a_child_not_asked_about_is_not_called_undisabled(blank: str | None) -> None:
    assert is_disabled(blank).yes is None


def test_every_label_of_the_workbook_is_known(shared: Path) -> None:
    with (shared / "formats" / "annex_a_workbook_codes.csv").open(encoding="utf-8") as file:
        labels = [row for row in csv.DictReader(file) if row["codeset"] in WORKBOOK_SETS]
    unknown = [
        row["workbook_label"]
        for row in labels
        if code_of(row["workbook_label"], WORKBOOK_SETS[row["codeset"]]) is None
    ]
    assert set(unknown) <= NOT_A_CODE
    assert len(labels) > 100


def test_the_code_inside_a_label_of_the_workbook_is_the_code_read(shared: Path) -> None:
    with (shared / "formats" / "annex_a_workbook_codes.csv").open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["codeset"] in WORKBOOK_SETS]
    for row in rows:
        codeset = WORKBOOK_SETS[row["codeset"]]
        if row["cin_or_903_code"] in codes_in(codeset):
            assert code_of(row["workbook_label"], codeset) == row["cin_or_903_code"]
