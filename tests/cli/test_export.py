"""A return is written whole or not at all."""

import os
import subprocess
import sys
from pathlib import Path

KEEL = Path(sys.executable).with_name("keel")


def export(out: Path, data: Path, *more: str) -> subprocess.CompletedProcess[str]:
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("KEEL_", "DATABASE_URL"))
    }
    words = [str(KEEL), "export", "cin", "--out", str(out), *more]
    return subprocess.run(
        words, env=kept | {"KEEL_DATA": str(data)}, capture_output=True, text=True, check=False
    )


def test_what_fails_leaves_no_file_behind_and_what_is_there_is_not_written_over(tmp_path: Path) -> None:
    out, data = tmp_path / "census.xml", tmp_path / "data"
    data.mkdir()
    (data / "letters.txt").write_text("something else", encoding="utf-8")
    refused = export(out, data, "--authority", "123")
    assert refused.returncode != 0
    assert "KEEL_DATA" in refused.stderr, "it says where the trouble is"
    assert not out.exists()
    out.write_text("last year's", encoding="utf-8")
    again = export(out, data, "--authority", "123")
    assert "is there already" in again.stderr
    assert out.read_text(encoding="utf-8") == "last year's"
    assert "three digits" in export(tmp_path / "other.xml", data).stderr
