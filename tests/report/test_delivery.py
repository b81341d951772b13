"""A report is written whole or not at all."""

from pathlib import Path

import pytest

from keel.report.delivery import UnwritableReport, delivered


def _names(folder: Path) -> list[str]:
    return [each.name for each in folder.iterdir()]


def _write_and_fail(target: Path) -> None:
    with delivered(target) as draft:
        draft.write_text("half")
        raise ZeroDivisionError


def _write_to_a_full_disk(target: Path) -> None:
    with delivered(target), Path("/dev/full").open("w") as full:
        full.write("x" * 100_000)


def test_what_was_there_is_replaced_only_when_all_went_well(tmp_path: Path) -> None:
    target = tmp_path / "report.txt"
    target.write_text("before")
    with pytest.raises(ZeroDivisionError):
        _write_and_fail(target)
    assert target.read_text() == "before"
    assert _names(tmp_path) == ["report.txt"]
    with delivered(target) as draft:
        draft.write_text("after")
    assert target.read_text() == "after"
    assert _names(tmp_path) == ["report.txt"]


def test_a_full_disk_is_one_sentence_and_leaves_nothing(tmp_path: Path) -> None:
    target = tmp_path / "report.txt"
    with pytest.raises(UnwritableReport, match="cannot be written"):
        _write_to_a_full_disk(target)
    assert _names(tmp_path) == []


@pytest.mark.parametrize("target", ["missing/report.txt", "."])
def test_a_place_that_cannot_hold_a_file_is_named(tmp_path: Path, target: str) -> None:
    with pytest.raises(UnwritableReport, match=r"folder|directory"), delivered(tmp_path / target):
        pass
