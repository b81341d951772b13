"""Who may own an action about a child: those who work with her, their teams, and whoever asks."""

from typing import Any

from django import forms
from django.db.models import Q, QuerySet

from keel.clock import today
from keel.people.models import Person
from keel.workforce.models import Involvement, Worker


def colleagues(child: Person, worker: Worker | None) -> QuerySet[Worker]:
    """In one statement, by name."""
    day = today()
    now = Involvement.objects.of(child).filter(Q(ended_on=None) | Q(ended_on__gt=day), started_on__lte=day)
    near = Q(pk__in=now.values("worker")) | Q(team__in=now.values("team"))
    if worker is not None:
        near |= Q(pk=worker.pk) | Q(team=worker.team_id, team__isnull=False)
    return Worker.objects.filter(near & (Q(to_on=None) | Q(to_on__gt=day))).order_by("name", "key")


def owner(label: str, **named: Any) -> forms.ModelChoiceField:
    """The box that says whose an action is; its form gives the choices."""
    return forms.ModelChoiceField(
        label=label, queryset=Worker.objects.none(), required=False, empty_label="Choose", **named
    )


def offer(box: Any, workers: QuerySet[Worker]) -> None:
    """Give the box those who may be chosen, by name."""
    box.queryset = workers
    box.label_from_instance = called


def called(worker: Worker | None) -> str:
    """A worker in words; by her key where no name is known."""
    return (worker.name or worker.key) if worker else "Nobody"
