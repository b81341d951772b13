"""A child's history is told whole to whom her record is open, and not at all to anybody else."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

import pytest
from django.db import connection

from keel.access.claims import TRANSACTION, claim_for
from keel.access.models import Exclusion, RoleHeld, User
from keel.people.models import Person
from keel.practice.history import EventKind
from keel.proceedings.models import LetterBeforeProceedings
from keel.protection.models import ProtectionPlan
from keel.record.histories import events_of
from keel.workforce.models import Involvement, Worker


@contextmanager
def as_web(user: User | None) -> Iterator[None]:
    """As the web process stands before the database, for this user or for nobody."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {TRANSACTION}")
        claim = "" if user is None else claim_for(user.pk, cursor.fetchone()[0])
        cursor.execute("SELECT set_config('keel.claim', %s, true)", [claim])
        cursor.execute("SET LOCAL ROLE keel_web")
        try:
            yield
        finally:
            cursor.execute("RESET ROLE")


@pytest.fixture
def mother() -> Person:
    return Person.objects.create()


@pytest.fixture
def child(mother: Person) -> Person:
    child = Person.objects.create(birth_on=date(2020, 2, 29), is_child=True)
    ProtectionPlan.objects.create(child=child, started_on=date(2026, 1, 5))
    LetterBeforeProceedings.objects.create(child=child, person=mother, served_on=date(2026, 2, 6))
    return child


@pytest.fixture
def social_worker(child: Person) -> User:
    user = User.objects.create(email="sasha@severnshire.example", name="Sasha")
    RoleHeld.objects.create(user=user, role="social_worker", from_on=date(2020, 1, 1))
    worker = Worker.objects.create(key="W1", user=user)
    Involvement.objects.create(child=child, worker=worker, role="social_worker", started_on=date(2026, 1, 5))
    return user


@pytest.mark.django_db
def test_her_worker_has_the_same_history_as_the_nightly_reading(child, social_worker):
    everything = events_of(child.pk)
    with as_web(social_worker):
        assert events_of(child.pk) == everything
    assert len(everything) == 3


@pytest.mark.django_db
def test_nobody_and_a_worker_of_other_children_are_told_nothing(child, social_worker):
    other = Person.objects.create(is_child=True)
    ProtectionPlan.objects.create(child=other, started_on=date(2026, 1, 5))
    with as_web(None):
        assert events_of(child.pk) == []
    with as_web(social_worker):
        assert events_of(other.pk) == []


@pytest.mark.django_db
def test_what_the_rules_read_does_not_hang_on_whether_the_worker_may_know_of_the_mother(
    child, mother, social_worker
):
    """Else a letter that was served would be called overdue, and kept so, after a worker who may not see it wrote."""
    Exclusion.objects.create(person=mother, user=social_worker, reason="knows her", by=social_worker)
    with as_web(social_worker):
        assert not LetterBeforeProceedings.objects.filter(child=child).exists()
        kinds = {event.kind for event in events_of(child.pk)}
    assert EventKind.LETTER_BEFORE_PROCEEDINGS_SERVED in kinds
