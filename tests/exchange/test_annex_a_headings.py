"""A sheet is known by its columns; a column that is misread would put one date in another's place."""

from datetime import date
from pathlib import Path

import pytest
from annex_a_books import CHILD, PLANS, REFERRALS, children, events, findings, only_finding, read_book

from keel.exchange.annex_a.headings import best_match, recognise
from keel.exchange.annex_a.template import lists

DAY = date(2025, 3, 6)


@pytest.mark.parametrize("number", lists())
def test_each_list_is_known_by_the_headings_of_the_template(number: int) -> None:
    headings = [column.heading for column in lists()[number].columns.values()]
    match = best_match(headings)
    assert match is not None
    assert match.annex_list.number == number
    assert (match.missing, match.guessed) == ((), frozenset())


@pytest.mark.parametrize("number", lists())
def test_each_list_is_known_in_capitals_with_curly_quotes_and_doubled_brackets(number: int) -> None:
    columns = lists()[number].columns
    headings = [
        f"  {column.heading.upper().replace(chr(39), '’').replace(')', '))')} " for column in columns.values()
    ]
    found = recognise([["Extract of 3 May", None], [], headings])
    assert found is not None
    assert found.match.annex_list.number == number
    assert list(found.match.places.values()) == list(range(len(columns)))


@pytest.mark.parametrize("number", lists())
def test_a_list_without_any_one_of_its_columns_is_still_that_list(number: int) -> None:
    columns = lists()[number].columns
    for missing in columns:
        match = best_match([column.heading for key, column in columns.items() if key != missing])
        assert match is not None
        assert (match.annex_list.number, [column.key for column in match.missing]) == (number, [missing])


def test_no_column_is_claimed_by_two_headings_and_no_heading_claims_two() -> None:
    match = best_match([CHILD, "Referral Date", "Date of referral", "Referral Source", "Agency", "Language"])
    assert match is not None
    assert match.places["referred_on"] == 2, "the exact heading wins over the likely one"
    assert sorted(match.places.values()) == [0, 2, 3]
    assert "age" not in match.places, "'Agency' and 'Language' are not an age"


def test_the_latest_contact_of_a_care_leaver_is_not_the_contact_of_a_child() -> None:
    match = best_match([CHILD, "Latest Date of Contact", "Eligibility Category", "LA in Touch"])
    assert match is not None
    assert match.annex_list.number == 9


@pytest.mark.parametrize(
    "headings",
    [
        ["Name", "Telephone"],
        [CHILD, "Gender", "Ethnicity", "Date of Birth", "Allocated Team"],
        ["Unique ID", "UPN", "Date of birth", "Gender", "Does the child or young person have a disability?"],
        ["Date of referral"],
        [],
    ],
)
def test_columns_that_no_list_has_to_itself_make_no_list(headings: list[str]) -> None:
    assert best_match(headings) is None


def test_title_rows_and_odd_headings_are_read_and_guesses_owned_up_to(tmp_path: Path) -> None:
    rows = [
        ["Severnshire: child protection"],
        ["Run on 3 May 2025"],
        [],
        ["CHILD UNIQUE  ID", "CP Plan Start Date", "Date of the last statutory visit:", "Colour"],
        ["A1", DAY, "20/03/2025", "blue"],
    ]
    extract = read_book(tmp_path, {"sheet called anything": rows})
    (start,) = events(extract, "plan_started")
    assert (start["on"], start["row"], start["column"]) == (DAY, 5, "CP Plan Start Date")
    (visit,) = events(extract, "visit_held")
    assert (visit["on"], visit["raw"]) == (date(2025, 3, 20), "20/03/2025")
    assert only_finding(extract, "heading-guessed").column == "CP Plan Start Date"
    assert only_finding(extract, "unknown-heading").column == "Colour"


def test_rows_and_columns_keep_their_place_when_the_table_starts_in_the_middle(tmp_path: Path) -> None:
    rows = [[], [], [None, None, *REFERRALS], [None, None, "A1", "31/02/2025", "6", "No"]]
    extract = read_book(tmp_path, {"List 3": rows})
    finding = only_finding(extract, "impossible-date")
    assert [(example.row, example.child) for example in finding.examples] == [(4, "A1")]
    assert finding.examples[0].raw is not None
    assert finding.examples[0].raw.startswith("D4: 31/02/2025")


def test_a_partial_sheet_is_read_and_says_what_it_lacks(tmp_path: Path) -> None:
    extract = read_book(tmp_path, {"7": [PLANS[:3], ["A1", DAY, DAY]]})
    assert [event["child"] for event in events(extract, "plan_started")] == ["A1"]
    assert "'Date of latest review conference'" in only_finding(extract, "missing-columns").message
    assert "rcpc_held" in extract.coverage.absent
    assert "Date of latest review conference" in extract.coverage.absent["rcpc_held"]  # type: ignore[index]


def test_a_list_without_identifiers_is_an_error_and_its_rows_are_counted(tmp_path: Path) -> None:
    sheets = {"7": [PLANS[1:], [DAY, DAY], [DAY, DAY]], "3": [REFERRALS, ["A1", DAY, "6", "No"]]}
    extract = read_book(tmp_path, sheets)
    assert only_finding(extract, "no-identifier-column").count == 2
    assert "plan_started" not in extract.coverage.kinds


def test_one_list_in_two_sheets_is_read_from_both_and_counted_once(tmp_path: Path) -> None:
    first, second = ["A1", DAY, "6", "No"], ["B2", DAY, "6", "No"]
    extract = read_book(tmp_path, {"north": [REFERRALS, first, second], "south": [REFERRALS, first]})
    assert sorted(str(event["child"]) for event in events(extract, "referral_received")) == ["A1", "B2"]
    assert only_finding(extract, "list-in-several-sheets").count == 2


def test_a_sheet_of_something_else_is_named_and_the_rest_is_read(tmp_path: Path) -> None:
    notes = [["Notes"], ["Ask Sam"]]
    extract = read_book(tmp_path, {"notes": notes, "3": [REFERRALS, ["A1", DAY, "6", "No"]]})
    assert [finding.source for finding in findings(extract, "unrecognised-sheet")] == ["notes"]
    assert list(children(extract)) == ["A1"]
