"""A visit to four brothers and sisters recorded through the page, by the worker who has them: the whole request.

Each visit is a real write in a copy of the record, with readings and signals of all four read anew and the look written
to the audit.
"""

import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import quantiles
from typing import Any
from uuid import uuid4

from benchmarks.inside.record import record_as
from benchmarks.inside.stages import Stages
from benchmarks.inside.visitor import FOUR
from keel.database.roles import Role
from keel.database.room import keep_room

TIMES, WARM, OK, LED = 5, 5, 200, 302


def main(cookie: str) -> None:
    """Measure as the web role."""
    os.environ["KEEL_HOSTS"] = "testserver"
    stages = Stages()
    keep_room(Path(os.environ["KEEL_DATA"]))  # as whatever serves the pages does, or nothing may be written
    with record_as(Role.WEB):
        taken, opened = _measured(cookie)
    for name, seconds in (("saved", taken), ("opened", opened)):
        points = quantiles(seconds, n=100)
        stages.seconds |= {f"{name} p50": points[49], f"{name} p95": points[94]}
    stages.say(visits=len(taken), children=FOUR)


def _measured(cookie: str) -> tuple[list[float], list[float]]:
    from django.test import Client  # noqa: PLC0415

    client = Client()
    name, _, value = cookie.partition("=")
    client.cookies[name] = value
    saved, opened = [], []
    for turn, family in enumerate(_hers(client)):
        for time_of in range(TIMES):
            way = f"/child/{family[0]}/record/visit"
            began = time.perf_counter()
            page = client.get(way)
            between = time.perf_counter()
            answer = client.post(way, _typed(family))
            ended = time.perf_counter()
            if answer.status_code != LED or page.status_code != OK:
                raise RuntimeError(f"{way} answered {page.status_code} and {answer.status_code}")
            if turn * TIMES + time_of >= WARM:
                opened.append(between - began)
                saved.append(ended - between)
    return saved, opened


def _hers(client: Any) -> Iterator[list[str]]:
    """Her families, as the page of one child names the others."""
    import re  # noqa: PLC0415

    seen: set[str] = set()
    for child in re.findall(r'href="/child/([0-9a-f-]{36})/"', client.get("/mine/").content.decode()):
        page = client.get(f"/child/{child}/record/visit").content.decode()
        family = [child, *dict.fromkeys(re.findall(r'name="([0-9a-f-]{36})-is_here"', page))]
        if not seen & set(family) and len(family) >= FOUR:
            seen |= set(family)
            yield family[:FOUR]


def _typed(family: list[str]) -> dict[str, str]:
    from keel.clock import today  # noqa: PLC0415

    shared = {
        "token": str(uuid4()), "revision": "0", "visit-visited_on": today().strftime("%d/%m/%Y"),
        "visit-kind": "held", "visit-people_there": "All four and their mother", "visit-purpose": "To see their rooms",
        "visit-home_conditions": "Warm and tidy. " * 10, "visit-worries": "None new. " * 10,
        "visit-plan_checks": "The lock is fitted.",
    }  # fmt: skip
    for child in family:
        own = {"is_here": "on", "is_child_seen": "yes", "is_seen_alone": "yes", "is_bedroom_seen": "no"}
        shared |= {f"{child}-{name}": value for name, value in own.items()}
        shared[f"{child}-own_words"] = "It is better now. I sleep in my own bed. " * 3
    return shared


if __name__ == "__main__":
    main(sys.argv[1])
