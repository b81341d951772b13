"""How many statements each page asks, by the real middleware as the web role: for who has most rows, and fewest."""

import json
import os
import sys
from collections import defaultdict
from pathlib import Path
from random import Random
from typing import Any

from benchmarks.inside.pages import LIMIT, SEARCH, SEARCH_PATH, pages_of
from benchmarks.inside.record import record_as
from benchmarks.inside.stages import Stages
from keel.database.roles import Role

OK = 200
TIMES = 3  # different children or the like, for each


def main(people: list[dict[str, Any]]) -> None:
    """Open every page of each part, in this process."""
    os.environ["KEEL_HOSTS"] = "testserver"
    counts: dict[str, set[int]] = defaultdict(set)
    slow: dict[str, list[tuple[float, str]]] = defaultdict(list)
    with record_as(Role.WEB):
        for who in _some(people):
            for page in pages_of(who["part"]):
                if page.name == LIMIT or not (who["children"] or who["part"] == "analyst"):
                    continue
                for turn in range(TIMES):
                    found = _asked(who, page.path(who, Random(turn)))
                    counts[page.name].add(len(found))
                    slow[page.name] += found
            if who["part"] == "worker":
                found = _searched(who)
                counts[SEARCH].add(len(found))
                slow[SEARCH] += found
    if "--slow" in sys.argv:
        for name, found in slow.items():
            sys.stdout.write(f"\n== {name}\n")
            for took, sql in sorted(found, reverse=True)[:4]:
                sys.stdout.write(f"   {took * 1000:7.1f} ms {sql[:500]}\n")
    Stages().say(queries={name: [min(found), max(found)] for name, found in counts.items()})


def _some(people: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Of each part whoever has most, and fewest."""
    by_part: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for who in people:
        by_part[who["part"]].append(who)
    return [who for same in by_part.values() for who in same[:: max(1, len(same) - 1)]]


def _client(who: dict[str, Any]) -> Any:
    from django.test import Client  # noqa: PLC0415 -- the application is loaded only now

    client = Client()
    name, _, value = who["cookie"].partition("=")
    client.cookies[name] = value
    client.get("/health/live")
    return client


def _asked(who: dict[str, Any], path: str) -> list[tuple[float, str]]:
    """The statements of one page with what each took, those of its transaction among them."""
    return _counted(_client(who), path)


def _searched(who: dict[str, Any]) -> list[tuple[float, str]]:
    client = _client(who)
    answer = client.post(SEARCH_PATH, {"text": who["names"][0]})
    return _counted(client, answer["Location"])


def _counted(client: Any, path: str) -> list[tuple[float, str]]:
    from django.db import connection  # noqa: PLC0415
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    with CaptureQueriesContext(connection) as held:
        answer = client.get(path)
    if answer.status_code != OK:
        raise RuntimeError(f"{path} answered {answer.status_code}")
    return [(float(query["time"]), query["sql"]) for query in held.captured_queries]


if __name__ == "__main__":
    main(json.loads(Path(sys.argv[1]).read_text(encoding="utf-8")))
