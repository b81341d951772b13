"""An installation that faults are done to."""

import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "cli"))


from test_running import Installation


@pytest.fixture(scope="module")
def installation(migrated: Callable[[Path], None]) -> Iterator[Installation]:
    """An installation whose tables are made."""
    top = Path(tempfile.mkdtemp(prefix="keel-faults-", dir="/tmp"))
    top.chmod(0o755)
    made = Installation(top / "data")
    migrated(made.folder)
    yield made
    made.keel("stop")
    shutil.rmtree(top)
