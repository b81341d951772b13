"""The files themselves: the same each time, in the form that each format asks for."""

import csv
from datetime import date
from hashlib import sha256

import pytest
from lxml import etree
from python_calamine import CalamineWorkbook

from keel.exchange.ssd.specification import TABLES as STANDARD
from keel.invent import Format, InventError, demo, write_authority
from keel.invent.ssd_rows import TABLES

AS_OF = date(2026, 6, 30)


def sheets(path):
    book = CalamineWorkbook.from_path(path)
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def content(path):
    if path.suffix == ".xlsx":
        return sheets(path)
    files = sorted(path.iterdir()) if path.is_dir() else [path]
    return {file.name: sha256(file.read_bytes()).hexdigest() for file in files}


@pytest.mark.parametrize("name", ["a.xlsx", "c.xml", "s", "s-csv"])
def test_the_same_seed_makes_the_same_file(name, tmp_path):
    form = {"a": Format.ANNEX_A, "c": Format.CIN, "s": Format.SSD}[name[0]]
    once, again, other = (tmp_path / folder / name for folder in ("once", "again", "other"))
    for out, seed in ((once, 3), (again, 3), (other, 4)):
        write_authority(300, seed, AS_OF, form, out)
    assert content(once) == content(again)
    assert content(once) != content(other)


def test_the_truth_does_not_depend_on_the_format(tmp_path):
    for form in Format:
        write_authority(300, 3, AS_OF, form, tmp_path / form.value, truth=tmp_path / f"{form}.json")
    truths = {(tmp_path / f"{form}.json").read_text(encoding="utf-8") for form in Format}
    assert len(truths) == 1


@pytest.mark.parametrize(
    ("as_of", "schema"),
    [
        (date(2022, 5, 31), "CIN_schema_2022.xsd"),
        (date(2023, 12, 26), "CIN_schema_2023.xsd"),
        (date(2025, 4, 1), "CIN_schema_2025.xsd"),
        (date(2027, 3, 30), "CIN_schema_2026.xsd"),
    ],
)
def test_the_census_is_valid_against_the_schema_of_its_year(as_of, schema, tmp_path, shared):
    out = write_authority(1_500, 3, as_of, Format.CIN, tmp_path / "c.xml")
    rules = etree.XMLSchema(etree.parse(shared / "samples" / "cin_xsd" / schema))
    rules.assertValid(etree.parse(out))


def test_from_2027_the_census_has_pre_proceedings(tmp_path):
    out = write_authority(3_000, 3, date(2027, 6, 1), Format.CIN, tmp_path / "c.xml")
    found = etree.parse(out).findall(".//PreProceedingsandFGDM")
    assert found
    for block in found:
        for day in block:
            if day.tag.endswith("Date"):
                assert "2026-04-01" <= day.text <= "2027-03-31"


def test_the_workbook_has_the_headings_of_the_template(tmp_path, shared):
    out = write_authority(300, 3, AS_OF, Format.ANNEX_A, tmp_path / "a.xlsx")
    wanted: dict[str, list[str]] = {}
    with (shared / "formats" / "annex_a_columns.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            wanted.setdefault(f"List {row['list_number']}", []).append(row["column_heading"])
    written = {name: rows[0] for name, rows in sheets(out).items()}
    assert written == wanted


def test_the_workbook_looks_back_six_months(tmp_path):
    rows = sheets(write_authority(1_500, 3, AS_OF, Format.ANNEX_A, tmp_path / "a.xlsx"))
    for number, column in ((1, "Date of Contact"), (3, "Date of referral")):
        headings, *body = rows[f"List {number}"]
        found = [row[headings.index(column)] for row in body]
        assert date(2025, 12, 30) <= min(found) <= max(found) <= AS_OF


def test_the_tables_are_those_of_the_standard():
    for name, columns in TABLES.items():
        assert set(columns) <= set(STANDARD[name].columns), name


def test_what_cannot_be_made_is_refused_in_one_sentence(tmp_path):
    with pytest.raises(InventError, match="1 or more"):
        write_authority(0, 1, AS_OF, Format.SSD, tmp_path / "s")
    with pytest.raises(InventError, match="choose a day"):
        write_authority(1, 1, date(1970, 1, 1), Format.SSD, tmp_path / "s")
    with pytest.raises(InventError, match="annex-a, cin, ssd"):
        write_authority(1, 1, AS_OF, "word", tmp_path / "s")


def test_more_rows_than_a_sheet_holds_are_refused(tmp_path, monkeypatch):
    monkeypatch.setattr("keel.invent.annex_a.MOST_ROWS", 50)
    with pytest.raises(InventError, match="ask for fewer children"):
        write_authority(1_500, 3, AS_OF, Format.ANNEX_A, tmp_path / "a.xlsx")


def test_the_demo_is_a_folder_of_tables(tmp_path):
    folder = demo(tmp_path / "severnshire")
    assert {file.name for file in folder.iterdir()} == {f"ssd_{name}.parquet" for name in TABLES}


def test_progress_is_told(tmp_path):
    told: list[int] = []
    write_authority(2_500, 3, AS_OF, Format.CIN, tmp_path / "c.xml", progress=told.append)
    assert told
