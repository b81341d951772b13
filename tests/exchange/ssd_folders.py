"""Small folders of the Standard Safeguarding Dataset, written for a test as CSV or as Parquet."""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

import polars as pl

from keel.exchange import ssd
from keel.exchange.extract import Extract
from keel.practice.history import FACT_BITS, EventKind, Fact

Rows = Sequence[Mapping[str, object]]

# One child, Ada, from contact to the end of her plan, and her brother Ben, who is only on file.
ADA, BEN, MOTHER = "A100", "B200", "M300"
STORY: Mapping[str, Rows] = {
    "person": [
        {"pers_person_id": ADA, "pers_sex": "F", "pers_ethnicity": "CNHE", "pers_dob": date(2015, 2, 28)},
        {
            "pers_person_id": BEN,
            "pers_sex": "M",
            "pers_ethnicity": "WBRI",
            "pers_expected_dob": date(2024, 5, 1),
        },
        {"pers_person_id": MOTHER, "pers_sex": "F", "pers_is_mother": "Y"},
    ],
    "disability": [
        {"disa_table_id": "D1", "disa_person_id": ADA, "disa_disability_code": "NONE"},
        {"disa_table_id": "D2", "disa_person_id": ADA, "disa_disability_code": "LD"},
        {"disa_table_id": "D3", "disa_person_id": BEN, "disa_disability_code": "NONE"},
    ],
    "contacts": [
        {
            "cont_contact_id": "C1",
            "cont_person_id": ADA,
            "cont_contact_date": date(2023, 1, 3),
            "cont_contact_source_code": "6",
            "cont_contact_outcome_json": '{"NEW_REFERRAL_FLAG": "Y", "NFA_FLAG": "N"}',
        }
    ],
    "cin_episodes": [
        {
            "cine_referral_id": "R1",
            "cine_person_id": ADA,
            "cine_referral_date": date(2023, 1, 4),
            "cine_referral_source_code": "6",
            "cine_referral_nfa": "N",
            "cine_close_date": date(2024, 3, 1),
            "cine_close_reason": "RC7",
        }
    ],
    "cin_assessments": [
        {
            "cina_assessment_id": "S2",
            "cina_person_id": ADA,
            "cina_referral_id": "R1",
            "cina_assessment_start_date": date(2023, 6, 1),
        },
        {
            "cina_assessment_id": "S1",
            "cina_person_id": ADA,
            "cina_referral_id": "R1",
            "cina_assessment_start_date": date(2023, 1, 6),
            "cina_assessment_auth_date": date(2023, 2, 20),
            "cina_assessment_child_seen": "Y",
            "cina_assessment_outcome_nfa": "N",
        },
    ],
    "assessment_factors": [
        {"cinf_table_id": "F1", "cinf_assessment_id": "S1", "cinf_assessment_factors_json": '["3B", "4B"]'}
    ],
    "cin_visits": [
        {
            "cinv_cin_visit_id": "W1",
            "cinv_person_id": ADA,
            "cinv_cin_visit_date": date(2024, 2, 10),
            "cinv_cin_visit_seen": "Y",
            "cinv_cin_visit_seen_alone": "N",
            "cinv_cin_visit_bedroom": "Y",
        }
    ],
    "s47_enquiry": [
        {
            "s47e_s47_enquiry_id": "Q1",
            "s47e_person_id": ADA,
            "s47e_referral_id": "R1",
            "s47e_s47_start_date": date(2023, 1, 9),
            "s47e_s47_end_date": date(2023, 1, 20),
            "s47e_s47_nfa": "N",
            "s47e_s47_outcome_json": '{"NFA_FLAG": "", "CP_CONFERENCE_FLAG": "Y", "COMMENTS": "a, b"}',
        }
    ],
    "initial_cp_conference": [
        {
            "icpc_icpc_id": "I1",
            "icpc_person_id": ADA,
            "icpc_s47_enquiry_id": "Q1",
            "icpc_cp_plan_id": "P1",
            "icpc_icpc_transfer_in": "N",
            "icpc_icpc_date": date(2023, 1, 30),
            "icpc_icpc_outcome_cp_flag": "Y",
        }
    ],
    "cp_plans": [
        {
            "cppl_cp_plan_id": "P1",
            "cppl_icpc_id": "I1",
            "cppl_person_id": ADA,
            "cppl_cp_plan_start_date": date(2023, 1, 30),
            "cppl_cp_plan_end_date": date(2024, 1, 31),
            "cppl_cp_plan_initial_category": "Neglect",
            "cppl_cp_plan_latest_category": "Emotional abuse",
        }
    ],
    "cp_visits": [
        {
            "cppv_cp_visit_id": "V1",
            "cppv_person_id": ADA,
            "cppv_cp_plan_id": "P1",
            "cppv_cp_visit_date": date(2023, 2, 8),
            "cppv_cp_visit_seen": "Y",
            "cppv_cp_visit_seen_alone": "Y",
            "cppv_cp_visit_bedroom": "N",
        },
        {
            "cppv_cp_visit_id": "V2",
            "cppv_person_id": ADA,
            "cppv_cp_plan_id": "P1",
            "cppv_cp_visit_date": date(2023, 2, 22),
            "cppv_cp_visit_seen": "N",
        },
    ],
    "cp_reviews": [
        {
            "cppr_cp_review_id": "E1",
            "cppr_person_id": ADA,
            "cppr_cp_plan_id": "P1",
            "cppr_cp_review_due": date(2023, 4, 28),
            "cppr_cp_review_date": date(2023, 4, 26),
            "cppr_cp_review_quorate": "N",
        },
        {
            "cppr_cp_review_id": "E2",
            "cppr_person_id": ADA,
            "cppr_cp_plan_id": "P1",
            "cppr_cp_review_due": date(2023, 10, 26),
            "cppr_cp_review_date": date(2023, 10, 20),
            "cppr_cp_review_quorate": "Y",
        },
    ],
}


def write(folder: Path, tables: Mapping[str, Rows], suffix: str = "csv") -> Path:
    """Write each table as ``ssd_<name>.<suffix>``: dates as yyyy-mm-dd in CSV, as date-times in Parquet."""
    folder.mkdir(exist_ok=True)
    for name, rows in tables.items():
        frame = pl.DataFrame(list(rows), infer_schema_length=None)
        if suffix == "csv":
            frame.write_csv(folder / f"ssd_{name}.csv")
        else:
            dates = frame.with_columns(pl.col(pl.Date).cast(pl.Datetime("us")))
            dates.write_parquet(folder / f"ssd_{name}.parquet")
    return folder


def read(folder: Path, tables: Mapping[str, Rows]) -> Extract:
    """Write the tables as CSV and read them."""
    return ssd.read(write(folder, tables))


def events(extract: Extract, *kinds: EventKind) -> list[dict[str, object]]:
    """The events of these kinds (all, if none is named), with the child's identifier and ``facts``."""
    children = extract.children["child"].to_pylist()
    return [
        event | {"child": children[event["child"]], "facts": _facts(event)}
        for event in extract.events.to_pylist()
        if not kinds or event["kind"] in kinds
    ]


def _facts(event: Mapping[str, int]) -> dict[Fact, bool]:
    said = {fact: True for fact, bit in FACT_BITS.items() if event["yes"] & bit}
    return said | {fact: False for fact, bit in FACT_BITS.items() if event["no"] & bit}


def child(extract: Extract, key: str) -> dict[str, object]:
    """One child of the extract."""
    return next(row for row in extract.children.to_pylist() if row["child"] == key)


def found(extract: Extract, code: str, source: str | None = None) -> dict[tuple[str, str | None], int]:
    """How often a finding was met, by table and column."""
    wanted = [f for f in extract.findings if f.code == code and source in (None, f.source)]
    return {(f.source, f.column): f.count for f in wanted}
