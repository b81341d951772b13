"""Names that are not quite right, each asked for as a worker asks: how long it takes, and where who is meant stands.

The limit is to compare what was typed with every name in memory, one after the other: no record, no walls, no keys.
"""

import sys
import time
from collections import Counter
from collections.abc import Sequence
from random import Random
from statistics import quantiles
from typing import Any

from benchmarks.inside.fill_strangers import SEED
from benchmarks.inside.record import asking, record_as, someone_who_finds
from benchmarks.inside.stages import Stages
from keel.database.roles import Role
from keel.invent.strangers import Bearer, asked_wrongly, strangers

FIRST, MOST = 5, 25
WARM = 5


def main(people: int, names: int) -> None:
    """Ask for so many names, each way of getting one wrong as often as any other."""
    stages = Stages()
    dice = Random(SEED)
    bearers = strangers(people, dice)
    wrongly = asked_wrongly(bearers, names, dice)
    with record_as(Role.WEB):
        user = someone_who_finds()
        stages.mark("start-up")
        for _, bearer, typed in wrongly[:WARM]:
            _found(user, typed, bearer)
        found = [_found(user, typed, bearer) for _, bearer, typed in wrongly]
    missed = Counter(
        way for (way, *_), (_, place) in zip(wrongly, found, strict=True) if place is None or place >= FIRST
    )
    _say(stages, [took for took, _ in found], _compared(bearers, wrongly), missed)


def _found(user: Any, typed: str, bearer: Bearer) -> tuple[float, int | None]:
    """How long it took, the transaction whole, and in which place the person meant stood."""
    from keel.access.queries import findable_by  # noqa: PLC0415 -- the application is loaded only now
    from keel.clock import today  # noqa: PLC0415
    from keel.people import asked, search  # noqa: PLC0415

    began = time.perf_counter()
    with asking(user):
        matches = search.find(asked.read(typed, today()), findable_by(user))
    took = time.perf_counter() - began
    return took, next((place for place, match in enumerate(matches) if match.person == bearer.person), None)


def _compared(bearers: Sequence[Bearer], wrongly: Sequence[tuple[str, Bearer, str]]) -> list[float]:
    from rapidfuzz import fuzz, process  # noqa: PLC0415 -- only the limit compares by it

    every = [f"{b.forename} {b.surname}" for b in bearers]
    taken = []
    for _, _, typed in wrongly:
        began = time.perf_counter()
        process.extract(typed, every, scorer=fuzz.token_sort_ratio, limit=MOST)
        taken.append(time.perf_counter() - began)
    return taken


def _say(stages: Stages, taken: list[float], compared: list[float], missed: Counter[str]) -> None:
    points, limit = quantiles(taken, n=100), quantiles(compared, n=100)
    stages.seconds |= {"p50": points[49], "p95": points[94], "most": max(taken)}
    stages.seconds |= {"limit p50": limit[49], "limit p95": limit[94], "limit most": max(compared)}
    stages.say(found=1 - missed.total() / len(taken), missed=dict(missed), names=len(taken))


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
