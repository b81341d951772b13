"""What the repository promises to whoever clones it."""

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[2]
LOCKS = ("requirements.lock", "requirements-dev.lock")
SKIPPED = {
    ".venv",
    ".git",
    "site",
    "out",
    "__pycache__",
    ".mypy_cache",
    ".ruff_cache",
    ".pytest_cache",
    ".hypothesis",
    "node_modules",
    "vendor",
    "keel-data",
}
PRIVATE = re.compile(
    r"(?<!benchmarks)/" + r"work/|/" + r"root/|py" + r"pi\.org|python" + r"hosted|registry\." + r"npmjs"
)


def _declared() -> dict:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def _pinned(lock: str) -> dict[str, set[str]]:
    pins: dict[str, set[str]] = {}
    for name, version in re.findall(r"^([A-Za-z0-9._-]+)==(\S+)", (ROOT / lock).read_text(), re.MULTILINE):
        pins.setdefault(canonicalize_name(name), set()).add(version)
    return pins


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_names_no_registry_and_hashes_everything(lock):
    text = (ROOT / lock).read_text(encoding="utf-8")
    assert not re.search(r"https?:|--index|--extra-index|--find-links", text)
    for entry in re.split(r"^(?=[A-Za-z0-9])", text, flags=re.MULTILINE)[1:]:
        assert "--hash=sha256:" in entry, f"{lock}: not held to a hash: {entry.splitlines()[0]}"


@pytest.mark.parametrize(("lock", "extras"), [(LOCKS[0], ("build",)), (LOCKS[1], ("build", "dev", "spark"))])
def test_a_lock_holds_what_the_project_declares(lock, extras):
    project, pins = _declared(), _pinned(lock)
    lines = project["dependencies"] + [
        line for extra in extras for line in project["optional-dependencies"][extra]
    ]
    for requirement in map(Requirement, lines):
        versions = pins.get(canonicalize_name(requirement.name), set())
        assert versions, f"{requirement.name} is not in {lock}: run python3 start.py lock"
        assert all(requirement.specifier.contains(version) for version in versions), (
            f"{requirement} in {lock}"
        )


def test_both_locks_agree():
    runtime, development = (_pinned(lock) for lock in LOCKS)
    assert {name: development.get(name) for name in runtime} == runtime


def test_each_dependency_has_its_reason():
    lines = (ROOT / "pyproject.toml").read_text(encoding="utf-8").splitlines()
    entries = [line for line in lines if re.match(r'^  "[A-Za-z0-9_.-]+>=', line)]
    assert len(entries) > 10
    assert not [line for line in entries if not re.search(r"# \w+", line)]


def test_nothing_private_is_written_down():
    found = [
        f"{path.relative_to(ROOT)}: {match.group()}"
        for path in sorted(ROOT.rglob("*"))
        if path.is_file()
        and not SKIPPED & set(path.relative_to(ROOT).parts)
        and path.stat().st_size < 2_000_000
        for match in PRIVATE.finditer(path.read_text(encoding="utf-8", errors="ignore"))
    ]
    assert not found, f"addresses of one machine or registry have no place here: {found[:10]}"


def test_a_licence_is_given_and_declared():
    assert (ROOT / "LICENSE").read_text(encoding="utf-8").startswith("GNU AFFERO GENERAL PUBLIC LICENSE")
    assert _declared()["license"] == "AGPL-3.0-or-later"
