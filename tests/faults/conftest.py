"""An installation that faults are done to."""

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "cli"))


from test_running import KEEL, Installation


@pytest.fixture(scope="module")
def installation() -> Iterator[Installation]:
    """An installation whose tables are made."""
    top = Path(tempfile.mkdtemp(prefix="keel-faults-", dir="/tmp"))
    top.chmod(0o755)
    made = Installation(top / "data")
    done = subprocess.run(
        [*KEEL, "migrate"], env=made.environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    yield made
    made.keel("stop")
    shutil.rmtree(top)
