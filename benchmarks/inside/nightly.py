"""The night over the whole record: everybody read again, a day later, and every question looked at and taken up."""

import sys
import time
from datetime import date, timedelta
from typing import Any

from benchmarks.inside.record import record_as
from benchmarks.inside.stages import Stages
from keel.database.roles import Role


def main(as_of: date) -> None:
    """The first night on which the staff can sign in; the next, when only a day has passed; and that one again."""
    stages = Stages()
    with record_as(Role.WORKER):
        from keel.oversight import rebuild as nightly  # noqa: PLC0415 -- the application is loaded only now
        from keel.oversight.models import Flag  # noqa: PLC0415

        asking = _Timed(nightly.ask)
        nightly.ask = asking  # type: ignore[assignment]
        stages.mark("start-up")
        said: dict[str, dict[str, int]] = {}
        for name, day in (
            ("first", as_of),
            ("next", as_of + timedelta(days=1)),
            ("again", as_of + timedelta(days=1)),
        ):
            told = nightly.rebuild(as_of=day)
            stages.mark(name)
            stages.seconds[f"{name}, flags"] = asking.taken()
            said[name] = {"raised": told.raised, "closed": told.closed, "climbed": told.climbed}
        open_now = Flag.objects.open()
        stages.say(
            nights=said, children=told.children, open=open_now.count(), asking=Flag.objects.asking().count(),
            unowned=open_now.filter(owner=None).count(),
        )  # fmt: skip


class _Timed:
    """A function and how long it took since it was last asked."""

    def __init__(self, function: Any) -> None:
        self._function, self._seconds = function, 0.0

    def __call__(self, *given: Any) -> Any:
        began = time.perf_counter()
        result = self._function(*given)
        self._seconds += time.perf_counter() - began
        return result

    def taken(self) -> float:
        """Seconds since the last time."""
        taken, self._seconds = self._seconds, 0.0
        return taken


if __name__ == "__main__":
    main(date.fromisoformat(sys.argv[1]))
