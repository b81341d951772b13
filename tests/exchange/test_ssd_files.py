"""Files of the Standard Safeguarding Dataset as councils export them: forms, encodings, gaps and damage."""

from pathlib import Path

import polars as pl
import pytest
from ssd_folders import ADA, BEN, STORY, child, events, found, read, write

from keel.exchange import ssd
from keel.exchange.findings import Level, UnreadableSource
from keel.practice.history import EventKind as Kind
from keel.practice.history import Fact

VISITS = "cppv_cp_visit_id,cppv_person_id,cppv_cp_plan_id,cppv_cp_visit_date,cppv_cp_visit_seen\n"


def _visits(folder: Path, text: str | bytes, name: str = "ssd_cp_visits.csv") -> list[dict[str, object]]:
    """Read a folder whose only table is this file of visits."""
    folder.mkdir(exist_ok=True)
    (folder / name).write_bytes(text if isinstance(text, bytes) else text.encode())
    return events(ssd.read(folder))


def test_csv_and_parquet_give_the_same_children_and_events(tmp_path: Path) -> None:
    as_csv = ssd.read(write(tmp_path / "csv", STORY, "csv"))
    as_parquet = ssd.read(write(tmp_path / "parquet", STORY, "parquet"))
    assert as_csv.events.to_pylist() == as_parquet.events.to_pylist()
    assert as_csv.children.to_pylist() == as_parquet.children.to_pylist()
    assert as_csv.coverage == as_parquet.coverage


def test_a_folder_may_mix_both_and_name_its_files_and_columns_in_any_case(tmp_path: Path) -> None:
    plain = ssd.read(write(tmp_path / "plain", STORY))
    mixed = tmp_path / "mixed"
    write(mixed, {name: rows for name, rows in STORY.items() if name != "cp_visits"})
    frame = pl.DataFrame(list(STORY["cp_visits"]), infer_schema_length=None).rename(str.upper)
    frame.write_parquet(mixed / "CP_VISITS.PARQUET")
    (mixed / "ssd_cp_plans.csv").rename(mixed / "Cp_Plans.CSV")
    assert ssd.read(mixed).events.to_pylist() == plain.events.to_pylist()


def test_a_table_with_a_strange_name_is_known_by_its_columns(tmp_path: Path) -> None:
    (visit,) = _visits(tmp_path, VISITS + "V1,A1,P1,2024-05-01,Y\n", "extract 3 final.csv")
    assert (visit["kind"], visit["child"]) == (Kind.VISIT_HELD, "A1")


def test_a_typed_parquet_keeps_identifiers_flags_and_times(tmp_path: Path) -> None:
    frame = pl.DataFrame(
        {
            "cppv_cp_visit_id": [1, 2],
            "cppv_person_id": [7001.0, None],
            "cppv_cp_plan_id": [55, 55],
            "cppv_cp_visit_date": ["2024-05-01 16:30:00", "2024-05-02 00:00:00"],
            "cppv_cp_visit_seen": [True, False],
        }
    ).with_columns(pl.col("cppv_cp_visit_date").str.to_datetime())
    frame.write_parquet(tmp_path / "ssd_cp_visits.parquet")
    extract = ssd.read(tmp_path)
    (visit,) = events(extract)
    assert (visit["child"], visit["episode"], visit["minute"]) == ("7001", "plan:55", 16 * 60 + 30)
    assert visit["facts"] == {Fact.CHILD_SEEN: True}
    assert found(extract, "blank-id") == {("cp_visits", "cppv_person_id"): 1}


@pytest.mark.parametrize(
    ("written", "raw"),
    [
        ("2024-05-01", None),
        ("2024-05-01 00:00:00.000", None),
        ("2024-05-01T16:30:00", None),
        ("01/05/2024", "01/05/2024"),
        ("1-May-2024", "1-May-2024"),
    ],
)
def test_a_date_keeps_the_text_that_is_not_the_date_itself(
    tmp_path: Path, written: str, raw: str | None
) -> None:
    (visit,) = _visits(tmp_path, VISITS + f"V1,A1,P1,{written},Y\n")
    assert (str(visit["on"]), visit["raw"]) == ("2024-05-01", raw)


def test_an_impossible_date_is_told_with_its_row_and_text_and_makes_no_event(tmp_path: Path) -> None:
    write(tmp_path, {"cp_visits": []})
    text = VISITS + "V1,A1,P1,2024-02-30,Y\nV2,A1,P1,2024-02-28,Y\nV3,A1,P1,9999-12-31,Y\n"
    (visit,) = _visits(tmp_path, text)
    assert visit["row"] == 3
    (finding,) = [f for f in ssd.read(tmp_path).findings if f.code == "impossible-date"]
    assert (finding.source, finding.column, finding.count) == ("cp_visits", "cppv_cp_visit_date", 2)
    assert [(e.row, e.raw) for e in finding.examples] == [(2, "2024-02-30"), (4, "9999-12-31")]


def test_a_typed_date_far_ahead_is_told_too(tmp_path: Path) -> None:
    rows = {"cppl_cp_plan_id": ["P"], "cppl_person_id": ["A"], "cppl_cp_plan_end_date": ["9999-12-31"]}
    frame = pl.DataFrame(rows).with_columns(pl.col("cppl_cp_plan_end_date").str.to_date())
    frame.write_parquet(tmp_path / "cp_plans.parquet")
    extract = ssd.read(tmp_path)
    assert not events(extract, Kind.PLAN_ENDED), "a plan that is still open must not look ended"
    assert found(extract, "impossible-date") == {("cp_plans", "cppl_cp_plan_end_date"): 1}


def test_dates_with_the_month_first_are_refused_rather_than_guessed(tmp_path: Path) -> None:
    assert not _visits(tmp_path, VISITS + "V1,A1,P1,05/13/2024,Y\nV2,A1,P1,05/06/2024,Y\n")
    assert found(ssd.read(tmp_path), "month-first") == {("cp_visits", "cppv_cp_visit_date"): 1}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_every_encoding_that_councils_use_gives_the_same_child(tmp_path: Path, encoding: str) -> None:
    text = "pers_person_id,pers_forename,pers_dob\nZo\u00eb1,\u2019Zo\u00eb,2015-01-02\n"
    (tmp_path / "ssd_person.csv").write_bytes(text.encode(encoding))
    assert str(child(ssd.read(tmp_path), "Zo\u00eb1")["birth_on"]) == "2015-01-02"


@pytest.mark.parametrize("separator", [";", "\t", "|"])
def test_other_separators_are_seen_from_the_headings(tmp_path: Path, separator: str) -> None:
    (visit,) = _visits(tmp_path, (VISITS + "V1,A1,P1,2024-05-01,Y\n").replace(",", separator))
    assert visit["episode"] == "plan:P1"


def test_a_row_with_too_many_values_is_told_and_the_others_are_read(tmp_path: Path) -> None:
    visits = _visits(
        tmp_path, VISITS + "V1,A1,P1,2024-05-01,Y\nV2,A1,P1,x,y,2024-05-02,Y\nV3,A1,P1,2024-05-03,Y\n"
    )
    assert [visit["row"] for visit in visits] == [2, 4]
    assert found(ssd.read(tmp_path), "ragged-row") == {("cp_visits", None): 1}


def test_quoted_line_breaks_and_blanks_of_every_sort_do_not_move_a_value(tmp_path: Path) -> None:
    text = (
        VISITS
        + 'V1,"A1",P1,"2024-05-01"," Y "\n"V\n2",A1,NULL,2024-05-02,#N/A\nV3,A1,zNotRecorded,2024-05-03,-\n'
    )
    first, second, third = _visits(tmp_path, text)
    assert first["facts"] == {Fact.CHILD_SEEN: True}
    assert (second["episode"], second["facts"]) == (None, {})
    assert (third["episode"], third["facts"]) == (None, {})


@pytest.mark.parametrize("name", ["ssd_cp_visits.parquet", "ssd_cp_visits.csv"])
def test_a_broken_file_is_told_and_the_rest_is_read(tmp_path: Path, name: str) -> None:
    write(tmp_path, {key: rows for key, rows in STORY.items() if key != "cp_visits"})
    (tmp_path / name).write_bytes(b"PAR1 broken" if name.endswith("parquet") else VISITS.encode() + b'V1,"A1')
    extract = ssd.read(tmp_path)
    (finding,) = [f for f in extract.findings if f.level is Level.ERROR]
    assert (finding.code, finding.source) == ("unreadable-table", "cp_visits")
    assert extract.coverage.absent[Kind.VISIT_HELD] == "table cp_visits could not be read"
    assert events(extract, Kind.PLAN_STARTED)


def test_an_empty_file_is_told_as_broken(tmp_path: Path) -> None:
    write(tmp_path, {"person": STORY["person"]})
    (tmp_path / "ssd_cp_plans.csv").write_bytes(b"")
    assert Kind.PLAN_STARTED in ssd.read(tmp_path).coverage.absent


def test_a_table_with_headings_and_no_rows_is_held(tmp_path: Path) -> None:
    assert not _visits(tmp_path, VISITS)
    assert ssd.read(tmp_path).coverage.kinds[Kind.VISIT_HELD] == {Fact.CHILD_SEEN}


def test_an_absent_column_is_told_and_its_fact_is_not_claimed(tmp_path: Path) -> None:
    _visits(tmp_path, VISITS)
    extract = ssd.read(tmp_path)
    assert ("cp_visits", "cppv_cp_visit_bedroom") in found(extract, "absent-column")
    assert found(extract, "absent-table", "cp_plans")


def test_a_table_without_its_date_column_says_which_one_it_lacks(tmp_path: Path) -> None:
    _visits(tmp_path, "cppv_cp_visit_id,cppv_person_id,cppv_cp_visit_seen\nV1,A1,Y\n")
    reason = ssd.read(tmp_path).coverage.absent[Kind.VISIT_HELD]
    assert reason == "table cp_visits has no column cppv_cp_visit_date"


def test_unknown_headings_and_tables_that_nothing_reads_are_told(tmp_path: Path) -> None:
    _visits(tmp_path, "my_note," + VISITS)
    (tmp_path / "ssd_sdq_scores.csv").write_text("csdq_table_id,csdq_person_id\n1,A1\n")
    (tmp_path / "notes.csv").write_text("a,b\n1,2\n")
    extract = ssd.read(tmp_path)
    assert found(extract, "unknown-heading") == {("cp_visits", "my_note"): 1}
    assert [f.message.rsplit(": ")[-1] for f in extract.findings if f.code == "unused-table"] == [
        "sdq_scores"
    ]
    assert found(extract, "other-file") == {("notes.csv", None): 1}


def test_a_table_in_two_files_is_read_once_where_they_say_the_same(tmp_path: Path) -> None:
    text = VISITS + "V1,A1,P1,2024-05-01,Y\n"
    _visits(tmp_path, text)
    visits = _visits(tmp_path, text + "V2,A1,P1,2024-05-02,Y\n", "cp_visits.csv")
    assert [str(visit["on"]) for visit in visits] == ["2024-05-01", "2024-05-02"]
    assert found(ssd.read(tmp_path), "table-in-parts") == {("cp_visits", None): 2}


def test_placeholders_of_the_standards_scripts_are_not_data(tmp_path: Path) -> None:
    rows = {"prep_table_id": "1", "prep_person_id": ADA, "prep_pre_pro_decision_date": "1900-01-01"}
    rows |= {"prep_pre_pro_letter_date": "PLACEHOLDER_DATA"}
    extract = read(tmp_path, {"person": STORY["person"], "pre_proceedings": [rows]})
    assert not events(extract)
    assert Kind.PRE_PROCEEDINGS_STARTED in extract.coverage.absent, "a column of placeholders holds nothing"
    assert Kind.LETTER_BEFORE_PROCEEDINGS_SERVED in extract.coverage.absent


def test_a_plan_of_an_unknown_person_makes_the_child(tmp_path: Path) -> None:
    extract = read(tmp_path, {"person": [STORY["person"][1]], "cp_plans": STORY["cp_plans"]})
    assert [event["child"] for event in events(extract, Kind.PLAN_STARTED)] == [ADA]
    assert (child(extract, ADA)["source"], child(extract, ADA)["category"]) == ("cp_plans", "EMO")
    assert extract.children["child"].to_pylist() == [BEN, ADA]
    assert found(extract, "unknown-person") == {("cp_plans", "cppl_person_id"): 1}


def test_a_repeated_row_is_read_once_and_a_repeated_key_is_told(tmp_path: Path) -> None:
    text = VISITS + "V1,A1,P1,2024-05-01,Y\nV1,A1,P1,2024-05-01,Y\nV1,A1,P1,2024-05-02,N\n"
    visits = _visits(tmp_path, text)
    assert [visit["row"] for visit in visits] == [2, 4]
    extract = ssd.read(tmp_path)
    assert found(extract, "repeated-row") == {("cp_visits", "cppv_cp_visit_id"): 1}
    assert found(extract, "repeated-id") == {("cp_visits", "cppv_cp_visit_id"): 2}


def test_one_visit_to_two_siblings_under_one_identifier_is_no_repeat(tmp_path: Path) -> None:
    assert len(_visits(tmp_path, VISITS + "V1,A1,P1,2024-05-01,Y\nV1,B2,P2,2024-05-01,Y\n")) == 2
    assert not found(ssd.read(tmp_path), "repeated-id")


def test_a_person_on_two_rows_is_one_child(tmp_path: Path) -> None:
    extract = read(tmp_path, {"person": [*STORY["person"], {"pers_person_id": ADA, "pers_sex": "M"}]})
    assert child(extract, ADA)["sex"] == "F"
    assert found(extract, "repeated-id") == {("person", "pers_person_id"): 1}


def test_a_visit_that_names_an_unknown_plan_is_read_and_told(tmp_path: Path) -> None:
    visit = STORY["cp_visits"][0] | {"cppv_cp_plan_id": "P9"}
    extract = read(tmp_path, STORY | {"cp_visits": [visit]})
    assert events(extract, Kind.VISIT_HELD)
    assert found(extract, "unknown-link") == {("cp_visits", "cppv_cp_plan_id"): 1}


def test_an_unknown_code_is_told_and_its_text_kept(tmp_path: Path) -> None:
    plan = STORY["cp_plans"][0] | {"cppl_cp_plan_initial_category": "Worrying"}
    (started,) = events(read(tmp_path, {"cp_plans": [plan]}), Kind.PLAN_STARTED)
    assert (started["code"], started["raw_facts"]) == (None, "cppl_cp_plan_initial_category=Worrying")
    assert found(ssd.read(tmp_path), "unknown-code") == {("cp_plans", "cppl_cp_plan_initial_category"): 1}


def test_an_unclear_answer_is_neither_yes_nor_no(tmp_path: Path) -> None:
    unknown, strange = _visits(
        tmp_path, VISITS + "V1,A1,P1,2024-05-01,Unknown\nV2,A1,P1,2024-05-02,Perhaps\n"
    )
    assert (unknown["facts"], strange["facts"]) == ({}, {})
    assert strange["raw_facts"] == "cppv_cp_visit_seen=Perhaps"
    assert found(ssd.read(tmp_path), "unknown-code") == {("cp_visits", "cppv_cp_visit_seen"): 1}


def test_a_folder_without_tables_is_refused_with_advice(tmp_path: Path) -> None:
    (tmp_path / "readme.txt").write_text("nothing here")
    assert not ssd.recognises(tmp_path)
    with pytest.raises(UnreadableSource, match=r"holds no table .* choose the folder"):
        ssd.read(tmp_path)


def test_progress_ends_at_one(tmp_path: Path) -> None:
    told: list[float] = []
    ssd.read(write(tmp_path, STORY), lambda share, what: told.append(share))
    assert told == sorted(told)
    assert told[-1] == 1
