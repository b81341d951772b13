"""The rows that a made-up child has in the tables of the Standard Safeguarding Dataset.

Identifiers are numbers here and get their letters when a batch is written: the keys of :data:`LETTERS` say which.
Days are ordinals. ``until`` cuts off what had not happened on the day the tables were drawn.
"""

from collections import defaultdict

from keel.invent.records import Care, Episode, Person, Plan, Proceedings
from keel.invent.staff import Staff

Row = tuple[object, ...]

COLUMNS: dict[str, str] = {
    "person": "pers_person_id pers_forename pers_surname pers_sex pers_gender pers_ethnicity pers_dob "
    "pers_expected_dob pers_death_date pers_is_mother",
    "disability": "disa_table_id disa_person_id disa_disability_code",
    "family": "fami_table_id fami_family_id fami_person_id",
    "contacts": "cont_contact_id cont_person_id cont_contact_date cont_contact_source_code cont_contact_outcome_json",
    "early_help_episodes": "earl_episode_id earl_person_id earl_episode_start_date earl_episode_end_date "
    "earl_episode_reason",
    "cin_episodes": "cine_referral_id cine_person_id cine_referral_date cine_cin_primary_need_code "
    "cine_referral_source_code cine_referral_nfa cine_close_reason cine_close_date cine_referral_team "
    "cine_referral_worker_id",
    "cin_assessments": "cina_assessment_id cina_person_id cina_referral_id cina_assessment_start_date "
    "cina_assessment_child_seen cina_assessment_auth_date cina_assessment_outcome_nfa cina_assessment_worker_id",
    "assessment_factors": "cinf_table_id cinf_assessment_id cinf_assessment_factors_json",
    "cin_plans": "cinp_cin_plan_id cinp_referral_id cinp_person_id cinp_cin_plan_start_date cinp_cin_plan_end_date",
    "cin_visits": "cinv_cin_visit_id cinv_person_id cinv_cin_visit_date cinv_cin_visit_seen "
    "cinv_cin_visit_seen_alone cinv_cin_visit_bedroom",
    "s47_enquiry": "s47e_s47_enquiry_id s47e_referral_id s47e_person_id s47e_s47_start_date s47e_s47_end_date "
    "s47e_s47_nfa s47e_s47_outcome_json",
    "initial_cp_conference": "icpc_icpc_id icpc_s47_enquiry_id icpc_person_id icpc_cp_plan_id icpc_referral_id "
    "icpc_icpc_transfer_in icpc_icpc_date icpc_icpc_outcome_cp_flag",
    "cp_plans": "cppl_cp_plan_id cppl_referral_id cppl_icpc_id cppl_person_id cppl_cp_plan_start_date "
    "cppl_cp_plan_end_date cppl_cp_plan_initial_category cppl_cp_plan_ola cppl_cp_plan_latest_category",
    "cp_visits": "cppv_cp_visit_id cppv_person_id cppv_cp_plan_id cppv_cp_visit_date cppv_cp_visit_seen "
    "cppv_cp_visit_seen_alone cppv_cp_visit_bedroom",
    "cp_reviews": "cppr_cp_review_id cppr_person_id cppr_cp_plan_id cppr_cp_review_date "
    "cppr_cp_review_outcome_continue_cp cppr_cp_review_quorate",
    "pre_proceedings": "prep_table_id prep_person_id prep_plo_family_id prep_pre_pro_decision_date "
    "prep_initial_pre_pro_meeting_date prep_pre_pro_outcome prep_agree_stepdown_issue_date prep_pre_pro_letter_date",
    "involvements": "invo_involvements_id invo_professional_id invo_professional_role_id invo_professional_team "
    "invo_involvement_start_date invo_involvement_end_date invo_person_id invo_referral_id",
    "professionals": "prof_professional_id prof_staff_id prof_professional_name prof_professional_job_title "
    "prof_professional_department prof_full_time_equivalency prof_agency_worker_flag",
    "department": "dept_team_id dept_team_name",
    "cla_episodes": "clae_cla_episode_id clae_person_id clae_cla_episode_start_date clae_cla_episode_start_reason "
    "clae_cla_primary_need_code clae_cla_episode_ceased_date clae_cla_episode_ceased_reason clae_cla_id "
    "clae_referral_id clae_entered_care_date",
    "cla_placement": "clap_cla_placement_id clap_cla_placement_start_date clap_cla_placement_type clap_cla_id "
    "clap_cla_placement_end_date clap_person_id",
    "cla_visits": "clav_cla_visit_id clav_cla_id clav_person_id clav_cla_visit_date clav_cla_visit_seen "
    "clav_cla_visit_seen_alone",
    "cla_reviews": "clar_cla_review_id clar_cla_id clar_cla_review_date clar_cla_review_cancelled",
    "cla_health": "clah_health_check_id clah_person_id clah_health_check_type clah_health_check_date "
    "clah_health_check_status",
    "legal_status": "lega_legal_status_id lega_person_id lega_legal_status lega_legal_status_start_date "
    "lega_legal_status_end_date",
    "care_leavers": "clea_table_id clea_person_id clea_care_leaver_eligibility clea_care_leaver_in_touch "
    "clea_care_leaver_latest_contact clea_care_leaver_accommodation clea_pathway_plan_review_date "
    "clea_care_leaver_allocated_team",
    "missing": "miss_table_id miss_person_id miss_missing_episode_start_date miss_missing_episode_type "
    "miss_missing_episode_end_date miss_missing_rhi_offered miss_missing_rhi_accepted",
}
TABLES: dict[str, tuple[str, ...]] = {name: tuple(columns.split()) for name, columns in COLUMNS.items()}

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
        number = child.key[2:]
        expected = None if born else child.due
        row = (child.key, "Child", number, sex, None, child.ethnicity, born, expected, None, "N")
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
        rows["cin_episodes"].append(
            (referral, child.key, made.referred, None if made.nfa else made.need, made.source, _flag(made.nfa))
            + (made.reason if closed else None, closed, "T01", worker and worker.key)
        )
        for assessed in made.assessments:
            self._assessment(child, referral, assessed.start, by(assessed.authorised), assessed.factors, assessed.nfa)
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
        self, child: Person, referral: int, start: int, authorised: int | None, factors: tuple[str, ...], nfa: bool
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
            conference = self._enquiry(child, enquiry.start, referral, enquiry, plan_number) or conference
        if plan is None or plan_number is None:
            return
        if plan.transfer_in:
            conference = self._number()
            self._rows["initial_cp_conference"].append(
                (conference, None, child.key, plan_number, referral, "Y", plan.start, "Y")
            )
        self._plan(child, plan, plan_number, referral, conference)

    def _enquiry(self, child: Person, start: int, referral: int, enquiry: object, plan: int | None) -> int | None:
        if start > self._until:
            return None
        number, by = self._number(), self._by
        concluded, held = by(enquiry.concluded), by(enquiry.held)  # type: ignore[attr-defined]
        is_required = enquiry.conference  # type: ignore[attr-defined]
        outcome = (_REQUIRED if is_required else _NOT_REQUIRED) if concluded else None
        nfa = "N" if concluded else None
        self._rows["s47_enquiry"].append((number, referral, child.key, start, concluded, nfa, outcome))
        if not held:
            return None
        conference = self._number()
        made = _flag(enquiry.plan_made)  # type: ignore[attr-defined]
        self._rows["initial_cp_conference"].append(
            (conference, number, child.key, plan, referral, "N", held, made)
        )
        return conference

    def _plan(self, child: Person, plan: Plan, number: int, referral: int, conference: int | None) -> None:
        rows, by = self._rows, self._by
        rows["cp_plans"].append(
            (number, referral, conference, child.key, plan.start, by(plan.end), plan.category, "N")
            + (plan.latest_category,)
        )
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
        self._rows["pre_proceedings"].append(
            (self._number(), child.key, f"F{child.family}", spell.decided, self._by(spell.meeting), outcome, ended)
            + (self._by(spell.letter),)
        )

    def _involvement(
        self, child: Person, referral: int, worker: int, start: int, end: int | None, role: str = "Allocated social worker"
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
                (self._number(), child.key, "Former Relevant", "YES", leaver.contact, "B", leaver.pathway, "T10")
            )
