"""Teams and staff kept by hand, where no roster is loaded: made, ended, moved; whoever leaves has no child any more.

Whoever keeps them sees nothing of any child. What follows for children is done by the worker process.
"""

from datetime import UTC, date, datetime, time
from typing import Any
from uuid import uuid4

from django.db import connection, transaction
from django.db.models import Q

from keel.access.audit import Code, record
from keel.clock import today
from keel.continuity.absences import CannotBeDone
from keel.record.changes import staff_changed
from keel.report.wording import counted, short_day
from keel.workforce.models import Post, Team, Worker

HERSELF = "Another administrator says so of you."


@transaction.atomic
def make_team(*, by: Any, name: str, kind: str, parent: Team | None, from_on: date, key: str = "") -> Team:
    """A team under another, or at the top, from a day. Raises CannotBeDone where another stands by that key."""
    _refuse_known(Team, key)
    if parent and parent.to_on and parent.to_on < from_on:
        raise CannotBeDone(f"{parent.name} ended on {short_day(parent.to_on)}: choose one that stands.")
    made = Team.objects.create(key=key or _own_key(), name=name, kind=kind, parent=parent, from_on=from_on)
    _note(by, made)
    staff_changed()
    return made


@transaction.atomic
def end_team(*, by: Any, team: Team, to_on: date) -> Team:
    """A team's last day. Raises CannotBeDone while a team, somebody or a post still stands in it after that day."""
    held = Team.objects.select_for_update().get(pk=team.pk)
    if held.from_on and to_on < held.from_on:
        raise CannotBeDone(f"It began on {short_day(held.from_on)}: check the day.")
    after = Q(to_on=None) | Q(to_on__gt=to_on)
    for number, one, many in (
        (Team.objects.filter(after, parent=held).count(), "team stands", "teams stand"),
        (Worker.objects.filter(after, team=held).count(), "person works", "people work"),
        (Post.objects.filter(after, team=held).count(), "post stands", "posts stand"),
    ):
        if number:
            raise CannotBeDone(f"{counted(number, one, many)} in it after that day: move or end these first.")
    held.to_on = to_on
    held.save(update_fields=["to_on"])
    _note(by, held)
    staff_changed()
    return held


@transaction.atomic
def make_worker(*, by: Any, name: str, key: str = "", **facts: Any) -> Worker:
    """Somebody new among staff. She signs in once an administrator makes her a user, or her address is one's."""
    _refuse_known(Worker, key)
    made = Worker(key=key or _own_key(), name=name, **facts)
    fields = [field for field in Worker._meta.concrete_fields if field.name not in ("id", "user")]
    names = ", ".join(field.column for field in fields)
    values = [field.get_db_prep_save(getattr(made, field.attname), connection) for field in fields]
    with connection.cursor() as cursor:  # the web role may not write who signs in as her, nor leave it empty
        places = ", ".join(["%s"] * len(fields))
        cursor.execute(
            f"INSERT INTO {Worker._meta.db_table} ({names}) VALUES ({places}) RETURNING id", values
        )
        made = Worker.objects.get(pk=cursor.fetchone()[0])
    _note(by, made)
    return made


@transaction.atomic
def move_worker(*, by: Any, worker: Worker, team: Team) -> Worker:
    """She works in another team from now on, and with her the children whose allocation names no team."""
    held = _another(by, worker)
    held.team = team
    held.save(update_fields=["team"])
    _note(by, held)
    staff_changed()
    return held


@transaction.atomic
def leave(*, by: Any, worker: Worker, to_on: date) -> Worker:
    """From a day on she is not here any more, and has no child. Raises CannotBeDone of oneself."""
    from keel.continuity.tasks import end_all_times  # noqa: PLC0415 -- the task reads the record by this room

    held = _another(by, worker)
    if held.from_on and to_on < held.from_on:
        raise CannotBeDone(f"She began on {short_day(held.from_on)}: check the day.")
    held.to_on = to_on
    held.save(update_fields=["to_on"])
    _note(by, held)
    staff_changed()
    when = datetime.combine(to_on, time(), UTC) if to_on > today() else None
    end_all_times.configure(schedule_at=when).defer(worker=held.pk)
    return held


def _another(by: Any, worker: Worker) -> Worker:
    held = Worker.objects.select_for_update(of=("self",)).get(pk=worker.pk)
    if held.user_id == by.pk:
        raise CannotBeDone(HERSELF)
    return held


def _refuse_known(model: type[Team] | type[Worker], key: str) -> None:
    if key and model.objects.filter(key=key).exists():  # type: ignore[union-attr]
        raise CannotBeDone(f"The key {key} is somebody else’s, or another team’s: check the roster.")


def _own_key() -> str:
    """A key that no source gives."""
    return f"keel-{uuid4().hex[:12]}"


def _note(by: Any, row: Any) -> None:
    record(Code.STAFF_CHANGED, by=by, entry=f"{row._meta.label_lower}:{row.pk}")


# What stands in the pages


def workers_in(team: Team | None, day: date) -> list[Worker]:
    """Those of a team, or of none, who have not left, by name."""
    return list(Worker.objects.there(day).filter(team=team).by_name())
