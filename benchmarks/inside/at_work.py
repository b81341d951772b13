"""People at work, for Locust: each opens pages as her part does, reads for some seconds, and opens the next.

Run by ``locust``, not by itself: BENCHMARK_PEOPLE names the file that says who they are, BENCHMARK_ANSWERS the file
that the times go into, BENCHMARK_WARM the seconds at the beginning that are not counted.
"""

import json
import os
import time
from collections import defaultdict
from itertools import count
from pathlib import Path
from random import Random
from typing import Any

from locust import FastHttpUser, between, events, task

from benchmarks.inside.pages import SEARCH, SEARCH_PATH, SEARCHES, pages_of

PEOPLE = json.loads(Path(os.environ["BENCHMARK_PEOPLE"]).read_text(encoding="utf-8"))
WARM = float(os.environ["BENCHMARK_WARM"])
READS_FOR = (3.0, 7.0)  # seconds
OK, LED_ON = 200, 302
TOKEN = "a" * 32  # of forms: what is sent need only be what the cookie holds

_numbers = count()
_taken: dict[str, list[float]] = defaultdict(list)
_began = time.monotonic()


class AtWork(FastHttpUser):
    """One of them."""

    wait_time = between(*READS_FOR)

    def on_start(self) -> None:
        """She is the next of those who are signed in."""
        number = next(_numbers)
        self.who = PEOPLE[number % len(PEOPLE)]
        self.dice = Random(number)
        self.pages = [page for page in pages_of(self.who["part"]) if _has(self.who, page)]
        self.weights = [page.weight for page in self.pages]
        self.cookies = f"{self.who['cookie']}; {self.who['form']}={TOKEN}"

    @task
    def open_one(self) -> None:
        """A page, or a search."""
        searches = self.who["part"] != "analyst" and self.dice.random() < SEARCHES / (
            SEARCHES + sum(self.weights)
        )
        if searches:
            self._search()
            return
        page = self.dice.choices(self.pages, self.weights)[0]
        self._get(page.path(self.who, self.dice), page.name)

    def _search(self) -> None:
        """What is typed is sent, and the page that follows is the answer."""
        typed = {"text": self.dice.choice(self.who["names"])}
        with self.client.post(
            SEARCH_PATH,
            data=typed,
            headers={"Cookie": self.cookies, "X-CSRFToken": TOKEN},
            name="asking for a person",
            allow_redirects=False,
            catch_response=True,
        ) as answer:
            if answer.status_code != LED_ON:
                answer.failure(f"answered {answer.status_code}")
                return
            answer.success()
        self._get(answer.headers["location"], SEARCH)

    def _get(self, path: str, name: str) -> None:
        with self.client.get(
            path, headers={"Cookie": self.cookies}, name=name, allow_redirects=False, catch_response=True
        ) as answer:
            if answer.status_code != OK:
                answer.failure(f"{path} answered {answer.status_code}")


def _has(who: dict[str, Any], page: Any) -> bool:
    """Whether there is anything for her behind such a page."""
    needs = page.path.__qualname__
    return bool(who["children"]) or not ("_of_child" in needs or "_of_person" in needs)


@events.request.add_listener
def _note(name: str, response_time: float, exception: Exception | None, **_: Any) -> None:
    if exception is None and time.monotonic() - _began > WARM:
        _taken[name].append(response_time / 1000)


@events.quitting.add_listener
def _write(environment: Any, **_: Any) -> None:
    failed = {f"{e.name}: {e.error}": e.occurrences for e in environment.stats.errors.values()}
    told = {"taken": _taken, "failed": failed, "over": time.monotonic() - _began - WARM}
    Path(os.environ["BENCHMARK_ANSWERS"]).write_text(json.dumps(told), encoding="utf-8")
