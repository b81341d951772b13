"""What somebody does about loads: send a source, load it again on other terms, answer what was found."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from keel.access.audit import Code, record
from keel.loading.models import Disappeared, FindingState, Load, LoadFinding, LoadState, State
from keel.loading.tasks import load as load_task
from keel.loading.uploads import Sent, kept


class NotToBeLoaded(Exception):
    """A load that cannot be asked for again: its file is gone."""


@transaction.atomic
def receive(
    *,
    by: Any,
    files: Sequence[Sent],
    as_of: date | None = None,
    only_fills: bool = False,
    is_trial: bool = False,
) -> Load:
    """Keep what was sent and ask the worker to load it. Raises UnreadableSource, keeping nothing."""
    held, label = kept(files)
    load = Load.objects.create(
        label=label,
        kept_in=held,
        asked_by=by,
        asked_as_of=as_of,
        only_fills=only_fills,
        is_trial=is_trial,
    )
    return _queued(load, by)


@transaction.atomic
def ask_again(*, by: Any, load: Load, only_fills: bool, is_trial: bool = False) -> Load:
    """Load the same file on other terms. Raises NotToBeLoaded."""
    before = Load.objects.select_for_update().get(pk=load.pk)
    if not before.kept_in or not before.is_over:
        raise NotToBeLoaded
    again = Load.objects.create(
        label=before.label,
        kept_in=before.kept_in,
        asked_by=by,
        asked_as_of=before.asked_as_of,
        only_fills=only_fills,
        is_trial=is_trial,
    )
    before.kept_in = ""
    before.save(update_fields=["kept_in"])
    return _queued(again, by)


def _queued(load: Load, by: Any) -> Load:
    LoadState.objects.create(load=load, state=State.QUEUED)
    record(Code.LOAD_STARTED, by=by, entry=f"loading.load:{load.pk}")
    load_task.defer(load_id=load.pk)
    return load


@transaction.atomic
def answer(*, by: Any, finding: LoadFinding, state: FindingState, note: str) -> LoadFinding:
    """Say what became of a finding."""
    finding.state, finding.note = state, note
    finding.answered_by, finding.answered_at = (
        (None, None) if state is FindingState.OPEN else (by, timezone.now())
    )
    finding.save(update_fields=["state", "note", "answered_by", "answered_at"])
    return finding


@transaction.atomic
def note_disappeared(*, by: Any, row: Disappeared, note: str) -> Disappeared:
    """Say why a row is no longer in its source."""
    row.note, row.noted_by, row.noted_at = note, by, timezone.now()
    row.save(update_fields=["note", "noted_by", "noted_at"])
    return row
