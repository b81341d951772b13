"""What ``keel check`` must find in each format: written beside the files, so that a test can count it.

The truth file is JSON: ``version``, ``seed``, ``as_of``, ``census`` (the day of the census file), ``plantings`` (how
many of each), ``formats`` (for each format ``read_on``, ``breaches`` and ``signals``: lists of [child, timescale,
status] and [child, signal]) and ``children`` (for each child with anything planted, what, and what each format shows).
"""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from keel.invent import annex_a_window, census_window, days
from keel.invent.records import Expected, Person
from keel.invent.world import World
from keel.practice.timescales.model import Status

VERSION = 1
FORMATS = ("ssd", "cin", "annex-a")
_LOOK_BACK = 6  # months


def status(found: Expected, on: int) -> Status | None:
    """How the breach stands on a day; None where there is none yet."""
    if found.due >= on and not (found.met is not None and found.due < found.met <= on):
        return None
    if found.met is not None and found.met <= on:
        return Status.LATE
    return Status.MISSED if found.ended is not None and found.ended <= on else Status.OVERDUE


def signals(found: Expected, on: int) -> tuple[str, ...]:
    """The signals that the failing raises on a day."""
    if not found.timescale:
        is_now = found.since <= on and (found.until is None or on < found.until)
        return found.signals if is_now else ()
    stands = status(found, on)
    is_recent = found.late_counts and found.met is not None and found.met >= days.months(on, -_LOOK_BACK)
    raised = stands is Status.OVERDUE or (stands is Status.LATE and is_recent)
    return found.signals if raised else ()


@dataclass(slots=True)
class Truth:
    """Gathers the truth child by child."""

    world: World
    planted: Counter[str] = field(default_factory=Counter)
    breaches: dict[str, set[tuple[str, str, str]]] = field(
        default_factory=lambda: {f: set() for f in FORMATS}
    )
    signals: dict[str, set[tuple[str, str]]] = field(default_factory=lambda: {f: set() for f in FORMATS})
    children: dict[str, dict[str, object]] = field(default_factory=dict)

    def read_on(self, form: str) -> int:
        """The day on which a format is read."""
        return self.world.census if form == "cin" else self.world.as_of

    def add(self, child: Person) -> None:
        """Take down what must be found of one child."""
        if not child.expected:
            return
        planted = {(found.planting, id(found.record)) for found in child.expected}
        self.planted.update({found.planting for found in child.expected})
        about: dict[str, object] = {"planted": sorted({key for key, _ in planted})}
        for form in FORMATS:
            breaches = set(self._breaches(child, form))
            raised = set(self._signals(child, form))
            self.breaches[form] |= breaches
            self.signals[form] |= raised
            about[form] = {
                "breaches": sorted([timescale, stands] for _, timescale, stands in breaches),
                "signals": sorted(signal for _, signal in raised),
            }
        self.children[child.key] = about

    def _shown(self, child: Person, form: str) -> Iterator[Expected]:
        for found in child.expected:
            if form in found.formats and self._is_in_window(child, found, form):
                yield found

    def _is_in_window(self, child: Person, found: Expected, form: str) -> bool:
        if form == "cin":
            return census_window.shows(self.world.census, child, found)
        if form == "annex-a":
            return annex_a_window.shows(self.world.as_of, child, found)
        return True

    def _breaches(self, child: Person, form: str) -> Iterator[tuple[str, str, str]]:
        for found in self._shown(child, form):
            stands = status(found, self.read_on(form)) if found.timescale else None
            if stands:
                yield child.key, found.timescale, stands.value

    def _signals(self, child: Person, form: str) -> Iterator[tuple[str, str]]:
        for found in self._shown(child, form):
            for signal in signals(found, self.read_on(form)):
                yield child.key, signal

    def as_json(self) -> dict[str, object]:
        """The truth as it is written."""
        return {
            "version": VERSION,
            "seed": self.world.seed,
            "as_of": days.iso(self.world.as_of),
            "census": days.iso(self.world.census),
            "plantings": dict(sorted(self.planted.items())),
            "formats": {
                form: {
                    "read_on": days.iso(self.read_on(form)),
                    "breaches": sorted(self.breaches[form]),
                    "signals": sorted(self.signals[form]),
                }
                for form in FORMATS
            },
            "children": self.children,
        }

    def write(self, path: Path) -> None:
        """Write the truth file."""
        path.write_text(json.dumps(self.as_json(), indent=1) + "\n", encoding="utf-8")


def read_on(path: Path, form: str) -> date:
    """The day on which a file of this format must be read, from the truth file."""
    return date.fromisoformat(json.loads(path.read_text(encoding="utf-8"))["formats"][form]["read_on"])
