"""Where a child's record contradicts itself: the DfE rules that need more than the shape of two dates."""

from collections.abc import Callable, Iterator
from datetime import date
from functools import lru_cache
from itertools import pairwise

from keel.exchange.cin_census.case import Case
from keel.exchange.cin_census.parts import Part
from keel.exchange.cin_census.rules import About, Year, check_shapes, report, rules
from keel.exchange.findings import Findings

ALONE = "21"
_KEPT = 1000
WITHDRAWN = {"18A": "8945Q", "19A": "8950Q"}

Broken = tuple[str, Part | None]
Check = Callable[[Case, Year], Iterator[Broken]]


def check(case: Case, year: Year, findings: Findings) -> None:
    """Every rule, for one child."""
    died_on = case.day("PersonDeathDate")
    if case.identifiers:
        check_shapes(case.identifiers, About(year, died_on=died_on), findings, case.key)
    for need in case.needs:
        about = About(year, need.day("CINreferralDate"), need.day("CINclosureDate"), died_on)
        check_shapes(need, about, findings, case.key)
        for parts in need.parts.values():
            for part in parts:
                check_shapes(part, about, findings, case.key)
    for find in _having(frozenset(name for need in case.needs for name in need.parts)):
        for key, broken in find(case, year):
            report(findings, key, broken, case.key)


@lru_cache(maxsize=_KEPT)
def _having(given: frozenset[str]) -> tuple[Check, ...]:
    """The checks that have something to look at in a child with these groups."""
    return tuple(find for find, wanted in _CHECKS if wanted <= given)


def _identity(case: Case, _year: Year) -> Iterator[Broken]:
    identifiers = case.identifiers
    name = identifiers.text("LAchildID") if identifiers else None
    if name and len(name) > rules()["1570"].most:
        yield "1570", identifiers
    if name and not (name.isascii() and name.isalnum()):
        yield "1580", identifiers
    if (case.day("PersonBirthDate") is None) == (case.day("ExpectedPersonBirthDate") is None):
        yield "8525Q", identifiers
    if not case.needs:
        yield "8590", identifiers


def _disability(case: Case, _year: Year) -> Iterator[Broken]:
    codes, part = case.disabilities, case.characteristics
    if len(codes) > 1:
        different = set(codes)
        if "NONE" in codes and len(different) > 1:
            yield "8790", part
        if len(different) < len(codes):
            yield "8794", part
    if codes:
        return
    went_further = any(need.values.get("ReferralNFA") is False for need in case.needs)
    if went_further and case.day("PersonBirthDate"):
        yield "8540", part


def _needs(case: Case, year: Year) -> Iterator[Broken]:
    born = case.day("PersonBirthDate") or case.day("ExpectedPersonBirthDate")
    for need in case.needs:
        referred = need.day("CINreferralDate")
        if born and referred and (born - referred).days > rules()["8606"].most:
            yield "8606", need
        if need.values.get("ReferralNFA") is False and not need.text("PrimaryNeedCode"):
            yield "8610", need
    if len(case.needs) > 1:
        further = [need for need in case.needs if need.values.get("ReferralNFA") is not True]
        yield from _several_open("8815", further, "CINclosureDate")
        yield from _overlaps("8820", further, "CINreferralDate", "CINclosureDate", year)


def _no_further_action(case: Case, _year: Year) -> Iterator[Broken]:
    for need in case.needs:
        if need.values.get("ReferralNFA") is not True:
            continue
        if need.inner("Assessments") or need.inner("Section47") or need.day("DateOfInitialCPC"):
            yield "8831", need
        if need.inner("ChildProtectionPlans"):
            yield "8832", need
        if need.inner("CINPlanDates"):
            yield "4000", need


def _assessments(case: Case, _year: Year) -> Iterator[Broken]:
    for need in case.needs:
        assessments = need.inner("Assessments")
        yield from _several_open("8896", assessments, "AssessmentAuthorisationDate")
        for assessment in assessments:
            yield from _factors(assessment)
            if need.day("CINclosureDate") and not assessment.day("AssessmentAuthorisationDate"):
                yield "8867", assessment


def _factors(assessment: Part) -> Iterator[Broken]:
    factors = assessment.all_of("AssessmentFactors")
    if not factors:
        return
    different = set(factors)
    if not assessment.day("AssessmentAuthorisationDate"):
        yield "8614", assessment
    if ALONE in different and len(different) > 1:
        yield "8869", assessment
    if len(different) < len(factors):
        yield "8898", assessment
    for factor, key in WITHDRAWN.items():
        if factor in different:
            yield key, assessment


def _enquiries(case: Case, year: Year) -> Iterator[Broken]:
    for need in case.needs:
        enquiries = need.inner("Section47")
        waiting = [enquiry for enquiry in enquiries if enquiry.values.get("ICPCnotRequired") is not True]
        yield from _several_open("8839", waiting, "DateOfInitialCPC")
        yield from _overlaps("8890", waiting, "S47ActualStartDate", "DateOfInitialCPC", year, is_end_in=True)
        if need.day("DateOfInitialCPC") and any(enquiry.day("DateOfInitialCPC") for enquiry in enquiries):
            yield "2884", need
        if need.day("CINclosureDate"):
            yield from (("8868", enquiry) for enquiry in waiting if not enquiry.day("DateOfInitialCPC"))


def _protection_plans(case: Case, year: Year) -> Iterator[Broken]:
    plans = list(case.all_inner("ChildProtectionPlans"))
    yield from _several_open("8935", plans, "CPPendDate")
    yield from _overlaps("8940", plans, "CPPstartDate", "CPPendDate", year)
    conferences = case.conference_days()
    for plan in plans:
        start = plan.day("CPPstartDate")
        if start is None:
            continue
        if year.end and year.holds(start) and start not in conferences:
            yield "2885", plan
        yield from (("8841", plan) for day in plan.all_of("CPPreviewDate") if day <= start)  # type: ignore[operator]


def _need_plans(case: Case, year: Year) -> Iterator[Broken]:
    plans = list(case.all_inner("CINPlanDates"))
    yield from _several_open("4004", plans, "CINPlanEndDate")
    yield from _overlaps("4014", plans, "CINPlanStartDate", "CINPlanEndDate", year)


def _both_plans(case: Case, year: Year) -> Iterator[Broken]:
    """A child in need plan stops where a protection plan takes over, and the other way about."""
    for need in case.needs:
        mine, theirs = need.inner("CINPlanDates"), need.inner("ChildProtectionPlans")
        for plan in mine:
            if (
                plan.day("CINPlanStartDate")
                and not plan.day("CINPlanEndDate")
                and any(not other.day("CPPendDate") for other in theirs)
            ):
                yield "4001", plan
            yield from _reviewed_during(plan, theirs)
    mine, theirs = list(case.all_inner("CINPlanDates")), list(case.all_inner("ChildProtectionPlans"))
    for plan in mine:
        if any(
            _starts_in(plan.day("CINPlanStartDate"), other, "CPPstartDate", "CPPendDate", year)
            for other in theirs
        ):
            yield "4016", plan
    for plan in theirs:
        if any(
            _starts_in(plan.day("CPPstartDate"), other, "CINPlanStartDate", "CINPlanEndDate", year)
            for other in mine
        ):
            yield "4017", plan


def _reviewed_during(plan: Part, others: list[Part]) -> Iterator[Broken]:
    start, end = plan.day("CINPlanStartDate"), plan.day("CINPlanEndDate")
    for other in others:
        for day in other.all_of("CPPreviewDate"):
            if start and end and start <= day <= end and day != other.day("CPPendDate"):  # type: ignore[operator]
                yield "4003", other


def _pre_proceedings(case: Case, _year: Year) -> Iterator[Broken]:
    for part in case.all_inner("PreProceedingsandFGDM"):
        if part.values.get("FGDMMeetingOffer") is True and "FGDMMeetingFac" not in part.values:
            yield "9010Q", part


def _several_open(key: str, parts: list[Part], end: str) -> Iterator[Broken]:
    """More than one part without an end: told once, of the last."""
    if len(parts) < 2:  # noqa: PLR2004
        return
    still_open = [part for part in parts if end not in part.values and end not in part.raws]
    if len(still_open) > 1:
        yield key, still_open[-1]


def _overlaps(
    key: str, parts: list[Part], start: str, end: str, year: Year, *, is_end_in: bool = False
) -> Iterator[Broken]:
    """Each part that starts while another, begun earlier or on the same day, goes on."""
    if len(parts) < 2:  # noqa: PLR2004
        return
    begun = sorted((part for part in parts if part.day(start)), key=lambda part: str(part.day(start)))
    latest: date | None = None
    for before, part in pairwise(begun):
        last = before.day(end) or year.end or date.max
        latest = max(latest or last, last)
        day = part.day(start)
        if day and (day < latest or day == before.day(start) or (is_end_in and day == latest)):
            yield key, part


def _starts_in(day: date | None, other: Part, start: str, end: str, year: Year) -> bool:
    """Whether a day falls while another part goes on; the day on which the other ends is in order."""
    begin = other.day(start)
    return bool(day and begin and begin <= day < (other.day(end) or year.end or date.max))


# Each check, and the groups without which it has nothing to find.
_CHECKS: tuple[tuple[Check, set[str]], ...] = (
    (_identity, set()),
    (_disability, set()),
    (_needs, set()),
    (_no_further_action, set()),
    (_assessments, {"Assessments"}),
    (_enquiries, {"Section47"}),
    (_protection_plans, {"ChildProtectionPlans"}),
    (_need_plans, {"CINPlanDates"}),
    (_both_plans, {"CINPlanDates", "ChildProtectionPlans"}),
    (_pre_proceedings, {"PreProceedingsandFGDM"}),
)
