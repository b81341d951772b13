"""Who the people are, and what rows say beside their events: read when asked for, and nothing lost on the way."""

from datetime import date
from pathlib import Path

import pytest
from ssd_folders import ADA, BEN, MOTHER, STORY, read, write

from keel.exchange import ssd
from keel.exchange.extract import Extract
from keel.exchange.findings import UnreadableSource
from keel.exchange.particulars import DETAILS, OTHER_WAY, SCHEMAS, Relation
from keel.exchange.source import read_source

PEOPLE = STORY | {
    "person": [
        {
            "pers_person_id": ADA,
            "pers_forename": "Ada",
            "pers_surname": "Null",
            "pers_sex": "F",
            "pers_gender": "02",
            "pers_dob": date(2015, 2, 28),
            "pers_common_child_id": "9990000018",
            "pers_legacy_id": "OLD1",
            "pers_nationality": "British",
            "pers_upn_unknown": "UN1",
        },
        {"pers_person_id": BEN, "pers_sex": "M", "pers_forename": "NULL", "pers_surname": "Byron"},
        {"pers_person_id": MOTHER, "pers_sex": "F", "pers_is_mother": "Y", "pers_surname": "Byron"},
    ],
    "mother": [{"moth_table_id": "1", "moth_person_id": MOTHER, "moth_childs_person_id": ADA}],
    "family": [{"fami_table_id": "1", "fami_family_id": "F7", "fami_person_id": ADA}],
    "send": [{"send_table_id": "1", "send_person_id": ADA, "send_upn": "E999000000001", "send_uln": ""}],
    "immigration_status": [
        {
            "immi_immigration_status_id": "1",
            "immi_person_id": ADA,
            "immi_immigration_status": "Refugee",
            "immi_immigration_status_start_date": date(2020, 1, 1),
        }
    ],
    "linked_identifiers": [
        {
            "link_table_id": "1",
            "link_person_id": ADA,
            "link_identifier_type": "Court Case Number",
            "link_identifier_value": "ZZ1",
        },
        {
            "link_table_id": "2",
            "link_person_id": ADA,
            "link_identifier_type": "RAA ID",
            "link_identifier_value": "R5",
        },
    ],
    "address": [
        {
            "addr_table_id": "1",
            "addr_person_id": ADA,
            "addr_address_json": '{"FLAT": "Flat 2", "HOUSE": "7", "STREET": "Weir Lane", "TOWN": "", "UPRN": "100"}',
            "addr_address_type": "Main Residence",
            "addr_address_start_date": date(2019, 1, 1),
            "addr_address_postcode": "sv12ab",
        },
        {
            "addr_table_id": "2",
            "addr_person_id": BEN,
            "addr_address_json": "7 Weir Lane",
            "addr_address_type": "Refuge",
            "addr_address_postcode": "",
        },
    ],
    "department": [
        {
            "dept_team_id": "T1",
            "dept_team_name": "North",
            "dept_team_parent_id": "S1",
            "dept_team_parent_name": "Care",
        }
    ],
    "professionals": [
        {
            "prof_professional_id": "W1",
            "prof_professional_name": "Grace Hopper",
            "prof_social_worker_registration_no": "SWX1",
            "prof_professional_job_title": "Social Worker",
            "prof_professional_department": "North",
            "prof_agency_worker_flag": "Y",
        }
    ],
    "involvements": [
        {
            "invo_involvements_id": "1",
            "invo_person_id": ADA,
            "invo_professional_id": "W1",
            "invo_professional_role_id": "Allocated social worker",
            "invo_professional_team": "North",
            "invo_involvement_start_date": date(2023, 1, 1),
            "invo_involvement_end_date": date(2023, 6, 1),
            "invo_worker_change_reason": "LEFTRL",
        }
    ],
}


def _rows(extract: Extract, table: str, *columns: str) -> list[tuple[object, ...]]:
    held = extract.particulars.tables[table] if table != "details" else extract.particulars.details
    return [tuple(row[name] for name in columns) for row in held.to_pylist()]


def _details(extract: Extract, source: str) -> dict[str, str]:
    wanted = ("source", "field", "value")
    return {field: value for where, field, value in _rows(extract, "details", *wanted) if where == source}


@pytest.fixture(scope="module")
def known(tmp_path_factory: pytest.TempPathFactory) -> Extract:
    return read(tmp_path_factory.mktemp("people"), PEOPLE)


# The tables of the standard


def test_everyone_on_file_is_a_person_and_only_children_are_children(known: Extract) -> None:
    found = _rows(known, "persons", "person", "is_child", "nationality", "immigration_status", "gender")
    assert found == [
        (ADA, True, "British", "Refugee", "02"),
        (BEN, True, None, None, None),
        (MOTHER, False, None, None, None),
    ]


def test_a_child_called_null_keeps_her_name_and_an_export_that_means_nothing_gives_none(
    known: Extract,
) -> None:
    assert _rows(known, "names", "person", "kind", "forename", "surname") == [
        (ADA, "legal", "Ada", "Null"),
        (BEN, "legal", None, "Byron"),
        (MOTHER, "legal", None, "Byron"),
    ]


def test_identifiers_are_rows_with_their_scheme(known: Extract) -> None:
    rows = _rows(known, "identifiers", "person", "scheme", "value")
    found = {(scheme, value) for who, scheme, value in rows if who == ADA}
    assert found == {
        ("la_child_id", ADA),
        ("legacy_id", "OLD1"),
        ("nhs_number", "9990000018"),
        ("upn", "E999000000001"),
        ("court_case", "ZZ1"),
        ("RAA ID", "R5"),
    }


def test_an_address_is_put_together_and_what_is_not_understood_is_kept(known: Extract) -> None:
    about = ("person", "kind", "lines", "postcode", "uprn", "is_protected")
    assert _rows(known, "addresses", *about) == [
        (ADA, "home", "Flat 2, 7 Weir Lane", "SV1 2AB", "100", None),
        (BEN, "safe", "7 Weir Lane", None, None, True),
    ]
    assert ("unreadable-address", "address") in {(f.code, f.source) for f in known.particulars.findings}


def test_a_placement_is_an_address_with_its_dates(tmp_path: Path) -> None:
    placed = {
        "clap_cla_placement_id": "1",
        "clap_person_id": ADA,
        "clap_cla_placement_type": "U6",
        "clap_cla_placement_start_date": date(2024, 1, 1),
        "clap_cla_placement_postcode": "SV2 2BB",
        "clap_cla_placement_provider": "PR1",
    }
    extract = read(tmp_path, {"cla_placement": [placed]})
    about = ("person", "kind", "postcode", "from_on")
    assert _rows(extract, "addresses", *about) == [(ADA, "placement", "SV2 2BB", date(2024, 1, 1))]
    assert _details(extract, "cla_placement")["clap_cla_placement_provider"] == "PR1"


def test_mothers_families_disabilities_and_staff_are_read_with_where_they_stood(known: Extract) -> None:
    assert _rows(known, "relationships", "person", "other", "relation") == [(ADA, MOTHER, "mother")]
    assert _rows(known, "households", "household", "person", "source", "row") == [("F7", ADA, "family", 2)]
    assert _rows(known, "disabilities", "person", "code", "row") == [
        (ADA, "NONE", 2),
        (ADA, "LD", 3),
        (BEN, "NONE", 4),
    ]
    assert _rows(known, "teams", "team", "name", "parent") == [("T1", "North", "S1"), ("S1", "Care", None)]
    staffed = ("worker", "name", "team", "is_agency", "registration")
    assert _rows(known, "workers", *staffed) == [("W1", "Grace Hopper", "T1", True, "SWX1")]
    about = ("person", "worker", "team", "to_on", "reason_for_change")
    assert _rows(known, "involvements", *about) == [(ADA, "W1", "T1", date(2023, 6, 1), "LEFTRL")]


def test_a_child_whom_only_her_visits_name_is_a_person_too(tmp_path: Path) -> None:
    extract = read(tmp_path, {"cp_visits": STORY["cp_visits"]})
    assert _rows(extract, "persons", "person", "is_child", "source") == [(ADA, True, "cp_visits")]


def test_a_table_that_is_not_there_is_none_and_not_empty(tmp_path: Path) -> None:
    extract = read(tmp_path, STORY)
    assert extract.particulars.addresses is None
    assert extract.particulars.workers is None
    assert extract.particulars.disabilities is not None


def test_rows_that_say_nothing_are_told_of(tmp_path: Path) -> None:
    people = PEOPLE | {
        "mother": [{"moth_table_id": "1", "moth_person_id": MOTHER, "moth_childs_person_id": ""}],
        "disability": [{"disa_table_id": "1", "disa_person_id": ADA, "disa_disability_code": ""}],
    }
    extract = read(tmp_path, people)
    assert _rows(extract, "relationships", "person") == []
    assert {f.source for f in extract.particulars.findings if f.code == "says-nothing"} == {
        "mother",
        "disability",
    }


def test_a_code_that_is_not_known_is_kept_as_it_was_written(tmp_path: Path) -> None:
    odd = [{"disa_table_id": "1", "disa_person_id": ADA, "disa_disability_code": "Left-handed"}]
    extract = read(tmp_path, STORY | {"disability": odd})
    assert _rows(extract, "disabilities", "person", "code", "raw") == [
        (ADA, None, "disa_disability_code=Left-handed")
    ]


# What rows say beside their events


def test_details_carry_what_events_drop_under_the_items_of_the_standard(known: Extract) -> None:
    assert _details(known, "cin_episodes") == {
        "cine_referral_source_code": "6",
        "cine_referral_nfa": "N",
        "cine_close_reason": "RC7",
    }
    assert _details(known, "cp_plans")["cppl_cp_plan_latest_category"] == "EMO"
    assert _details(known, "cin_assessments")["assessment_factors"] == "3B 4B"
    assert _details(known, "cp_reviews") == {"cppr_cp_review_due": "2023-10-26"}
    assert _details(known, "person") == {"pers_upn_unknown": "UN1"}
    assert _details(known, "immigration_status")["immi_immigration_status"] == "Refugee"


def test_a_detail_names_the_event_of_its_row(known: Extract) -> None:
    events = {(e["source"], e["row"], e["kind"], e["on"], e["episode"]) for e in known.events.to_pylist()}
    pointing = _rows(known, "details", "source", "row", "kind", "on", "episode")
    assert {point for point in pointing if point[2]} <= events
    assert {point[0] for point in pointing if not point[2]} == {"person", "immigration_status"}


def test_a_review_that_is_only_due_is_no_event_and_its_date_is_not_lost(tmp_path: Path) -> None:
    due = {"cppr_cp_review_id": "E9", "cppr_person_id": ADA, "cppr_cp_plan_id": "P1"}
    rows = [due | {"cppr_cp_review_due": date(2024, 1, 1), "cppr_cp_review_date": None}]
    extract = read(tmp_path, STORY | {"cp_reviews": rows})
    assert _details(extract, "cp_reviews") == {"cppr_cp_review_due": "2024-01-01"}


def test_legal_statuses_that_no_timescale_reads_are_strands_of_the_record(tmp_path: Path) -> None:
    status = {
        "lega_legal_status_id": "9",
        "lega_person_id": ADA,
        "lega_legal_status": "C2 - Full care order",
        "lega_legal_status_start_date": date(2024, 1, 1),
    }
    extract = read(tmp_path, {"legal_status": [status]})
    about = ("kind", "on", "episode", "field", "value")
    assert set(_rows(extract, "details", *about)) == {
        (None, date(2024, 1, 1), "legal_status:9", "lega_legal_status", "C2"),
        (None, date(2024, 1, 1), "legal_status:9", "lega_legal_status_start_date", "2024-01-01"),
    }


def test_an_adoption_decision_reaches_the_record_though_nothing_times_it(tmp_path: Path) -> None:
    decided = {
        "perm_table_id": "1",
        "perm_person_id": ADA,
        "perm_adm_decision_date": date(2024, 3, 1),
        "perm_adopter_sex": "FF",
    }
    extract = read(tmp_path, STORY | {"permanence": [decided]})
    assert _details(extract, "permanence")["perm_adopter_sex"] == "FF"
    assert [f.code for f in extract.particulars.findings if f.code == "no-place"] == []


# Other formats


def test_annex_a_names_its_workers_teams_and_details(shared: Path) -> None:
    extract = read_source(shared / "samples" / "annex_a" / "Annex_A.xlsx")
    people = extract.particulars
    assert people.persons["person"].to_pylist() == extract.children["child"].to_pylist()
    assert set(people.involvements["worker"].to_pylist()) <= set(people.workers["worker"].to_pylist())
    assert set(people.workers["team"].drop_null().to_pylist()) <= set(people.teams["team"].to_pylist())
    placed = _rows(extract, "addresses", "postcode", "kind")
    assert ("T28 2WB", "placement") in placed
    assert ("nope", "placement") in placed, "what is no postcode is kept all the same"
    assert {who for (who,) in _rows(extract, "details", "child")} <= set(people.persons["person"].to_pylist())
    fields = {field for (field,) in _rows(extract, "details", "field")}
    assert {"cine_cin_primary_need_code", "perm_adm_decision_date", "lega_legal_status"} <= fields


def test_a_census_gives_pupil_numbers_disabilities_and_details(shared: Path) -> None:
    extract = read_source(shared / "samples" / "generated" / "cin_2026_200_children.xml")
    schemes = {scheme for (scheme,) in _rows(extract, "identifiers", "scheme")}
    assert schemes == {"la_child_id", "upn"}
    assert len(extract.particulars.disabilities) == 52
    told = {(e["source"], e["row"], e["kind"], e["on"], e["episode"]) for e in extract.events.to_pylist()}
    details = _rows(extract, "details", "source", "row", "kind", "on", "episode")
    assert {point for point in details if point[2]} <= told
    fields = {field for (field,) in _rows(extract, "details", "field")}
    assert {"assessment_factors", "icpc_icpc_target_date", "pers_upn_unknown"} <= fields


@pytest.mark.parametrize(
    "name", ["CIN_Census_2021.xml", "CIN_Census_2024.xml", "cin-2022.xml", "fake_CIN_data.xml"]
)
def test_the_published_censuses_give_a_number_for_each_child(name: str, shared: Path) -> None:
    extract = read_source(shared / "samples" / "cin" / name)
    numbered = {
        who for who, scheme in _rows(extract, "identifiers", "person", "scheme") if scheme == "la_child_id"
    }
    children = set(extract.children["child"].to_pylist())
    assert numbered == {child for child in children if not str(child).startswith("(no LAchildID")}


# When they are read


def test_nothing_is_read_before_it_is_asked_for(tmp_path: Path) -> None:
    extract = ssd.read(write(tmp_path / "ssd", PEOPLE))
    for file in (tmp_path / "ssd").iterdir():
        file.unlink()
    assert len(extract.events)
    with pytest.raises(UnreadableSource, match="no longer there"):
        _ = extract.particulars.names


def test_what_was_found_with_the_events_is_not_told_twice(known: Extract) -> None:
    _ = known.particulars.tables, known.particulars.details
    told = {(f.code, f.source, f.column) for f in known.findings}
    assert not told & {(f.code, f.source, f.column) for f in known.particulars.findings}


@pytest.mark.parametrize("table", list(SCHEMAS))
def test_every_table_has_the_columns_that_are_declared(table: str, known: Extract) -> None:
    held = known.particulars.tables.get(table)
    assert held is None or held.schema.equals(SCHEMAS[table])
    assert known.particulars.details.schema.equals(DETAILS)


def test_every_relation_has_another_way_round() -> None:
    for relation in Relation:
        back = OTHER_WAY[OTHER_WAY[relation]]
        assert back == relation or (relation in ("mother", "father") and back == "parent")
