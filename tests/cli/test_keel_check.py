"""``keel check`` on the demo and on published samples: exit codes, files, and one sentence for each wrong input."""

import json
import os
import subprocess
import sys
import zipfile
from datetime import date
from pathlib import Path

import jsonschema
import pytest
from typer.testing import CliRunner, Result

from keel import __version__
from keel.cli.main import app
from keel.exchange.as_of import chosen_date
from keel.exchange.extract import Coverage, Journal
from keel.invent import write_authority
from keel.practice.history import EventKind
from keel.report.json_schema import SCHEMA

TODAY = date(2026, 6, 1)


def keel(*words: object) -> Result:
    return CliRunner().invoke(app, [str(word) for word in words])


@pytest.fixture(scope="module")
def severnshire(tmp_path_factory) -> Path:
    """A small made-up authority as Standard Safeguarding Dataset tables."""
    return write_authority(120, 7, date(2026, 3, 31), "ssd", tmp_path_factory.mktemp("made") / "severnshire")


@pytest.fixture
def here(tmp_path: Path, monkeypatch) -> Path:
    """An empty folder to stand in."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_the_report_opens_with_the_date_and_how_it_was_chosen(severnshire) -> None:
    told = keel("check", severnshire)
    assert told.exit_code == 0, told.stderr
    assert "the latest day in the file that is not after today" in told.stdout
    assert "1. What needs attention" in told.stdout
    assert keel("check", severnshire, "--as-of", "2026-01-31").stdout.count("31 January 2026") > 0


def test_json_goes_to_the_pipe_and_keeps_to_its_schema(severnshire) -> None:
    told = keel("check", severnshire, "--format", "json")
    report = json.loads(told.stdout)
    jsonschema.validate(report, SCHEMA)
    assert len(report["children"]) == report["source"]["children"] == 120


@pytest.mark.parametrize("form", ["html", "xlsx"])
def test_a_file_is_given_a_name_that_no_other_has(severnshire, here, form) -> None:
    first, second = (keel("check", severnshire, "--format", form, "--as-of", "2026-03-31") for _ in range(2))
    names = [f"keel-severnshire-2026-03-31.{form}", f"keel-severnshire-2026-03-31-2.{form}"]
    assert [each.stdout.split()[-1] for each in (first, second)] == names
    assert sorted(path.name for path in here.iterdir()) == sorted(names)


def test_only_the_file_that_was_named_is_replaced(severnshire, here) -> None:
    (here / "report.json").write_text("before")
    (here / "other.json").write_text("untouched")
    told = keel("check", severnshire, "--format", "json", "--out", "report.json")
    assert told.exit_code == 0
    assert json.loads((here / "report.json").read_text())["keel_report"] == 1
    assert (here / "other.json").read_text() == "untouched"


def test_a_masked_report_holds_no_identifier(severnshire) -> None:
    keys = [c["key"] for c in json.loads(keel("check", severnshire, "--format", "json").stdout)["children"]]
    masked = keel("check", severnshire, "--format", "json", "--mask").stdout
    assert [key for key in keys if key in masked] == []


def test_the_exit_code_tells_whether_something_was_found(severnshire) -> None:
    report = json.loads(keel("check", severnshire, "--format", "json").stdout)
    severities = {signal["severity"] for child in report["children"] for signal in child["signals"]}
    assert severities & {"red", "black"}, "the made-up authority holds no red signal to be found"
    assert keel("check", severnshire, "--fail-on", "red").exit_code == 1
    assert keel("check", severnshire, "--fail-on", "amber").exit_code == 1
    long_before = keel("check", severnshire, "--fail-on", "amber", "--as-of", "2001-01-01")
    assert long_before.exit_code == 0


def _locked(folder: Path) -> Path:
    (folder / "locked.xlsx").write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 600)
    return folder / "locked.xlsx"


def _truncated(folder: Path) -> Path:
    whole = folder / "whole.xlsx"
    with zipfile.ZipFile(whole, "w") as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>" * 500)
    (folder / "cut.xlsx").write_bytes(whole.read_bytes()[:60])
    return folder / "cut.xlsx"


def _bomb(folder: Path) -> Path:
    entities = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    text = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY l0 "lol">{entities}]><Message>&l9;</Message>'
    (folder / "bomb.xml").write_text(text)
    return folder / "bomb.xml"


def _file(name: str, content: bytes):
    def make(folder: Path) -> Path:
        (folder / name).write_bytes(content)
        return folder / name

    return make


def _folder(folder: Path) -> Path:
    (folder / "nothing here").mkdir()
    return folder / "nothing here"


@pytest.mark.parametrize(
    "make",
    [
        pytest.param(lambda folder: folder / "missing.xlsx", id="nothing there"),
        pytest.param(_file("empty.xlsx", b""), id="empty"),
        pytest.param(_file("letter.pdf", b"%PDF-1.7 ..."), id="wrong kind"),
        pytest.param(_file("cut.xml", b"<Message><Header>"), id="cut short"),
        pytest.param(
            _file("utf.xml", b'<?xml version="1.0" encoding="utf-8"?><Message>\xff\xfe\x80</Message>'),
            id="encoding",
        ),
        pytest.param(_locked, id="locked"),
        pytest.param(_truncated, id="truncated zip"),
        pytest.param(_bomb, id="billion laughs"),
        pytest.param(_folder, id="no tables"),
    ],
)
def test_bad_input_is_one_sentence_and_exit_code_2(tmp_path, make) -> None:
    told = keel("check", make(tmp_path))
    assert told.exit_code == 2
    assert told.stdout == ""
    assert told.stderr.startswith("keel: ")
    assert len(told.stderr.splitlines()) == 1
    assert "Traceback" not in told.stderr


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("check",), "SOURCE"),
        (("check", "demo", "--as-of", "31/03/2026"), "write it as 2025-03-31"),
        (("check", "demo", "--as-of", "2026-02-30"), "is not a date"),
        (("check", "demo", "--format", "pdf"), "'text', 'json', 'html', 'xlsx'"),
        (("check", "demo", "--fail-on", "green"), "green"),
        (("check", "demo", "--nonsense"), "--nonsense"),
        (("check", "demo", "--standards", "missing.toml"), "missing.toml"),
        (("standards", "preview", "missing.toml"), "missing.toml"),
        (("zap",), "zap"),
        (("explain", "cp_visti"), "did you mean cp_visit"),
        (("explain", "nope"), "keel standards lists"),
        (("invent", "--children", "0"), "--children"),
    ],
)
def test_bad_arguments_are_one_sentence_and_exit_code_2(words, said) -> None:
    told = keel(*words)
    assert told.exit_code == 2
    assert said in told.stderr
    assert len(told.stderr.splitlines()) == 1


@pytest.mark.parametrize("out", ["missing/report.html", "."])
def test_a_place_that_cannot_be_written_is_said_and_nothing_is_left(severnshire, here, out) -> None:
    told = keel("check", severnshire, "--format", "html", "--out", out)
    assert told.exit_code == 2
    assert len(told.stderr.splitlines()) == 1
    assert list(here.iterdir()) == []


FULL = Path("/dev/full")
full_disk = pytest.mark.skipif(not FULL.exists(), reason="this machine has no /dev/full")


def _with_little_room(*words: object) -> subprocess.CompletedProcess[str]:
    """The installed command where no file may grow beyond a few kilobytes."""
    words = ("bash", "-c", 'ulimit -f 8; "$@"', "bash", Path(sys.executable).with_name("keel"), *words)
    return subprocess.run([str(word) for word in words], capture_output=True, text=True, check=False)


def _is_one_sentence(told: subprocess.CompletedProcess[str]) -> bool:
    lines = told.stderr.splitlines()
    return told.returncode == 2 and len(lines) == 1 and lines[0].startswith("keel: ")


@pytest.mark.parametrize("form", ["annex-a", "cin", "ssd"])
def test_no_room_for_an_authority_is_one_sentence_and_leaves_nothing(here, form) -> None:
    told = _with_little_room("invent", "--children", 300, "--format", form, "--out", here / "made")
    assert _is_one_sentence(told), told.stderr
    assert list(here.iterdir()) == []


@pytest.mark.parametrize("form", ["xlsx", "html"])
def test_no_room_for_a_report_is_one_sentence_and_leaves_nothing(severnshire, here, form) -> None:
    told = _with_little_room("check", severnshire, "--format", form, "--out", here / "report")
    assert _is_one_sentence(told), told.stderr
    assert list(here.iterdir()) == []


@full_disk
@pytest.mark.parametrize(
    "words", [("check", "SOURCE"), ("check", "SOURCE", "--format", "json"), ("explain", "D04")]
)
def test_no_room_for_what_is_printed_is_one_sentence(severnshire, words) -> None:
    command = [str(Path(sys.executable).with_name("keel")), *words]
    command = [str(severnshire) if word == "SOURCE" else word for word in command]
    with FULL.open("w") as full:
        told = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert _is_one_sentence(told), told.stderr


def test_standards_looser_than_the_law_are_refused(severnshire, here) -> None:
    (here / "ours.toml").write_text('[icpc_15]\nvalue = 30\nfrom = 2024-01-01\ncitation = "Ours"\n')
    told = keel("check", severnshire, "--standards", "ours.toml")
    assert told.exit_code == 2
    assert "looser" in told.stderr


def test_a_fault_of_our_own_is_owned_up_to(severnshire, monkeypatch) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError("what now")

    monkeypatch.setattr("keel.cli.check.chosen_date", broken)
    told = keel("check", severnshire)
    assert told.exit_code == 3
    assert "ZeroDivisionError: what now" in told.stderr
    assert "Traceback" not in told.stderr


def test_the_installed_command_reads_a_source_and_pipes_clean(severnshire) -> None:
    command = [str(Path(sys.executable).with_name("keel")), "check", str(severnshire)]
    environment = {key: value for key, value in os.environ.items() if key != "COLUMNS"}
    told = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
    assert told.returncode == 0, told.stderr
    assert told.stderr == ""
    assert "\x1b" not in told.stdout
    assert max(map(len, told.stdout.splitlines())) <= 100


def test_a_reader_that_stops_early_is_no_error(severnshire) -> None:
    keel_path = Path(sys.executable).with_name("keel")
    command = f"'{keel_path}' check '{severnshire}' | head -n 1"
    told = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False)
    assert told.stderr == ""


@pytest.mark.parametrize(
    "sample", ["annex_a/Annex_A.xlsx", "cin/CIN_Census_2024.xml", "generated/cin_2026_200_children.xml"]
)
def test_published_samples_are_read(shared, sample) -> None:
    told = keel("check", shared / "samples" / sample)
    assert told.exit_code == 0, told.stderr


def _extract(reference_on: date | None, *days: date):
    journal = Journal()
    child = journal.child("A1")
    for day in days:
        journal.add(child, EventKind.VISIT_HELD, day)
    return journal.finish("Made", "made", Coverage(), reference_on=reference_on)


@pytest.mark.parametrize(
    ("asked", "reference", "days", "chosen"),
    [
        (date(2020, 1, 1), date(2026, 3, 31), [date(2026, 5, 1)], date(2020, 1, 1)),
        (None, date(2026, 3, 31), [date(2026, 5, 1)], date(2026, 3, 31)),
        (None, None, [date(2026, 5, 1), date(2026, 6, 2)], date(2026, 5, 1)),
        (None, None, [date(2026, 6, 1)], TODAY),
        (None, None, [], TODAY),
    ],
)
def test_the_date_is_as_asked_or_the_files_own_or_its_latest_up_to_today(
    asked, reference, days, chosen
) -> None:
    day, how = chosen_date(_extract(reference, *days), asked, TODAY)
    assert day == chosen
    assert how


def test_the_version_is_told() -> None:
    assert keel("--version").stdout.strip() == f"keel {__version__}"


def test_a_journey_draws_what_happened_and_what_is_due(severnshire) -> None:
    report = json.loads(keel("check", severnshire, "--format", "json").stdout)
    child = next(child for child in report["children"] if child["on_plan"])
    told = keel("journey", severnshire, child["key"].lower())
    assert told.exit_code == 0
    assert "Child protection plan started" in told.stdout
    assert "as at this date" in told.stdout
    assert child["readings"][0]["name"].split()[0] in told.stdout


def test_a_journey_of_nobody_is_refused(severnshire) -> None:
    told = keel("journey", severnshire, "NOBODY")
    assert told.exit_code == 2
    assert "NOBODY" in told.stderr


@pytest.mark.parametrize(
    ("key", "said"),
    [
        ("cp_visit", "10 working days"),
        ("CP_VISIT", "10 working days"),
        ("D04", "Ofsted"),
        ("visit overdue", "Attempted visits do not count"),
        ("First review conference", "3 months"),
        ("D17", "12 months allowed, answers counted from 9 months after the start"),
        ("D04_visit_missed", "Attempted visits do not count"),
        ("d04_amber_before", "please confirm"),
    ],
)
def test_a_rule_is_explained_with_its_value_and_source(key, said) -> None:
    told = keel("explain", key)
    assert told.exit_code == 0
    assert said in " ".join(told.stdout.split())


def test_every_timescale_and_signal_can_be_explained() -> None:
    from keel.practice.signals import SIGNALS  # noqa: PLC0415
    from keel.practice.standards import load  # noqa: PLC0415
    from keel.practice.timescales import BOOK  # noqa: PLC0415
    from keel.report.explained import explained_signal, explained_timescale  # noqa: PLC0415

    standards = load()
    told = [explained_timescale(each, standards, TODAY) for each in BOOK.values()]
    told += [explained_signal(each, standards, TODAY) for each in SIGNALS.values()]
    assert [each.key for each in told if not any(heading == "Source" for heading, _ in each.lines)] == []


def test_standards_mark_every_value_without_a_source() -> None:
    from keel.practice.standards import load  # noqa: PLC0415

    told = keel("standards").stdout
    assert f"{len(load().to_confirm)} to confirm" in told
    assert "please confirm" in " ".join(told.split())


def test_an_authority_is_made_and_can_be_checked(here) -> None:
    told = keel("invent", "--children", 30, "--seed", 3, "--as-of", "2026-03-31", "--out", "made.xlsx")
    assert told.exit_code == 0, told.stderr
    assert keel("check", "made.xlsx").exit_code == 0
