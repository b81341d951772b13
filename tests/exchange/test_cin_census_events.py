"""What a return tells of each child, and what it must not be made to tell."""

import re
from datetime import date
from pathlib import Path

import pytest
from cin_returns import changed, child_of, codes, days, events, finding, fixture, read_text

from keel.exchange.findings import Level
from keel.practice.history import EventKind, Fact


def test_a_child_on_a_plan_has_every_step_of_the_journey_in_order(tmp_path: Path) -> None:
    extract = read_text(tmp_path, fixture(2026))
    assert [(e["kind"], e["on"]) for e in events(extract, "AVA1")] == [
        ("referral_received", date(2025, 5, 6)),
        ("assessment_started", date(2025, 5, 7)),
        ("strategy_discussion_held", date(2025, 5, 12)),
        ("s47_started", date(2025, 5, 12)),
        ("icpc_held", date(2025, 5, 30)),
        ("plan_started", date(2025, 5, 30)),
        ("assessment_authorised", date(2025, 6, 20)),
        ("rcpc_held", date(2025, 8, 20)),
        ("rcpc_held", date(2026, 1, 14)),
        ("assessment_started", date(2026, 2, 9)),
    ]


def test_a_sound_return_has_nothing_said_against_it(tmp_path: Path) -> None:
    for year in (2022, 2026, 2027):
        assert codes(read_text(tmp_path, fixture(year))) == set(), year


def test_each_event_leads_back_to_its_line_and_element(tmp_path: Path) -> None:
    text = fixture(2026)
    extract = read_text(tmp_path, text)
    (plan,) = events(extract, "AVA1", EventKind.PLAN_STARTED)
    assert (plan["source"], plan["column"]) == ("CINdetails/ChildProtectionPlans", "CPPstartDate")
    assert text.splitlines()[plan["row"] - 1].strip() == "<ChildProtectionPlans>"
    _, second = events(extract, "AVA1", EventKind.RCPC_HELD)
    assert text.splitlines()[second["row"] - 1].strip() == "<CPPreviewDate>2026-01-14</CPPreviewDate>"


def test_a_plan_carries_its_category_its_earlier_plans_and_its_reviews_share_its_episode(
    tmp_path: Path,
) -> None:
    extract = read_text(tmp_path, fixture(2026))
    (plan,) = events(extract, "AVA1", EventKind.PLAN_STARTED)
    assert (plan["code"], plan["number"]) == ("NEG", 1.0)
    assert {e["episode"] for e in events(extract, "AVA1", EventKind.RCPC_HELD)} == {plan["episode"]}
    assert child_of(extract, "AVA1")["category"] == "EMO"


def test_a_conference_belongs_to_its_enquiry_and_says_that_a_plan_came_of_it(tmp_path: Path) -> None:
    extract = read_text(tmp_path, fixture(2026))
    (started,) = events(extract, "AVA1", EventKind.S47_STARTED)
    (held,) = events(extract, "AVA1", EventKind.ICPC_HELD)
    assert started["episode"] == held["episode"]
    assert started["facts"] == {Fact.CONFERENCE_REQUIRED: True}
    assert held["facts"] == {Fact.PLAN_MADE: True}


def test_enquiries_that_need_no_conference_say_so(tmp_path: Path) -> None:
    (started,) = events(read_text(tmp_path, fixture(2026)), "DOT4", EventKind.S47_STARTED)
    assert started["facts"] == {Fact.CONFERENCE_REQUIRED: False}


def test_whether_a_conference_is_needed_stays_unsaid_when_the_return_does_not_say(tmp_path: Path) -> None:
    text = changed(fixture(2026), ("<ICPCnotRequired>1</ICPCnotRequired>", ""))
    extract = read_text(tmp_path, text)
    (started,) = events(extract, "DOT4", EventKind.S47_STARTED)
    assert started["facts"] == {}
    assert finding(extract, "missing-element").column == "ICPCnotRequired"


def test_a_conference_without_any_plan_made_none_but_one_with_a_plan_later_is_not_told(
    tmp_path: Path,
) -> None:
    whole = fixture(2026)
    start = whole.index("<ChildProtectionPlans>")
    end = whole.index("</ChildProtectionPlans>") + len("</ChildProtectionPlans>")
    (held,) = events(read_text(tmp_path, whole[:start] + whole[end:]), "AVA1", EventKind.ICPC_HELD)
    assert held["facts"] == {Fact.PLAN_MADE: False}
    later = changed(whole, ("<CPPstartDate>2025-05-30", "<CPPstartDate>2025-06-02"))
    (held,) = events(read_text(tmp_path, later), "AVA1", EventKind.ICPC_HELD)
    assert held["facts"] == {}


def test_only_the_first_assessment_of_a_referral_of_the_year_counts_from_the_referral(tmp_path: Path) -> None:
    extract = read_text(tmp_path, fixture(2026))
    first, second = events(extract, "AVA1", EventKind.ASSESSMENT_STARTED)
    assert first["anchor_on"] == date(2025, 5, 6)
    assert second["anchor_on"] is None
    assert first["episode"] != second["episode"]
    # The referral of BEN2 is older than the year: assessments finished before it are not in the return.
    (later,) = events(extract, "BEN2", EventKind.ASSESSMENT_STARTED)
    assert later["anchor_on"] is None


def test_a_review_point_set_for_an_assessment_is_not_a_look_that_took_place(tmp_path: Path) -> None:
    extract = read_text(tmp_path, fixture(2026))
    assert not events(extract, "AVA1", EventKind.ASSESSMENT_CHECKPOINT_HELD)
    first, _ = events(extract, "AVA1", EventKind.ASSESSMENT_STARTED)
    assert first["raw_facts"] == "AssessmentInternalReviewDate=2025-05-21"
    assert EventKind.ASSESSMENT_CHECKPOINT_HELD in extract.coverage.absent


def test_assessment_factors_are_kept_beside_the_end_of_the_assessment(tmp_path: Path) -> None:
    (ended,) = events(read_text(tmp_path, fixture(2026)), "AVA1", EventKind.ASSESSMENT_AUTHORISED)
    assert ended["raw_facts"] == "AssessmentFactors=3B 16A"


def test_reviews_before_the_return_are_unknown_only_for_a_plan_older_than_the_year(tmp_path: Path) -> None:
    extract = read_text(tmp_path, fixture(2026))
    assert all(not e["facts"] for e in events(extract, "AVA1", EventKind.RCPC_HELD))
    before, within = events(extract, "BEN2", EventKind.RCPC_HELD)
    assert (before["on"], before["facts"]) == (date(2025, 2, 11), {Fact.EARLIER_UNKNOWN: True})
    assert within["facts"] == {}
    assert "earlier-review-not-returned" not in codes(extract)


def test_an_older_plan_without_the_review_of_the_year_before_is_told(tmp_path: Path) -> None:
    text = re.sub(r"<Reviews>\s*<CPPreviewDate>2025-02-11</CPPreviewDate>\s*</Reviews>", "", fixture(2026))
    extract = read_text(tmp_path, text)
    (only,) = events(extract, "BEN2", EventKind.RCPC_HELD)
    assert only["facts"] == {Fact.EARLIER_UNKNOWN: True}
    told = finding(extract, "earlier-review-not-returned")
    assert told.level is Level.NOTE
    assert told.examples[0].child == "BEN2"


@pytest.mark.parametrize(("start", "unknown"), [("2025-03-31", True), ("2025-04-01", False)])
def test_the_first_day_of_the_year_is_where_reviews_are_all_there(
    tmp_path: Path, start: str, unknown: bool
) -> None:
    text = changed(
        fixture(2026),
        ("<DateOfInitialCPC>2025-05-30", f"<DateOfInitialCPC>{start}"),
        ("<CPPstartDate>2025-05-30", f"<CPPstartDate>{start}"),
    )
    first, second = events(read_text(tmp_path, text), "AVA1", EventKind.RCPC_HELD)
    assert (Fact.EARLIER_UNKNOWN in first["facts"]) is unknown
    assert Fact.EARLIER_UNKNOWN not in second["facts"]


def test_a_child_who_moved_in_has_a_transfer_conference_and_a_transferred_plan(tmp_path: Path) -> None:
    extract = read_text(tmp_path, fixture(2026))
    assert days(extract, "CAM3", EventKind.TRANSFER_IN_NOTIFIED) == [date(2025, 6, 2)]
    (held,) = events(extract, "CAM3", EventKind.TRANSFER_IN_CONFERENCE_HELD)
    assert held["on"] == date(2025, 6, 17)
    assert held["facts"] == {Fact.TRANSFER_IN: True, Fact.PLAN_MADE: True}
    (plan,) = events(extract, "CAM3", EventKind.PLAN_STARTED)
    assert plan["facts"] == {Fact.TRANSFER_IN: True}
    assert not events(extract, "CAM3", EventKind.ICPC_HELD)


def test_a_plan_of_the_authoritys_own_conference_is_no_transfer_and_an_older_one_unsaid(
    tmp_path: Path,
) -> None:
    extract = read_text(tmp_path, fixture(2026))
    (own,) = events(extract, "AVA1", EventKind.PLAN_STARTED)
    (older,) = events(extract, "BEN2", EventKind.PLAN_STARTED)
    assert own["facts"] == {Fact.TRANSFER_IN: False}
    assert older["facts"] == {}


def test_one_conference_given_in_both_places_is_one_conference(tmp_path: Path) -> None:
    both = "<PrimaryNeedCode>N1</PrimaryNeedCode><DateOfInitialCPC>2025-05-30</DateOfInitialCPC>"
    text = changed(fixture(2026), ("<PrimaryNeedCode>N1</PrimaryNeedCode>", both))
    extract = read_text(tmp_path, text)
    assert days(extract, "AVA1", EventKind.ICPC_HELD) == [date(2025, 5, 30)]
    assert not events(extract, "AVA1", EventKind.TRANSFER_IN_CONFERENCE_HELD)
    assert "rule-2884" in codes(extract)


def test_birth_is_told_of_a_child_whose_plan_was_made_before_it_and_of_no_other(tmp_path: Path) -> None:
    extract = read_text(tmp_path, fixture(2026))
    (born,) = events(extract, "CAM3", EventKind.CHILD_BORN)
    (plan,) = events(extract, "CAM3", EventKind.PLAN_STARTED)
    assert born["on"] == date(2025, 7, 20)
    assert born["episode"] == plan["episode"]
    for other in ("AVA1", "BEN2", "DOT4", "EVE5"):
        assert not events(extract, other, EventKind.CHILD_BORN), other


def test_an_unborn_child_has_an_expected_date_and_no_birth(tmp_path: Path) -> None:
    child = child_of(read_text(tmp_path, fixture(2026)), "DOT4")
    assert (child["birth_on"], child["expected_on"], child["sex"]) == (None, date(2026, 5, 1), "U")


def test_a_death_is_an_event_and_a_date_of_the_child(tmp_path: Path) -> None:
    extract = read_text(tmp_path, fixture(2026))
    assert days(extract, "EVE5", EventKind.CHILD_DIED) == [date(2025, 11, 2)]
    assert child_of(extract, "EVE5")["died_on"] == date(2025, 11, 2)


def test_disability_is_yes_no_or_not_recorded(tmp_path: Path) -> None:
    extract = read_text(tmp_path, fixture(2026))
    yes, no, unknown = (child_of(extract, key) for key in ("AVA1", "BEN2", "DOT4"))
    assert (bool(yes["yes"]), bool(yes["no"])) == (True, False)
    assert (bool(no["yes"]), bool(no["no"])) == (False, True)
    assert (unknown["yes"], unknown["no"]) == (0, 0)
    assert yes["raw"] == "Disability=HEAR COMM"


def test_a_referral_says_whether_anything_followed(tmp_path: Path) -> None:
    extract = read_text(tmp_path, fixture(2026))
    (none,) = events(extract, "EVE5", EventKind.REFERRAL_RECEIVED)
    (some,) = events(extract, "AVA1", EventKind.REFERRAL_RECEIVED)
    assert none["facts"] == {Fact.NO_FURTHER_ACTION: True}
    assert some["facts"] == {Fact.NO_FURTHER_ACTION: False}
    assert (some["code"], some["raw_facts"]) == ("2A", "PrimaryNeedCode=N1")


def test_closure_ends_the_referral_it_belongs_to(tmp_path: Path) -> None:
    extract = read_text(tmp_path, fixture(2026))
    (opened,) = events(extract, "BEN2", EventKind.REFERRAL_RECEIVED)
    (closed,) = events(extract, "BEN2", EventKind.CASE_CLOSED)
    assert (closed["on"], closed["code"]) == (date(2025, 12, 1), "RC7")
    assert closed["episode"] == opened["episode"]


def test_pre_proceedings_are_told_step_by_step(tmp_path: Path) -> None:
    extract = read_text(tmp_path, fixture(2027))
    told = events(extract, "FAY6")[1:]
    assert [(e["kind"], e["on"]) for e in told] == [
        ("legal_planning_held", date(2026, 7, 1)),
        ("pre_proceedings_started", date(2026, 7, 1)),
        ("letter_before_proceedings_served", date(2026, 7, 6)),
        ("family_meeting_offered", date(2026, 7, 6)),
        ("pre_proceedings_meeting_held", date(2026, 7, 16)),
        ("pre_proceedings_ended", date(2026, 10, 20)),
        ("court_application_issued", date(2026, 11, 3)),
    ]
    assert {e["episode"] for e in told} == {"pp:FAY6:1.1"}
    assert told[0]["facts"] == {Fact.DECISION_RECORDED: True}
    assert told[5]["code"] == "A"
    assert "FGDMMeetingFac=0" in told[1]["raw_facts"]
    assert "ReviewMeetingsCount=2" in told[1]["raw_facts"]
    assert EventKind.FAMILY_MEETING_HELD in extract.coverage.absent


def test_a_family_meeting_that_was_not_offered_is_not_told_as_offered(tmp_path: Path) -> None:
    text = changed(fixture(2027), ("<FGDMMeetingOffer>1<", "<FGDMMeetingOffer>0<"))
    extract = read_text(tmp_path, text)
    assert not events(extract, "FAY6", EventKind.FAMILY_MEETING_OFFERED)


def test_what_has_no_date_of_its_own_is_kept_even_without_a_start(tmp_path: Path) -> None:
    text = changed(fixture(2027), ("<PPStartDate>2026-07-01</PPStartDate>", ""))
    extract = read_text(tmp_path, text)
    (letter,) = events(extract, "FAY6", EventKind.LETTER_BEFORE_PROCEEDINGS_SERVED)
    assert "FGDMMeetingFac=0" in letter["raw_facts"]
    assert finding(extract, "missing-element").column == "PPStartDate"


@pytest.mark.parametrize(("year", "holds"), [(2022, False), (2026, False), (2027, True)])
def test_a_return_from_before_pre_proceedings_were_collected_says_why_it_has_none(
    tmp_path: Path, year: int, holds: bool
) -> None:
    coverage = read_text(tmp_path, fixture(year)).coverage
    assert (EventKind.PRE_PROCEEDINGS_STARTED in coverage.kinds) is holds
    if not holds:
        assert "2026-27" in coverage.absent[EventKind.PRE_PROCEEDINGS_STARTED]


def test_a_kind_is_never_both_there_and_absent(tmp_path: Path) -> None:
    for year in (2022, 2026, 2027):
        coverage = read_text(tmp_path, fixture(year)).coverage
        assert not coverage.kinds.keys() & coverage.absent.keys()


def test_every_kind_told_is_one_the_coverage_declares(tmp_path: Path) -> None:
    for year in (2022, 2026, 2027):
        extract = read_text(tmp_path, fixture(year))
        told = set(extract.events["kind"].to_pylist())
        partly = {EventKind.LEGAL_PLANNING_HELD.value}  # told where known, and not claimed to be whole
        assert told - partly <= {kind.value for kind in extract.coverage.kinds}, year


def test_the_year_and_the_reference_date_are_the_returns_own(tmp_path: Path) -> None:
    extract = read_text(tmp_path, fixture(2026))
    assert extract.format == "CIN census 2025-26"
    assert extract.reference_on == date(2026, 3, 31)
    assert extract.label == "return.xml"
    assert "authority 999" in finding(extract, "return").message
