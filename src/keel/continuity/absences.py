"""Who is away, from when to when, and who answers for her meanwhile. Why she is away is nobody's to read here."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.urls import reverse

from keel.access.audit import Code, record
from keel.clock import today
from keel.continuity.reach import in_reach
from keel.oversight.models import Flag
from keel.record.changes import changed, staff_changed
from keel.report.wording import short_day
from keel.workforce.models import Absence, Involvement, Worker

FEW = 40  # children read again while whoever says so waits
COLUMNS = ("Who", "From", "Last day away", "Deputy")


class CannotBeDone(Exception):
    """What was asked cannot be done; the words say why and what to do instead."""


@transaction.atomic
def say_away(*, by: Any, worker: Worker, from_on: date, to_on: date | None, deputy: Worker | None) -> Absence:
    """A worker is away, and her deputy answers. Raises CannotBeDone where she is away then already."""
    Worker.objects.select_for_update().get(pk=worker.pk)
    _refuse_twice(worker, from_on, to_on)
    made = Absence.objects.create(worker=worker, from_on=from_on, to_on=to_on, deputy=deputy)
    _note(by, made)
    if _is_on(made, today()):
        ask_anew(by, worker, deputy)
    return made


@transaction.atomic
def change_absence(
    *, by: Any, absence: Absence, from_on: date, to_on: date | None, deputy: Worker | None
) -> Absence:
    """Other days, or another deputy: she is back sooner, or stays away longer. Raises CannotBeDone likewise."""
    Worker.objects.select_for_update().get(pk=absence.worker_id)
    _refuse_twice(absence.worker, from_on, to_on, but=absence)
    day, former = today(), absence.deputy
    was_on = _is_on(absence, day)
    absence.from_on, absence.to_on, absence.deputy = from_on, to_on, deputy
    absence.save()
    _note(by, absence)
    if was_on or _is_on(absence, day):
        ask_anew(by, absence.worker, former, deputy)
    return absence


def _is_on(absence: Absence, day: date) -> bool:
    return absence.from_on <= day and (absence.to_on is None or absence.to_on >= day)


def ask_anew(by: Any, *workers: Worker | None) -> None:
    """What is asked of these goes to whoever answers now: at once for a few children, and for all by the worker.

    The worker reads all that she who says so may not see: a record restricted to others, or a post above hers.
    """
    day, kept = today(), [worker for worker in workers if worker]
    users = [worker.user_id for worker in kept if worker.user_id]
    asked = (
        Flag.objects.visible_to(by).filter(owner__in=users, closed_on=None).values_list("child", flat=True)
    )
    held = (
        Involvement.objects.visible_to(by).on(day).filter(worker__in=kept[:1]).values_list("child", flat=True)
    )
    children = set(asked) | set(held)
    if len(children) <= FEW:
        changed(*children)
    staff_changed()


def _refuse_twice(worker: Worker, first: date, last: date | None, but: Absence | None = None) -> None:
    found = Absence.objects.filter(worker=worker).meeting(first, last)
    other = (found.exclude(pk=but.pk) if but else found).order_by("from_on").first()
    if other:
        until = f"to {short_day(other.to_on)}" if other.to_on else "with no last day"
        raise CannotBeDone(
            f"{worker.called} is away already from {short_day(other.from_on)} {until}. Change that absence instead."
        )


def _note(by: Any, absence: Absence) -> None:
    record(Code.STAFF_CHANGED, by=by, entry=f"workforce.absence:{absence.pk}", worker=absence.worker_id)


def deputy_is_away(absence: Absence) -> list[Absence]:
    """When the deputy is away too, on days of this absence: then nobody answers."""
    if absence.deputy_id is None:
        return []
    found = Absence.objects.filter(worker=absence.deputy_id).meeting(absence.from_on, absence.to_on)
    return list(found.select_related("worker").order_by("from_on"))


def said_of_deputy(absences: Iterable[Absence]) -> str:
    """The same in words; blank where the deputy is there all the time."""
    parts = [f"{short_day(each.from_on)} to {short_day(each.to_on) or 'no day yet'}" for each in absences]
    return f"The deputy is away too: {'; '.join(parts)}. Then nobody answers." if parts else ""


def from_now(day: date, of: Q) -> QuerySet[Absence]:
    """Those under way or to come of some workers, the first to begin first."""
    found = Absence.objects.filter(of).filter(Q(to_on=None) | Q(to_on__gte=day))
    return found.select_related("worker", "worker__team", "deputy").order_by("from_on", "pk")


def of_worker(day: date, worker: Worker) -> QuerySet[Absence]:
    """A worker's own."""
    return from_now(day, Q(worker=worker))


def of_teams(day: date, reach: frozenset[int] | None) -> QuerySet[Absence]:
    """Those of the workers of teams within reach."""
    return from_now(day, in_reach(reach, "worker__team"))


def rows_of(absences: Iterable[Absence]) -> list[list[Any]]:
    """A line for each; a deputy who is away too is said, from one more statement for all of them."""
    kept = list(absences)
    deputies = {each.deputy_id for each in kept if each.deputy_id}
    theirs = list(Absence.objects.filter(worker__in=deputies).order_by("from_on"))
    able = set(Worker.objects.who_may_deputise(today()).filter(pk__in=deputies).values_list("pk", flat=True))
    return [_row(each, [one for one in theirs if _meet(each, one)], able) for each in kept]


def _meet(absence: Absence, other: Absence) -> bool:
    if other.worker_id != absence.deputy_id:
        return False
    last, others = absence.to_on or date.max, other.to_on or date.max
    return other.from_on <= last and others >= absence.from_on


def _row(absence: Absence, away: list[Absence], able: set[int]) -> list[Any]:
    team = absence.worker.team.name if absence.worker.team else ""
    deputy: Any = {"words": "Nobody", "kind": "overdue", "hint": "What is hers climbs to her manager at once"}
    if absence.deputy and absence.deputy_id not in able:
        deputy |= {"words": absence.deputy.called, "hint": "Holds no role in which she is asked: it climbs"}
    elif absence.deputy:
        deputy = {
            "words": absence.deputy.called,
            "hint": said_of_deputy(away),
            "kind": "overdue" if away else "",
        }
    return [
        {
            "words": absence.worker.called,
            "href": reverse("continuity:absence", args=[absence.pk]),
            "hint": team,
        },
        short_day(absence.from_on),
        short_day(absence.to_on) or "Not known yet",
        deputy,
    ]
