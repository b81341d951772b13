"""Saves a report as a file, in any format."""

from pathlib import Path

from keel.report.formats import Format
from keel.report.json_report import write_json
from keel.report.summary import Report


def save(report: Report, form: Format, path: Path) -> None:
    """Write the report into the file at ``path``."""
    if form is Format.TEXT:
        from keel.report.text import save_text  # noqa: PLC0415 - only this format needs it

        save_text(report, path)
    elif form is Format.JSON:
        _save_json(report, path)
    elif form is Format.HTML:
        from keel.report.html import save_html  # noqa: PLC0415 - charts take a moment to load

        save_html(report, path)
    else:
        from keel.report.xlsx import save_xlsx  # noqa: PLC0415 - only this format needs it

        save_xlsx(report, path)


def _save_json(report: Report, path: Path) -> None:
    with path.open("w", encoding="utf-8") as file:
        write_json(report, file)
