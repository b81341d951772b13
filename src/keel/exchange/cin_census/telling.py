"""The events that a child's record in the return tells.

The reviews of a plan that began before the census year may not all be here: the return holds those of its own
year and the last of the year before (DfE census guide 2023-24, 5.5 and 5.5.1), so the first given is marked.
The internal review point of an assessment is a day set at the outset, and may lie ahead (4.9.2): it is kept
beside the start of the assessment, and never told as a look that took place.
"""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from keel.exchange.cin_census.case import Case, transfer_on
from keel.exchange.cin_census.parts import Part
from keel.exchange.cin_census.rules import Year
from keel.exchange.cin_census.texts import Value
from keel.exchange.extract import Journal, Told
from keel.exchange.findings import Level
from keel.practice.history import FACT_BITS, EventKind, Fact

_SIMPLE_PRE_PROCEEDINGS = (
    ("InitialPPMeetingDate", EventKind.PRE_PROCEEDINGS_MEETING_HELD, None),
    ("StepDecisionDate", EventKind.PRE_PROCEEDINGS_ENDED, "PPOutcome"),
    ("CourtAppDate", EventKind.COURT_APPLICATION_ISSUED, None),
)
_PRE_PROCEEDINGS_BESIDE = (
    *("FGDMMeetingOffer", "FGDMMeetingFac", "ReviewMeetingsCount", "LetterInitCPDate"),
    "PPOutcome",
)
_HELD = 20_000  # events before they are written
_Bits = dict[str, Any]  # "yes" and "no" of an event
_YES: dict[Fact, _Bits] = {fact: {"yes": FACT_BITS[fact]} for fact in Fact}
_NO: dict[Fact, _Bits] = {fact: {"no": FACT_BITS[fact]} for fact in Fact}


class Teller:
    """Writes the events of one child after another into the journal, many at a time."""

    def __init__(self, journal: Journal, year: Year) -> None:
        self.journal = journal
        self.year = year
        self.told: list[Told] = []
        self._row = 0
        self._case = Case("", "", 0)
        self._first: Part | None = None
        self._strands: tuple[tuple[str, str, Callable[[Part, Part, str], None]], ...] = (
            ("Assessments", "assessment", self._assessment),
            ("CINPlanDates", "cinplan", self._need_plan),
            ("Section47", "s47", self._enquiry),
            ("ChildProtectionPlans", "plan", self._plan),
            ("PreProceedingsandFGDM", "pp", self._pre_proceedings),
        )

    def tell(self, case: Case, row: int) -> None:
        """Everything that happened to one child, who is ``row`` in the journal."""
        self._case, self._row = case, row
        for number, need in enumerate(case.needs, 1):
            self._need(need, f"{case.mark}:{number}")
        self._death()
        if len(self.told) > _HELD:
            self.write()

    def write(self) -> None:
        """Hand to the journal what was told since the last time."""
        self.journal.add_all(self.told)
        self.told.clear()

    def _event(
        self,
        part: Part,
        element: str,
        kind: EventKind,
        episode: str | None,
        *,
        anchor_on: date | None = None,
        yes: int = 0,
        no: int = 0,
        code: str | None = None,
        number: float | None = None,
        raw_facts: str | None = None,
    ) -> date | None:
        """Write the event that an element dates, if it has a date."""
        on = part.day(element)
        if on is not None:
            raw, source = part.raws.get(element), part.group.source
            about = (anchor_on, yes, no, code, number)
            self.told.append(
                (self._row, kind, on, episode, *about, source, part.line, element, raw, raw_facts)
            )
        return on

    def _need(self, need: Part, name: str) -> None:
        referral = f"referral:{name}"
        self._event(
            need,
            "CINreferralDate",
            EventKind.REFERRAL_RECEIVED,
            referral,
            code=need.text("ReferralSource"),
            raw_facts=_beside(need, ("PrimaryNeedCode",)),
            **_answer(Fact.NO_FURTHER_ACTION, need.values.get("ReferralNFA")),
        )
        self._event(
            need, "CINclosureDate", EventKind.CASE_CLOSED, referral, code=need.text("ReasonForClosure")
        )
        self._transfer(need, name)
        self._first = _first_assessment(need, self.year)
        for group, strand, tell in self._strands:
            for number, part in enumerate(need.parts.get(group, ()), 1):
                tell(need, part, f"{strand}:{name}.{number}")

    def _transfer(self, need: Part, name: str) -> None:
        """A move in from another authority: its referral date is the day of being told (guide, 4.1.1)."""
        conference = transfer_on(need)
        if conference is None:
            return
        episode = f"transfer:{name}"
        self._event(need, "CINreferralDate", EventKind.TRANSFER_IN_NOTIFIED, episode)
        yes = FACT_BITS[Fact.TRANSFER_IN]
        self._event(
            need,
            "DateOfInitialCPC",
            EventKind.TRANSFER_IN_CONFERENCE_HELD,
            episode,
            **_with(_answer(Fact.PLAN_MADE, self._plan_made(conference)), yes),
        )

    def _assessment(self, need: Part, part: Part, episode: str) -> None:
        self._event(
            part,
            "AssessmentActualStartDate",
            EventKind.ASSESSMENT_STARTED,
            episode,
            anchor_on=need.day("CINreferralDate") if part is self._first else None,
            raw_facts=_beside(part, ("AssessmentInternalReviewDate",)),
        )
        self._event(
            part,
            "AssessmentAuthorisationDate",
            EventKind.ASSESSMENT_AUTHORISED,
            episode,
            raw_facts=_listed("AssessmentFactors", part.all_of("AssessmentFactors")),
        )

    def _need_plan(self, _need: Part, part: Part, episode: str) -> None:
        self._event(part, "CINPlanStartDate", EventKind.CIN_PLAN_STARTED, episode)
        self._event(part, "CINPlanEndDate", EventKind.CIN_PLAN_ENDED, episode)

    def _enquiry(self, _need: Part, part: Part, episode: str) -> None:
        """The start is the day of the strategy discussion that began the enquiries (guide, 4.12.1)."""
        not_required = part.values.get("ICPCnotRequired")
        self._event(part, "S47ActualStartDate", EventKind.STRATEGY_DISCUSSION_HELD, episode)
        self._event(
            part,
            "S47ActualStartDate",
            EventKind.S47_STARTED,
            episode,
            raw_facts=_beside(part, ("InitialCPCtarget",)),
            **_answer(Fact.CONFERENCE_REQUIRED, None if not_required is None else not not_required),
        )
        held = part.day("DateOfInitialCPC")
        if held:
            made = _answer(Fact.PLAN_MADE, self._plan_made(held))
            self._event(part, "DateOfInitialCPC", EventKind.ICPC_HELD, episode, **made)

    def _plan_made(self, held: date) -> bool | None:
        """Whether a plan came of a conference: no, only where no other plan could be the one it made."""
        starts = [plan.day("CPPstartDate") for plan in self._case.all_inner("ChildProtectionPlans")]
        if held in starts:
            return True
        explained = self._case.conference_days()
        loose = any(start is None or (start > held and start not in explained) for start in starts)
        return None if loose else False

    def _plan(self, need: Part, plan: Part, episode: str) -> None:
        number = plan.values.get("NumberOfPreviousCPP")
        start = self._event(
            plan,
            "CPPstartDate",
            EventKind.PLAN_STARTED,
            episode,
            code=plan.text("InitialCategoryOfAbuse"),
            number=number if number is None else float(number),  # type: ignore[arg-type]
            raw_facts=_beside(plan, ("LatestCategoryOfAbuse",)),
            **_answer(Fact.TRANSFER_IN, self._is_transfer(need, plan.day("CPPstartDate"))),
        )
        self._reviews(plan, start, episode)
        self._event(plan, "CPPendDate", EventKind.PLAN_ENDED, episode)
        self._birth(start, episode)

    def _is_transfer(self, need: Part, start: date | None) -> bool | None:
        """Whether a plan came in with the child: known where it starts on a conference day given here."""
        if start is None or start not in self._case.conference_days():
            return None
        return start == transfer_on(need)

    def _reviews(self, plan: Part, start: date | None, episode: str) -> None:
        reviews = plan.many.get("CPPreviewDate")
        if not reviews:
            return
        first = min(day for day, _, _ in reviews)
        is_cut_off = start is None or self.year.start is None or start < self.year.start
        if is_cut_off and self.year.start and first >= self.year.start:  # type: ignore[operator]
            self._not_returned(plan)
        for day, raw, line in reviews:
            yes = FACT_BITS[Fact.EARLIER_UNKNOWN] if is_cut_off and day == first else 0
            about = (None, yes, 0, None, None)
            place = (f"{plan.group.source}/Reviews", line, "CPPreviewDate", raw, None)
            self.told.append((self._row, EventKind.RCPC_HELD, day, episode, *about, *place))  # type: ignore[arg-type]

    def _not_returned(self, plan: Part) -> None:
        self.journal.findings.add(
            "earlier-review-not-returned",
            Level.NOTE,
            "the plan began before the census year and no review of the year before is given, though the "
            "census asks for the last one held (guide, 5.5.1); whether the first was late cannot be told",
            source=f"{plan.group.source}/Reviews",
            column="CPPreviewDate",
            row=plan.line,
            child=self._case.key,
        )

    def _birth(self, start: date | None, episode: str) -> None:
        """Told only of a child whose plan was made before birth: only then does it change what is due."""
        identifiers = self._case.identifiers
        born = self._case.day("PersonBirthDate")
        if identifiers and start and born and start < born:
            self._event(identifiers, "PersonBirthDate", EventKind.CHILD_BORN, episode)

    def _death(self) -> None:
        if self._case.identifiers:
            self._event(self._case.identifiers, "PersonDeathDate", EventKind.CHILD_DIED, None)

    def _pre_proceedings(self, _need: Part, part: Part, episode: str) -> None:
        beside = _beside(part, _PRE_PROCEEDINGS_BESIDE)
        if self._event(
            part, "PPStartDate", EventKind.LEGAL_PLANNING_HELD, episode, **_YES[Fact.DECISION_RECORDED]
        ):
            self._event(part, "PPStartDate", EventKind.PRE_PROCEEDINGS_STARTED, episode, raw_facts=beside)
            beside = None
        letter = EventKind.LETTER_BEFORE_PROCEEDINGS_SERVED
        if self._event(part, "LBPSentDate", letter, episode, raw_facts=beside):
            beside = None
        if part.values.get("FGDMMeetingOffer") is True:
            self._event(part, "LBPSentDate", EventKind.FAMILY_MEETING_OFFERED, episode)
        for element, kind, code in _SIMPLE_PRE_PROCEEDINGS:
            if self._event(
                part, element, kind, episode, code=part.text(code) if code else None, raw_facts=beside
            ):
                beside = None


def _first_assessment(need: Part, year: Year) -> Part | None:
    """The assessment that answers the referral.

    Known only for a referral of the census year: of an older one, the return leaves out the assessments
    finished before the year (guide, 4.9), so the first that it gives may be a later one.
    """
    assessments, referred = need.inner("Assessments"), need.day("CINreferralDate")
    if not assessments or referred is None or (year.start and referred < year.start):
        return None
    dated = [part for part in assessments if part.day("AssessmentActualStartDate")]
    return min(dated, key=lambda part: str(part.day("AssessmentActualStartDate")), default=None)


def _answer(fact: Fact, value: object) -> _Bits:
    """The bits of a fact that is yes, no or not recorded."""
    if value is None:
        return {}
    return _YES[fact] if value else _NO[fact]


def _with(bits: _Bits, yes: int) -> _Bits:
    return {**bits, "yes": bits.get("yes", 0) | yes}


def _beside(part: Part, names: Iterable[str]) -> str | None:
    """Values that have no event of their own, as ``element=text; …``."""
    told = [f"{name}={text}" for name in names if (text := _as_written(part, name)) is not None]
    return "; ".join(told) or None


def _as_written(part: Part, name: str) -> str | None:
    """The text of an element; that of its value where the two are the same."""
    if raw := part.raws.get(name):
        return raw
    value = part.values.get(name)
    if value is None:
        return None
    return str(int(value)) if isinstance(value, bool) else str(value)


def _listed(name: str, values: list[Value]) -> str | None:
    return f"{name}={' '.join(map(str, values))}" if values else None
