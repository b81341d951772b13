"""``keel invent``: a made-up authority to try things on."""

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from datetime import date
from pathlib import Path

import typer

from keel.cli.door import RefusedRequest
from keel.cli.waiting import waiting
from keel.clock import today
from keel.invent import Format, InventError, write_authority
from keel.report.delivery import delivered, delivered_folder

_ENDINGS = {Format.ANNEX_A: ".xlsx", Format.CIN: ".xml", Format.SSD: "", Format.ROSTER: "-roster"}
_FOLDERS = (Format.SSD, Format.ROSTER)


def run_invent(
    children: int, seed: int, as_of: date | None, form: str, *, out: Path | None, truth: Path | None
) -> None:
    """Write Severnshire, and say where."""
    chosen = Format(form)
    target = out or Path(f"severnshire{_ENDINGS[chosen]}")
    try:
        with waiting() as step, _drafts(chosen, target, truth) as (draft, truth_draft):
            write_authority(
                children,
                seed,
                as_of or today(),
                chosen,
                draft,
                truth=truth_draft,
                progress=lambda done: step(done / children, f"Inventing children: {done:,}"),
            )
    except InventError as error:
        raise RefusedRequest(str(error)) from error
    typer.echo(f"Severnshire is in {target}" + (f", and what was planted in {truth}" if truth else ""))


@contextmanager
def _drafts(chosen: Format, target: Path, truth: Path | None) -> Iterator[tuple[Path, Path | None]]:
    """Where to write, so that what was asked for is there whole or not at all."""
    into = delivered_folder if chosen in _FOLDERS else delivered
    with delivered(truth) if truth else nullcontext() as truth_draft, into(target) as draft:
        yield draft, truth_draft
