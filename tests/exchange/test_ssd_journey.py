"""A child's journey through the tables of the Standard Safeguarding Dataset becomes her events."""

from datetime import date
from pathlib import Path

import pytest
from ssd_folders import ADA, BEN, MOTHER, STORY, child, events, found, read

from keel.exchange.extract import CHILDREN, EVENTS, Extract, bits
from keel.practice.history import EventKind as Kind
from keel.practice.history import Fact


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Extract:
    return read(tmp_path_factory.mktemp("ssd"), STORY)


def test_the_result_has_the_columns_that_every_reader_promises(story: Extract) -> None:
    assert story.events.schema == EVENTS
    assert story.children.schema == CHILDREN
    assert story.format == "Standard Safeguarding Dataset"


def test_each_step_of_the_journey_stands_on_its_day(story: Extract) -> None:
    assert [(event["kind"], event["on"]) for event in events(story)] == [
        (Kind.CONTACT_RECEIVED, date(2023, 1, 3)),
        (Kind.REFERRAL_RECEIVED, date(2023, 1, 4)),
        (Kind.ASSESSMENT_STARTED, date(2023, 1, 6)),
        (Kind.STRATEGY_DISCUSSION_HELD, date(2023, 1, 9)),
        (Kind.S47_STARTED, date(2023, 1, 9)),
        (Kind.S47_CONCLUDED, date(2023, 1, 20)),
        (Kind.ICPC_HELD, date(2023, 1, 30)),
        (Kind.PLAN_STARTED, date(2023, 1, 30)),
        (Kind.VISIT_HELD, date(2023, 2, 8)),
        (Kind.ASSESSMENT_AUTHORISED, date(2023, 2, 20)),
        (Kind.VISIT_HELD, date(2023, 2, 22)),
        (Kind.RCPC_HELD, date(2023, 4, 26)),
        (Kind.ASSESSMENT_STARTED, date(2023, 6, 1)),
        (Kind.RCPC_HELD, date(2023, 10, 20)),
        (Kind.PLAN_ENDED, date(2024, 1, 31)),
        (Kind.CIN_VISIT_HELD, date(2024, 2, 10)),
        (Kind.CASE_CLOSED, date(2024, 3, 1)),
    ]


def test_only_the_first_assessment_is_counted_from_the_referral(story: Extract) -> None:
    anchors = [(e["episode"], e["anchor_on"]) for e in events(story, Kind.ASSESSMENT_STARTED)]
    assert anchors == [("assessment:S1", date(2023, 1, 4)), ("assessment:S2", None)]


def test_a_visit_where_the_child_was_not_seen_says_so(story: Extract) -> None:
    seen, missed = events(story, Kind.VISIT_HELD)
    assert seen["facts"] == {Fact.CHILD_SEEN: True, Fact.SEEN_ALONE: True, Fact.BEDROOM_SEEN: False}
    assert missed["facts"] == {Fact.CHILD_SEEN: False}
    assert missed["episode"] == "plan:P1"


def test_a_review_that_was_not_quorate_decides_nothing(story: Extract) -> None:
    inquorate, quorate = events(story, Kind.RCPC_HELD)
    assert inquorate["facts"] == {Fact.QUORATE: False, Fact.DECISION_MADE: False}
    assert quorate["facts"] == {Fact.QUORATE: True, Fact.DECISION_MADE: True}
    assert quorate["raw_facts"] == "cppr_cp_review_due=2023-10-26"


def test_an_enquiry_its_conference_and_its_plan_are_tied_together(story: Extract) -> None:
    (started,), (concluded,), (conference,), (plan,) = (
        events(story, kind)
        for kind in (Kind.S47_STARTED, Kind.S47_CONCLUDED, Kind.ICPC_HELD, Kind.PLAN_STARTED)
    )
    assert started["episode"] == concluded["episode"] == conference["episode"] == "s47:Q1"
    assert started["facts"] == {Fact.CONFERENCE_REQUIRED: True}
    assert concluded["facts"] == {Fact.CONFERENCE_REQUIRED: True, Fact.HARM_SUBSTANTIATED: True}
    assert conference["facts"] == {Fact.PLAN_MADE: True}
    assert plan["facts"] == {Fact.TRANSFER_IN: False}
    assert (plan["code"], plan["number"]) == ("NEG", 0)


def test_every_event_can_be_found_again_in_its_file(story: Extract) -> None:
    (second,) = [e for e in events(story, Kind.RCPC_HELD) if e["on"] == date(2023, 10, 20)]
    assert (second["source"], second["row"], second["column"]) == ("cp_reviews", 3, "cppr_cp_review_date")
    assert second["raw"] is None


def test_factors_of_an_assessment_stay_beside_it(story: Extract) -> None:
    (authorised,) = events(story, Kind.ASSESSMENT_AUTHORISED)
    assert authorised["raw_facts"] == 'cinf_assessment_factors_json=["3B", "4B"]'


def test_children_carry_what_the_tables_say_of_them(story: Extract) -> None:
    ada, ben = child(story, ADA), child(story, BEN)
    assert (ada["birth_on"], ada["sex"], ada["ethnicity"], ada["category"]) == (
        date(2015, 2, 28),
        "F",
        "CHNE",
        "EMO",
    )
    assert (ben["birth_on"], ben["expected_on"]) == (None, date(2024, 5, 1))
    assert (ada["yes"], ada["no"]) == (bits([Fact.DISABLED]), 0), (
        "one disability outweighs a row that says none"
    )
    assert (ben["yes"], ben["no"]) == (0, bits([Fact.DISABLED]))


def test_a_mother_without_events_of_her_own_is_not_counted_as_a_child(story: Extract) -> None:
    assert MOTHER not in story.children["child"].to_pylist()
    assert found(story, "only-mother") == {("person", "pers_is_mother"): 1}


def test_a_girl_who_is_a_mother_and_is_on_a_plan_herself_stays(tmp_path: Path) -> None:
    plan = {"cppl_cp_plan_id": "P9", "cppl_person_id": MOTHER, "cppl_cp_plan_start_date": date(2024, 1, 1)}
    extract = read(tmp_path, STORY | {"cp_plans": [*STORY["cp_plans"], plan]})
    assert [e["child"] for e in events(extract, Kind.PLAN_STARTED)] == [ADA, MOTHER]


def test_coverage_names_what_the_tables_hold_and_why_the_rest_is_missing(story: Extract) -> None:
    coverage = story.coverage
    assert coverage.kinds[Kind.VISIT_HELD] == {Fact.CHILD_SEEN, Fact.SEEN_ALONE, Fact.BEDROOM_SEEN}
    assert Kind.ASSESSMENT_STARTED in coverage.anchored
    assert coverage.child_facts == {Fact.DISABLED}
    assert coverage.absent[Kind.MISSING_STARTED] == "table missing is not in the folder"
    assert Kind.RETURN_INTERVIEW_COMPLETED not in coverage.kinds
