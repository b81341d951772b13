"""What a process that answers pages sets aside for good, as its server starts it."""

import subprocess
import sys

STARTED = """
import gc, sys
import keel.web.wsgi
print(gc.get_freeze_count() > 100_000, gc.get_threshold()[0] > 10_000, "keel.questions.home" in sys.modules)
"""


def test_the_application_is_set_aside_with_all_its_pages() -> None:
    """Else one page in ten waits while Python looks through all of it."""
    ended = subprocess.run([sys.executable, "-c", STARTED], capture_output=True, text=True, check=True)
    assert ended.stdout.split() == ["True", "True", "True"]
