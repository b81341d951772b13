"""What rows tell, read back as a history."""

from datetime import date

import pytest
from django.apps import apps

from keel.people.models import Person
from keel.practice.history import EventKind
from keel.record.histories import history_of
from keel.workforce.models import Involvement


@pytest.mark.django_db
def test_an_involvement_tells_that_a_worker_came_and_went() -> None:
    child = Person.objects.create(birth_on=date(2020, 2, 29), is_child=True)
    Involvement.objects.create(
        child=child, worker_key="W1", started_on=date(2026, 1, 5), ended_on=date(2026, 2, 6)
    )
    told = [(event.kind, event.on, event.code) for event in history_of(child.pk).events]
    assert told == [
        (EventKind.WORKER_ALLOCATED, date(2026, 1, 5), "W1"),
        (EventKind.WORKER_ENDED, date(2026, 2, 6), "W1"),
    ]


@pytest.mark.django_db
def test_what_a_row_said_before_is_kept_even_when_changed_in_bulk() -> None:
    child = Person.objects.create(birth_on=date(2020, 2, 29), is_child=True)
    Involvement.objects.create(child=child, worker_key="W1", started_on=date(2026, 1, 5))
    Involvement.objects.filter(child=child).update(worker_key="W2")
    kept = apps.get_model("workforce.InvolvementEvent").objects.get()
    assert (kept.worker_key, kept.pgh_label) == ("W1", "update")
