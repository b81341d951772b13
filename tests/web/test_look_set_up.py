"""Set-up fetches what the pages are dressed in: once, by hash, with this machine's Node or without one."""

import importlib.util
from pathlib import Path

import pytest

from keel.web.borrowed import BORROWED, GOVUK, MOJ, PICTURES, borrow

START = Path(__file__).resolve().parents[2] / "start.py"


@pytest.fixture
def packages(tmp_path: Path) -> Path:
    """npm packages as they come, in little."""
    sheet = (
        "/*! The font has been customised for exclusive use on gov.uk. */@font-face{font-family:GDS Transport;"
        "src:url(/assets/fonts/light.woff2)}.a,.b{font-family:GDS Transport,arial,sans-serif;color:red}"
        ".govuk-footer__crown{margin:0}@media print{.logo{background:url(/assets/images/govuk-crest.svg)}.c{top:0}}"
        '.d{font-family:"GDS Transport",arial;background:url(/assets/images/icon-x.svg)}'
        "\n/*# sourceMappingURL=x.css.map */"
    )
    for name in BORROWED:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        script = "export{a};\n//# sourceMappingURL=x.js.map"
        (tmp_path / name).write_text(sheet if name.endswith(".css") else script, encoding="utf-8")
    (tmp_path / PICTURES).mkdir(parents=True)
    (tmp_path / PICTURES / "icon-x.svg").write_text("<svg/>", encoding="utf-8")
    return tmp_path


def test_what_is_not_ours_is_left_behind_and_the_rest_is_whole(packages, tmp_path) -> None:
    borrow(packages, tmp_path / "vendor")
    sheet = (tmp_path / "vendor" / Path(GOVUK + "govuk-frontend.min.css").name).read_text(encoding="utf-8")
    assert sheet.strip() == (
        ".a,.b{font-family:arial,sans-serif;color:red}@media print{.c{top:0}}"
        ".d{font-family:arial;background:url(images/icon-x.svg)}"
    )
    script = (tmp_path / "vendor" / Path(MOJ + "moj-frontend.min.js").name).read_text(encoding="utf-8")
    assert script.strip() == "export{a};"
    assert (tmp_path / "vendor" / "images" / "icon-x.svg").is_file()


def test_what_an_older_version_left_is_swept_away(packages, tmp_path) -> None:
    old = tmp_path / "vendor" / "images" / "govuk-crest.svg"
    old.parent.mkdir(parents=True)
    old.write_text("<svg/>", encoding="utf-8")
    borrow(packages, tmp_path / "vendor")
    assert not old.exists()


@pytest.fixture
def start(tmp_path, monkeypatch):
    """start.py, standing in a checkout whose npm and Python only write down what they are asked."""
    specification = importlib.util.spec_from_file_location("keel_start", START)
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    monkeypatch.setattr(module, "HERE", tmp_path)
    monkeypatch.setattr(module, "BORROWED", tmp_path)
    monkeypatch.setattr(module, "PACKAGES", tmp_path / "package-lock.json")
    monkeypatch.setattr(module, "BORROWER", tmp_path / "borrowed.py")
    module.PACKAGES.write_text("{}", encoding="utf-8")
    module.asked = []
    monkeypatch.setattr(module, "run_npm", module.asked.append)
    monkeypatch.setattr(module.subprocess, "call", lambda words, **_: 0)
    return module


def test_the_pages_are_dressed_once_and_again_when_the_lock_changes(start) -> None:
    start.dress_pages()
    start.dress_pages()
    assert start.asked == [start.FETCH]
    start.PACKAGES.write_text('{"changed": true}', encoding="utf-8")
    start.dress_pages()
    assert start.asked == [start.FETCH, start.FETCH]


def test_what_was_half_copied_is_copied_again(start, monkeypatch) -> None:
    monkeypatch.setattr(start.subprocess, "call", lambda words, **_: 1)
    with pytest.raises(start.SetupError):
        start.dress_pages()
    monkeypatch.setattr(start.subprocess, "call", lambda words, **_: 0)
    start.dress_pages()
    assert len(start.asked) == 2


def test_packages_run_nothing_of_their_own(start) -> None:
    assert "--ignore-scripts" in start.FETCH
    assert start.FETCH[0] == "ci", "exactly what the lock says, by hash"


def test_without_node_it_comes_from_its_own_lock(start, monkeypatch) -> None:
    installed = []
    monkeypatch.setattr(start.shutil, "which", lambda name: None)
    monkeypatch.setattr(start.subprocess, "call", lambda words, **_: 1)
    monkeypatch.setattr(start, "install_lock", installed.append)
    npm = start.find_npm()
    assert installed == [start.NODE]
    assert npm[0] == str(start.PYTHON)


def test_with_node_nothing_is_installed(start, monkeypatch) -> None:
    monkeypatch.setattr(start.shutil, "which", lambda name: f"/somewhere/{name}")
    monkeypatch.setattr(start, "install_lock", lambda lock: pytest.fail("not needed"))
    assert start.find_npm() == ["/somewhere/npm"]


def test_commands_that_show_no_page_do_not_wait_for_one(start, monkeypatch) -> None:
    monkeypatch.setattr(start, "set_up", lambda *locks: None)
    monkeypatch.setattr(start, "run_keel", lambda words: 0)
    monkeypatch.setattr(start, "dress_pages", lambda: start.asked.append("dressed"))
    start.main(["check", "demo"])
    assert start.asked == []
    start.main(["serve"])
    assert start.asked == ["dressed"]


def test_without_a_network_it_says_so_and_what_still_works(start) -> None:
    said = start.explain_npm("npm error code ENOTFOUND\nnpm error network request failed")
    assert "HTTPS_PROXY" in said
    assert "`check`" in said


def test_another_failure_shows_the_last_words_of_npm(start) -> None:
    assert "EINTEGRITY" in start.explain_npm("npm error code EINTEGRITY")
