"""Two records of one person made one, and two again: nothing is lost, and no restriction ever."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import Any

import pytest
from conftest_people import made
from django.apps import apps
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from keel.access.models import Exclusion, Restriction, User
from keel.chronology.origins import sources_of_row
from keel.loading.models import Load, Origin, OriginShape, ReadingChange
from keel.people import merging
from keel.people.actions import CannotBeDone, judge_different, merge, relate, unmerge
from keel.people.models import Alert, Identifier, Merge, Person, Relationship
from keel.workforce.models import Involvement

pytestmark = pytest.mark.django_db
CHILDREN = 5
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


def test_every_table_that_refers_to_a_person_is_moved_or_reviewed() -> None:
    every, moved = merging.every_hold(), {hold.label for hold in merging.holds()}
    assert {hold.label for hold in every} - moved == merging.STAYING
    assert moved >= {"loading.Origin", "loading.LoadExample", "loading.ReadingChange", "protection.Visit"}


def test_where_a_row_came_from_goes_with_the_row_and_back(maya: User) -> None:
    kept, other = made("Leah", "Marsh"), made("Lia", "Marsh")
    visit = apps.get_model("protection.Visit").objects.create(child=other, visited_on=date(2026, 1, 5))
    row = brought(other, visit.pk)
    done = merge(by=maya, kept=kept, merged=other, reason="same child, two numbers")
    (told,) = sources_of_row(kept.pk, "protection.visit", visit.pk)
    assert told.words == "Annex A, List 7, row 4"
    assert unmerge(by=maya, merge=done, why="two children after all") == []
    row.refresh_from_db()
    assert row.child_id == other.pk
    assert not sources_of_row(kept.pk, "protection.visit", visit.pk)


def test_what_was_known_of_either_is_known_of_the_one_kept(maya: User) -> None:
    kept, other = made("Leah", "Marsh", birth_on=None), made("Lia", "Marsh", sex="F")
    Identifier.objects.create(person=other, scheme="upn", value="A1")
    Involvement.objects.create(child=other, worker_key="W1", started_on=date(2026, 1, 5))
    merge(by=maya, kept=kept, merged=other, reason="same child, two spellings")
    kept.refresh_from_db()
    assert (kept.birth_on, kept.sex) == (date(2018, 5, 4), "F")
    assert {name.forename for name in kept.names.all()} == {"Leah", "Lia"}
    assert (kept.identifiers.count(), kept.involvement_entries.count()) == (1, 1)
    assert merging.now_known_as(Person.objects.get(pk=other.pk)) == kept


def test_a_merge_is_undone_by_a_person_with_a_reason(maya: User) -> None:
    kept, other = made("Leah", "Marsh"), made("Lia", "Marsh")
    merge(by=maya, kept=kept, merged=other, reason="same child")
    done = Merge.objects.get()
    assert unmerge(by=maya, merge=done, why="cousins of one name") == []
    done.refresh_from_db()
    assert (done.undone_by, done.undone_why) == (maya, "cousins of one name")
    assert [name.forename for name in other.names.all()] == ["Lia"]
    with pytest.raises(CannotBeDone):
        unmerge(by=maya, merge=done, why="twice")


def test_what_somebody_corrected_after_the_merge_is_not_put_back_over_the_correction(maya: User) -> None:
    kept, other = made("Leah", "Marsh", sex=""), made("Lia", "Marsh", sex="M")
    done = merge(by=maya, kept=kept, merged=other, reason="same child")
    Person.objects.filter(pk=kept.pk).update(sex="F")
    assert unmerge(by=maya, merge=done, why="they are two") == [f"people.Person:{kept.pk}"]
    kept.refresh_from_db()
    assert kept.sex == "F"


def test_two_who_were_related_to_each_other_do_not_become_related_to_themselves(maya: User) -> None:
    kept, other = made("Leah", "Marsh"), made("Lia", "Marsh")
    row = relate(by=maya, person=kept, other=other, relation="sibling")
    merge(by=maya, kept=kept, merged=other, reason="same child")
    row.refresh_from_db()
    assert (row.person_id, row.other_id) == (kept.pk, other.pk)


def test_a_chain_of_merges_is_undone_from_its_end(maya: User) -> None:
    first, second, third = made("A", "Marsh"), made("B", "Marsh"), made("C", "Marsh")
    early = merge(by=maya, kept=second, merged=first, reason="same")
    merge(by=maya, kept=third, merged=second, reason="same")
    with pytest.raises(CannotBeDone, match="undo that merge first"):
        unmerge(by=maya, merge=early, why="no")
    with pytest.raises(CannotBeDone, match="merged already"):
        merge(by=maya, kept=third, merged=first, reason="again")


def test_a_reason_to_open_one_record_never_opens_the_other(maya: User) -> None:
    kept, other = made("Leah", "Marsh"), made("Lia", "Marsh")
    opening = apps.get_model("access.Opening").objects.create(
        user=maya, person=other, purpose="duty", reason="asked by the police", until="2100-01-01T00:00Z"
    )
    merge(by=maya, kept=kept, merged=other, reason="same child")
    opening.refresh_from_db()
    assert opening.person_id == other.pk


@pytest.mark.parametrize("is_kept", [True, False])
def test_a_restriction_of_either_closes_the_one_kept_and_goes_back_with_its_own(
    maya: User, is_kept: bool
) -> None:
    kept, other = made("Leah", "Marsh"), made("Lia", "Marsh")
    restricted = kept if is_kept else other
    Restriction.objects.create(
        person=restricted, grade="hidden", reason="threat", owner=maya, by=maya, from_at=LONG_AGO
    )
    done = merge(by=maya, kept=kept, merged=other, reason="same child")
    assert kept.pk in _closed()
    unmerge(by=maya, merge=done, why="two children")
    assert _closed() == {restricted.pk}


def test_both_records_say_in_the_audit_that_they_were_merged(maya: User) -> None:
    kept, other = made("Leah", "Marsh"), made("Lia", "Marsh")
    merge(by=maya, kept=kept, merged=other, reason="same child")
    entries = apps.get_model("access.AuditEntry").objects.filter(code="person.merged")
    assert {entry.person_id for entry in entries} == {kept.pk, other.pk}


def test_judged_different_is_one_row_whichever_way_round(maya: User) -> None:
    one, other = made("Leah", "Marsh"), made("Lia", "Marsh")
    assert judge_different(by=maya, one=one, other=other, why="twins") == judge_different(
        by=maya, one=other, other=one, why="twins"
    )


def brought(person: Person, entry: int) -> Any:
    """Where a row about somebody came from."""
    place = {
        "family": "Annex A",
        "table": "protection.visit",
        "source": "List 7",
        "fields": [],
        "columns": [],
    }
    shape, _ = OriginShape.objects.get_or_create(**place)
    load = Load.objects.create(label="made up")
    ReadingChange.objects.create(load=load, child=person, timescale="cp_visit", is_late_now=True)
    return Origin.objects.create(shape=shape, entry=entry, child=person, key="visit", load=load, row=4)


@contextmanager
def left_as_it_was() -> Iterator[None]:
    """A transaction that is taken back at its end."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


children = st.integers(0, CHILDREN - 1)
rows = st.lists(
    st.tuples(
        st.sampled_from(
            ["name", "number", "alert", "sibling", "worker", "brought", "restricted", "excluded"]
        ),
        children,
        children,
        st.integers(0, 2),
    ),
    max_size=14,
)
steps = st.lists(st.tuples(st.booleans(), children, children), min_size=1, max_size=8)
blanks = st.lists(st.sampled_from(["", "F", "M"]), min_size=CHILDREN, max_size=CHILDREN)


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(rows=rows, steps=steps, sexes=blanks)
def test_merges_and_unmerges_come_back_to_the_start(
    maya: User, rows: list[Any], steps: list[Any], sexes: list[str]
) -> None:
    with left_as_it_was():
        people = [made(f"Child{i}", "Marsh", sex=sex) for i, sex in enumerate(sexes)]
        for row in rows:
            _write(people, maya, *row)
        start = _state()
        for is_merge, one, other in steps:
            before = _closed()
            _step(maya, is_merge, people[one], people[other])
            assert is_merge is False or all(_now(who) in _closed() for who in before)
        while merges := Merge.objects.filter(undone_at=None, kept__merged_into=None):
            unmerge(by=maya, merge=merges[0], why="back to the start")
        assert _state() == start


def _write(people: list[Person], maya: User, kind: str, one: int, other: int, key: int) -> None:
    person, source_key = people[one], f"row {key}" if key else ""
    if kind == "name" and not person.names.filter(source_key=source_key).exclude(source_key="").exists():
        person.names.create(forename=f"Name {key}", source_key=source_key)
    elif kind == "number" and not person.identifiers.filter(source_key=source_key).exclude(source_key=""):
        Identifier.objects.create(person=person, scheme="upn", value=str(key), source_key=source_key)
    elif kind == "alert":
        Alert.objects.create(person=person, kind="risk to worker", text=str(key))
    elif kind == "sibling" and one != other:
        Relationship.objects.create(person=person, other=people[other], relation="sibling")
    elif kind == "worker":
        Involvement.objects.create(child=person, worker_key=f"W{key}", started_on=date(2026, 1, 5))
    elif kind == "brought":
        brought(person, key)
    elif kind == "restricted":
        Restriction.objects.create(
            person=person, grade="hidden", reason="threat", owner=maya, by=maya, from_at=LONG_AGO
        )
    elif kind == "excluded":
        Exclusion.objects.create(person=person, user=maya, reason="own family", by=maya, from_at=LONG_AGO)


def _step(maya: User, is_merge: bool, one: Person, other: Person) -> None:
    one.refresh_from_db(), other.refresh_from_db()
    try:
        with transaction.atomic():
            if is_merge and one != other:
                merge(by=maya, kept=one, merged=other, reason="seems the same")
            elif not is_merge and (done := Merge.objects.filter(merged=other, undone_at=None).first()):
                unmerge(by=maya, merge=done, why="is not")
    except CannotBeDone:
        pass


def _now(person: Any) -> Any:
    return merging.now_known_as(Person.objects.get(pk=person)).pk


def _closed() -> set[Any]:
    """Whose record is closed to Maya, as access itself has it: restricted, hidden or excluded."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT person FROM access_closed(%s)", [User.objects.get(name="Maya Okoro").pk])
        return {person for (person,) in cursor.fetchall()}


def _state() -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table that refers to a person, but for what is written about merges themselves."""
    tables = {hold.model for hold in merging.holds()} | {Person}
    return {table._meta.label: sorted(table._base_manager.values_list(), key=repr) for table in tables}
