"""The children in need census of the children on file.

The period runs from 1 April to the reference date. Cases open in it are returned; assessments and enquiries that ended
before it are not; of a plan the reviews of the period, and the last one of the year before. Elements stand in the order
of the schema. Source: DfE, Children in need census: guide (formats/cin_census.md on what was read).
"""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from django.db.models import Q
from django.utils import timezone
from lxml import etree

from keel.clock import today
from keel.exchange.particulars import Scheme
from keel.front_door.models import Referral
from keel.practice.calendar import add_months
from keel.returns.cases import Case, cases

NUMBER_UNKNOWN = "UN1"  # why there is no pupil number: not yet assigned
SOURCE_UNKNOWN, NEED_UNKNOWN, ETHNICITY_UNKNOWN = "10", "N0", "NOBT"
PRE_PROCEEDINGS_SINCE = 2027  # the year of the census that first asks for them


def write_census(day: date, authority: str, out: Path) -> int:
    """Write the census of a reference date; how many children it holds. ``authority`` is the number of three digits."""
    children = Referral.objects.filter(received_on__lte=day).filter(
        Q(closed_on=None) | Q(closed_on__gte=begin_of(day)) | Q(closed_on__gt=day)
    )
    wanted = list(children.order_by("child").values_list("child", flat=True).distinct())
    with etree.xmlfile(str(out), encoding="utf-8") as xml:
        xml.write_declaration()
        with xml.element("Message"):
            xml.write(_header(day, authority))
            with xml.element("Children"):
                for case in cases(wanted, day):
                    xml.write(child_element(case))
    return len(wanted)


def begin_of(day: date) -> date:
    """The first day of the period."""
    return add_months(day, -12) + timedelta(days=1)


def _header(day: date, authority: str) -> Any:
    collection = [("Collection", "CIN"), ("Year", day.year), ("ReferenceDate", day)]
    source = [
        ("SourceLevel", "L"), ("LEA", authority), ("SoftwareCode", "Keel"), ("Release", "1"), ("SerialNo", "001"),
        ("DateTime", timezone.localtime().strftime("%Y-%m-%dT%H:%M:%S")),
    ]  # fmt: skip
    return _element("Header", [("CollectionDetails", collection), ("Source", source)])


def _element(name: str, parts: Any) -> Any:
    """An element with text, or with others; what is None is left out."""
    made = etree.Element(name)
    if not isinstance(parts, list):
        made.text = parts.isoformat() if isinstance(parts, date) else str(parts)
        return made
    for part, inside in parts:
        if inside is not None and inside != []:
            made.append(_element(part, inside))
    return made


def child_element(case: Case) -> Any:
    """One child with every case of the period."""
    held = [each for each in case.of("front_door.Referral") if _is_returned(case, each)]
    only_referred = all(each.is_no_further_action for each in held)
    details = [("CINdetails", list(_details(case, each))) for each in held]
    return _element(
        "Child",
        [
            ("ChildIdentifiers", list(_identifiers(case))),
            ("ChildCharacteristics", list(_characteristics(case, only_referred))),
            *details,
        ],
    )


def _is_returned(case: Case, referral: Any) -> bool:
    return referral.closed_on is None or referral.closed_on >= begin_of(case.day)


def _identifiers(case: Case) -> Iterator[tuple[str, Any]]:
    number = case.number(Scheme.UPN)
    yield "LAchildID", case.key
    yield ("UPN", number) if number else ("UPNunknown", NUMBER_UNKNOWN)
    yield "FormerUPN", case.number(Scheme.FORMER_UPN) or None
    yield "PersonBirthDate", case.born_on
    yield "ExpectedPersonBirthDate", None if case.born_on else case.child.expected_on
    yield "Sex", (case.child.sex or "U") if case.born_on else "U"
    yield "PersonDeathDate", case.by(case.child.died_on)


def _characteristics(case: Case, only_referred: bool) -> Iterator[tuple[str, Any]]:
    yield "Ethnicity", case.child.ethnicity or ETHNICITY_UNKNOWN
    if case.born_on and not only_referred and (case.disabilities or case.child.is_disabled is False):
        yield "Disabilities", [("Disability", code) for code in case.disabilities or ["NONE"]]


def _details(case: Case, referral: Any) -> Iterator[tuple[str, Any]]:
    nothing_more = bool(referral.is_no_further_action)
    plans = [each for each in case.within(referral, "protection.ProtectionPlan") if _is_open(case, each)]
    yield "CINreferralDate", referral.received_on
    yield "ReferralSource", referral.source or SOURCE_UNKNOWN
    if not nothing_more:
        yield "PrimaryNeedCode", referral.primary_need or NEED_UNKNOWN
        yield "CINclosureDate", case.by(referral.closed_on)
        yield "ReasonForClosure", referral.close_reason or None if case.by(referral.closed_on) else None
    yield "DateOfInitialCPC", _transferred(case, plans)
    for each in case.within(referral, "front_door.Assessment"):
        if _ended_in(case, each.authorised_on):
            yield "Assessments", list(_assessment(case, each))
    for each in case.within(referral, "protection.InNeedPlan"):
        if _ended_in(case, each.ended_on):
            ended = ("CINPlanEndDate", case.by(each.ended_on))
            yield "CINPlanDates", [("CINPlanStartDate", each.started_on), ended]
    for each in case.within(referral, "protection.S47Enquiry"):
        held = conference_of(case, each)
        if each.started_on >= begin_of(case.day) or (held and held >= begin_of(case.day)):
            yield "Section47", list(_enquiry(each, held))
    yield "ReferralNFA", int(nothing_more)
    yield from (("ChildProtectionPlans", list(_plan(case, each))) for each in plans)
    if case.day.year >= PRE_PROCEEDINGS_SINCE:
        yield from _pre_proceedings(case, referral)


def _ended_in(case: Case, ended: date | None) -> bool:
    return ended is None or ended >= begin_of(case.day)


def _is_open(case: Case, plan: Any) -> bool:
    return _ended_in(case, plan.ended_on)


def _transferred(case: Case, plans: Iterable[Any]) -> date | None:
    begun = (
        each.started_on for each in plans if each.is_transfer_in and each.started_on >= begin_of(case.day)
    )
    return next(begun, None)


def _assessment(case: Case, row: Any) -> Iterator[tuple[str, Any]]:
    authorised = case.by(row.authorised_on)
    factors = sorted({each.factor for each in row.factors.found()}) if authorised else []
    yield "AssessmentActualStartDate", row.started_on
    yield "AssessmentAuthorisationDate", authorised
    yield "FactorsIdentifiedAtAssessment", [("AssessmentFactors", code) for code in factors]


def conference_of(case: Case, enquiry: Any) -> date | None:
    """The day of the initial conference that an enquiry led to."""
    kinds = ("initial", "pre_birth")
    held = [each for each in case.of("protection.Conference") if each.kind in kinds]
    own = [each.held_on for each in held if each.enquiry_id == enquiry.pk]
    after = [each.held_on for each in held if not each.enquiry_id and each.held_on >= enquiry.started_on]
    later = [
        each.started_on for each in case.of("protection.S47Enquiry") if each.started_on > enquiry.started_on
    ]
    after = [on for on in after if not later or on < later[0]]
    return next(iter(own or after), None)


def _enquiry(row: Any, held: date | None) -> Iterator[tuple[str, Any]]:
    required = row.is_conference_required_by_end
    required = row.is_conference_required if required is None else required
    not_required = required is False and held is None
    yield "S47ActualStartDate", row.started_on
    yield "InitialCPCtarget", None if not_required else row.conference_target_on
    yield "DateOfInitialCPC", held
    yield "ICPCnotRequired", int(not_required)


def _plan(case: Case, row: Any) -> Iterator[tuple[str, Any]]:
    yield "CPPstartDate", row.started_on
    yield "CPPendDate", case.by(row.ended_on)
    yield "InitialCategoryOfAbuse", row.initial_category or None
    yield "LatestCategoryOfAbuse", row.latest_category or row.initial_category or None
    yield "NumberOfPreviousCPP", None if row.earlier_plans is None else int(row.earlier_plans)
    yield "Reviews", [("CPPreviewDate", on) for on in _reviews(case, row)]


def _reviews(case: Case, plan: Any) -> list[date]:
    begin, last = begin_of(case.day), plan.ended_on or case.day
    held = [each.held_on for each in case.of("protection.Conference") if each.kind == "review"]
    mine = sorted({on for on in held if plan.started_on <= on <= last})
    earlier = [on for on in mine if add_months(begin, -12) <= on < begin]
    return [*earlier[-1:], *(on for on in mine if on >= begin)]


def _pre_proceedings(case: Case, referral: Any) -> Iterator[tuple[str, Any]]:
    for row in case.within(referral, "proceedings.PreProceedings"):
        if row.started_on >= begin_of(case.day):
            offered, held = row.is_family_meeting_offered, row.is_family_meeting_held
            yield (
                "PreProceedingsandFGDM",
                [
                    ("PPStartDate", row.started_on),
                    ("FGDMMeetingOffer", None if offered is None else int(offered)),
                    ("FGDMMeetingFac", None if held is None else int(held)),
                    ("StepDecisionDate", case.by(row.ended_on)),
                    ("PPOutcome", row.outcome or None if case.by(row.ended_on) else None),
                ],
            )


def last_reference_date() -> date:
    """The latest reference date that has come: 31 March."""
    day = today()
    this_year = date(day.year, 3, 31)
    return this_year if this_year <= day else date(day.year - 1, 3, 31)
