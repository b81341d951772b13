"""One child's record after a write: her history read out of the database, every reading and signal, what is kept."""

import sys
import time
from collections.abc import Callable
from datetime import date
from statistics import quantiles
from typing import Any
from uuid import UUID

from benchmarks.inside.record import asking, record_as
from benchmarks.inside.stages import Stages
from keel.database.roles import Role

CHILDREN, WARM = 500, 10


def main(as_of: date) -> None:
    """Read each of the children once, as a director asks, after some that are not counted."""
    stages = Stages()
    with record_as(Role.WEB):
        from keel.access.models import User  # noqa: PLC0415 -- the application is loaded only now
        from keel.oversight.actions import reassess  # noqa: PLC0415
        from keel.oversight.assessing import kept_of  # noqa: PLC0415
        from keel.oversight.rules_held import rules  # noqa: PLC0415
        from keel.record.histories import history_of  # noqa: PLC0415

        user = User.objects.get(email="director-0@severnshire.example")
        held = rules()
        stages.mark("start-up")
        steps: dict[str, Callable[[UUID], Any]] = {
            "limit": lambda child: kept_of(histories[child], as_of, held),
            "read": lambda child: kept_of(history_of(child), as_of, held),
            "kept": lambda child: reassess(child, as_of=as_of),
        }
        with asking(user):
            children = _children()
            histories = {child: history_of(child) for child in children}
            for name, step in steps.items():
                _measured(stages, name, step, children)
    events = [len(history.events) for history in histories.values()]
    stages.say(histories=len(children), events=sum(events) / len(events), most_events=max(events))


def _measured(stages: Stages, name: str, step: Callable[[UUID], Any], children: list[UUID]) -> None:
    for child in children[:WARM]:
        step(child)
    taken = []
    for child in children:
        began = time.perf_counter()
        step(child)
        taken.append(time.perf_counter() - began)
    points = quantiles(taken, n=100)
    stages.seconds |= {f"{name} p50": points[49], f"{name} p95": points[94], f"{name} most": max(taken)}


def _children() -> list[UUID]:
    """Children with something due: they are the ones whose records are written in."""
    from keel.oversight.models import Standing  # noqa: PLC0415 -- the application is loaded only now

    at_work = Standing.objects.filter(running__gt=0).order_by("child_id")
    return list(at_work.values_list("child_id", flat=True)[:CHILDREN])


if __name__ == "__main__":
    main(date.fromisoformat(sys.argv[1]))
