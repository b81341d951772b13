"""How far a load has come, written by a connection of its own, so that it is seen before the load is done."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.db import connections
from django.utils import timezone

from keel.loading.models import Load, LoadProgress

Step = Callable[[float, str], None]  # the share done (0 to 1), and what is being done
EVERY = 0.25  # seconds between two lines, so that telling does not cost more than doing


@contextmanager
def progress(load: Load, watching: Step | None = None) -> Iterator[Step]:
    """Gives what to call with the share done and a few words; ``watching`` hears it too."""
    LoadProgress.objects.get_or_create(load=load)
    beside = connections.create_connection("default")
    beside.settings_dict = {**beside.settings_dict, "NAME": connections["default"].settings_dict["NAME"]}
    last = 0.0

    def step(share: float, words: str) -> None:
        nonlocal last
        if watching:
            watching(share, words)
        if time.monotonic() - last < EVERY and share < 1.0:
            return
        last = time.monotonic()
        with beside.cursor() as cursor:
            cursor.execute(
                f"UPDATE {LoadProgress._meta.db_table} SET share = %s, words = %s, at = %s WHERE load_id = %s",
                [share, words[:200], timezone.now(), load.pk],
            )

    try:
        yield step
    finally:
        beside.close()
