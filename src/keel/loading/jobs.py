"""An uploaded source loaded by the worker, in a process of its own: one that is too large takes nobody else down."""

import os
import subprocess
import sys
from collections.abc import Mapping

from django.db import connection
from django.utils import timezone

from keel.exchange.findings import UnreadableSource
from keel.loading.models import Load, State
from keel.loading.running import NOTHING_CHANGED, Outcome, move_on, run
from keel.loading.uploads import forget, forget_old, path_of

STOPPED = (
    f"It was stopped before it was done: killed, or it needed more memory than there is. {NOTHING_CHANGED}"
)


def run_kept(load_id: int, environment: Mapping[str, str] | None = None) -> None:
    """Load what was uploaded, in another process, and say so where that process could not."""
    words = [sys.executable, "-m", "keel.loading.alone", str(load_id)]
    connection.close()  # the load may take an hour
    subprocess.run(words, check=False, env={**os.environ, **(environment or {})})
    load = Load.objects.get(pk=load_id)
    if not load.is_over:
        move_on(load, State.FAILED, STOPPED, finished_at=timezone.now())
    forget_old(Load.objects.exclude(kept_in="").values_list("kept_in", flat=True))


def run_here(load_id: int) -> Outcome:
    """Load what was uploaded. The file is deleted unless somebody may yet ask for it to be loaded otherwise."""
    load = Load.objects.get(pk=load_id)
    try:
        path = path_of(load.kept_in)
    except UnreadableSource as error:
        move_on(load, State.REFUSED, str(error), finished_at=timezone.now())
        return Outcome(load, State.REFUSED, str(error))
    outcome = run(load, path)
    if not outcome.is_worth_asking_again:
        forget(load.kept_in)
        load.kept_in = ""
        load.save(update_fields=["kept_in"])
    return outcome
