"""A roster as authorities would export it: forgiving of headings and words, and nothing lost without a line."""

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from keel.exchange.extract import Extract
from keel.exchange.findings import Level, UnreadableSource
from keel.exchange.particulars import SCHEMAS
from keel.exchange.roster.tables import TABLES
from keel.exchange.source import read_source

PERSONS = "person,birth_on,sex,is_child\nA1,2015-04-03,F,Y\nM1,1985-01-01,F,N\n"


def _read(folder: Path, **tables: str | bytes) -> Extract:
    folder.mkdir(exist_ok=True)
    for name, text in tables.items():
        (folder / f"{name}.csv").write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_source(folder)


def _rows(extract: Extract, table: str, *columns: str) -> list[tuple[object, ...]]:
    return [tuple(row[name] for name in columns) for row in extract.particulars.tables[table].to_pylist()]


def _found(extract: Extract, level: Level | None = None) -> dict[tuple[str, str, str | None], int]:
    """Findings but for tables that are not there."""
    return {
        (f.code, f.source, f.column): f.count
        for f in extract.findings
        if f.code != "absent-table" and level in (None, f.level)
    }


def test_a_roster_has_people_and_no_events(tmp_path: Path) -> None:
    extract = _read(tmp_path, persons=PERSONS)
    assert extract.format == "Keel roster"
    assert len(extract.events) == 0
    assert extract.children["child"].to_pylist() == ["A1"], "a mother is no child with a record"
    assert _rows(extract, "persons", "person", "is_child", "birth_on", "source", "row") == [
        ("A1", True, date(2015, 4, 3), "persons", 2),
        ("M1", False, date(1985, 1, 1), "persons", 3),
    ]
    assert _found(extract) == {}


def test_headings_words_dates_and_encodings_are_forgiven_and_kept_as_written(tmp_path: Path) -> None:
    extract = _read(
        tmp_path,
        Person="﻿Person ID;D.O.B.;SEX;Ethnicity;Is child?\nA1;03/04/2015;Female;Any other Asian background;yes\n",
        Keel_names="Person,Type,First Name,Last name\nA1,Birth name,Zoë,O’Neil\n".encode("cp1252"),
    )
    assert _rows(extract, "persons", "person", "birth_on", "sex", "ethnicity") == [
        ("A1", date(2015, 4, 3), "F", "AOTH")
    ]
    assert _rows(extract, "persons", "raw") == [
        ("birth_on=03/04/2015; sex=Female; ethnicity=Any other Asian background; is_child=yes",)
    ]
    assert _rows(extract, "names", "kind", "forename", "surname", "raw") == [
        ("legal", "Zoë", "O’Neil", "kind=Birth name")
    ]
    assert _found(extract) == {("encoding", "names", None): 1}


def test_parquet_is_read_like_csv(tmp_path: Path) -> None:
    frame = pl.DataFrame({"person": ["A1"], "birth_on": [date(2015, 4, 3)], "is_child": [True]})
    frame.write_parquet(tmp_path / "persons.parquet")
    extract = read_source(tmp_path)
    assert _rows(extract, "persons", "person", "birth_on", "is_child") == [("A1", date(2015, 4, 3), True)]


def test_a_row_that_says_nothing_is_left_out_and_named(tmp_path: Path) -> None:
    extract = _read(
        tmp_path,
        persons=PERSONS + ",2001-01-01,M,Y\n",
        names="person,forename,surname\nA1,,\nA1,Ada,Lovelace\n",
        relationships="person,other,relation,reason\nA1,,mother,\nA1,,father,Not named\nA1,A1,sibling,\n",
    )
    assert len(_rows(extract, "names", "person")) == 1
    assert _rows(extract, "relationships", "relation", "reason") == [("father", "Not named")]
    assert _found(extract, Level.ERROR) == {
        ("incomplete-row", "persons", "person"): 1,
        ("incomplete-row", "names", "forename"): 1,
        ("incomplete-row", "relationships", "other"): 1,
        ("own-relative", "relationships", "other"): 1,
    }
    assert [f.examples[0].row for f in extract.findings if f.code == "incomplete-row"] == [2, 4, 2]


def test_a_word_that_is_not_known_is_never_guessed_and_never_lost(tmp_path: Path) -> None:
    extract = _read(
        tmp_path,
        persons=PERSONS,
        relationships="person,other,relation,pr\nA1,M1,Mum,yes\nM1,A1,godchild,maybe\n",
        identifiers="person,scheme,value\nA1,Home Office reference,H7\n",
        disabilities="person,code\nA1,left-handed\n",
    )
    about = ("relation", "has_parental_responsibility", "raw")
    assert _rows(extract, "relationships", *about) == [
        ("mother", True, "relation=Mum; has_parental_responsibility=yes"),
        (None, None, "relation=godchild; has_parental_responsibility=maybe"),
    ]
    assert _rows(extract, "identifiers", "scheme") == [("Home Office reference",)], "schemes are open"
    assert _rows(extract, "disabilities", "code", "raw") == [(None, "code=left-handed")]
    assert _found(extract) == {
        ("unknown-code", "relationships", "relation"): 1,
        ("unknown-code", "relationships", "has_parental_responsibility"): 1,
        ("unknown-code", "disabilities", "code"): 1,
    }


@pytest.mark.parametrize(
    ("row", "is_protected"),
    [
        ("home,1 High Street,,,", None),
        ("home,1 High Street,no,,", False),
        ("home,1 High Street,yes,Her worker,", True),
        ("Refuge,1 High Street,,,", True),
        ("home,1 High Street,,,Father must not know", True),
        ("home,1 High Street,see notes,,", True),
        ("safe,1 High Street,no,,", False),
    ],
)
def test_an_address_is_protected_wherever_the_file_hints_at_it(
    row: str, is_protected: bool | None, tmp_path: Path
) -> None:
    addresses = f"person,kind,lines,is_protected,audience,reason\nA1,{row}\n"
    extract = _read(tmp_path, persons=PERSONS, addresses=addresses)
    assert _rows(extract, "addresses", "is_protected") == [(is_protected,)]
    codes = {code for code, *_ in _found(extract)}
    assert ("no-audience" in codes) == (is_protected is True and "Her worker" not in row)
    assert ("safe-not-protected" in codes) == (row.startswith("safe") and is_protected is False)


def test_postcodes_are_brought_to_their_form_and_kept_as_written(tmp_path: Path) -> None:
    addresses = "person,kind,postcode\nA1,home,sv12ab\nA1,school,nowhere\n"
    extract = _read(tmp_path, persons=PERSONS, addresses=addresses)
    assert _rows(extract, "addresses", "postcode", "raw") == [
        ("SV1 2AB", "postcode=sv12ab"),
        ("nowhere", None),
    ]


def test_keys_that_repeat_or_lead_nowhere_are_told(tmp_path: Path) -> None:
    extract = _read(
        tmp_path,
        persons=PERSONS + "A1,2015-04-03,F,Y\nM1,1986-01-01,F,N\n",
        names="person,surname,from_on,to_on\nA9,Nobody,2020-01-01,2019-01-01\n",
        workers="worker,name,team\nW1,Grace Hopper,T9\n",
        teams="team,name,parent\nT1,North,S1\n",
        involvements="person,worker,team,role\nA1,W2,T1,Chair\n",
    )
    assert len(_rows(extract, "persons", "person")) == 3
    assert _rows(extract, "names", "person") == [("A9",)], "kept, so that somebody can put it right"
    assert _found(extract) == {
        ("repeated-row", "persons", None): 1,
        ("repeated-id", "persons", "person"): 2,
        ("unknown-link", "names", "person"): 1,
        ("ends-before-start", "names", "to_on"): 1,
        ("unknown-link", "workers", "team"): 1,
        ("unknown-link", "teams", "parent"): 1,
        ("unknown-link", "involvements", "worker"): 1,
    }


def test_an_impossible_date_is_reported_and_its_text_kept(tmp_path: Path) -> None:
    extract = _read(
        tmp_path, persons="person,birth_on,died_on,is_child\nA1,31/02/2015,,Y\nA2,2015-01-01,2014-01-01,Y\n"
    )
    assert _rows(extract, "persons", "birth_on", "raw")[0] == (None, "birth_on=31/02/2015")
    assert ("impossible-date", "persons", "birth_on") in _found(extract, Level.ERROR)
    assert ("died-before-birth", "persons", "died_on") in _found(extract)


def test_a_roster_without_children_says_so(tmp_path: Path) -> None:
    extract = _read(tmp_path, persons="person,surname\nA1,X\n")
    assert _found(extract) == {
        ("no-children", "persons", "is_child"): 1,
        ("unknown-heading", "persons", "surname"): 1,
    }


def test_a_file_that_is_no_table_and_one_that_lacks_its_key_are_named(tmp_path: Path) -> None:
    extract = _read(tmp_path, persons=PERSONS, notes="a,b\n1,2\n", names="forename,surname\nAda,Lovelace\n")
    assert _found(extract) == {("other-file", "notes.csv", None): 1, ("absent-column", "names.csv", None): 1}
    assert extract.particulars.names is None


def test_a_broken_file_does_not_take_the_others_with_it(tmp_path: Path) -> None:
    (tmp_path / "names.parquet").write_bytes(b"PAR1 is not enough")
    extract = _read(tmp_path, persons=PERSONS)
    assert len(_rows(extract, "persons", "person")) == 2
    assert ("unreadable-table", "names.parquet", None) in _found(extract, Level.ERROR)


def test_a_roster_among_tables_of_the_standard_is_refused_with_advice(tmp_path: Path) -> None:
    tables = {"persons": PERSONS, "ssd_person": "pers_person_id,pers_sex,pers_dob\nA1,F,2015-01-01\n"}
    with pytest.raises(UnreadableSource, match="holds both a roster and tables of the Standard"):
        _read(tmp_path, **tables)


def test_a_stray_file_does_not_turn_the_standards_tables_into_a_roster(tmp_path: Path) -> None:
    tables = {
        "alerts": "person,text\nA1,dog\n",
        "ssd_person": "pers_person_id,pers_sex,pers_dob\nA1,F,2015-01-01\n",
    }
    assert _read(tmp_path, **tables).format == "Standard Safeguarding Dataset"


def test_one_table_alone_is_refused_with_advice(tmp_path: Path) -> None:
    (tmp_path / "persons.csv").write_text(PERSONS)
    with pytest.raises(UnreadableSource, match=r"persons\.csv is one table of a roster; give the folder"):
        read_source(tmp_path / "persons.csv")


def test_every_column_of_the_exchange_has_its_sentence() -> None:
    assert list(TABLES) == list(SCHEMAS)
    for name, table in TABLES.items():
        assert set(table.columns) == set(SCHEMAS[name].names) - {"source", "row", "raw"}, name
        assert all(table.columns.values()), name
        assert set(table.headings.values()) <= set(table.columns), name
