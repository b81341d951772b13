"""Every bad file that the readers are tested with, as somebody sends it: a name, its content, what is said of it."""

import gzip
import io
import stat
import zipfile
from collections.abc import Iterator
from pathlib import Path

from annex_a_books import REFERRALS, write_book
from test_annex_a_bad_files import HEAD, SHEET, TAIL, cells, with_part
from test_cin_census_bad_files import _LAUGHS, _SOUND
from test_roster import PERSONS

from keel.exchange.annex_a.workbook import ENCRYPTED_STREAM, OLE_MAGIC

File = tuple[str, bytes]
Bad = tuple[list[File], str]  # what is sent, and words of what is said
ROW = ["A1", "06/01/2025", "6", "No"]
PERSON = b"pers_person_id,pers_sex,pers_dob\nA1,F,2015-01-01\n"
UNREAD: list[tuple[str, bytes, str]] = [
    ("report.pdf", b"%PDF-1.7", "is a PDF; give an Annex A workbook"),
    ("list.csv", b"a,b\n1,2\n", "is a single table of text"),
    ("list.xlsx", b"child,date\n1,2\n", "not of a kind that can be read"),
    ("sent.xlsx", b"%PDF-1.7", "is a PDF"),
    ("saved.xlsx", b"<html></html>", "is a web page"),
    ("ssd_cp_visits.csv", b"cppv_cp_visit_id,cppv_person_id\n1,2\n", "one table of the Standard"),
    ("persons.csv", PERSONS.encode(), "is one table of a roster"),
    ("one.parquet", b"PAR1....", "is a single Parquet table"),
    ("spaces.xml", b" \r\n ", "is empty"),
    ("empty.xml", b"", "The file is empty"),
    ("a.xml.gz", gzip.compress(_SOUND), "is compressed; unpack it"),
    ("picture.png", b"\x89PNG\r\n", "not of a kind that can be read"),
    ("noise.xml", b"\x00\x01\x02\x03", "not of a kind that can be read"),
    ("page.xml", b"<!DOCTYPE html><html></html>", "is a web page"),
]
CENSUSES: list[tuple[bytes, str]] = [
    (b"<Return><Child/></Return>", "<return>"),
    (b"<Message></Message>", "no <Child>"),
    (b"<Message><Children></Children></Message>", "no <Child>"),
    (b"<Message><Children><Child/></Children></Messag", "line 1"),
    (b"<Message><Header></Children>", "line 1"),
    (b'<?xml version="1.0" encoding="nonsense"?><Message/>', "nonsense"),
    (_LAUGHS.encode() + b"<Message>&a9;</Message>", "<!DOCTYPE"),
    (b'<!DOCTYPE Message SYSTEM "http://example.org/x.dtd"><Message/>', "<!DOCTYPE"),
    (b'<!DOCTYPE Message [<!ENTITY x SYSTEM "file:///etc/hostname">]><Message>&x;</Message>', "<!DOCTYPE"),
    ('<!DOCTYPE Message [<!ENTITY x "y">]><Message/>'.encode("utf-16"), "<!DOCTYPE"),
    (b"<!-- long -->" * 50_000 + b"<!DOCTYPE Message><Message/>", "<!DOCTYPE"),
]


def bad_files(folder: Path) -> Iterator[tuple[str, Bad]]:
    """Each with what it is."""
    for name, content, words in UNREAD:
        yield name, ([(name, content)], words)
    for number, (content, words) in enumerate(CENSUSES):
        yield f"census {number}", ([("return.xml", content)], words)
    for what, (name, content, words) in _workbooks(folder):
        yield what, ([(name, content)], words)
    for what, content, words in _archives():
        yield what, ([("tables.zip", content)], words)
    persons = ("persons.csv", PERSONS.encode())
    yield (
        "a roster among the Standard",
        ([persons, ("ssd_person.csv", PERSON)], "holds both a roster and tables"),
    )
    yield "a workbook among tables", ([persons, ("lists.xlsx", b"PK\x03\x04")], "cannot be sent together")
    yield (
        "tables of nothing",
        ([("a.csv", b"a,b\n1,2\n"), ("b.csv", b"c\n1\n")], "None of the files holds a table"),
    )


def _workbooks(folder: Path) -> Iterator[tuple[str, tuple[str, bytes, str]]]:
    good = write_book(folder / "good.xlsx", {"List 3": [REFERRALS, *([ROW] * 500)]})
    whole, out = good.read_bytes(), folder / "made.xlsx"

    def with_sheet(content: str) -> bytes:
        return with_part(good, out, SHEET, content).read_bytes()

    for share in (0.1, 0.5, 0.9, 0.99):
        yield f"cut at {share}", ("cut.xlsx", whole[: int(len(whole) * share)], "cut short or damaged")
    yield "a damaged part", ("damaged.xlsx", _damaged(good), "cut short or damaged")
    yield "a sheet that is not XML", ("odd.xlsx", with_sheet(HEAD + "<row r='1'><c"), "damaged")
    yield "locked", ("locked.xlsx", OLE_MAGIC + bytes(1000) + ENCRYPTED_STREAM + bytes(1000), "password")
    yield "an old workbook", ("old.xls", OLE_MAGIC + bytes(2000), ".xlsx")
    for last in ("A9000000", "XFD1048576", "ZZ99999", "AH10000000", "ZZZZZ10"):
        yield f"a cell at {last}", ("far.xlsx", with_sheet(cells("A1", last)), "too large")
    many = "".join(f'<row r="{n}"><c r="A{n}"><v>1</v></c></row>' for n in range(1, 10_000_001, 5_000))
    yield "ten million rows", ("many.xlsx", with_sheet(HEAD + many + TAIL), "too large")
    yield "a part larger than it says", ("liar.xlsx", _lying(good), "damaged")
    other = write_book(folder / "b.xlsx", {"Budget": [["Team", "Cost"], ["North", 12]]}).read_bytes()
    yield "another workbook", ("budget.xlsx", other, "none of its sheets")
    yield "a letter", ("plan.docx", _zip({"word/document.xml": b"x"}), "Word document")


def _damaged(good: Path) -> bytes:
    whole = bytearray(good.read_bytes())
    with zipfile.ZipFile(good) as archive:
        at = archive.getinfo(SHEET).header_offset + 200
    whole[at : at + 40] = bytes(40)
    return bytes(whole)


def _lying(good: Path) -> bytes:
    whole = good.read_bytes()
    with zipfile.ZipFile(good) as archive:
        size = archive.getinfo(SHEET).file_size.to_bytes(4, "little")
    at = whole.rindex(size)
    return whole[:at] + (99).to_bytes(4, "little") + whole[at + 4 :]


def _archives() -> Iterator[tuple[str, bytes, str]]:
    yield "a bomb", _zip({"cp_visits.csv": bytes(50_000_000)}), "packed far too tightly"
    yield "a link", _with_link(), "a link to another file"
    yield "a program", _zip({"person.csv": b"x", "run.exe": b"x"}), "run.exe, which is not a table"
    yield "one name twice", _zip({"a/person.csv": b"x", "b/person.csv": b"x"}), "two files of one name"
    yield "a zip in a zip", _zip({"inner.zip": b"x"}), "inner.zip, which is not a table"
    yield "too many", _zip({f"{n}.csv": b"x" for n in range(301)}), "at most 300"
    yield "nothing", _zip({}), "nothing in it"
    yield "a password", _locked(), "locked with a password"
    yield "cut short", _zip({"ssd_person.csv": PERSON * 50})[:-60], "cannot be read"


def _zip(files: dict[str, bytes]) -> bytes:
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return whole.getvalue()


def _with_link() -> bytes:
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w") as archive:
        link = zipfile.ZipInfo("person.csv")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/passwd")
    return whole.getvalue()


def _locked() -> bytes:
    """The mark of a password, in both places where an archive has it."""
    whole = bytearray(_zip({"ssd_person.csv": PERSON}))
    whole[6] |= 1
    whole[whole.index(b"PK\x01\x02") + 8] |= 1
    return bytes(whole)
