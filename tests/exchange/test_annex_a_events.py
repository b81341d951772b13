"""What each list tells, row by row."""

from datetime import date, datetime, time
from pathlib import Path

import pytest
from annex_a_books import (
    ASSESSMENTS,
    CHILD,
    ENQUIRIES,
    IN_NEED,
    PLANS,
    REFERRALS,
    events,
    findings,
    only_finding,
    read_book,
)

from keel.practice.history import EventKind, Fact

JAN, FEB, MARCH, APRIL = date(2025, 1, 6), date(2025, 2, 3), date(2025, 3, 3), date(2025, 4, 7)


def test_a_referral_carries_its_source_its_outcome_and_how_it_was_written(tmp_path: Path) -> None:
    rows = [REFERRALS, ["A1", "06/01/2025", "q) 6: Police", "NFA"], ["B2", JAN, "q) 6: Police", "b) No"]]
    extract = read_book(tmp_path, {"List 3": rows})
    ended, open_ = events(extract, "referral_received", "A1") + events(extract, "referral_received", "B2")
    assert (ended["code"], ended["raw"], ended["facts"]) == (
        "6",
        "06/01/2025",
        {Fact.NO_FURTHER_ACTION: True},
    )
    assert (open_["raw"], open_["facts"]) == (None, {Fact.NO_FURTHER_ACTION: False})
    assert ended["raw_facts"] == "Referral NFA?=NFA; Referral Source=q) 6: Police"
    assert (ended["source"], ended["row"], ended["column"]) == ("List 3", 2, "Date of referral")


def test_an_unknown_outcome_is_not_recorded_rather_than_no(tmp_path: Path) -> None:
    extract = read_book(tmp_path, {"3": [REFERRALS, ["A1", JAN, "6", "c) Unknown"], ["B2", JAN, "6", None]]})
    assert [event["facts"] for event in events(extract, "referral_received")] == [{}, {}]


def test_the_time_of_day_is_kept_where_it_is_written(tmp_path: Path) -> None:
    extract = read_book(tmp_path, {"3": [REFERRALS, ["A1", datetime.combine(JAN, time(16, 45)), "6", "No"]]})
    assert events(extract, "referral_received")[0]["minute"] == 16 * 60 + 45


@pytest.mark.parametrize(
    ("referrals", "starts", "anchors"),
    [
        ([JAN], [FEB], [JAN]),
        ([FEB], [FEB], [FEB]),
        ([MARCH], [FEB], [None]),
        ([JAN, FEB], [MARCH], [FEB]),
        ([JAN], [FEB, MARCH], [JAN, None]),
        ([JAN, MARCH], [FEB, APRIL], [JAN, MARCH]),
        ([], [FEB], [None]),
    ],
)
def test_an_assessment_runs_from_the_referral_that_led_to_it(
    tmp_path: Path, referrals: list[date], starts: list[date], anchors: list[date | None]
) -> None:
    others = ["B2", JAN, "6", "No"]
    sheets = {
        "4": [ASSESSMENTS, *(["A1", on, None] for on in starts)],
        "3": [REFERRALS, others, *(["A1", on, "6", "No"] for on in referrals)],
    }
    extract = read_book(tmp_path, sheets)
    assert [event["anchor_on"] for event in events(extract, "assessment_started", "A1")] == anchors
    assert extract.coverage.anchored == {EventKind.ASSESSMENT_STARTED}


def test_the_start_and_the_end_of_an_assessment_are_one_episode(tmp_path: Path) -> None:
    extract = read_book(tmp_path, {"4": [ASSESSMENTS, ["A1", JAN, MARCH], ["A1", FEB, APRIL]]})
    starts = [event["episode"] for event in events(extract, "assessment_started")]
    assert starts == [event["episode"] for event in events(extract, "assessment_authorised")]
    assert starts == ["assessment:A1:2025-01-06", "assessment:A1:2025-02-03"]
    assert extract.coverage.anchored == frozenset(), "without referrals no point of referral can be known"


@pytest.mark.parametrize(
    ("unnecessary", "conference_on", "required"),
    [
        ("b) No", None, True),
        ("a) Yes", None, False),
        (None, JAN, True),
        ("a) Yes", JAN, True),
        ("c) Unknown", None, None),
        (None, None, None),
    ],
)
def test_a_conference_that_was_required_is_not_taken_for_one_that_was_not(
    tmp_path: Path, unnecessary: str | None, conference_on: date | None, required: bool | None
) -> None:
    rows = [ENQUIRIES, ["A1", JAN, unnecessary, conference_on, None]]
    (start,) = events(read_book(tmp_path, {"5": rows}), "s47_started")
    assert start["facts"] == ({} if required is None else {Fact.CONFERENCE_REQUIRED: required})


def test_a_conference_deemed_unnecessary_yet_held_is_pointed_out(tmp_path: Path) -> None:
    extract = read_book(tmp_path, {"5": [ENQUIRIES, ["A1", JAN, "Yes", FEB, "Yes"]]})
    assert only_finding(extract, "conference-unnecessary-but-held").examples[0].child == "A1"


def test_an_enquiry_its_strategy_discussion_and_its_conference_are_one_episode(tmp_path: Path) -> None:
    extract = read_book(tmp_path, {"5": [ENQUIRIES, ["A1", JAN, "No", FEB, "a) Yes"]]})
    (talk,) = events(extract, "strategy_discussion_held")
    (enquiry,) = events(extract, "s47_started")
    (conference,) = events(extract, "icpc_held")
    assert (talk["on"], enquiry["on"], conference["on"]) == (JAN, JAN, FEB)
    assert talk["episode"] == enquiry["episode"] == conference["episode"] == "s47:A1:2025-01-06"
    assert conference["facts"] == {Fact.PLAN_MADE: True}


@pytest.mark.parametrize(
    ("status", "is_plan"),
    [
        ("c) Child in need plan", True),
        ("e) Closed episode", True),
        (None, True),
        ("b) Child Protection plan", False),
        ("a) Looked after child", False),
        ("d) Open assessment", False),
    ],
)
def test_only_a_child_in_need_plan_is_read_as_one(tmp_path: Path, status: str | None, is_plan: bool) -> None:
    extract = read_book(tmp_path, {"6": [IN_NEED, ["A1", JAN, FEB, None, status]]})
    assert len(events(extract, "cin_plan_started")) == is_plan
    assert len(findings(extract, "not-a-child-in-need-plan")) == (not is_plan)
    (seen,) = events(extract, "cin_visit_held")
    assert seen["facts"] == {Fact.CHILD_SEEN: True, Fact.EARLIER_UNKNOWN: True}


@pytest.mark.parametrize(
    ("answer", "facts"),
    [
        ("a) Yes", {Fact.CHILD_SEEN: True, Fact.SEEN_ALONE: True}),
        ("b) No", {Fact.CHILD_SEEN: True, Fact.SEEN_ALONE: False}),
        (None, {Fact.CHILD_SEEN: True}),
        ("Unknown", {Fact.CHILD_SEEN: True}),
        ("Child not seen", {Fact.CHILD_SEEN: False, Fact.SEEN_ALONE: False}),
    ],
)
def test_a_statutory_visit_saw_the_child_unless_the_sheet_says_she_was_not_seen(
    tmp_path: Path, answer: str | None, facts: dict[Fact, bool]
) -> None:
    (visit,) = events(read_book(tmp_path, {"7": [PLANS, ["A1", JAN, FEB, answer, None, None]]}), "visit_held")
    assert visit["facts"] == {**facts, Fact.EARLIER_UNKNOWN: True}
    assert visit["episode"] == "plan:A1:2025-01-06"


def test_the_latest_review_does_not_claim_to_be_the_only_one(tmp_path: Path) -> None:
    extract = read_book(tmp_path, {"7": [PLANS, ["A1", JAN, None, None, MARCH, APRIL]]})
    assert events(extract, "rcpc_held")[0]["facts"] == {Fact.EARLIER_UNKNOWN: True}
    assert events(extract, "plan_ended")[0]["on"] == APRIL
    assert events(extract, "plan_started")[0]["facts"] == {}


def test_a_row_told_twice_is_counted_once_and_pointed_out(tmp_path: Path) -> None:
    row = ["A1", JAN, FEB, "Yes", None, None]
    extract = read_book(tmp_path, {"7": [PLANS, row, row, ["A1", JAN, MARCH, "Yes", None, None]]})
    assert len(events(extract, "plan_started")) == 1
    assert [event["on"] for event in events(extract, "visit_held")] == [FEB, MARCH]
    assert [example.row for example in only_finding(extract, "duplicate-row").examples] == [3]
    assert [example.row for example in only_finding(extract, "same-day-twice").examples] == [4]


def test_two_contacts_that_look_alike_are_two_contacts(tmp_path: Path) -> None:
    rows = [[CHILD, "Date of Contact", "Contact Source"], ["A1", JAN, "6"], ["A1", JAN, "6"]]
    assert len(events(read_book(tmp_path, {"1": rows}), "contact_received")) == 2


def test_looked_after_children_and_care_leavers(tmp_path: Path) -> None:
    cared = [
        CHILD, "Date Started to be Looked After", "Date of Last Social Work Visit",
        "Start Date of Most Recent Placement", "Placement Type",
        "Date Ceased to be Looked After", "Reason Ceased to be Looked After",
    ]  # fmt: skip
    left = [CHILD, "Latest Pathway Plan Review Date", "Latest Date of Contact", "Eligibility Category"]
    sheets = {
        "8": [cared, ["A1", JAN, FEB, MARCH, "d) U4: Foster placement - long term", APRIL, "c) E2: Died"]],
        "9": [left, ["B2", JAN, FEB, "b) Former relevant child"]],
    }
    extract = read_book(tmp_path, sheets)
    latest = {Fact.EARLIER_UNKNOWN: True}
    assert events(extract, "became_looked_after")[0]["facts"] == {}
    assert events(extract, "cla_visited")[0]["facts"] == latest
    (placement,) = events(extract, "placement_started")
    assert (placement["code"], placement["facts"]) == ("U4", {**latest, Fact.LONG_TERM_PLACEMENT: True})
    assert events(extract, "ceased_looked_after")[0]["code"] == "E2"
    assert events(extract, "pathway_plan_reviewed", "B2")[0]["facts"] == latest
    assert events(extract, "personal_adviser_in_touch", "B2")[0]["on"] == FEB


def test_an_impossible_date_makes_no_event_and_the_row_is_not_lost(tmp_path: Path) -> None:
    extract = read_book(tmp_path, {"3": [REFERRALS, ["A1", "30/02/2025", "6", "No"]]})
    assert len(extract.events) == 0
    assert extract.children["child"].to_pylist() == ["A1"]
    assert only_finding(extract, "row-without-date").examples[0].row == 2


def test_month_first_dates_are_refused_for_the_whole_column(tmp_path: Path) -> None:
    rows = [REFERRALS, ["A1", "03/25/2025", "6", "No"], ["B2", "04/05/2025", "6", "No"]]
    extract = read_book(tmp_path, {"3": rows})
    assert len(extract.events) == 0
    assert (only_finding(extract, "month-first").level, only_finding(extract, "month-first").count) == (
        "error",
        2,
    )


def test_unknown_codes_are_counted_by_text(tmp_path: Path) -> None:
    rows = [REFERRALS, *([f"A{n}", JAN, "Martians", "No"] for n in range(3)), ["B2", JAN, "Ghosts", "No"]]
    finding = only_finding(read_book(tmp_path, {"3": rows}), "unknown-code")
    assert finding.count == 4
    assert [example.raw for example in finding.examples] == ["Martians (3 times)", "Ghosts"]


def test_emergency_orders_and_adopters_are_not_lost_without_a_word(tmp_path: Path) -> None:
    flagged = [
        *PLANS,
        "Subject to Emergency Protection Order or Protected Under Police Powers in Last Six Months (Y/N)",
    ]
    adopters = ["Individual adopter identifier", "Date enquiry received", "Date Stage 1 started"]
    sheets = {
        "7": [flagged, ["A1", JAN, None, None, None, None, "Yes"], ["B2", JAN, None, None, None, None, "No"]],
        "11": [adopters, ["P1", JAN, FEB], ["P2", JAN, FEB]],
    }
    extract = read_book(tmp_path, sheets)
    assert [example.child for example in only_finding(extract, "emergency-without-date").examples] == ["A1"]
    assert only_finding(extract, "adopters-not-read").count == 2
    assert extract.children["child"].to_pylist() == ["A1", "B2"], "an adopter is not a child"


def test_what_a_workbook_cannot_tell_has_a_reason(tmp_path: Path) -> None:
    coverage = read_book(tmp_path, {"3": [REFERRALS, ["A1", JAN, "6", "No"]]}).coverage
    assert coverage.kinds == {EventKind.REFERRAL_RECEIVED: {Fact.NO_FURTHER_ACTION}}
    assert coverage.absent[EventKind.PLAN_STARTED] == "the workbook has no list 7 (child protection)"
    assert not coverage.has_births


def test_rows_beyond_the_examples_are_still_counted(tmp_path: Path) -> None:
    rows = [[str(child), None, "Police", "No"] for child in range(8)]
    found = only_finding(read_book(tmp_path, {"L": [REFERRALS, *rows]}), "row-without-date")
    assert (found.count, [one.row for one in found.examples]) == (8, [2, 3, 4, 5, 6])
