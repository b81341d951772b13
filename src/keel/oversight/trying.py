"""Something thought of, tried by the worker: what it would raise and close, kept for whoever thinks of saying it."""

from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.utils import timezone

from keel.oversight.preview import Preview, preview_rules
from keel.oversight.rules_held import (
    Rules,
    newest_change,
    newest_said,
    rules_by,
    rules_if_said,
    standards_held,
)
from keel.oversight.standards_kept import (
    SAID,
    PreviewLine,
    RecordedLine,
    RecordedPreview,
    StandardPreview,
    Tried,
    TriedLine,
)
from keel.practice.standards import StandardError, changed
from keel.record.recorded_here import said_days


def try_out(key: int) -> None:
    """What a change of a standard would do. What was read once is not read again."""
    asked = StandardPreview.objects.select_related("by").get(pk=key)
    _try(
        asked,
        PreviewLine,
        newest_change,
        lambda: rules_by(changed(standards_held(), asked.key, asked.fields)),
    )


def try_out_recorded(key: int) -> None:
    """What it would do to say where a family of entries is recorded."""
    asked = RecordedPreview.objects.get(pk=key)
    _try(asked, RecordedLine, newest_said, lambda: rules_if_said(said_days() | {asked.family: asked.from_on}))


def _try(asked: Tried, line: type[TriedLine], newest: Callable[[], int], then: Callable[[], Rules]) -> None:
    """Read every record by the rules held and by those that would be."""
    if asked.is_over:
        return
    _told(asked, begun_at=timezone.now(), share=0)
    try:
        after, rules = newest(), then()
        found = preview_rules(rules, progress=lambda done, of: _told(asked, share=done / max(of, 1)))
    except StandardError as error:
        _told(asked, failed=error.what[:SAID], finished_at=timezone.now())
    except BaseException as error:
        words = f"Keel could not read the records by this ({type(error).__name__}). Nothing is changed."
        _told(asked, failed=words, finished_at=timezone.now())
        raise
    else:
        _keep(asked, line, found, after)


def _told(asked: Tried, **values: Any) -> None:
    type(asked).objects.filter(pk=asked.pk).update(**values)  # type: ignore[attr-defined]


@transaction.atomic
def _keep(asked: Tried, kept: type[TriedLine], found: Preview, after: int) -> None:
    rows = kept.objects  # type: ignore[attr-defined]
    rows.filter(preview=asked).delete()  # of a run that was broken off
    names = ("matter", "colour", "before", "after", "raised", "closed")
    rows.bulk_create(
        kept(preview=asked, **{name: getattr(line, name) for name in names}) for line in found.lines
    )
    _told(asked, day=found.day, children=found.children, after=after, share=1, finished_at=timezone.now())
