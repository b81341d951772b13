"""Where the report goes: to the terminal, to the file that was named, or to a file with a sensible name."""

import re
import sys
from pathlib import Path

from rich.console import Console

from keel.report.delivery import delivered
from keel.report.formats import Format
from keel.report.json_report import write_json
from keel.report.saving import save
from keel.report.summary import Report
from keel.report.text import PIPED, write_text


def deliver(report: Report, form: Format, out: Path | None) -> Path | None:
    """Write the report; the path where a file was written."""
    if out is None and form is Format.TEXT:
        write_text(report, terminal())
        return None
    if out is None and form is Format.JSON:
        write_json(report, sys.stdout)
        return None
    target = out or _free_name(report, form)
    with delivered(target) as draft:
        save(report, form, draft)
    return target


def terminal() -> Console:
    """The terminal, or a fixed width where the output is piped; nothing printed is read as markup."""
    console = Console(markup=False, highlight=False, emoji=False)
    if console.is_terminal or "COLUMNS" in console._environ:
        return console
    return Console(markup=False, highlight=False, emoji=False, width=PIPED)


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
