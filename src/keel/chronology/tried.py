"""What something thought of would do, in the words of a page: how far it is read, what it raises and closes."""

from typing import Any

from keel.chronology import standard_rows as rows
from keel.oversight.models import RecordedPreview, StandardPreview
from keel.practice.ladder import Colour
from keel.report.wording import counted


def tried_words(asked: StandardPreview | RecordedPreview) -> dict[str, Any]:
    """Its share while it is being read; then the questions that it would raise, close and leave."""
    if not asked.is_over:
        return {"is_done": False, "percent": round(100 * asked.share)}
    lines = list(asked.lines.all())
    return {
        "children": counted(asked.children or 0, "child", "children"),
        "raised": counted(sum(line.raised for line in lines), "question"),
        "soon": sum(line.raised for line in lines if line.colour == Colour.SOON),
        "closed": f"{sum(line.closed for line in lines):,}",
        "altered": rows.preview_rows(lines, changed=True),
        "same": rows.preview_rows(lines, changed=False),
        "columns": rows.COLUMNS["preview"],
    }
