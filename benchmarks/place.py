"""Where things lie, and the surroundings that every measured process is given."""

import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
WORK = ROOT / "benchmarks" / "work"
RESULTS = ROOT / "benchmarks" / "results.json"
PAGE = ROOT / "docs" / "benchmarks.md"
BYTECODE, COMPILED = WORK / "__pycache__" / "bytecode", WORK / "__pycache__" / "compiled"
RIVAL = WORK / "rival" / ".venv"
PYTHON = sys.executable
KEEL = str(Path(sys.executable).with_name("keel"))


def surroundings(compiled: Path = COMPILED) -> dict[str, str]:
    """The environment of a measured process: what was compiled is kept."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return kept | {"PYTHONPYCACHEPREFIX": str(BYTECODE), "NUMBA_CACHE_DIR": str(compiled)}


def say(text: str) -> None:
    """A line for whoever waits."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()
