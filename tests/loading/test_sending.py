"""Sources sent through the page: what is good is loaded once, what is bad is refused in one sentence, nothing stays."""

import io
import stat
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from annex_a_books import REFERRALS, write_book
from django.apps import apps
from django.test import Client
from django.urls import reverse
from pages import errors_on, plain, sent
from ssd_folders import STORY, write
from test_annex_a_bad_files import HEAD, SHEET, TAIL, with_part
from test_cin_census_bad_files import _LAUGHS

from cast import Cast

pytestmark = pytest.mark.django_db
CENSUS = b"""<Message><Header><CollectionDetails><Collection>CIN</Collection></CollectionDetails></Header>
<Children><Child><ChildIdentifiers><LAchildID>X1</LAchildID><PersonBirthDate>2015-01-02</PersonBirthDate>
</ChildIdentifiers></Child></Children></Message>"""
Bad = Callable[[Path], tuple[str, bytes]]


@pytest.fixture
def analyst(cast: Cast) -> Client:
    return cast.client("analyst")


def worked(load: Any) -> Any:
    """What the worker makes of it."""
    from keel.loading.jobs import run_here  # noqa: PLC0415

    return run_here(load.pk)


def people() -> int:
    return apps.get_model("people.Person").objects.filter(is_child=True).exclude(source_key="").count()


def zipped(folder: Path, *, also: dict[str, bytes] | None = None) -> bytes:
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in sorted(folder.iterdir()):
            archive.write(file, f"export/2026/{file.name}")
        for name, content in (also or {}).items():
            archive.writestr(name, content)
    return whole.getvalue()


def test_a_census_is_queued_loaded_and_its_file_deleted(analyst: Client, kept_here: Path) -> None:
    load = sent(analyst, ("census.xml", CENSUS))
    assert load.state == "queued"
    (kept,) = kept_here.iterdir()
    assert (len(kept.name), stat.S_IMODE(kept.stat().st_mode)) == (32, 0o700)
    job = apps.get_model("procrastinate.ProcrastinateJob").objects.get(task_name="loading.load")
    assert job.args == {"load_id": load.pk}

    assert worked(load).state == "done"
    assert people() == 1
    assert list(kept_here.iterdir()) == []
    page = plain(analyst.get(reverse("loading:load", args=[load.pk])))
    assert "census.xml Done" in page
    assert "1 rows added" not in page  # a person and her number at least


@pytest.mark.parametrize("as_zip", [True, False], ids=["one zip", "many files"])
def test_a_folder_of_tables_comes_as_one_zip_or_as_its_files(
    analyst: Client, kept_here: Path, tmp_path: Path, as_zip: bool
) -> None:
    folder = write(tmp_path / "ssd", STORY)
    files = [(file.name, file.read_bytes()) for file in sorted(folder.iterdir())]
    load = sent(analyst, *([("all.zip", zipped(folder))] if as_zip else files))
    assert worked(load).state == "done"
    assert people() == 2


def test_a_zip_of_one_workbook_is_that_workbook(analyst: Client, kept_here: Path, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    write_book(tmp_path / "in" / "lists.xlsx", {"List 3": [REFERRALS, ["A1", "06/01/2025", "6", "No"]]})
    load = sent(analyst, ("annex.zip", zipped(tmp_path / "in")))
    assert worked(load).state == "done"
    assert people() == 1


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("report.pdf", b"%PDF-1.7", "is a PDF; give an Annex A workbook"),
        ("list.csv", b"a,b\n1,2\n", "is a single table of text"),
        ("ssd_cp_visits.csv", b"cppv_cp_visit_id,cppv_person_id\n1,2\n", "one table of the Standard"),
        ("one.parquet", b"PAR1....", "is a single Parquet table"),
        ("spaces.xml", b" \r\n ", "is empty"),
        ("a.xml.gz", b"\x1f\x8b\x08", "is compressed; unpack it"),
        ("picture.png", b"\x89PNG\r\n", "not of a kind that can be read"),
        ("empty.xml", b"", "The file is empty"),
    ],
)
def test_what_no_reader_knows_is_refused_at_once_and_not_kept(
    analyst: Client, kept_here: Path, name: str, content: bytes, words: str
) -> None:
    said = errors_on(analyst, (name, content))
    assert len(said) == 1
    assert words in said[0]
    assert list(kept_here.glob("*")) == []
    assert not apps.get_model("loading.Load").objects.exists()


def a_cut_workbook(folder: Path) -> tuple[str, bytes]:
    whole = write_book(
        folder / "good.xlsx", {"List 3": [REFERRALS, ["A1", "06/01/2025", "6", "No"]]}
    ).read_bytes()
    return "cut.xlsx", whole[: len(whole) // 2]


def a_far_cell(folder: Path) -> tuple[str, bytes]:
    good = write_book(folder / "good.xlsx", {"List 3": [REFERRALS]})
    rows = '<row r="1"><c r="A1"><v>1</v></c></row><row r="9000000"><c r="A9000000"><v>1</v></c></row>'
    return "far.xlsx", with_part(good, folder / "far.xlsx", SHEET, HEAD + rows + TAIL).read_bytes()


def a_workbook_of_something_else(folder: Path) -> tuple[str, bytes]:
    return "budget.xlsx", write_book(
        folder / "b.xlsx", {"Budget": [["Team", "Cost"], ["North", 12]]}
    ).read_bytes()


BAD: dict[str, tuple[Bad, str]] = {
    "a workbook cut short": (a_cut_workbook, "cut short or damaged"),
    "a cell far away": (a_far_cell, "too large"),
    "another workbook": (a_workbook_of_something_else, "none of its sheets"),
    "a web page": (lambda _: ("page.xml", b"<!DOCTYPE html><html></html>"), "is a web page"),
    "a billion laughs": (
        lambda _: ("laughs.xml", _LAUGHS.encode() + b"<Message>&a9;</Message>"),
        "<!DOCTYPE",
    ),
    "a census of nobody": (lambda _: ("none.xml", b"<Message></Message>"), "no <Child>"),
    "another return": (lambda _: ("other.xml", b"<Return><Child/></Return>"), "<return>"),
    "an old workbook": (lambda _: ("old.xls", bytes.fromhex("d0cf11e0a1b11ae1") + bytes(2000)), ".xlsx"),
}


@pytest.mark.parametrize("case", BAD)
def test_a_bad_file_gets_one_sentence_changes_nothing_and_is_deleted(
    analyst: Client, kept_here: Path, tmp_path: Path, case: str
) -> None:
    made, words = BAD[case]
    load = sent(analyst, made(tmp_path))
    outcome = worked(load)
    assert outcome.state == "refused"
    assert words in outcome.words
    assert "\n" not in outcome.words
    assert outcome.words in plain(analyst.get(reverse("loading:load", args=[load.pk]))).replace(
        "&lt;", "<"
    ).replace("&gt;", ">")
    assert people() == 0
    assert list(kept_here.glob("*")) == []


def tight(name: str = "cp_visits.csv") -> bytes:
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, bytes(50_000_000))
    return whole.getvalue()


def with_link() -> bytes:
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w") as archive:
        link = zipfile.ZipInfo("person.csv")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/passwd")
    return whole.getvalue()


def of(*names: str) -> bytes:
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return whole.getvalue()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (tight(), "packed far too tightly"),
        (with_link(), "a link to another file"),
        (of("person.csv", "run.exe"), "run.exe, which is not a table"),
        (of("a/person.csv", "b/person.csv"), "two files of one name"),
        (of("inner.zip"), "inner.zip, which is not a table"),
        (of(*(f"{n}.csv" for n in range(301))), "at most 300"),
        (of(), "nothing in it"),
    ],
    ids=["a bomb", "a link", "a program", "one name twice", "a zip in a zip", "too many", "nothing"],
)
def test_an_archive_is_looked_at_before_it_is_opened(
    analyst: Client, kept_here: Path, content: bytes, words: str
) -> None:
    (said,) = errors_on(analyst, ("tables.zip", content))
    assert words in said
    assert [file for file in kept_here.rglob("*") if file.is_file()] == []


def test_no_name_in_an_archive_leads_out_of_where_it_is_kept(analyst: Client, kept_here: Path) -> None:
    sent(analyst, ("tables.zip", of("../../../person.csv", "/tmp/keel-out/cp_visits.csv")))
    (kept,) = kept_here.iterdir()
    assert sorted(str(file.relative_to(kept)) for file in kept.rglob("*.csv")) == [
        "tables/cp_visits.csv",
        "tables/person.csv",
    ]


def test_what_is_larger_than_allowed_is_not_taken_in(
    analyst: Client, kept_here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KEEL_UPLOAD_MB", "1")
    (said,) = errors_on(analyst, ("large.xml", b"<Message>" + b" " * 1_200_000))
    assert said == "Send at most 1 MB at a time"
    assert list(kept_here.glob("*")) == []


@pytest.mark.parametrize(
    ("given", "label"),
    [
        ("../../etc/passwd.xml", "passwd.xml"),
        ("C:\\Users\\me\\census.xml", "census.xml"),
        ("<script>alert(1)</script>.xml", "script_.xml"),
        ("a\r\nSet-Cookie: x.xml", "a_Set-Cookie_ x.xml"),
        (".hidden.xml", "hidden.xml"),
        ("é" * 300 + ".xml", "_.xml"),
    ],
)
def test_a_name_of_a_file_is_made_harmless(analyst: Client, kept_here: Path, given: str, label: str) -> None:
    from keel.loading.file_names import cleaned  # noqa: PLC0415

    assert cleaned(given) == label


def test_an_older_source_is_refused_and_may_then_fill_gaps(analyst: Client, kept_here: Path) -> None:
    worked(sent(analyst, ("new.xml", CENSUS), as_of="31/3/2026"))
    older = sent(analyst, ("old.xml", CENSUS.replace(b"X1", b"X2")), as_of="31/3/2025")
    assert worked(older).state == "refused"
    page = analyst.get(reverse("loading:load", args=[older.pk]))
    assert "Load it to fill gaps only" in plain(page)
    answer = analyst.post(reverse("loading:again", args=[older.pk]), {"how": "fill"})
    again = apps.get_model("loading.Load").objects.latest("pk")
    assert answer.headers["Location"] == reverse("loading:load", args=[again.pk])
    assert worked(again).state == "done"
    assert people() == 2
    assert list(kept_here.glob("*")) == []
    gone = analyst.post(reverse("loading:again", args=[older.pk]), {"how": "fill"}, follow=True)
    assert "no longer here" in plain(gone)


def test_a_trial_keeps_nothing_and_may_then_be_loaded(analyst: Client, kept_here: Path) -> None:
    tried = sent(analyst, ("census.xml", CENSUS), is_trial="on")
    assert worked(tried).state == "tried"
    assert people() == 0
    assert "Nothing was kept" in plain(analyst.get(reverse("loading:load", args=[tried.pk])))
    analyst.post(reverse("loading:again", args=[tried.pk]), {"how": "all"})
    assert worked(apps.get_model("loading.Load").objects.latest("pk")).state == "done"
    assert people() == 1


def test_a_day_that_has_not_come_is_refused(analyst: Client, kept_here: Path) -> None:
    (said,) = errors_on(analyst, ("census.xml", CENSUS), as_of="1/1/2199")
    assert said == "Give a day that has come"


def test_nothing_chosen_is_said_at_the_field(analyst: Client, kept_here: Path) -> None:
    assert errors_on(analyst) == ["Choose a file"]


@pytest.mark.parametrize("member", ["worker", "team_manager", "auditor", "administrator", "director", None])
def test_nobody_else_sends_a_source(cast: Cast, kept_here: Path, member: str | None) -> None:
    client = cast.client(member)
    answer = client.post(reverse("loading:send"), {})
    assert answer.status_code in (302, 403)
    if answer.status_code == 302:
        assert "/account/login" in answer.headers["Location"]
    assert not apps.get_model("loading.Load").objects.exists()
