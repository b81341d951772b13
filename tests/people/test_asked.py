"""What somebody types into the one box."""

from datetime import date

import pytest

from keel.people.asked import Span, read

TODAY = date(2026, 11, 22)
THIRD_OF_APRIL = date(2015, 4, 3)


@pytest.mark.parametrize(
    "written",
    [
        "3/4/2015", "03/04/2015", "3-4-2015", "3.4.15", "3/4/15", "3 4 2015", "2015-04-03", "3 April 2015",
        "3rd April 2015", "3rd of April 2015", "April 3, 2015", "apr 3rd 2015", "3 Apr 15", "03042015", "dob 3/4/2015",
        "born on 3 April 2015",
    ],
)  # fmt: skip
def test_a_date_of_birth_in_any_usual_way_of_writing(written: str) -> None:
    asked = read(f"Lee {written}", TODAY)
    assert asked.born == (Span(THIRD_OF_APRIL, THIRD_OF_APRIL),)
    assert asked.words == ("lee",)


def test_a_year_of_two_digits_is_never_one_to_come() -> None:
    assert [read(f"kaur 3/4/{year}", TODAY).born[0].first.year for year in ("62", "26", "27", "28")] == [
        1962, 2026, 2027, 1928,
    ]  # fmt: skip


def test_a_month_or_a_year_alone_is_a_span() -> None:
    assert read("patel june 2015", TODAY).born == (Span(date(2015, 6, 1), date(2015, 6, 30)),)
    assert read("patel 2015", TODAY).born == (Span(date(2015, 1, 1), date(2015, 12, 31)),)


def test_a_forename_that_is_a_month_stays_a_name() -> None:
    assert read("April Jones", TODAY).words == ("april", "jones")
    assert read("May June", TODAY).born == ()


def test_a_number_written_with_spaces_is_one_number_too() -> None:
    assert "9434765919" in read("943 476 5919", TODAY).numbers


def test_five_digits_are_a_number_and_no_date_of_a_spreadsheet() -> None:
    asked = read("41000", TODAY)
    assert (asked.numbers, asked.born) == (("41000",), ())


@pytest.mark.parametrize("written", ["sy1 1aa", "SY11AA", "14 Mill Lane, SY1 1AA"])
def test_a_postcode_with_or_without_its_space(written: str) -> None:
    assert read(written, TODAY).postcode == "SY1 1AA"


@pytest.mark.parametrize("nothing", ["", "   ", ".", "'"])
def test_nothing_asked_is_nothing(nothing: str) -> None:
    assert not read(nothing, TODAY)


def test_a_very_long_text_is_cut_and_does_no_harm() -> None:
    assert read("a" * 100_000, TODAY)
