"""Severnshire in each format, made once; and loads of it into a real record."""

import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from small_extracts import AS_OF, FORMATS

from cast import cast  # noqa: F401 -- a fixture

EXCHANGE = Path(__file__).parents[1] / "exchange"
sys.path.insert(0, str(EXCHANGE))  # its bad files are sent through the page too
Made = Callable[..., Path]


@pytest.fixture(scope="session")
def severnshire(tmp_path_factory: pytest.TempPathFactory) -> Made:
    """So many children of Severnshire in a format, as at a day."""
    from keel.invent import write_authority  # noqa: PLC0415

    folder = tmp_path_factory.mktemp("severnshire")

    def make(form: str, children: int = 300, as_of: date = AS_OF) -> Path:
        out = folder / f"{as_of}-{children}" / FORMATS[form]
        if not out.exists():
            write_authority(children, 1, as_of, form, out)
        return out

    return make


@pytest.fixture
def brought(db: None) -> Callable[..., object]:
    """Load a source, and say what came of it."""
    from keel.loading.models import Load  # noqa: PLC0415
    from keel.loading.running import run  # noqa: PLC0415

    def bring(path: Path, **asked: object) -> object:
        return run(Load.objects.create(label=path.name, **asked), path)

    return bring


@pytest.fixture
def kept_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: object) -> Path:
    """Where uploads lie, and nothing else does; no collected files are asked for."""
    monkeypatch.setenv("KEEL_DATA", str(tmp_path / "data"))
    settings.STATIC_ROOT = tmp_path
    return tmp_path / "data" / "uploads"
