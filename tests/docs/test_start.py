"""The first minute: what someone meets before Keel is installed."""

import ast
import importlib.util
import sys
from pathlib import Path

import pytest

START = Path(__file__).resolve().parents[2] / "start.py"


@pytest.fixture
def start(tmp_path, monkeypatch):
    """start.py as a module, standing in an empty checkout."""
    specification = importlib.util.spec_from_file_location("keel_start", START)
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    for name in ("requirements.lock", "requirements-dev.lock", "pyproject.toml"):
        (tmp_path / name).write_text(name, encoding="utf-8")
    monkeypatch.setattr(module, "HERE", tmp_path)
    monkeypatch.setattr(module, "RUNTIME", tmp_path / "requirements.lock")
    monkeypatch.setattr(module, "DEVELOPMENT", tmp_path / "requirements-dev.lock")
    stamps = {
        (module.RUNTIME,): tmp_path / "runtime-stamp",
        (module.RUNTIME, module.DEVELOPMENT): tmp_path / "development-stamp",
    }
    monkeypatch.setattr(module, "STAMPS", stamps)
    return module


def _stamp(start, *locks):
    start.STAMPS[locks].write_text(start.fingerprint(locks), encoding="utf-8")


def test_an_old_python_gets_as_far_as_the_message_about_its_age():
    ast.parse(START.read_text(encoding="utf-8"), feature_version=(3, 7))


def test_it_needs_nothing_installed():
    tree = ast.parse(START.read_text(encoding="utf-8"))
    imported = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    imported |= {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert {name.split(".")[0] for name in imported} <= set(sys.stdlib_module_names)


def test_an_environment_made_before_is_used_again(start):
    assert not start.is_current((start.RUNTIME,))
    _stamp(start, start.RUNTIME)
    assert start.is_current((start.RUNTIME,))
    assert not start.is_current((start.RUNTIME, start.DEVELOPMENT))


def test_one_made_for_development_runs_keel_too(start):
    _stamp(start, start.RUNTIME, start.DEVELOPMENT)
    assert start.is_current((start.RUNTIME,))


@pytest.mark.parametrize("changed", ["requirements.lock", "pyproject.toml"])
def test_a_changed_lock_or_declaration_is_noticed(start, changed):
    _stamp(start, start.RUNTIME)
    (start.HERE / changed).write_text("another", encoding="utf-8")
    assert not start.is_current((start.RUNTIME,))


def test_a_moved_checkout_is_noticed(start, monkeypatch, tmp_path):
    _stamp(start, start.RUNTIME)
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "pyproject.toml").write_text("pyproject.toml", encoding="utf-8")
    monkeypatch.setattr(start, "HERE", tmp_path / "elsewhere")
    assert not start.is_current((start.RUNTIME,))


def test_without_a_network_it_says_so_and_what_to_do(start):
    said = start.explain("WARNING: Retrying after 'NewConnectionError: Failed to establish a new connection'")
    assert "HTTPS_PROXY" in said
    assert "PIP_INDEX_URL" in said


def test_another_failure_shows_the_installers_last_words(start):
    assert "hashes do not match" in start.explain("ERROR: THESE PACKAGES: hashes do not match the lock file")


def test_the_gate_fails_when_only_a_check_fails(start, monkeypatch):
    monkeypatch.setattr(start, "set_up", lambda *locks: None)
    monkeypatch.setattr(start, "dress_pages", lambda: None)
    monkeypatch.setattr(start, "in_checkout", lambda words: 1 if "ruff" in words else 0)
    assert start.main(["tests"]) == 1


def test_progress_stands_beside_the_answer_and_not_in_it(start, capsys):
    start.say("making .venv")
    start.show_progress("Collecting polars==2.1.0 (from -r requirements.lock)\n")
    said = capsys.readouterr()
    assert said.out == "", "a first run with --format json would not be JSON"
    assert "making .venv" in said.err
    assert "polars==2.1.0" in said.err
