"""A row in every table that row security stands before, made from the models, so that no table is tested empty."""

import uuid
from datetime import UTC, date, datetime
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import connection, models
from django.utils import timezone

from keel.access import tables
from keel.access.models import User
from keel.people.models import Person

FIRST = ("child", "person", "pgh_obj", "one", "kept")
MAY_BE_NOBODY = ("merged_into",)
HANGS_ON = ("proceedings.FamilyGroup", "front_door.Contact")  # what a row must have to be seen by anybody


def fill_every_table(person: Person, sibling: Person, by: User) -> dict[str, Any]:
    """One row about a person in each case table; the primary keys by table name."""
    person, sibling = sorted((person, sibling), key=lambda one: one.pk)  # some tables hold two in order
    made: dict[str, Any] = {}
    for table in tables.case_tables():
        if table.model._meta.label == tables.PERSON:
            made[table.name] = person.pk
            continue
        made[table.name] = _row(table.model, (person, sibling), by, made)
    return made


def _row(model: type[models.Model], family: tuple[Person, Person], by: User, made: dict[str, Any]) -> Any:
    """Insert one row with plain SQL: models may do more than they should here, and histories refuse to be saved."""
    table = model._meta.db_table
    if table in made:
        return made[table]
    if model._meta.label == "access.AuditEntry":
        return _audit_entry(family[0], by)
    values = {}
    for field in model._meta.concrete_fields:
        if field.primary_key and isinstance(field, models.AutoField):
            continue
        value = _value(field, family, by, made)
        if value is not None:
            values[field.column] = value
    names = ", ".join(connection.ops.quote_name(name) for name in values)
    pk = connection.ops.quote_name(model._meta.pk.column)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} ({names}) VALUES ({', '.join(['%s'] * len(values))}) RETURNING {pk}",
            list(values.values()),
        )
        made[table] = cursor.fetchone()[0]
    return made[table]


def _audit_entry(person: Person, by: User) -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO access_auditentry (actor_id, acting_as, code, person_id, entry, request, detail) "
            "VALUES (%s, '', 'child.looked_at', %s, '', %s, '{}') RETURNING sequence",
            [by.pk, person.pk, uuid.uuid4()],
        )
        return cursor.fetchone()[0]


def _value(field: models.Field, family: tuple[Person, Person], by: User, made: dict[str, Any]) -> Any:  # type: ignore[type-arg]
    if isinstance(field, models.ForeignKey):
        return _key(field, family, by, made)
    if field.name == "to_at":
        return datetime(2026, 1, 5, tzinfo=UTC)  # a restriction or exclusion that is over closes nothing
    if field.null and not field.primary_key:
        return None
    if field.blank and field.name.startswith("closed_"):
        return ""  # what is not closed has no reason why it is
    for kinds, value in _PLAIN:
        if isinstance(field, kinds):
            plain = value() if callable(value) else value
            return plain[: field.max_length] if isinstance(field, models.CharField) else plain
    return "made up for a test"[: field.max_length or 18]


def _key(field: models.ForeignKey, family: tuple[Person, Person], by: User, made: dict[str, Any]) -> Any:  # type: ignore[type-arg]
    target = field.related_model
    if target._meta.label == tables.PERSON and field.name not in MAY_BE_NOBODY:
        return family[0].pk if field.name in FIRST else family[1].pk
    if field.name == "pgh_context" or (field.null and target._meta.label not in HANGS_ON):
        return None
    if target._meta.label == "access.User":
        return by.pk
    if target._meta.db_table not in made and not list(_case(target)):
        made[target._meta.db_table] = _row(target, family, by, made)
    return _row(target, family, by, made)


def _case(model: type[models.Model]) -> list[str]:
    return [table.name for table in tables.case_tables() if table.model is model]


def _unique() -> str:
    return uuid.uuid4().hex[:12]


_PLAIN: tuple[tuple[Any, Any], ...] = (
    (models.UUIDField, uuid.uuid4),
    (models.BooleanField, False),
    ((models.IntegerField, models.FloatField), 1),
    (models.DateTimeField, timezone.now),
    (models.DateField, date(2026, 1, 5)),
    (models.TimeField, "10:00"),
    (models.JSONField, "{}"),
    (ArrayField, "{}"),
    (models.BinaryField, b"1"),
    (models.CharField, _unique),
)
