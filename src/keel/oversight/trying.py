"""A change of a standard tried by the worker: what it would raise and close, kept for whoever thinks of making it."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from keel.oversight.preview import Preview, preview
from keel.oversight.rules_held import newest_change, standards_held
from keel.oversight.standards_kept import SAID, PreviewLine, StandardPreview
from keel.practice.standards import StandardError, changed


def try_out(key: int) -> None:
    """Read every record by the standards held and by those after the change; what was read once is not read again."""
    asked = StandardPreview.objects.select_related("by").get(pk=key)
    if asked.is_over:
        return
    _told(asked, begun_at=timezone.now(), share=0)
    try:
        after, after_it = newest_change(), changed(standards_held(), asked.key, asked.fields)
        found = preview(after_it, progress=lambda done, of: _told(asked, share=done / max(of, 1)))
    except StandardError as error:
        _told(asked, failed=error.what[:SAID], finished_at=timezone.now())
    except BaseException as error:
        words = f"Keel could not read the records by this value ({type(error).__name__}). Nothing is changed."
        _told(asked, failed=words, finished_at=timezone.now())
        raise
    else:
        _keep(asked, found, after)


def _told(asked: StandardPreview, **values: Any) -> None:
    StandardPreview.objects.filter(pk=asked.pk).update(**values)


@transaction.atomic
def _keep(asked: StandardPreview, found: Preview, after: int) -> None:
    asked.lines.all().delete()  # of a run that was broken off
    PreviewLine.objects.bulk_create(
        PreviewLine(
            preview=asked,
            matter=line.matter,
            colour=line.colour,
            before=line.before,
            after=line.after,
            raised=line.raised,
            closed=line.closed,
        )
        for line in found.lines
    )
    _told(asked, day=found.day, children=found.children, after=after, share=1, finished_at=timezone.now())
