"""A watch for the stages of one process, from the moment the system started it."""

import json
import os
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from types import ModuleType
from typing import Any

_AFTER_NAME = 19  # of the fields of /proc/self/stat after the command's name, the one that is the start


def _began() -> float:
    """When this process began, on the clock of ``time.monotonic``; now, where the system does not say."""
    now, told = time.monotonic(), Path("/proc/self/stat")
    if not told.exists():
        return now
    ticks = int(told.read_text().rpartition(")")[2].split()[_AFTER_NAME])
    age = time.clock_gettime(time.CLOCK_BOOTTIME) - ticks / os.sysconf("SC_CLK_TCK")
    return now - max(age, 0.0)


class Stages:
    """Seconds by stage, in order."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self._last = _began()

    def mark(self, name: str) -> None:
        """The time since the last mark belongs to ``name``."""
        now = time.monotonic()
        self.seconds[name] = self.seconds.get(name, 0.0) + now - self._last
        self._last = now

    def watch(self, module: ModuleType, names: Mapping[str, str]) -> None:
        """From now on, each function of a module that ``names`` gives counts towards its stage."""
        for name, stage in names.items():
            setattr(module, name, self._watched(getattr(module, name), stage))

    def _watched(self, function: Callable[..., Any], stage: str) -> Callable[..., Any]:
        def watched(*given: Any, **named: Any) -> Any:
            result = function(*given, **named)
            self.mark(stage)
            return result

        return watched

    def say(self, **sizes: object) -> None:
        """Print what was measured."""
        sys.stdout.write("\n" + json.dumps({"stages": self.seconds, **sizes}) + "\n")
