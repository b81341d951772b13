"""``keel check`` and ``keel journey``: read, evaluate, hand to the report."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl
import typer

from keel.cli.deliver import deliver, show, terminal, to_screen
from keel.cli.door import FOUND, READ, RefusedRequest
from keel.cli.waiting import Step, counting, waiting
from keel.clock import today
from keel.exchange.as_of import chosen_date
from keel.exchange.extract import Extract
from keel.exchange.source import read_source
from keel.population.answer import Answer
from keel.population.check import check
from keel.practice.standards import load
from keel.practice.timescales.model import Status
from keel.report.formats import Format
from keel.report.summary import Report

DEMO = "demo"
_SEVERITIES = {"red": ("red", "black"), "amber": ("amber", "red", "black")}


@dataclass(frozen=True, slots=True)
class Asked:
    """What a command asks about a source."""

    source: str
    as_of: date | None = None
    overlay: Path | None = None
    engine: str = "local"


def run_check(asked: Asked, form: Format, out: Path | None, *, fail_on: str | None, mask: bool) -> int:
    """Check a source and deliver the report; the exit code."""
    with waiting() as step:
        answer, chosen = _answer(asked, step)
        report = Report(answer, chosen=chosen, mask=mask)
        step(1.0, "Writing the report")
        written = None if to_screen(form, out) else deliver(report, form, out)
    if to_screen(form, out):
        show(report, form)
    else:
        typer.echo(f"The report is in {written}")
    return FOUND if fail_on is not None and _exists(answer, fail_on) else READ


def _exists(answer: Answer, level: str) -> bool:
    """Whether a signal of the level or worse exists; for amber, anything overdue too."""
    raised = answer.signals.filter(pl.col("severity").is_in(_SEVERITIES[level])).height
    overdue = level == "amber" and answer.readings.filter(pl.col("status") == Status.OVERDUE).height
    return bool(raised or overdue)


def run_journey(asked: Asked, child: str) -> None:
    """Draw one child's history."""
    from keel.report.journey import draw_journey, found_child  # noqa: PLC0415 - only this command needs it

    with waiting() as step:
        answer, chosen = _answer(asked, step)
    row = found_child(answer, child)
    if row is None:
        raise RefusedRequest(
            f"no child in {answer.extract.label} has the identifier {child!r}; check it against the source"
        )
    draw_journey(answer, row, chosen, terminal())


def _answer(asked: Asked, step: Step) -> tuple[Answer, str]:
    standards = load(asked.overlay)
    with _opened(asked.source, step) as extract:
        day, chosen = chosen_date(extract, asked.as_of, today())
        step(0.0, "Preparing for this machine (once)")
        told = counting(step, "Reading histories")
        try:
            return check(extract, standards, day, progress=told, engine=asked.engine), chosen
        except ImportError as error:
            raise RefusedRequest(_lacking(asked.engine, error)) from error


def _lacking(engine: str, error: ImportError) -> str:
    return f"--engine {engine} needs {error.name}, which is not installed; see the README for the extra"


@contextmanager
def _opened(source: str, step: Step) -> Iterator[Extract]:
    if source != DEMO or Path(source).exists():
        yield read_source(Path(source), step)
        return
    from keel.invent import demo  # noqa: PLC0415 - only the demo needs it

    with TemporaryDirectory() as folder:
        step(0.0, "Inventing Severnshire")
        yield read_source(demo(Path(folder) / "severnshire"), step)
