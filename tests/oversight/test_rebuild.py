"""What is kept of a child is what her record says: written with each entry, or remade for everybody at night."""

from datetime import date
from random import Random

import pytest
from histories import ABOUT, life
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from written import hold_everything, write, written

from keel.oversight.actions import reassess
from keel.oversight.models import Standing, StoredReading, StoredSignal
from keel.oversight.rebuild import rebuild
from keel.people.models import Person
from keel.practice.history import Event, EventKind
from keel.workforce.models import Team, Worker

AS_OF = date(2026, 5, 5)
KEPT = (StoredReading, StoredSignal, Standing)


def kept() -> list[tuple]:
    """All that is kept, but for the numbers of rows."""
    rows = []
    for model in KEPT:
        columns = [field.attname for field in model._meta.concrete_fields if field.attname != "id"]
        rows += [(model.__name__, *map(str, row)) for row in model.objects.values_list(*columns)]
    return sorted(rows)


def forget() -> None:
    for model in KEPT:
        model.objects.all().delete()


@pytest.mark.django_db
@settings(max_examples=20, suppress_health_check=list(HealthCheck))
@given(st.lists(st.tuples(st.sampled_from(ABOUT), st.integers(0, 2**32)), min_size=1, max_size=6))
def test_remade_for_everybody_it_is_what_each_writing_left(about: list) -> None:
    hold_everything(AS_OF)
    children = [
        written(life(Random(seed), AS_OF, str(number), each)) for number, (each, seed) in enumerate(about)
    ]
    forget()
    for child in children:
        reassess(child, as_of=AS_OF)
    left = kept()
    assert len(left) >= len(children)
    told = rebuild([child.pk for child in children], as_of=AS_OF)
    assert kept() == left
    assert (told.children, told.gone, told.new) == (len(children), 0, 0)
    forget()
    rebuild([child.pk for child in children], as_of=AS_OF)
    assert kept() == left


@pytest.mark.usefixtures("everything_held")
def test_everything_around_every_timescale_and_signal_is_remade_alike() -> None:
    children = [written(life(Random(place), AS_OF, str(place), each)) for place, each in enumerate(ABOUT)]
    team = Team.objects.create(key="t", name="t")
    worker = Worker.objects.create(key="ana", team=team)
    for child in children:
        child.involvement_entries.filter(worker_key="ana").update(worker=worker)
        reassess(child, as_of=AS_OF)
    left = kept()
    rebuild(as_of=AS_OF)
    assert kept() == left
    lines = Standing.objects.all()
    assert all(
        lines.filter(**{f"{name}__gt": 0}).exists()
        for name in ("overdue", "unknown", "black", "late_entries", "exposed_days")
    )
    assert lines.exclude(exposed_since=None).exists()
    assert lines.exclude(worker=None).exists()
    assert lines.exclude(looked_after_since=None).exists()


def test_a_row_that_was_changed_by_hand_is_put_right_and_counted(child: Person) -> None:
    write(child, Event(EventKind.PLAN_STARTED, date(2026, 4, 1)))
    reassess(child, as_of=AS_OF)
    left = kept()
    StoredReading.objects.filter(timescale="cp_visit").update(status="met", days_over=0)
    StoredSignal.objects.all().delete()
    told = rebuild(as_of=AS_OF)
    assert told.gone == 1
    assert told.new > 1
    assert kept() == left


def test_nothing_is_kept_of_somebody_whose_record_became_anothers(child: Person) -> None:
    other = Person.objects.create(is_child=True)
    for each in (child, other):
        write(each, Event(EventKind.PLAN_STARTED, date(2026, 4, 1)))
        reassess(each, as_of=AS_OF)
    Person.objects.filter(pk=other.pk).update(merged_into=child)
    rebuild(as_of=AS_OF)
    assert set(Standing.objects.values_list("child_id", flat=True)) == {child.pk}
    assert set(StoredReading.objects.values_list("child_id", flat=True)) == {child.pk}


def test_progress_is_told_to_the_last_child(child: Person) -> None:
    seen: list[tuple[int, int]] = []
    rebuild(as_of=AS_OF, progress=lambda done, of: seen.append((done, of)))
    assert seen == [(1, 1)]
