"""``keel invent``: a made-up authority to try things on."""

from datetime import date
from pathlib import Path

import typer

from keel.cli.as_of import today
from keel.cli.door import RefusedRequest
from keel.cli.waiting import waiting
from keel.invent import Format, InventError, write_authority

_ENDINGS = {Format.ANNEX_A: ".xlsx", Format.CIN: ".xml", Format.SSD: ""}


def run_invent(
    children: int, seed: int, as_of: date | None, form: str, *, out: Path | None, truth: Path | None
) -> None:
    """Write Severnshire, and say where."""
    chosen = Format(form)
    target = out or Path(f"severnshire{_ENDINGS[chosen]}")
    try:
        with waiting() as step:
            written = write_authority(
                children,
                seed,
                as_of or today(),
                chosen,
                target,
                truth=truth,
                progress=lambda done: step(done / children, f"Inventing children: {done:,}"),
            )
    except InventError as error:
        raise RefusedRequest(str(error)) from error
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise RefusedRequest(f"{target} cannot be written ({reason}); choose another with --out") from error
    typer.echo(f"Severnshire is in {written}" + (f", and what was planted in {truth}" if truth else ""))
