"""What is recorded here and returned is read back by ``keel check`` with the same readings."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from lxml import etree

from keel.exchange.source import read_source
from keel.front_door.models import Assessment, AssessmentFactor, Contact, Referral
from keel.people.models import Person
from keel.population.check import check
from keel.practice import standards
from keel.practice.timescales import BOOK
from keel.practice.timescales.evaluator import read_history
from keel.protection.models import Conference, ProtectionPlan, S47Enquiry, Visit
from keel.record.histories import history_of
from keel.returns.annex_a import write_annex_a
from keel.returns.census import write_census

pytestmark = pytest.mark.django_db
CENSUS = date(2026, 3, 31)


@pytest.fixture
def children() -> list[Person]:
    """Two brothers: the elder's review is overdue and he is not visited, the younger's plan has ended."""
    made = []
    for number, ended in (("1001", None), ("1002", date(2026, 3, 2))):
        child = Person.objects.create(is_child=True, birth_on=date(2017, 5, 6), sex="M", ethnicity="WBRI")
        child.identifiers.create(scheme="la_child_id", value=number)
        _journey(child, ended)
        made.append(child)
    return made


def _journey(child: Person, ended: date | None) -> None:
    Contact.objects.create(
        child=child, received_on=date(2025, 10, 1), source="1A", recorded_on=date(2025, 10, 1)
    )
    referral = Referral.objects.create(
        child=child, received_on=date(2025, 10, 2), source="1A", primary_need="N1", is_no_further_action=False
    )
    late = Assessment.objects.create(
        child=child, referral=referral, started_on=date(2025, 10, 3), referred_on=referral.received_on,
        authorised_on=date(2026, 1, 20), is_no_further_action=False, is_child_seen_by_end=True,
    )  # fmt: skip
    AssessmentFactor.objects.create(child=child, assessment=late, factor="3A")
    enquiry = S47Enquiry.objects.create(
        child=child, referral=referral, started_on=date(2025, 10, 20), is_conference_required=True,
        conference_target_on=date(2025, 11, 10),
    )  # fmt: skip
    Conference.objects.create(
        child=child,
        kind="initial",
        enquiry=enquiry,
        held_on=date(2025, 11, 20),
        is_plan_made=True,
        category="NEG",
    )
    plan = ProtectionPlan.objects.create(
        child=child, referral=referral, started_on=date(2025, 11, 20), initial_category="NEG",
        latest_category="NEG", earlier_plans=0, ended_on=ended,
    )  # fmt: skip
    Visit.objects.create(
        child=child, plan=plan, visited_on=date(2025, 11, 25), is_child_seen=True, is_seen_alone=True
    )
    if ended:
        Conference.objects.create(
            child=child, kind="review", plan=plan, held_on=date(2026, 2, 10), is_plan_made=True
        )
        Conference.objects.create(child=child, kind="review", plan=plan, held_on=ended, is_plan_made=False)


def readings(path: Path, day: date) -> dict[str, set[tuple[str, str, date | None]]]:
    """By the child's number: what the file says of each timescale that it can feed at all."""
    answer = check(read_source(path), standards.load(), day)
    told: dict[str, set[tuple[str, str, date | None]]] = {}
    keys = answer.children["key"].to_list()
    for row in answer.readings.iter_rows(named=True):
        told.setdefault(keys[row["child"]], set()).add((row["timescale"], row["status"], row["due_on"]))
    return told


def of_the_record(child: Person, day: date, of: set[str]) -> set[tuple[str, str, date | None]]:
    book = tuple(BOOK[name] for name in sorted(of))
    found = read_history(history_of(child.pk), day, standards.load(), book)
    return {(each.timescale, each.status.value, each.due_on) for each in found}


COMPARED = {
    "cin": {"assessment_45", "icpc_15", "rcpc_first", "rcpc_next"},
    "annex-a": {"assessment_45", "icpc_15"},
}


@pytest.mark.parametrize("form", COMPARED)
def test_what_is_returned_reads_as_the_record_does(children: list[Person], tmp_path: Path, form: str) -> None:
    path = tmp_path / ("census.xml" if form == "cin" else "annex.xlsx")
    written = write_census(CENSUS, "999", path) if form == "cin" else write_annex_a(CENSUS, path)
    assert written == len(children)
    told = readings(path, CENSUS)
    of = COMPARED[form] & set(BOOK)
    for child, key in zip(children, ("1001", "1002"), strict=True):
        wanted = of_the_record(child, CENSUS, of)
        assert wanted, "something is read at all"
        assert {one for one in told[key] if one[0] in of} == wanted


def test_the_census_holds_nothing_after_its_day_and_nothing_made_up(
    children: list[Person], tmp_path: Path
) -> None:
    path = tmp_path / "census.xml"
    Referral.objects.create(child=children[0], received_on=CENSUS + timedelta(days=1), source="1A")
    write_census(CENSUS, "999", path)
    root = etree.parse(str(path)).getroot()
    assert root.findtext(".//ReferenceDate") == "2026-03-31"
    assert len(root.findall(".//CINdetails")) == len(children)
    assert not root.findall(".//UPN"), "a number that nobody recorded is not invented"
    assert {one.text for one in root.findall(".//UPNunknown")} == {"UN1"}
    assert not root.findall(".//Disabilities"), "not recorded is not none"


def test_a_case_closed_before_the_period_is_not_returned(children: list[Person], tmp_path: Path) -> None:
    old = Person.objects.create(is_child=True, birth_on=date(2010, 1, 1))
    Referral.objects.create(child=old, received_on=date(2023, 1, 5), closed_on=date(2024, 1, 5), source="1A")
    assert write_census(CENSUS, "999", tmp_path / "census.xml") == len(children)
