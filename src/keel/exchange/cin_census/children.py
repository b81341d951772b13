"""The child of a ``Child`` element: who it is, and what is known of her."""

from collections.abc import Mapping

from lxml import etree

from keel.exchange.cin_census.case import Case
from keel.exchange.cin_census.form import Element, Group, form
from keel.exchange.cin_census.parts import Part
from keel.exchange.extract import Journal
from keel.exchange.findings import Level
from keel.exchange.values import clean, is_blank
from keel.practice.history import FACT_BITS, Fact

LONGEST_KEY = 200
_NO_DISABILITY = {"NONE"}
_DISABLED = FACT_BITS[Fact.DISABLED]


def identifier(element: etree._Element) -> str | None:
    """The LAchildID of a child, found before her parts are read so that findings can name her."""
    spelt = form().child.spelt
    for part in element:
        group = spelt[part.tag]
        if not isinstance(group, Group) or group.name != "ChildIdentifiers":
            continue
        for leaf in part:
            found = group.spelt[leaf.tag]
            if isinstance(found, Element) and found.name == "LAchildID":
                text = clean((leaf.text or "")[:LONGEST_KEY])
                return None if is_blank(text) else text
    return None


def describe(case: Case, journal: Journal) -> int:
    """Write what is known of the child herself; her row."""
    who, what = case.identifiers, case.characteristics
    codes = set(case.disabilities)
    return journal.child(
        case.key,
        source="ChildIdentifiers",
        row=case.line,
        birth_on=case.day("PersonBirthDate"),
        expected_on=case.day("ExpectedPersonBirthDate"),
        died_on=case.day("PersonDeathDate"),
        sex=_sex(case, journal),
        ethnicity=what.text("Ethnicity") if what else None,
        category=_latest_category(case),
        yes=_DISABLED if codes - _NO_DISABILITY else None,
        no=_DISABLED if codes == _NO_DISABILITY else None,
        raw=_as_written(who, what, case.disabilities),
    )


def _sex(case: Case, journal: Journal) -> str | None:
    """By either name of the element: it was GenderCurrent until 2023-24."""
    if case.identifiers is None:
        return None
    given = case.identifiers.text("Sex") or case.identifiers.text("GenderCurrent")
    if given is None and not {"Sex", "GenderCurrent"} & case.identifiers.raws.keys():
        journal.findings.add(
            "missing-element",
            Level.WARNING,
            "neither Sex nor GenderCurrent is given (DfE rule 4180)",
            source="ChildIdentifiers",
            column="Sex",
            row=case.line,
            child=case.key,
        )
    return given


def _latest_category(case: Case) -> str | None:
    """The latest category of the plan that began last."""
    plans = [plan for plan in case.all_inner("ChildProtectionPlans") if plan.day("CPPstartDate")]
    if not plans:
        return None
    last = max(plans, key=lambda plan: str(plan.day("CPPstartDate")))
    return last.text("LatestCategoryOfAbuse") or last.text("InitialCategoryOfAbuse")


def _as_written(who: Part | None, what: Part | None, disabilities: list[str]) -> str | None:
    """Texts of a child that are not the value itself."""
    raws: Mapping[str, str] = {**(who.raws if who else {}), **(what.raws if what else {})}
    told = [f"{name}={text}" for name, text in raws.items()]
    if disabilities:
        told.append(f"Disability={' '.join(disabilities)}")
    return "; ".join(told) or None
