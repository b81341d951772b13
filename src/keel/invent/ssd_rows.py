"""The rows that a made-up child has in the tables of the Standard Safeguarding Dataset.

Identifiers are numbers here and get their letters when a batch is written: the keys of :data:`LETTERS` say which.
Days are ordinals. ``until`` cuts off what had not happened on the day the tables were drawn.
"""

from collections import defaultdict
from collections.abc import Mapping

from keel.invent.figures import held
from keel.invent.records import Care, Enquiry, Episode, Person, Plan, Proceedings
from keel.invent.staff import Staff

Row = tuple[object, ...]

TABLES: Mapping[str, tuple[str, ...]] = {
    name: tuple(columns.split()) for name, columns in held("ssd_columns.toml").items()
}

# Columns of numbers that are identifiers, and the letters before the number.
LETTERS: dict[str, str] = {
    **dict.fromkeys(("cine_referral_id", "cina_referral_id", "cinp_referral_id", "s47e_referral_id"), "R"),
    **dict.fromkeys(("icpc_referral_id", "cppl_referral_id", "invo_referral_id", "clae_referral_id"), "R"),
    **dict.fromkeys(("s47e_s47_enquiry_id", "icpc_s47_enquiry_id"), "E"),
    **dict.fromkeys(("icpc_icpc_id", "cppl_icpc_id"), "I"),
    **dict.fromkeys(("cppl_cp_plan_id", "icpc_cp_plan_id", "cppv_cp_plan_id", "cppr_cp_plan_id"), "P"),
    **dict.fromkeys(("cina_assessment_id", "cinf_assessment_id"), "A"),
    **dict.fromkeys(("clae_cla_id", "clap_cla_id", "clav_cla_id", "clar_cla_id"), "L"),
}

_REQUIRED = '{"NFA_FLAG":"N","CP_CONFERENCE_FLAG":"Y"}'
_NOT_REQUIRED = '{"NFA_FLAG":"N","CP_CONFERENCE_FLAG":"N"}'
_CONTACT_NFA = ('{"NFA_FLAG":"N"}', '{"NFA_FLAG":"Y"}')


def _flag(value: bool | None) -> str | None:
    return None if value is None else "Y" if value else "N"


class Tables:
    """Gathers the rows of child after child; ``take`` hands them over and empties the tables."""

    def __init__(self, staff: Staff, until: int) -> None:
        self._staff, self._until = staff, until
        self._last = 0
        self._rows: dict[str, list[Row]] = defaultdict(list)

    def take(self) -> dict[str, list[Row]]:
        """The rows gathered since the last time."""
        rows, self._rows = self._rows, defaultdict(list)
        return rows

    def _number(self) -> int:
        self._last += 1
        return self._last

    def _by(self, day: int | None) -> int | None:
        return day if day is not None and day <= self._until else None

    def add(self, child: Person) -> None:
        """All rows of one child."""
        self._person(child)
        for on, source, nfa in child.contacts:
            if on <= self._until:
                self._rows["contacts"].append((self._number(), child.key, on, source, _CONTACT_NFA[nfa]))
        for start, end in child.early_help:
            if start <= self._until:
                self._rows["early_help_episodes"].append(
                    (self._number(), child.key, start, self._by(end), "Parenting support")
                )
        for made in child.episodes:
            self._episode(child, made)
        for start, end in child.missing:
            found = self._by(end)
            offered = "Y" if found else None
            self._rows["missing"].append((self._number(), child.key, start, "M", found, offered, offered))
        if child.leaver:
            self._leaver(child)

    def _person(self, child: Person) -> None:
        born = self._by(child.birth)
        sex = child.sex if born else "U"
        forename = child.forename if born else "Unborn"
        expected = None if born else child.due
        row = (child.key, forename, child.surname, sex, None, child.ethnicity, born, expected, None, "N")
        self._rows["person"].append(row)
        self._rows["family"].append((self._number(), f"F{child.family}", child.key))
        for code in child.disabilities or (("NONE",) if born else ()):
            self._rows["disability"].append((self._number(), child.key, code))

    def _episode(self, child: Person, made: Episode) -> None:
        if made.referred > self._until:
            return
        referral, rows, by = self._number(), self._rows, self._by
        closed = by(made.closed)
        worker = self._staff.everyone[made.allocations[0].worker] if made.allocations else None
        need, reason = None if made.nfa else made.need, made.reason if closed else None
        about = (referral, child.key, made.referred, need, made.source, _flag(made.nfa), reason, closed)
        rows["cin_episodes"].append((*about, "T01", worker and worker.key))
        for assessed in made.assessments:
            self._assessment(
                child, referral, assessed.start, by(assessed.authorised), assessed.factors, assessed.nfa
            )
        if made.need_plan and made.need_plan[0] <= self._until:
            start, end = made.need_plan
            rows["cin_plans"].append((self._number(), referral, child.key, start, by(end)))
        for on in made.need_visits:
            seen = "Y" if child.birth is not None and child.birth <= on else None
            rows["cin_visits"].append((self._number(), child.key, on, seen, seen, None))
        self._protection(child, made, referral)
        for allocation in made.allocations:
            self._involvement(child, referral, allocation.worker, allocation.start, allocation.end)
        if child.care and made is child.episodes[-1] and child.care.start <= self._until:
            self._care(child, child.care, referral)

    def _assessment(
        self,
        child: Person,
        referral: int,
        start: int,
        authorised: int | None,
        factors: tuple[str, ...],
        nfa: bool,
    ) -> None:
        if start > self._until:
            return
        number = self._number()
        seen = "Y" if child.birth is not None and child.birth <= start else None
        outcome = _flag(nfa) if authorised else None
        self._rows["cin_assessments"].append(
            (number, child.key, referral, start, seen, authorised, outcome, None)
        )
        if authorised:
            found = ",".join(f'"{code}":"Y"' for code in factors)
            self._rows["assessment_factors"].append((self._number(), number, f"{{{found}}}"))

    def _protection(self, child: Person, made: Episode, referral: int) -> None:
        plan = made.plan if made.plan and made.plan.start <= self._until else None
        plan_number = self._number() if plan else None
        conference = None
        for enquiry in made.enquiries:
            conference = self._enquiry(child, referral, enquiry, plan_number) or conference
        if plan is None or plan_number is None:
            return
        if plan.transfer_in:
            conference = self._number()
            self._rows["initial_cp_conference"].append(
                (conference, None, child.key, plan_number, referral, "Y", plan.start, "Y")
            )
        self._plan(child, plan, plan_number, referral, conference)

    def _enquiry(self, child: Person, referral: int, made: Enquiry, plan: int | None) -> int | None:
        if made.start > self._until:
            return None
        number = self._number()
        concluded, held = self._by(made.concluded), self._by(made.held)
        outcome = (_REQUIRED if made.conference else _NOT_REQUIRED) if concluded else None
        nfa = "N" if concluded else None
        self._rows["s47_enquiry"].append((number, referral, child.key, made.start, concluded, nfa, outcome))
        if not held:
            return None
        conference = self._number()
        row = (conference, number, child.key, plan, referral, "N", held, _flag(made.plan_made))
        self._rows["initial_cp_conference"].append(row)
        return conference

    def _plan(self, child: Person, plan: Plan, number: int, referral: int, conference: int | None) -> None:
        rows, by = self._rows, self._by
        about = (number, referral, conference, child.key, plan.start, by(plan.end))
        rows["cp_plans"].append((*about, plan.category, "N", plan.latest_category))
        add = rows["cp_visits"].append
        for on, seen, alone, bedroom in plan.visits:
            add((self._number(), child.key, number, on, _flag(seen), _flag(alone), _flag(bedroom)))
        for on in plan.reviews:
            if on <= self._until:
                goes_on = _flag(on != plan.end)
                rows["cp_reviews"].append((self._number(), child.key, number, on, goes_on, "Y"))
        if plan.proceedings and plan.proceedings.decided <= self._until:
            self._proceedings(child, plan.proceedings)
        chair = self._staff.chairs[child.family % len(self._staff.chairs)]
        self._involvement(child, referral, chair, plan.start, plan.end, "Conference chair")

    def _proceedings(self, child: Person, spell: Proceedings) -> None:
        ended = self._by(spell.ended)
        outcome = ("Issue care proceedings" if spell.to_court else "Step down") if ended else None
        about = (self._number(), child.key, f"F{child.family}", spell.decided, self._by(spell.meeting))
        self._rows["pre_proceedings"].append((*about, outcome, ended, self._by(spell.letter)))

    def _involvement(
        self,
        child: Person,
        referral: int,
        worker: int,
        start: int,
        end: int | None,
        role: str = "Allocated social worker",
    ) -> None:
        if start <= self._until:
            team, _ = self._staff.team_of(worker)
            key = self._staff.everyone[worker].key
            self._rows["involvements"].append(
                (self._number(), key, role, team, start, self._by(end), child.key, referral)
            )

    def _care(self, child: Person, care: Care, referral: int) -> None:
        rows, number, ended = self._rows, self._number(), self._by(care.end)
        reason = care.reason if ended else None
        rows["cla_episodes"].append(
            (self._number(), child.key, care.start, "S", "N1", ended, reason, number, referral, care.start)
        )
        rows["cla_placement"].append((self._number(), care.start, care.placement, number, ended, child.key))
        rows["legal_status"].append((self._number(), child.key, "C2", care.start, ended))
        rows["cla_visits"] += [(self._number(), number, child.key, on, "Y", "Y") for on in care.visits]
        rows["cla_reviews"] += [(self._number(), number, on, "N") for on in care.reviews]
        rows["cla_health"] += [
            (self._number(), child.key, "Health Assessment", on, "Completed") for on in care.health
        ]

    def _leaver(self, child: Person) -> None:
        leaver = child.leaver
        if leaver:
            self._rows["care_leavers"].append(
                (
                    self._number(),
                    child.key,
                    "Former Relevant",
                    "YES",
                    leaver.contact,
                    "B",
                    leaver.pathway,
                    "T10",
                )
            )
