"""Whatever is given is recognised by its content, or refused in one sentence that says what to do."""

import re
import zipfile
from pathlib import Path

import pytest
from ssd_folders import STORY, write

from keel.exchange.findings import UnreadableSource
from keel.exchange.source import read_source

CENSUS = b"""<Message><Header><CollectionDetails><Collection>CIN</Collection></CollectionDetails></Header>
<Children><Child><ChildIdentifiers><LAchildID>X1</LAchildID><PersonBirthDate>2015-01-02</PersonBirthDate>
</ChildIdentifiers></Child></Children></Message>"""


def _refusal(path: Path) -> str:
    with pytest.raises(UnreadableSource) as refused:
        read_source(path)
    return str(refused.value)


def _zip(path: Path, *names: str) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return path


def test_a_folder_of_tables_is_read_as_the_standard_dataset(tmp_path: Path) -> None:
    extract = read_source(write(tmp_path, STORY))
    assert extract.format == "Standard Safeguarding Dataset"
    assert len(extract.children) == 2


@pytest.mark.parametrize("before", [b"", b"\xef\xbb\xbf", b"\r\n  "])
def test_a_census_is_known_by_its_content_and_not_its_name(tmp_path: Path, before: bytes) -> None:
    path = tmp_path / "download.txt"
    path.write_bytes(before + CENSUS)
    assert read_source(path).children["child"].to_pylist() == ["X1"]


def test_the_published_census_and_workbook_are_told_apart(shared: Path) -> None:
    census = read_source(shared / "samples" / "cin" / "CIN_Census_2021.xml")
    workbook = read_source(shared / "samples" / "annex_a" / "Annex_A.xlsx")
    assert census.format.startswith("CIN census")
    assert workbook.format == "Annex A"


def test_progress_is_told_as_a_share_whatever_the_format(tmp_path: Path) -> None:
    (tmp_path / "census.xml").write_bytes(CENSUS)
    write(tmp_path / "tables", STORY)
    for name in ("census.xml", "tables"):
        told: list[float] = []
        read_source(tmp_path / name, lambda share, what, told=told: told.append(share))
        assert told, name
        assert 0 <= min(told) <= max(told) <= 1, name


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("report.pdf", b"%PDF-1.7", r"report\.pdf is a PDF; give an Annex A workbook"),
        ("list.csv", b"a,b\n1,2\n", r"list\.csv is a single table of text.*give an Annex A"),
        (
            "ssd_cp_visits.csv",
            b"cppv_cp_visit_id,cppv_person_id\n1,2\n",
            r"one table of the Standard.*give the folder",
        ),
        ("one.parquet", b"PAR1....", r"single Parquet table; give the folder"),
        ("empty.xml", b"", r"empty\.xml is empty; export it again"),
        ("spaces.xml", b" \r\n ", r"is empty"),
        ("page.xml", b"<!DOCTYPE html><html></html>", r"is a web page; download the file itself"),
        ("a.xml.gz", b"\x1f\x8b\x08", r"is compressed; unpack it"),
        ("picture.png", b"\x89PNG\r\n", r"not of a kind that can be read; give an Annex A"),
    ],
)
def test_another_kind_of_file_is_named_with_advice(
    tmp_path: Path, name: str, content: bytes, words: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    assert re.search(words, _refusal(path))


def test_a_missing_path_is_named_in_full(tmp_path: Path) -> None:
    assert str(tmp_path / "gone.xlsx") in _refusal(tmp_path / "gone.xlsx")


def test_a_path_that_the_system_refuses_is_said_to_be_closed(tmp_path: Path) -> None:
    assert "cannot be opened" in _refusal(tmp_path / ("x" * 300))


def test_archives_that_are_not_workbooks_are_told_apart(tmp_path: Path) -> None:
    assert "is a zip file; unpack it" in _refusal(_zip(tmp_path / "tables.zip", "ssd_person.csv"))
    assert "is a Word document" in _refusal(_zip(tmp_path / "plan.docx", "word/document.xml"))


def test_an_empty_folder_is_refused(tmp_path: Path) -> None:
    assert "holds no table of the Standard Safeguarding Dataset" in _refusal(tmp_path)


def test_a_folder_that_holds_the_right_thing_further_in_points_to_it(tmp_path: Path) -> None:
    write(tmp_path / "2024", STORY)
    assert "it holds 2024; give that instead" in _refusal(tmp_path)
    (tmp_path / "0 census.xml").write_bytes(CENSUS)
    assert "it holds 0 census.xml" in _refusal(tmp_path)
