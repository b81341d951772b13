"""Nothing that is known of a child is lost when it becomes a row of the record and is read back."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import combinations

import pytest
from carried import Carried, carried
from entering import the, values

from keel.people.models import Person
from keel.practice.history import Event, EventKind, Fact
from keel.record.histories import events_of
from keel.record.telling import NOT_YET, Telling, all_tellings, telling_of

CARRIED = carried()
DAY = date(2026, 3, 29)  # the clocks go forward: a time of day is not an instant
KINDS = [kind for kind in EventKind if kind not in NOT_YET]
OF_PERSON = (EventKind.CHILD_DIED,)
# Columns in which two events of one row say the same thing, because the source has one column for both.
SAID_ONCE = {
    ("care.Placement", "placement_type"),
    ("care.MissingEpisode", "what_kind"),
    ("workforce.Involvement", "worker_key"),
}


def test_each_kind_of_event_about_a_child_stands_in_one_place_of_the_record():
    assert {kind.name: len(telling_of(kind)) for kind in KINDS if len(telling_of(kind)) != 1} == {}


def test_a_kind_is_only_left_out_with_a_reason_and_only_while_nothing_tells_it():
    assert {kind for kind in NOT_YET if telling_of(kind)} == set()
    assert all(len(reason) > 20 for reason in NOT_YET.values())


@pytest.mark.parametrize("kind", KINDS)
def test_a_row_has_room_for_all_that_an_event_of_the_kind_may_carry(kind):
    telling, asked = the(kind), CARRIED.get(kind, Carried())
    room = {*telling.facts, *telling.always} | ({Fact.EARLIER_UNKNOWN} if telling.is_main else set())
    assert asked.facts - room == set()
    assert not asked.code or telling.code
    assert not asked.number or telling.number
    assert not asked.anchor or telling.anchor


def test_two_events_of_one_row_never_share_a_column_but_for_those_named():
    shared = set()
    for one, other in combinations(all_tellings(), 2):
        if one.model == other.model and can_stand_together(one, other):
            shared |= {(one.model, name) for name in columns(one) & columns(other)}
    assert shared == SAID_ONCE


def columns(telling: Telling) -> set[str]:
    """The columns that an event's own values go into."""
    single = (
        telling.on,
        telling.anchor,
        telling.code,
        telling.number,
        telling.minute,
        telling.recorded_on,
    )
    return {name for name in (*single, *telling.facts.values()) if name}


def can_stand_together(one: Telling, other: Telling) -> bool:
    """Whether one row can tell both."""
    return all(one.when[name] == other.when[name] for name in one.when.keys() & other.when.keys())


def full(telling: Telling, on: date, answer: bool | None = True) -> Event:
    """An event with everything that its row has room for."""
    facts = {} if answer is None else dict.fromkeys(telling.facts, answer)
    if telling.is_main and answer:
        facts[Fact.EARLIER_UNKNOWN] = True
    return Event(
        kind=telling.kind,
        on=on,
        minute=(on - DAY).days % 1440 if telling.minute else None,
        recorded_on=on + timedelta(days=40) if telling.recorded_on else None,
        episode="plan:Ö’Neil 7" if telling.kind not in OF_PERSON else None,
        anchor_on=on + timedelta(days=80) if telling.anchor else None,
        facts=facts | dict.fromkeys(telling.always, True),
        code="a) Health – visitor" if telling.code else None,
        number=2.0 if telling.number else None,
    )


def read_back(child: Person, *events: Event) -> list[Event]:
    """The events, put into one row and read again, without the place that they were read from."""
    model = the(events[0].kind).table
    row = {name: value for event in events for name, value in values(event).items()}
    if model is Person:
        Person.objects.filter(pk=child.pk).update(**row)
    else:
        model.objects.create(child=child, **row)
    told = [replace(event, place=None) for event in events_of(child.pk)]
    return sorted(told, key=lambda event: event.on)


@pytest.fixture
def child() -> Person:
    return Person.objects.create(birth_on=date(2020, 2, 29), is_child=True)


@pytest.mark.django_db
@pytest.mark.parametrize("answer", [True, False, None])
@pytest.mark.parametrize("kind", KINDS)
def test_an_event_is_the_same_after_it_was_a_row(child, kind, answer):
    event = full(the(kind), DAY, answer)
    assert read_back(child, event) == [event]


@pytest.mark.django_db
@pytest.mark.parametrize("kind", KINDS)
def test_an_event_with_nothing_but_its_day_gains_nothing(child, kind):
    event = Event(kind, DAY, facts=dict.fromkeys(the(kind).always, True))
    assert read_back(child, event) == [event]


PAIRS = [
    (one.kind, other.kind)
    for one, other in combinations(all_tellings(), 2)
    if one.model == other.model and one.on != other.on and can_stand_together(one, other)
]


@pytest.mark.django_db
@pytest.mark.parametrize(("earlier", "later"), PAIRS)
def test_two_events_of_one_row_keep_apart_even_where_they_disagree(child, earlier, later):
    one = full(the(earlier), DAY, answer=True)
    other = full(the(later), DAY + timedelta(days=900), answer=False)
    assert read_back(child, one, other) == [one, other]


@pytest.mark.django_db
def test_a_row_whose_day_is_blank_tells_nothing(child):
    for telling in all_tellings():
        if telling.table is not Person:
            kinds = {
                name: value[0] if isinstance(value, tuple) else value for name, value in telling.when.items()
            }
            telling.table.objects.create(child=child, **kinds)
    assert events_of(child.pk) == []


@pytest.mark.django_db
def test_a_row_of_one_child_is_never_told_of_another(child):
    brother = Person.objects.create(birth_on=date(2021, 2, 28), is_child=True)
    for kind in KINDS:
        if kind not in OF_PERSON:
            the(kind).table.objects.create(child=child, **values(full(the(kind), DAY)))
    assert events_of(brother.pk) == []
    assert {event.kind for event in events_of(child.pk)} == set(KINDS) - set(OF_PERSON)
