"""With --mask nothing that any format writes tells who a child is."""

import io
import zipfile
from pathlib import Path

import pytest
from made_answer import FORMULA, KEYS, PLAIN, SCRIPT

from keel.report.formats import Format
from keel.report.masking import codes_for
from keel.report.saving import save

TELLING = ("SEV-000777", "SEV-0001", "alert(", "calc'!", "31/02/2015")


def _bytes(path: Path) -> bytes:
    """Everything in the file, and everything in the files inside it."""
    data = path.read_bytes()
    if not zipfile.is_zipfile(path):
        return data
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return b"\n".join(archive.read(name) for name in archive.namelist())


@pytest.mark.parametrize("form", Format)
def test_no_identifier_is_anywhere_in_a_masked_report(masked_report, form, tmp_path) -> None:
    save(masked_report, form, tmp_path / "report")
    written = _bytes(tmp_path / "report").decode("utf-8", errors="replace")
    assert "C0001" in written
    assert [telling for telling in TELLING if telling in written] == []


@pytest.mark.parametrize("form", Format)
def test_the_same_report_unmasked_does_hold_them(report, form, tmp_path) -> None:
    save(report, form, tmp_path / "report")
    assert PLAIN.encode() in _bytes(tmp_path / "report")


def test_each_child_has_one_code_and_no_two_share_it() -> None:
    codes = codes_for(KEYS)
    assert sorted(codes.values()) == ["C0001", "C0002", "C0003"]
    assert codes == codes_for(reversed(KEYS))


def test_codes_do_not_follow_the_order_of_identifiers() -> None:
    codes = codes_for(f"{number:05d}" for number in range(200))
    in_order = [codes[key] for key in sorted(codes)]
    assert in_order != sorted(in_order)
    assert in_order != sorted(in_order, reverse=True)


def test_a_code_cannot_be_worked_out_from_one_identifier() -> None:
    assert codes_for([PLAIN, SCRIPT, FORMULA])[PLAIN] != codes_for([PLAIN, *map(str, range(500))])[PLAIN]
