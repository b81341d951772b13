"""Pages of questions opened by the real middleware as the web role, one after the other, by who has most of them."""

import json
import os
import sys
import time
from pathlib import Path
from statistics import quantiles
from typing import Any

from benchmarks.inside.record import record_as
from benchmarks.inside.stages import Stages
from keel.database.roles import Role

OK, TIMES, WARM = 200, 60, 3
LIMIT = "limit"
PAGES = (  # name, who opens it, where it is, and whether it is of her team
    ("her questions", "manager", "questions:home", False),
    ("a team by its questions", "manager", "questions:team", True),
    ("the service by its questions", "senior", "questions:service", False),
    ("what is known and not changed", "senior", "questions:known", False),
    ("questions about disabled children", "senior", "questions:disabled", False),
    ("children exposed now", "senior", "questions:exposed", False),
    ("the service’s children", "senior", "chronology:service", False),
    ("supervision in the teams", "senior", "supervision:register", False),
    ("caseloads", "senior", "continuity:caseloads", False),
    ("children whose work began again", "senior", "continuity:start-again", False),
    ("instability and drift", "senior", "continuity:instability", False),
    ("what if", "senior", "continuity:what-if", False),
    (LIMIT, "manager", "/health/live", False),
)


def main(people: list[dict[str, Any]]) -> None:
    """Each page so many times, by the manager and the senior with most that is open."""
    os.environ["KEEL_HOSTS"] = "testserver"
    stages, said = Stages(), {}
    with record_as(Role.WEB):
        from django.urls import reverse  # noqa: PLC0415 -- the application is loaded only now

        busiest = {
            part: _busiest([each for each in people if each["part"] == part])
            for part in ("manager", "senior")
        }
        for name, part, place, is_of_team in PAGES:
            who = busiest[part]
            seconds = taken(
                who, reverse(place, args=[who["team"]] if is_of_team else []) if ":" in place else place
            )
            points = quantiles(seconds, n=100)
            stages.seconds |= {f"{name} p50": points[49], f"{name} p95": points[94]}
            said[name] = who["length"]
    stages.say(bytes=said)


def _busiest(people: list[dict[str, Any]]) -> dict[str, Any]:
    """Whose page of questions is the longest."""
    for who in people:
        who["length"] = len(_client(who).get("/").content) if who["children"] else 0
    return max(people, key=lambda who: int(who["length"]))


def _client(who: dict[str, Any]) -> Any:
    from django.test import Client  # noqa: PLC0415 -- the application is loaded only now

    client = Client()
    name, _, value = who["cookie"].partition("=")
    client.cookies[name] = value
    return client


def taken(who: dict[str, Any], path: str) -> list[float]:
    """Seconds of each answer to whoever has the cookie."""
    client, seconds = _client(who), []
    for turn in range(WARM + TIMES):
        began = time.perf_counter()
        answer = client.get(path)
        if answer.status_code != OK:
            raise RuntimeError(f"{path} answered {answer.status_code}")
        if turn >= WARM:
            seconds.append(time.perf_counter() - began)
    return seconds


if __name__ == "__main__":
    main(json.loads(Path(sys.argv[1]).read_text(encoding="utf-8")))
