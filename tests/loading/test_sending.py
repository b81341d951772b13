"""Sources sent through the page: what is good is loaded once, what is bad is refused in one sentence, nothing stays."""

import html
import io
import re
import stat
import zipfile
from pathlib import Path
from typing import Any

import pytest
from annex_a_books import REFERRALS, write_book
from bad_files import PERSON, bad_files
from cin_returns import fixture
from django.apps import apps
from django.test import Client
from django.urls import reverse
from pages import errors_in, errors_on, plain, post, sent
from ssd_folders import STORY, write

from cast import Cast

pytestmark = pytest.mark.django_db
CENSUS = b"""<Message><Header><CollectionDetails><Collection>CIN</Collection></CollectionDetails></Header>
<Children><Child><ChildIdentifiers><LAchildID>X1</LAchildID><PersonBirthDate>2015-01-02</PersonBirthDate>
</ChildIdentifiers></Child></Children></Message>"""


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
    assert load.label == ("all.zip" if as_zip else f"{len(files)} tables"), "as whoever sent it knows it"
    assert worked(load).state == "done"
    assert people() == 2


def test_a_zip_of_one_workbook_is_that_workbook(analyst: Client, kept_here: Path, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    write_book(tmp_path / "in" / "lists.xlsx", {"List 3": [REFERRALS, ["A1", "06/01/2025", "6", "No"]]})
    load = sent(analyst, ("annex.zip", zipped(tmp_path / "in")))
    assert worked(load).state == "done"
    assert people() == 1


def test_every_bad_file_gets_one_sentence_changes_nothing_and_is_not_kept(
    analyst: Client, kept_here: Path, tmp_path: Path
) -> None:
    """Whether it is seen to be bad when it is sent or when it is read."""
    wrong = {}
    for what, (files, words) in bad_files(tmp_path):
        said = refusal(analyst, files)
        kept = [file for file in kept_here.rglob("*") if file.is_file()]
        if len(said) != 1 or words not in said[0] or "\n" in said[0] or str(tmp_path) in said[0] or kept:
            wrong[what] = (said, kept)
    assert not wrong
    assert people() == 0


def refusal(analyst: Client, files: list[tuple[str, bytes]]) -> list[str]:
    """What the page says: at once, or once the worker has looked."""
    answer = post(analyst, *files)
    if answer.status_code == 400:
        return errors_in(answer)
    load = apps.get_model("loading.Load").objects.latest("pk")
    outcome = worked(load)
    shown = html.unescape(plain(analyst.get(reverse("loading:load", args=[load.pk]))))
    assert outcome.state == "refused", outcome
    assert outcome.words in shown
    return [outcome.words]


@pytest.mark.parametrize(
    ("files", "words"),
    [
        ([("return.xml", fixture(2026).encode()[:-2_000])], "the XML breaks at line"),
        ([("ssd_person.csv", PERSON), ("ssd_cp_visits.parquet", b"PAR1....")], "could not be read"),
    ],
    ids=["a census cut short", "a broken table"],
)
def test_what_can_be_read_of_a_broken_source_is_loaded_and_the_rest_is_an_error_among_the_findings(
    analyst: Client, kept_here: Path, files: list[tuple[str, bytes]], words: str
) -> None:
    load = sent(analyst, *files)
    assert worked(load).state == "done"
    assert people() > 0
    assert re.search(r"[12] errors?\b", plain(analyst.get(reverse("loading:load", args=[load.pk]))))
    findings = plain(analyst.get(reverse("loading:findings", args=[load.pk]), {"level": "error"}))
    assert words in findings
    assert list(kept_here.glob("*")) == []


def two_tables(*names: str) -> bytes:
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return whole.getvalue()


def test_no_name_in_an_archive_leads_out_of_where_it_is_kept(analyst: Client, kept_here: Path) -> None:
    sent(analyst, ("tables.zip", two_tables("../../../person.csv", "/tmp/keel-out/cp_visits.csv")))
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
