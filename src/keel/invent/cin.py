"""Write the made-up authority as a children in need census, in the form of its year.

Elements stand in the order of the schema. ``Sex`` took the place of ``GenderCurrent`` in 2025, source 5D and closure
reason RC9 came in 2023, and pre-proceedings in 2027.
"""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from keel.invent import census_window as window
from keel.invent import days
from keel.invent.numbers import has_pupil_number, pupil_number
from keel.invent.records import Assessment, Enquiry, Episode, Person, Plan, Proceedings
from keel.invent.world import World

_LEA = "999"  # no authority's number
_FIRST_WITH_SEX = 2025
_GENDERS = {"M": "1", "F": "2", "U": "0"}
_BATCH = 2_000  # children
_UNKNOWN_UPN, _UNKNOWN_UPN_NFA = "UN1", "UN7"


def write(
    world: World, people: Iterable[Person], out: Path, *, progress: Callable[[int], None] | None = None
) -> None:
    """Write the census of the world's census day; children with nothing to return are left out."""
    with out.open("w", encoding="utf-8", newline="\n") as file:
        file.write(_opening(world.census))
        lines: list[str] = []
        for number, child in enumerate(people, 1):
            lines += element_child(world.census, child)
            if number % _BATCH == 0:
                file.write("".join(lines))
                lines.clear()
                if progress:
                    progress(number)
        file.write("".join(lines) + "</Children></Message>\n")


def _opening(census: int) -> str:
    year, day = window.year_of(census), days.iso(census)
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<Message><Header><CollectionDetails><Collection>CIN</Collection>'
        f"<Year>{year}</Year><ReferenceDate>{day}</ReferenceDate></CollectionDetails><Source>"
        f"<SourceLevel>L</SourceLevel><LEA>{_LEA}</LEA><SoftwareCode>Keel invent</SoftwareCode><Release>1</Release>"
        f"<SerialNo>001</SerialNo><DateTime>{year}-04-20T10:00:00</DateTime></Source></Header><Children>\n"
    )


def element_child(census: int, child: Person) -> list[str]:
    """The lines of one child, or none where she is not in the census."""
    held = [made for made in child.episodes if _is_returned(census, made)]
    if not held:
        return []
    lines = ["<Child>", *_about(census, child, held)]
    for made in held:
        lines += _episode(census, made)
    return [*lines, "</Child>\n"]


def _is_returned(census: int, made: Episode) -> bool:
    return window.holds_episode(census, made)


def _about(census: int, child: Person, held: list[Episode]) -> Iterator[str]:
    born = child.born_by(census)
    only_referred = all(made.nfa for made in held)
    yield f"<ChildIdentifiers><LAchildID>{child.key}</LAchildID>"
    if born and has_pupil_number(born, census):
        yield f"<UPN>{pupil_number(child.family, child.key[-1])}</UPN>"
    else:
        yield f"<UPNunknown>{_UNKNOWN_UPN_NFA if only_referred else _UNKNOWN_UPN}</UPNunknown>"
    yield _date("PersonBirthDate", born) if born else _date("ExpectedPersonBirthDate", child.due)
    sex = child.sex if born else "U"
    if window.year_of(census) >= _FIRST_WITH_SEX:
        yield f"<Sex>{sex}</Sex>"
    else:
        yield f"<GenderCurrent>{_GENDERS[sex]}</GenderCurrent>"
    yield f"</ChildIdentifiers><ChildCharacteristics><Ethnicity>{child.ethnicity}</Ethnicity>"
    if born and not only_referred:
        codes = child.disabilities or ("NONE",)
        yield (
            "<Disabilities>"
            + "".join(f"<Disability>{code}</Disability>" for code in codes)
            + "</Disabilities>"
        )
    yield "</ChildCharacteristics>"


def _date(name: str, day: int | None) -> str:
    return f"<{name}>{days.iso(day)}</{name}>" if day is not None else ""


def _by(census: int, day: int | None) -> int | None:
    return day if day is not None and day <= census else None


def _episode(census: int, made: Episode) -> Iterator[str]:
    closed = _by(census, made.closed) if not made.nfa else None
    yield f"<CINdetails>{_date('CINreferralDate', made.referred)}<ReferralSource>{made.source}</ReferralSource>"
    if not made.nfa:
        yield f"<PrimaryNeedCode>{made.need}</PrimaryNeedCode>"
    if closed:
        yield f"{_date('CINclosureDate', closed)}<ReasonForClosure>{made.reason}</ReasonForClosure>"
    plan = made.plan if made.plan and window.holds_plan(census, made.plan) else None
    if plan and plan.transfer_in and plan.start >= window.start_of(census):
        yield _date("DateOfInitialCPC", plan.start)
    for assessed in made.assessments:
        if window.holds_assessment(census, assessed):
            yield _assessment(census, assessed)
    yield _need_plan(census, made)
    for enquiry in made.enquiries:
        if window.holds_enquiry(census, enquiry):
            yield _enquiry(census, enquiry)
    yield f"<ReferralNFA>{int(made.nfa)}</ReferralNFA>"
    if plan:
        yield _plan(census, plan)
        if plan.proceedings and window.holds_proceedings(census, plan.proceedings):
            yield _proceedings(census, plan.proceedings)
    yield "</CINdetails>"


def _assessment(census: int, made: Assessment) -> str:
    authorised = _by(census, made.authorised)
    factors = "".join(f"<AssessmentFactors>{code}</AssessmentFactors>" for code in made.factors)
    return (
        f"<Assessments>{_date('AssessmentActualStartDate', made.start)}"
        + _date("AssessmentAuthorisationDate", authorised)
        + (f"<FactorsIdentifiedAtAssessment>{factors}</FactorsIdentifiedAtAssessment>" if authorised else "")
        + "</Assessments>"
    )


def _need_plan(census: int, made: Episode) -> str:
    if not made.need_plan:
        return ""
    start, end = made.need_plan
    if start > census or (end is not None and end < window.start_of(census)):
        return ""
    ended = _date("CINPlanEndDate", _by(census, end))
    return f"<CINPlanDates>{_date('CINPlanStartDate', start)}{ended}</CINPlanDates>"


def _enquiry(census: int, made: Enquiry) -> str:
    not_required = window.needs_no_conference(census, made)
    target = None if not_required else days.later(made.start, 15)
    return (
        f"<Section47>{_date('S47ActualStartDate', made.start)}{_date('InitialCPCtarget', target)}"
        f"{_date('DateOfInitialCPC', _by(census, made.held))}"
        f"<ICPCnotRequired>{int(not_required)}</ICPCnotRequired></Section47>"
    )


def _plan(census: int, made: Plan) -> str:
    reviews = "".join(_date("CPPreviewDate", day) for day in window.reviews(census, made))
    return (
        f"<ChildProtectionPlans>{_date('CPPstartDate', made.start)}{_date('CPPendDate', _by(census, made.end))}"
        f"<InitialCategoryOfAbuse>{made.category}</InitialCategoryOfAbuse>"
        f"<LatestCategoryOfAbuse>{made.latest_category}</LatestCategoryOfAbuse>"
        f"<NumberOfPreviousCPP>{made.earlier}</NumberOfPreviousCPP>"
        + (f"<Reviews>{reviews}</Reviews>" if reviews else "")
        + "</ChildProtectionPlans>"
    )


def _proceedings(census: int, made: Proceedings) -> str:
    letter, ended = _by(census, made.letter), _by(census, made.ended)
    meeting = _by(census, made.meeting)
    offered = f"<FGDMMeetingOffer>{int(made.family_meeting)}</FGDMMeetingOffer>" if letter else ""
    held = "<FGDMMeetingFac>1</FGDMMeetingFac>" if letter and made.family_meeting and meeting else ""
    return (
        f"<PreProceedingsandFGDM>{_date('PPStartDate', made.decided)}{_date('LBPSentDate', letter)}{offered}{held}"
        f"{_date('InitialPPMeetingDate', meeting)}"
        + ("<ReviewMeetingsCount>1</ReviewMeetingsCount>" if meeting else "")
        + _date("StepDecisionDate", ended)
        + (f"<PPOutcome>{'B' if made.to_court else 'A'}</PPOutcome>" if ended else "")
        + "</PreProceedingsandFGDM>"
    )
