"""The published samples, counted here by XPath on the whole tree: nothing in them may be lost."""

import re
from pathlib import Path

import pytest
from cin_returns import codes, fixture
from lxml import etree

from keel.exchange.cin_census import read, recognises
from keel.exchange.cin_census.form import Group, form, local
from keel.exchange.extract import Extract
from keel.practice.history import EventKind

SAMPLES = [
    "cin/CIN2rows.xml",
    "cin/CIN_Census_2021.xml",
    "cin/CIN_Census_2021_no_assessment_factors.xml",
    "cin/CIN_Census_2024.xml",
    "cin/CIN_la_issues_2887Q.xml",
    "cin/cin-2022.xml",
    "cin/fake_CIN_data.xml",
    "generated/cin_2026_200_children.xml",
]
COUNTED = {
    EventKind.REFERRAL_RECEIVED: "//CINdetails/CINreferralDate",
    EventKind.CASE_CLOSED: "//CINdetails/CINclosureDate",
    EventKind.ASSESSMENT_STARTED: "//Assessments/AssessmentActualStartDate",
    EventKind.ASSESSMENT_AUTHORISED: "//Assessments/AssessmentAuthorisationDate",
    EventKind.CIN_PLAN_STARTED: "//CINPlanDates/CINPlanStartDate",
    EventKind.CIN_PLAN_ENDED: "//CINPlanDates/CINPlanEndDate",
    EventKind.S47_STARTED: "//Section47/S47ActualStartDate",
    EventKind.STRATEGY_DISCUSSION_HELD: "//Section47/S47ActualStartDate",
    EventKind.ICPC_HELD: "//Section47/DateOfInitialCPC",
    EventKind.TRANSFER_IN_CONFERENCE_HELD: (
        "//CINdetails/DateOfInitialCPC[not(. = ../Section47/DateOfInitialCPC)]"
    ),
    EventKind.PLAN_STARTED: "//ChildProtectionPlans/CPPstartDate",
    EventKind.PLAN_ENDED: "//ChildProtectionPlans/CPPendDate",
    EventKind.RCPC_HELD: "//Reviews/CPPreviewDate",
    EventKind.CHILD_DIED: "//PersonDeathDate",
}


@pytest.fixture(scope="module", params=SAMPLES)
def sample(request: pytest.FixtureRequest, shared: Path) -> Path:
    return shared / "samples" / request.param


def _on(extract: Extract, kind: EventKind) -> list[str]:
    kinds = extract.events["kind"].to_pylist()
    return sorted(str(on) for on, k in zip(extract.events["on"].to_pylist(), kinds, strict=True) if k == kind)


def test_every_child_of_a_sample_is_read(sample: Path) -> None:
    tree = etree.parse(sample)
    assert read(sample).children["child"].to_pylist() == tree.xpath("//LAchildID/text()")


@pytest.mark.parametrize("kind", COUNTED, ids=lambda kind: kind.value)
def test_every_date_of_a_sample_is_an_event(sample: Path, kind: EventKind) -> None:
    tree = etree.parse(sample)
    assert _on(read(sample), kind) == sorted(e.text for e in tree.xpath(COUNTED[kind]))


def test_births_and_expected_births_of_a_sample_are_read_or_told(sample: Path) -> None:
    extract = read(sample)
    tree = etree.parse(sample)
    told = {f.column: f.count for f in extract.findings if f.code == "impossible-date"}
    for column, name in (("birth_on", "PersonBirthDate"), ("expected_on", "ExpectedPersonBirthDate")):
        read_on = len(extract.children) - extract.children[column].null_count
        assert read_on + told.get(name, 0) == tree.xpath(f"count(//{name})")


def test_a_sample_is_known_as_a_return(sample: Path) -> None:
    assert recognises(sample)


def test_the_only_strange_things_in_the_samples_are_the_known_ones(sample: Path) -> None:
    """They are made to break DfE rules; but every element in them is in the form."""
    assert "unknown-element" not in codes(read(sample))
    assert "malformed-xml" not in codes(read(sample))


def test_the_text_between_elements_in_the_published_samples_is_told(shared: Path) -> None:
    assert "stray-text" in codes(read(shared / "samples" / "cin" / "CIN_Census_2024.xml"))


def _groups() -> list[Group]:
    found = [form().child]
    for group in found:
        found += group.groups.values()
    return found


def test_the_schema_of_the_year_finds_the_made_up_return_in_order(shared: Path) -> None:
    schema = etree.XMLSchema(etree.parse(shared / "samples" / "cin_xsd" / "CIN_schema_2026.xsd"))
    one_group = re.sub(r"</Reviews>\s*<Reviews>", "", fixture(2026))  # the schema has all reviews in one
    assert schema.validate(etree.fromstring(one_group.encode("utf-8"))), schema.error_log


def test_the_form_has_every_element_of_every_years_schema(shared: Path) -> None:
    """What the form does not have, a child would lose."""
    ours = {"message", "header", "children", "child", *form().header_used, *form().header_unused}
    ours |= {local(name) for group in _groups() for name in (*group.elements, *group.groups)}
    for schema in sorted((shared / "samples" / "cin_xsd").glob("*.xsd")):
        names = etree.parse(schema).xpath("//*[local-name() = 'element']/@name")
        assert not {local(name) for name in names} - ours, schema.name


def test_our_codes_are_those_of_the_newest_schema(shared: Path) -> None:
    schema = etree.parse(shared / "samples" / "cin_xsd" / "CIN_schema_2026.xsd")
    checked = 0
    for element in (element for group in _groups() for element in group.elements.values()):
        kind = schema.xpath(f"//*[local-name() = 'element'][@name = '{element.name}']/@type")
        path = f"//*[local-name() = 'simpleType'][@name = '{''.join(kind[:1])}']"
        listed = schema.xpath(f"{path}//*[local-name() = 'enumeration']/@value")
        if element.written and listed:
            assert element.written == set(listed), element.name
            checked += 1
    assert checked >= 9
