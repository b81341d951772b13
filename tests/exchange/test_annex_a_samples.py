"""The published fake workbooks, which imitate real exports."""

from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from annex_a_books import children, events, findings, only_finding

from keel.exchange.annex_a import read, recognises
from keel.exchange.extract import Extract
from keel.practice.history import EventKind, Fact


@pytest.fixture(scope="module")
def extract(shared: Path) -> Extract:
    return read(shared / "samples" / "annex_a" / "Annex_A.xlsx")


def test_every_dated_row_of_the_sample_is_told(extract: Extract) -> None:
    kinds = Counter(extract.events["kind"].to_pylist())
    assert kinds["contact_received"] == 5
    assert kinds["referral_received"] == 6
    assert kinds["s47_started"] == 5
    assert kinds["icpc_held"] == 3
    assert kinds["plan_started"] == kinds["visit_held"] == 7
    assert kinds["rcpc_held"] == kinds["plan_ended"] == 5
    assert kinds["became_looked_after"] == 5
    assert len(findings(extract, "impossible-date")) == 0


def test_a_plan_of_the_sample_is_read_to_the_day(extract: Extract) -> None:
    (start,) = events(extract, "plan_started", "10721552")
    assert (start["on"], start["code"], start["number"]) == (date(2020, 11, 23), "PHY", 0)
    (visit,) = events(extract, "visit_held", "10721552")
    assert (visit["on"], visit["facts"][Fact.SEEN_ALONE]) == (date(2021, 1, 22), True)
    assert (start["source"], start["row"]) == ("List 7", 2)


def test_female_beside_a_male_is_female(extract: Extract) -> None:
    assert children(extract)["9212044"]["sex"] == "F"


def test_hard_spaces_in_the_names_of_workers_are_plain_spaces(extract: Extract) -> None:
    workers = [child["worker"] for child in children(extract).values()]
    assert "Mathilde Cutsforth" in workers
    assert not any("\xa0" in str(worker) for worker in workers)


def test_local_words_in_national_columns_are_reported_not_guessed(extract: Extract) -> None:
    assert "PSRMEM" in str(only_finding(extract, "unknown-code").examples[0].raw)
    assert "CS Assessment Updated" in str(only_finding(extract, "unreadable-answer").examples[0].raw)


def test_the_columns_that_list_nine_lacks_are_named(extract: Extract) -> None:
    assert only_finding(extract, "missing-columns").source == "List 9"
    assert "Latest Date of Contact" in extract.coverage.absent[EventKind.PERSONAL_ADVISER_IN_TOUCH]


def test_a_workbook_of_another_inspection_is_not_taken_for_annex_a(shared: Path) -> None:
    assert not recognises(shared / "samples" / "annex_a" / "fake_sen.xlsx")
