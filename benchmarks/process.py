"""Measure a command: each run in a process of its own, so that memory and start-up are its own."""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.place import COMPILED, PYTHON, ROOT, surroundings

_TO_MB = 1 / 1024 if sys.platform != "darwin" else 1 / 1024 / 1024  # ru_maxrss is in KB, on macOS in bytes


class FailedRunError(Exception):
    """A measured command ended badly. The message gives the command and its last words."""


@dataclass(frozen=True)
class Measured:
    """Several runs of one command: seconds and peak memory (MB) of each, and what each said of itself."""

    seconds: tuple[float, ...]
    memory: tuple[float, ...]
    said: tuple[dict[str, Any], ...]

    @property
    def median(self) -> float:
        """The middle run, in seconds."""
        return median(self.seconds)

    @property
    def peak(self) -> float:
        """The most memory of any run, in MB."""
        return max(self.memory)

    def stage(self, name: str) -> tuple[float, ...]:
        """What each run said a stage of it took, in seconds."""
        return tuple(said["stages"][name] for said in self.said)

    @property
    def stages(self) -> dict[str, float]:
        """The median of each stage, in seconds, in the order they came."""
        return {name: median(self.stage(name)) for name in self.said[0].get("stages", {})}


def measure(
    words: Sequence[str],
    runs: int,
    compiled: Path = COMPILED,
    *,
    within: Mapping[str, str] | None = None,
    ends: Sequence[int] = (0,),
) -> Measured:
    """Run a command so many times and measure each run. Raises FailedRunError.

    ``within`` is its environment, otherwise that of every measured process; ``ends`` are the exit codes of success.
    """
    each = [_run(list(words), within or surroundings(compiled), ends) for _ in range(runs)]
    seconds, memory, said = zip(*each, strict=True)
    return Measured(seconds, memory, said)


def inside(module: str, *words: object, runs: int = 1, compiled: Path = COMPILED) -> Measured:
    """Measure a module of ``benchmarks.inside``, which says its stages in one line of JSON."""
    return measure([PYTHON, "-m", f"benchmarks.inside.{module}", *map(str, words)], runs, compiled)


def _run(
    words: list[str], within: Mapping[str, str], ends: Sequence[int]
) -> tuple[float, float, dict[str, Any]]:
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as errors:
        started = time.perf_counter()
        process = subprocess.Popen(words, stdout=out, stderr=errors, cwd=ROOT, env=dict(within))
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - started
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode not in ends:
            raise FailedRunError(f"{' '.join(words)}\n{_tail(out)}\n{_tail(errors)}")
        return seconds, usage.ru_maxrss * _TO_MB, _said(_tail(out))


def _tail(stream: Any) -> str:
    stream.seek(0)
    return stream.read().decode(errors="replace")[-4000:]


def _said(text: str) -> dict[str, Any]:
    lines = [line for line in text.splitlines() if line.startswith("{")]
    return json.loads(lines[-1]) if lines else {}
