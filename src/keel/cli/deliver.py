"""Where the report goes: to the terminal, to the file that was named, or to a file with a sensible name."""

import os
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from keel.report.delivery import delivered
from keel.report.formats import Format
from keel.report.json_report import write_json
from keel.report.saving import save
from keel.report.summary import Report

if TYPE_CHECKING:
    from rich.console import Console


def to_screen(form: Format, out: Path | None) -> bool:
    """Whether the report goes to the terminal or the pipe rather than to a file."""
    return out is None and form in (Format.TEXT, Format.JSON)


def show(report: Report, form: Format) -> None:
    """Print the report."""
    if form is Format.JSON:
        write_json(report, sys.stdout)
    else:
        from keel.report.text import write_text  # noqa: PLC0415 - only this format needs it

        write_text(report, terminal())


def deliver(report: Report, form: Format, out: Path | None) -> Path:
    """Write the report to a file; where that is."""
    target = out or _free_name(report, form)
    with delivered(target) as draft:
        save(report, form, draft)
    return target


def terminal() -> "Console":
    """The terminal, or a fixed width where the output is piped; nothing printed is read as markup."""
    from rich.console import Console  # noqa: PLC0415 - only what is printed needs it

    from keel.report.text import PIPED  # noqa: PLC0415 - only what is printed needs it

    is_fitted = sys.stdout.isatty() or "COLUMNS" in os.environ
    return Console(markup=False, highlight=False, emoji=False, width=None if is_fitted else PIPED)


def _free_name(report: Report, form: Format) -> Path:
    """A name from what was read and the date, that no file has yet."""
    stem = (
        re.sub(r"[^A-Za-z0-9]+", "-", Path(report.answer.extract.label).stem).strip("-").lower() or "report"
    )
    base = f"keel-{stem}-{report.answer.as_of.isoformat()}"
    name, number = Path(f"{base}.{form.value}"), 1
    while name.exists():
        number += 1
        name = Path(f"{base}-{number}.{form.value}")
    return name
