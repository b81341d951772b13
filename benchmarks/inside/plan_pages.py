"""Pages of one plan opened by the real middleware as the web role, one after the other."""

import os
import sys
from statistics import quantiles

from benchmarks.inside.question_pages import LIMIT, taken
from benchmarks.inside.record import record_as
from benchmarks.inside.stages import Stages
from keel.database.roles import Role


def main(cookie: str, child: str, version: str, plan: str) -> None:
    """Each page so many times."""
    os.environ["KEEL_HOSTS"] = "testserver"
    stages = Stages()
    pages = {
        "the plan": f"/child/{child}/plan/{version}",
        "what changed since the version before": f"/child/{child}/plan/{version}/changes",
        "the plan’s progress": f"/child/{child}/plan/progress/{plan}",
        LIMIT: "/health/live",
    }
    with record_as(Role.WEB):
        for name, path in pages.items():
            points = quantiles(taken({"cookie": cookie}, path), n=100)
            stages.seconds |= {f"{name} p50": points[49], f"{name} p95": points[94]}
    stages.say(pages=[name for name in pages if name != LIMIT])


if __name__ == "__main__":
    main(*sys.argv[1:])
