"""What the tables of the Standard Safeguarding Dataset say together that no row says alone."""

from datetime import date
from pathlib import Path

import pytest
from ssd_folders import ADA, BEN, STORY, Rows, child, events, found, read

from keel.practice.history import EventKind as Kind
from keel.practice.history import Fact

CONFERENCE = STORY["initial_cp_conference"][0]
ENQUIRY = STORY["s47_enquiry"][0]
PLAN = STORY["cp_plans"][0]


def _plan(key: str, start: date, **more: object) -> dict[str, object]:
    return {"cppl_cp_plan_id": key, "cppl_person_id": ADA, "cppl_cp_plan_start_date": start} | more


def _involved(
    key: str, worker: str, role: str | None, start: date, end: date | None = None
) -> dict[str, object]:
    return {
        "invo_involvements_id": key,
        "invo_person_id": ADA,
        "invo_professional_id": worker,
        "invo_professional_role_id": role,
        "invo_professional_team": "T1",
        "invo_involvement_start_date": start,
        "invo_involvement_end_date": end,
    }


# Section 47


@pytest.mark.parametrize(
    ("outcome", "nfa", "ended", "started", "concluded"),
    [
        (
            '{"CP_CONFERENCE_FLAG": "Y"}',
            "N",
            True,
            {Fact.CONFERENCE_REQUIRED: True},
            {Fact.HARM_SUBSTANTIATED: True},
        ),
        (
            '{"CP_CONFERENCE_FLAG": "N"}',
            "Y",
            True,
            {Fact.CONFERENCE_REQUIRED: False},
            {Fact.HARM_SUBSTANTIATED: False},
        ),
        ('{"CP_CONFERENCE_FLAG": "N"}', "N", True, {Fact.CONFERENCE_REQUIRED: False}, {}),
        ('{"CP_CONFERENCE_FLAG": ""}', "", True, {}, {}),
        ('{"CP_CONFERENCE_FLAG": "N"}', "N", False, {}, None),
        ("{CP_CONFERENCE_FLAG: 'Y'}", "", False, {Fact.CONFERENCE_REQUIRED: True}, None),
    ],
)
def test_what_an_enquiry_decided(
    tmp_path: Path,
    outcome: str,
    nfa: str,
    *,
    ended: bool,
    started: dict[Fact, bool],
    concluded: dict[Fact, bool] | None,
) -> None:
    row = ENQUIRY | {"s47e_s47_outcome_json": outcome, "s47e_s47_nfa": nfa}
    if not ended:
        row = row | {"s47e_s47_end_date": None}
    extract = read(tmp_path, {"s47_enquiry": [row]})
    assert [event["facts"] for event in events(extract, Kind.S47_STARTED)] == [started]
    ends = [event["facts"] for event in events(extract, Kind.S47_CONCLUDED)]
    assert ends == ([] if concluded is None else [started | concluded])


def test_a_conference_that_was_held_outweighs_an_outcome_that_denies_it(tmp_path: Path) -> None:
    denied = ENQUIRY | {"s47e_s47_outcome_json": '{"CP_CONFERENCE_FLAG": "N"}'}
    extract = read(tmp_path, {"s47_enquiry": [denied], "initial_cp_conference": [CONFERENCE]})
    (started,) = events(extract, Kind.S47_STARTED)
    assert started["facts"] == {Fact.CONFERENCE_REQUIRED: True}
    assert found(extract, "contradiction") == {("s47_enquiry", "s47e_s47_outcome_json"): 1}


def test_a_conference_without_a_date_has_not_been_held(tmp_path: Path) -> None:
    planned = CONFERENCE | {"icpc_icpc_date": None, "icpc_icpc_target_date": date(2023, 1, 30)}
    extract = read(tmp_path, {"initial_cp_conference": [planned]})
    assert not events(extract)
    assert found(extract, "blank-date") == {("initial_cp_conference", "icpc_icpc_date"): 1}


# Conferences and plans


def test_a_transfer_in_conference_is_no_initial_one_and_its_plan_says_so(tmp_path: Path) -> None:
    moved = CONFERENCE | {"icpc_icpc_transfer_in": "Y", "icpc_s47_enquiry_id": None}
    extract = read(tmp_path, {"initial_cp_conference": [moved], "cp_plans": [PLAN]})
    assert not events(extract, Kind.ICPC_HELD)
    (held,) = events(extract, Kind.TRANSFER_IN_CONFERENCE_HELD)
    (plan,) = events(extract, Kind.PLAN_STARTED)
    assert held["facts"] == {Fact.TRANSFER_IN: True, Fact.PLAN_MADE: True}
    assert plan["facts"] == {Fact.TRANSFER_IN: True}


def test_without_the_table_of_conferences_no_plan_is_said_to_be_a_transfer(tmp_path: Path) -> None:
    extract = read(tmp_path, {"cp_plans": [PLAN]})
    assert Fact.TRANSFER_IN not in extract.coverage.kinds[Kind.PLAN_STARTED]


def test_earlier_plans_of_the_same_child_are_counted(tmp_path: Path) -> None:
    plans: Rows = [
        _plan("P3", date(2023, 5, 1)),
        _plan("P1", date(2015, 5, 1)),
        _plan("P2", date(2019, 5, 1)),
        _plan("P2", date(2019, 5, 1), cppl_cp_plan_end_date=date(2020, 1, 1)),
        _plan("X1", date(2010, 1, 1)) | {"cppl_person_id": BEN},
    ]
    extract = read(tmp_path, {"cp_plans": plans})
    counts = {(e["child"], e["episode"]): e["number"] for e in events(extract, Kind.PLAN_STARTED)}
    assert counts == {(ADA, "plan:P1"): 0, (ADA, "plan:P2"): 1, (ADA, "plan:P3"): 2, (BEN, "plan:X1"): 0}


def test_a_plan_of_several_categories_is_read_as_multiple(tmp_path: Path) -> None:
    plan = _plan("P1", date(2023, 5, 1), cppl_cp_plan_initial_category="Multiple: Neglect, Physical abuse")
    (started,) = events(read(tmp_path, {"cp_plans": [plan]}), Kind.PLAN_STARTED)
    assert started["code"] == "MUL"


def test_a_review_that_is_only_due_is_not_held(tmp_path: Path) -> None:
    due = {"cppr_cp_review_id": "E9", "cppr_person_id": ADA, "cppr_cp_review_due": date(2024, 1, 1)}
    extract = read(tmp_path, STORY | {"cp_reviews": [due | {"cppr_cp_review_date": None}]})
    assert not events(extract, Kind.RCPC_HELD)
    assert found(extract, "not-held") == {("cp_reviews", "cppr_cp_review_date"): 1}


def test_pre_proceedings_make_one_spell_for_each_decision(tmp_path: Path) -> None:
    first = {
        "prep_table_id": "2",
        "prep_person_id": ADA,
        "prep_plo_family_id": "F1",
        "prep_pre_pro_decision_date": date(2023, 3, 1),
        "prep_pre_pro_letter_date": date(2023, 3, 6),
        "prep_initial_pre_pro_meeting_date": date(2023, 3, 16),
        "prep_agree_stepdown_issue_date": date(2023, 7, 1),
        "prep_pre_pro_outcome": "Decision to step down",
        "prep_prev_care_proc_child": 2,
    }
    second = dict.fromkeys(first) | {
        "prep_table_id": "1",
        "prep_person_id": ADA,
        "prep_plo_family_id": "F1",
        "prep_pre_pro_decision_date": date(2024, 1, 5),
    }
    extract = read(tmp_path, {"pre_proceedings": [second, first]})
    assert [(e["kind"], e["episode"], e["code"]) for e in events(extract)] == [
        (Kind.LEGAL_PLANNING_HELD, f"pp:{ADA}:F1:1", None),
        (Kind.PRE_PROCEEDINGS_STARTED, f"pp:{ADA}:F1:1", None),
        (Kind.LETTER_BEFORE_PROCEEDINGS_SERVED, f"pp:{ADA}:F1:1", None),
        (Kind.PRE_PROCEEDINGS_MEETING_HELD, f"pp:{ADA}:F1:1", None),
        (Kind.PRE_PROCEEDINGS_ENDED, f"pp:{ADA}:F1:1", "Decision to step down"),
        (Kind.LEGAL_PLANNING_HELD, f"pp:{ADA}:F1:2", None),
        (Kind.PRE_PROCEEDINGS_STARTED, f"pp:{ADA}:F1:2", None),
    ]
    assert events(extract, Kind.LEGAL_PLANNING_HELD)[0]["facts"] == {Fact.DECISION_RECORDED: True}
    assert child(extract, ADA)["yes"] == 0, "earlier care proceedings do not say that a child was removed"


# Workers


def test_only_social_workers_count_as_a_change_of_worker(tmp_path: Path) -> None:
    rows = [
        _involved("1", "W1", "Allocated Social Worker", date(2023, 1, 1), date(2023, 6, 1)),
        _involved("2", "W2", "Allocated Case Worker", date(2023, 6, 1)),
        _involved("3", "W3", "Independent Reviewing Officer", date(2023, 7, 1)),
        _involved("4", "W4", "Social Work Assistant", date(2023, 8, 1)),
        _involved("5", "W5", "Supervising Social Worker", date(2023, 9, 1)),
        _involved("6", "W6", "Health Visitor", date(2023, 10, 1)),
    ]
    extract = read(
        tmp_path, {"involvements": rows, "department": [{"dept_team_id": "T1", "dept_team_name": "North"}]}
    )
    assert [(e["kind"], e["code"]) for e in events(extract)] == [
        (Kind.WORKER_ALLOCATED, "W1"),
        (Kind.WORKER_ENDED, "W1"),
        (Kind.WORKER_ALLOCATED, "W2"),
    ]
    assert (child(extract, ADA)["worker"], child(extract, ADA)["team"]) == ("W2", "North")
    assert found(extract, "other-role") == {("involvements", "invo_professional_role_id"): 4}


def test_a_role_in_numbers_leaves_it_to_the_job_title(tmp_path: Path) -> None:
    rows = [_involved("1", "W1", "17", date(2023, 1, 1)), _involved("2", "W2", "17", date(2023, 2, 1))]
    titles = [
        {"prof_professional_id": "W1", "prof_professional_job_title": "Senior Social Worker"},
        {"prof_professional_id": "W2", "prof_professional_job_title": "School Nurse"},
    ]
    extract = read(tmp_path, {"involvements": rows, "professionals": titles})
    assert [event["code"] for event in events(extract)] == ["W1"]
    assert child(extract, ADA)["worker"] == "W1"
    assert child(extract, ADA)["team"] == "T1"


def test_no_worker_is_named_once_the_last_involvement_has_ended(tmp_path: Path) -> None:
    ended = _involved("1", "W1", "Social Worker", date(2023, 1, 1), date(2023, 6, 1))
    assert child(read(tmp_path, {"involvements": [ended]}), ADA)["worker"] is None


# Missing, orders, looked after, leaving care


def test_a_return_interview_without_a_date_is_kept_beside_and_never_claimed(tmp_path: Path) -> None:
    row = {
        "miss_table_id": "M1",
        "miss_person_id": ADA,
        "miss_missing_episode_start_date": date(2024, 1, 1),
        "miss_missing_episode_type": "Missing",
        "miss_missing_episode_end_date": date(2024, 1, 2),
        "miss_missing_rhi_offered": "Y",
        "miss_missing_rhi_accepted": "N",
    }
    extract = read(tmp_path, {"missing": [row]})
    started, ended = events(extract)
    assert (started["kind"], started["code"], ended["kind"]) == (
        Kind.MISSING_STARTED,
        "Missing",
        Kind.MISSING_ENDED,
    )
    assert ended["raw_facts"] == "miss_missing_rhi_offered=Y; miss_missing_rhi_accepted=N"
    assert Kind.RETURN_INTERVIEW_COMPLETED not in extract.coverage.kinds


def test_emergency_orders_are_picked_out_of_the_legal_statuses(tmp_path: Path) -> None:
    def status(key: str, words: str, end: date | None) -> dict[str, object]:
        return {
            "lega_legal_status_id": key,
            "lega_person_id": ADA,
            "lega_legal_status": words,
            "lega_legal_status_start_date": date(2024, 1, int(key)),
            "lega_legal_status_end_date": end,
        }

    rows = [
        status("1", "Emergency protection order", date(2024, 1, 9)),
        status("2", "L1", None),
        status("3", "C1 - Interim care order", None),
    ]
    kinds = [(e["kind"], e["episode"]) for e in events(read(tmp_path, {"legal_status": rows}))]
    assert kinds == [
        (Kind.EPO_MADE, "epo:1"),
        (Kind.POLICE_PROTECTION_STARTED, "police_protection:2"),
        (Kind.EPO_ENDED, "epo:1"),
    ]


def _episode(
    key: str, start: date, end: date | None, why: str | None, entered: date | None
) -> dict[str, object]:
    return {
        "clae_cla_episode_id": key,
        "clae_person_id": ADA,
        "clae_cla_id": "L1",
        "clae_cla_episode_start_date": start,
        "clae_cla_episode_ceased_date": end,
        "clae_cla_episode_ceased_reason": why,
        "clae_entered_care_date": entered,
    }


def test_episodes_make_one_period_of_care(tmp_path: Path) -> None:
    rows = [
        _episode("2", date(2023, 3, 1), date(2023, 9, 1), "E4A", date(2023, 1, 1)),
        _episode("1", date(2023, 1, 1), date(2023, 3, 1), "X1", date(2023, 1, 1)),
    ]
    extract = read(tmp_path, {"cla_episodes": rows})
    assert [(e["kind"], str(e["on"]), e["code"]) for e in events(extract)] == [
        (Kind.BECAME_LOOKED_AFTER, "2023-01-01", None),
        (Kind.CEASED_LOOKED_AFTER, "2023-09-01", "E4A"),
    ]
    assert {event["episode"] for event in events(extract)} == {"cla:L1"}


def test_a_child_whose_last_episode_is_open_is_still_looked_after(tmp_path: Path) -> None:
    rows = [
        _episode("1", date(2023, 1, 1), date(2023, 3, 1), "X1", None),
        _episode("2", date(2023, 3, 1), None, None, None),
    ]
    (became,) = events(read(tmp_path, {"cla_episodes": rows}))
    assert (became["kind"], str(became["on"])) == (Kind.BECAME_LOOKED_AFTER, "2023-01-01")
    assert became["column"] == "clae_cla_episode_start_date"


def test_a_review_finds_its_child_by_the_period_of_care_and_a_cancelled_one_was_not_held(
    tmp_path: Path,
) -> None:
    def review(key: str, cancelled: str, period: str = "L1") -> dict[str, object]:
        return {
            "clar_cla_review_id": key,
            "clar_cla_id": period,
            "clar_cla_review_date": date(2023, 2, int(key)),
            "clar_cla_review_cancelled": cancelled,
        }

    tables = {
        "cla_episodes": [_episode("1", date(2023, 1, 1), None, None, None)],
        "cla_reviews": [review("1", "N"), review("2", "Y"), review("3", "N", period="L9")],
    }
    extract = read(tmp_path, tables)
    assert [(e["child"], str(e["on"])) for e in events(extract, Kind.CLA_REVIEW_HELD)] == [
        (ADA, "2023-02-01")
    ]
    assert found(extract, "cancelled") == {("cla_reviews", "clar_cla_review_cancelled"): 1}
    assert found(extract, "blank-id") == {("cla_reviews", "clar_cla_id"): 1}


def test_a_placement_says_whether_it_is_long_term(tmp_path: Path) -> None:
    def placement(key: str, kind: str) -> dict[str, object]:
        return {
            "clap_cla_placement_id": key,
            "clap_person_id": ADA,
            "clap_cla_placement_type": kind,
            "clap_cla_placement_start_date": date(2023, 1, int(key)),
        }

    rows = [placement("1", "U4"), placement("2", "U6"), placement("3", "K2")]
    placed = events(read(tmp_path, {"cla_placement": rows}), Kind.PLACEMENT_STARTED)
    assert [event["facts"].get(Fact.LONG_TERM_PLACEMENT) for event in placed] == [True, False, None]


@pytest.mark.parametrize(
    ("kind", "status", "counts"),
    [
        ("Health Assessment", "Completed", True),
        ("Initial Health Assessment", None, True),
        ("Health Assessment", "Refused", False),
        ("Health Assessment", "Planned", False),
        ("Dental Check", "Completed", False),
    ],
)
def test_only_a_health_assessment_that_took_place_counts(
    tmp_path: Path, kind: str, status: str | None, counts: bool
) -> None:
    row = {
        "clah_health_check_id": "H1",
        "clah_person_id": ADA,
        "clah_health_check_type": kind,
        "clah_health_check_date": date(2023, 2, 1),
        "clah_health_check_status": status,
    }
    assert bool(events(read(tmp_path, {"cla_health": [row]}), Kind.HEALTH_ASSESSED)) is counts


def test_care_leavers_hold_only_the_latest_contact(tmp_path: Path) -> None:
    row = {
        "clea_table_id": "1",
        "clea_person_id": ADA,
        "clea_care_leaver_in_touch": "YES - Yes - in touch",
        "clea_care_leaver_latest_contact": date(2024, 1, 1),
        "clea_pathway_plan_review_date": date(2024, 2, 1),
    }
    touched, reviewed = events(read(tmp_path, {"care_leavers": [row]}))
    assert touched["facts"] == reviewed["facts"] == {Fact.EARLIER_UNKNOWN: True}
    assert (touched["kind"], reviewed["kind"]) == (Kind.PERSONAL_ADVISER_IN_TOUCH, Kind.PATHWAY_PLAN_REVIEWED)


def test_rows_that_make_no_event_are_counted(tmp_path: Path) -> None:
    row = {"lega_legal_status_id": "1", "lega_person_id": ADA, "lega_legal_status": "C2"}
    row |= {"lega_legal_status_start_date": date(2024, 1, 1)}
    assert found(read(tmp_path, {"legal_status": [row]}), "no-event") == {("legal_status", None): 1}
