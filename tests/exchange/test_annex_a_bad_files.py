"""A file that cannot be read says so in one sentence, and never takes the machine with it."""

import re
import resource
import zipfile
from datetime import date
from pathlib import Path

import pytest
import xlsxwriter
from annex_a_books import REFERRALS, read_book, write_book

from keel.exchange.annex_a import read, recognises
from keel.exchange.annex_a.workbook import ENCRYPTED_STREAM, OLE_MAGIC
from keel.exchange.findings import UnreadableSource

ROW = ["A1", date(2025, 1, 6), "6", "No"]
SHEET = "xl/worksheets/sheet1.xml"
HEAD = '<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
TAIL = "</sheetData></worksheet>"


@pytest.fixture
def good(tmp_path: Path) -> Path:
    return write_book(tmp_path / "good.xlsx", {"List 3": [REFERRALS, *([ROW] * 500)]})


def with_part(source: Path, target: Path, name: str, content: str) -> Path:
    """A copy of a workbook with one part replaced."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            new.writestr(part, content if part == name else old.read(part))
    return target


def refusal(path: Path) -> str:
    assert not recognises(path)
    with pytest.raises(UnreadableSource) as caught:
        read(path)
    message = str(caught.value)
    assert message.startswith(path.name)
    assert message.endswith(".")
    return message


def test_a_good_workbook_is_recognised(good: Path) -> None:
    assert recognises(good)


def test_an_empty_file(tmp_path: Path) -> None:
    (tmp_path / "empty.xlsx").touch()
    assert "empty" in refusal(tmp_path / "empty.xlsx")


def test_a_missing_file(tmp_path: Path) -> None:
    assert "cannot be opened" in refusal(tmp_path / "nothing.xlsx")


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.99])
def test_a_file_cut_short(good: Path, tmp_path: Path, share: float) -> None:
    cut = tmp_path / "cut.xlsx"
    whole = good.read_bytes()
    cut.write_bytes(whole[: int(len(whole) * share)])
    assert "cut short or damaged" in refusal(cut)


def test_a_damaged_part(good: Path, tmp_path: Path) -> None:
    whole = bytearray(good.read_bytes())
    with zipfile.ZipFile(good) as archive:
        at = archive.getinfo(SHEET).header_offset + 200
    whole[at : at + 40] = bytes(40)
    (tmp_path / "damaged.xlsx").write_bytes(whole)
    assert "cut short or damaged" in refusal(tmp_path / "damaged.xlsx")


def test_a_sheet_that_is_not_xml(good: Path, tmp_path: Path) -> None:
    assert "damaged" in refusal(with_part(good, tmp_path / "odd.xlsx", SHEET, HEAD + "<row r='1'><c"))


def test_a_locked_workbook(tmp_path: Path) -> None:
    (tmp_path / "locked.xlsx").write_bytes(OLE_MAGIC + bytes(1000) + ENCRYPTED_STREAM + bytes(1000))
    assert "password" in refusal(tmp_path / "locked.xlsx")


def test_a_workbook_of_the_old_kind(tmp_path: Path) -> None:
    (tmp_path / "old.xls").write_bytes(OLE_MAGIC + bytes(2000))
    assert ".xlsx" in refusal(tmp_path / "old.xls")


@pytest.mark.parametrize("content", [b"child,date\n1,2\n", b"%PDF-1.7", b"<html></html>"])
def test_a_file_of_another_kind(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "list.xlsx").write_bytes(content)
    assert "not an Excel workbook" in refusal(tmp_path / "list.xlsx")


def test_a_zip_of_something_else(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "list.zip", "w") as archive:
        archive.writestr("readme.txt", "hello")
    assert "not an Excel workbook" in refusal(tmp_path / "list.zip")


def test_a_workbook_of_something_else(tmp_path: Path) -> None:
    with pytest.raises(UnreadableSource, match="none of its sheets"):
        read_book(tmp_path, {"Budget": [["Team", "Cost"], ["North", 12]]})


def cells(*references: str) -> str:
    rows = "".join(
        f'<row r="{"".join(filter(str.isdigit, r))}"><c r="{r}"><v>1</v></c></row>' for r in references
    )
    return HEAD + rows + TAIL


@pytest.mark.parametrize("last", ["A9000000", "XFD1048576", "ZZ99999", "AH10000000", "ZZZZZ10"])
def test_one_far_cell_does_not_fill_the_memory(good: Path, tmp_path: Path, last: str) -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert "too large" in refusal(with_part(good, tmp_path / "far.xlsx", SHEET, cells("A1", last)))
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 200_000, "kilobytes"


def test_a_sheet_of_ten_million_rows(good: Path, tmp_path: Path) -> None:
    many = (
        HEAD
        + "".join(f'<row r="{n}"><c r="A{n}"><v>1</v></c></row>' for n in range(1, 10_000_001, 50))
        + TAIL
    )
    assert "too large" in refusal(with_part(good, tmp_path / "many.xlsx", SHEET, many))


def test_a_zip_bomb_is_refused_by_its_size(good: Path, tmp_path: Path) -> None:
    bomb = tmp_path / "bomb.xlsx"
    bomb.write_bytes(good.read_bytes())
    blanks = bytes(1 << 20)
    with (
        zipfile.ZipFile(bomb, "a", zipfile.ZIP_DEFLATED, compresslevel=1) as archive,
        archive.open("xl/worksheets/sheet9.xml", "w", force_zip64=True) as part,
    ):
        for _ in range(1100):
            part.write(blanks)
    assert bomb.stat().st_size < 10_000_000
    assert "unpacks to more than" in refusal(bomb)


def test_a_part_larger_than_it_says_is_refused(good: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(good) as archive:
        size = archive.getinfo(SHEET).file_size.to_bytes(4, "little")
    whole = good.read_bytes()
    at = whole.rindex(size)
    (tmp_path / "liar.xlsx").write_bytes(whole[:at] + (99).to_bytes(4, "little") + whole[at + 4 :])
    assert "damaged" in refusal(tmp_path / "liar.xlsx")


@pytest.mark.parametrize("quote", ["'", '"'])
def test_a_far_cell_is_seen_however_it_is_written(good: Path, tmp_path: Path, quote: str) -> None:
    far = cells("A1", "XFD1048576").replace('r="', f"r = {quote}").replace('">', f"{quote}>")
    assert "too large" in refusal(with_part(good, tmp_path / "far.xlsx", SHEET, far))


def test_an_area_that_is_only_claimed_is_not_believed(good: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(good) as archive:
        content = archive.read(SHEET).decode()
    claimed = re.sub(r'<dimension ref="[^"]*"', '<dimension ref="A1:XFD1048576"', content)
    assert claimed != content
    assert recognises(with_part(good, tmp_path / "claimed.xlsx", SHEET, claimed))


def test_formatting_down_to_the_last_row_is_not_data(tmp_path: Path) -> None:
    path = tmp_path / "formatted.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("List 3")
        for place, heading in enumerate(REFERRALS):
            sheet.write_string(0, place, heading)
        sheet.write_string(1, 0, "A1")
        sheet.write_string(1, 1, "06/01/2025")
        sheet.write_blank(1_048_575, 30, None, book.add_format({"bold": True}))
    assert len(read(path).events) == 1


def test_progress_goes_from_nothing_to_all(good: Path) -> None:
    told: list[tuple[float, str]] = []
    read(good, lambda done, doing: told.append((done, doing)))
    shares = [done for done, _ in told]
    assert shares == sorted(shares)
    assert shares[-1] == 1
