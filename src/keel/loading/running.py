"""A load run from beginning to end: one at a time, all or nothing, its log and its progress to be seen meanwhile."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone

from keel.access.audit import Code, record
from keel.clock import today
from keel.exchange.as_of import chosen_date
from keel.exchange.extract import Extract
from keel.exchange.findings import UnreadableSource
from keel.exchange.source import read_source
from keel.loading.engine import Brought, bring_in
from keel.loading.families import family_of
from keel.loading.fingerprint import fingerprint_of, size_of
from keel.loading.found import keep_findings
from keel.loading.held import newest_loads
from keel.loading.late import keep_changes, lateness, questions_of
from keel.loading.models import Load, LoadQuestions, LoadState, State
from keel.loading.progress import Step, progress
from keel.loading.telling_changes import keep_told, without_persons
from keel.loading.writing import Overtaken
from keel.oversight.rebuild import rebuild
from keel.record.coverage import coverage_held
from keel.record.kept import keep_as_one

LOCK = 4_115_002  # the number of the lock in the database that a load holds while it runs
TRIES = 3  # to write what somebody else was changing meanwhile
READING, WRITING, JUDGING = (0.0, 0.3), (0.3, 0.8), (0.8, 1.0)  # shares of the whole

NOTHING_CHANGED = "Nothing was changed."
BROKEN_OFF = f"It was broken off. {NOTHING_CHANGED} It can be loaded again."


class Refused(Exception):
    """A load that is not done, in one sentence that says why and what to do."""


class _TrialOver(Exception):
    """What would change is known; nothing is kept."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a load. ``brought`` is there where it was done or tried."""

    load: Load
    state: State
    words: str = ""
    brought: Brought | None = None
    is_worth_asking_again: bool = False  # the same file may yet be loaded, on other terms


def run(load: Load, path: Path, watching: Step | None = None) -> Outcome:
    """Bring the source at ``path`` into the record. A source at fault is an outcome; a fault of ours is raised."""
    with _alone(), progress(load, watching) as step:
        _bury_broken(load)
        move_on(load, State.RUNNING, started_at=timezone.now())
        try:
            return _attempted(load, path, step)
        except (UnreadableSource, Refused) as error:
            move_on(load, State.REFUSED, str(error), finished_at=timezone.now())
            again = isinstance(error, Refused)
            return Outcome(load, State.REFUSED, str(error), is_worth_asking_again=again)
        except BaseException as error:
            move_on(load, State.FAILED, _plainly(error), finished_at=timezone.now())
            raise


def move_on(load: Load, state: State, words: str = "", **values: Any) -> None:
    """A line in the load's log, and what is known of it now."""
    for name, value in values.items():
        setattr(load, name, value)
    if values:
        load.save(update_fields=list(values))
    LoadState.objects.create(load=load, state=state, words=words)


@contextmanager
def _alone() -> Iterator[None]:
    """Loads wait for one another. The lock goes when the process does, however it ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        try:
            yield
        finally:
            if connection.connection is not None and not connection.connection.closed:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])


def _bury_broken(load: Load) -> None:
    """A load that says it runs while this one holds the lock was broken off."""
    for other in Load.objects.with_state().filter(newest=State.RUNNING).exclude(pk=load.pk):
        move_on(other, State.FAILED, BROKEN_OFF, finished_at=timezone.now())


def _attempted(load: Load, path: Path, step: Step) -> Outcome:
    first, last = READING
    step(first, "Reading the source")
    load.sha256, load.size = fingerprint_of(path), size_of(path)
    load.save(update_fields=["sha256", "size"])
    extract = read_source(path, lambda done, what: step(first + (last - first) * done, f"Reading {what}"))
    return put_in(load, extract, step)


def put_in(load: Load, extract: Extract, step: Step = lambda _share, _words: None) -> Outcome:
    """Bring an extract that was read into the record. Raises Refused."""
    _known(load, extract)
    for left in reversed(range(TRIES)):
        try:
            return _written(load, extract, step)
        except Overtaken as error:
            if not left:
                raise Refused(
                    f"Somebody was changing the record at the same time ({error}), three times over. "
                    f"{NOTHING_CHANGED} Load it again when it is quieter."
                ) from error
    raise AssertionError("a load either ends or is tried again")


def _known(load: Load, extract: Extract) -> None:
    """What is known of the source once it is read."""
    load.form, load.family = extract.format, family_of(extract.format).name
    load.reference_on = extract.reference_on
    load.as_of, _ = chosen_date(extract, load.asked_as_of, today())
    load.children, load.events = extract.children.num_rows, extract.events.num_rows
    load.save(update_fields=["form", "family", "reference_on", "as_of", "children", "events"])


def _written(load: Load, extract: Extract, step: Step) -> Outcome:
    try:
        with transaction.atomic():
            _refuse_older(load)
            keep_as_one(load=load.pk)
            brought = _in_the_record(load, extract, step)
            if load.is_trial:
                raise _TrialOver
            move_on(load, State.DONE, finished_at=timezone.now())
            record(Code.LOAD_FINISHED, by=load.asked_by, entry=f"loading.load:{load.pk}")
    except _TrialOver:
        words = "Nothing was kept: this was a trial."
        keep_findings(load, extract, brought.findings)
        rows: tuple[Any, ...] = (*brought.changes, *brought.questions)
        for row in rows:
            row.pk = None
            row.save(force_insert=True)
        keep_told(load, *map(without_persons, (brought.row_changes, brought.new_children)))
        move_on(load, State.TRIED, words, finished_at=timezone.now())
        return Outcome(load, State.TRIED, words, brought, is_worth_asking_again=True)
    return Outcome(load, State.DONE, brought=brought)


def _refuse_older(load: Load) -> None:
    """An older extract after a newer one must not put old values back, unless it only fills gaps."""
    newest = newest_loads().get(load.family)
    if newest is None or load.only_fills or load.as_of is None or newest.as_of is None:
        return
    if load.as_of < newest.as_of:
        raise Refused(
            f"{load.label} speaks of {load.as_of:%d/%m/%Y}, but the record already holds {load.family} of "
            f"{newest.as_of:%d/%m/%Y}. {NOTHING_CHANGED} Load it to fill gaps only, which replaces nothing."
        )


def _in_the_record(load: Load, extract: Extract, step: Step) -> Brought:
    """The rows, what was noticed, and the readings of everybody whom they touch."""
    assert load.as_of is not None
    could_hold, was_late = coverage_held(), lateness()
    first, last = WRITING
    brought = bring_in(
        extract, load, load.as_of, lambda done, what: step(first + (last - first) * done, what)
    )
    for change in brought.changes:
        change.save(force_insert=True)
    keep_findings(load, extract, brought.findings)
    keep_told(load, brought.row_changes, brought.new_children)
    first, last = JUDGING
    step(first, "Reading timescales")
    touched = None if coverage_held() != could_hold else [UUID(person) for person in brought.touched]
    if touched is None or touched:
        told = "Reading timescales"
        read = rebuild(touched, progress=lambda n, of: step(first + (last - first) * n / max(of, 1), told))
        keep_changes(load, was_late)
        brought = replace(brought, questions=questions_of(load, read.graded))
        LoadQuestions.objects.bulk_create(brought.questions)
    return brought


def _plainly(error: BaseException) -> str:
    """What went wrong, for a person; the rest is for the log."""
    if _is_full(error):
        return f"The disk of the database is full. {NOTHING_CHANGED} Make room, then load it again."
    if isinstance(error, KeyboardInterrupt | SystemExit):
        return f"It was stopped. {NOTHING_CHANGED} It can be loaded again."
    return f"Keel was not ready for something ({type(error).__name__}). {NOTHING_CHANGED} Please report it."


def _is_full(error: BaseException | None) -> bool:
    while error is not None:
        if getattr(error, "sqlstate", None) == "53100":
            return True
        error = error.__cause__
    return False
