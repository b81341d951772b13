"""A small record in an installation: made, and looked into past every wall."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from test_running import Installation

from keel.database.folder import PORT, SUPERUSER, DataFolder
from keel.database.roles import DATABASE
from keel.database.urls import make_url

MAKER = Path(__file__).with_name("made_record.py")


def make_record(installation: Installation, *, sessions: int, children: int) -> dict[str, Any]:
    """What clients must know of the record that was made."""
    done = subprocess.run(
        [sys.executable, str(MAKER), str(sessions), str(children)],
        env=installation.environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1]) | {"port": installation.port}


def superuser(installation: Installation) -> str:
    """The address at which everything is seen."""
    place = DataFolder.opened(installation.folder)
    password = place.passwords()[SUPERUSER]
    return make_url(
        user=SUPERUSER, password=password, host=str(place.socket_folder()), port=str(PORT), dbname=DATABASE
    )
