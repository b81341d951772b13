"""``keel check`` and ``keel journey``: read, evaluate, hand to the report."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl
import typer

from keel.cli.as_of import chosen_date, today
from keel.cli.deliver import deliver, terminal
from keel.cli.door import FOUND, READ, RefusedRequest
from keel.cli.source import read_source
from keel.cli.waiting import Step, counting, waiting
from keel.exchange.extract import Extract
from keel.population.answer import Answer
from keel.population.check import check
from keel.practice.standards import load
from keel.practice.timescales.model import Status
from keel.report.formats import Format
from keel.report.journey import draw_journey, found_child
from keel.report.summary import Report

DEMO = "demo"
_SEVERITIES = {"red": ("red", "black"), "amber": ("amber", "red", "black")}


def run_check(
    source: str,
    as_of: date | None,
    overlay: Path | None,
    form: Format,
    out: Path | None,
    fail_on: str | None,
    mask: bool,
    engine: str,
) -> int:
    """Check a source and deliver the report; the exit code."""
    with waiting() as step:
        answer, chosen = _answer(source, as_of, overlay, step, engine)
        step(1.0, "Writing the report")
        report = Report(answer, chosen=chosen, mask=mask)
        if form is not Format.TEXT or out is not None:
            return _told(deliver(report, form, out), answer, fail_on)
    return _told(deliver(report, form, out), answer, fail_on)


def _told(written: Path | None, answer: Answer, fail_on: str | None) -> int:
    if written is not None:
        typer.echo(f"The report is in {written}")
    return FOUND if fail_on is not None and _exists(answer, fail_on) else READ


def _exists(answer: Answer, level: str) -> bool:
    """Whether a signal of the level or worse exists; for amber, anything overdue too."""
    raised = answer.signals.filter(pl.col("severity").is_in(_SEVERITIES[level])).height
    overdue = level == "amber" and answer.readings.filter(pl.col("status") == Status.OVERDUE).height
    return bool(raised or overdue)


def run_journey(source: str, child: str, as_of: date | None, overlay: Path | None) -> None:
    """Draw one child's history."""
    with waiting() as step:
        answer, chosen = _answer(source, as_of, overlay, step, "local")
    row = found_child(answer, child)
    if row is None:
        raise RefusedRequest(
            f"no child in {answer.extract.label} has the identifier {child!r}; check it against the source"
        )
    draw_journey(answer, row, chosen, terminal())


def _answer(
    source: str, as_of: date | None, overlay: Path | None, step: Step, engine: str
) -> tuple[Answer, str]:
    standards = load(overlay)
    with _opened(source, step) as extract:
        day, chosen = chosen_date(extract, as_of, today())
        try:
            answer = check(
                extract, standards, day, progress=counting(step, "Reading histories"), engine=engine
            )
        except ImportError as error:
            raise RefusedRequest(
                f"--engine {engine} needs an extra that is not installed ({error.name}); see the README"
            ) from error
        return answer, chosen


@contextmanager
def _opened(source: str, step: Step) -> Iterator[Extract]:
    if source != DEMO or Path(source).exists():
        yield read_source(Path(source), step)
        return
    with TemporaryDirectory() as folder:
        yield read_source(_demo(Path(folder), step), step)


def _demo(folder: Path, step: Step) -> Path:
    from keel.invent import write_authority  # noqa: PLC0415 - only the demo needs it

    step(0.0, "Inventing Severnshire")
    raise NotImplementedError(write_authority)
