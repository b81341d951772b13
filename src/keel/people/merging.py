"""Which rows of the whole record hang on a person, and how they are moved to another and back, one by one."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import IntegrityError, models, transaction
from django.db.models import Field

from keel.people.models import Merge, MergeMove, Person

# Tables whose rows stay with the person they were made for: what was decided about a pair; the opening of one record
# for a reason, which must never open another; what was done and looked at, which is never changed; and what is worked
# out anew from the rest of the record.
STAYING = frozenset(
    {
        "people.Merge", "people.NotDuplicate", "people.Person", "access.Opening", "access.AuditEntry",
        "people.PossibleDuplicate", "oversight.StoredReading", "oversight.StoredSignal", "oversight.Standing",
        "oversight.Flag", "oversight.FlagGround", "oversight.FlagStep", "oversight.FlagSeen",
    }
)  # fmt: skip
RESTRICTING = frozenset({"access.Restriction", "access.Exclusion"})  # moved last
FILLED = (
    "birth_on", "expected_on", "died_on", "sex", "gender_identity", "ethnicity", "nationality", "immigration_status",
    "preferred_language", "needs_interpreter", "communication_needs", "trusts", "is_disabled", "is_communication_known",
    "has_earlier_removal", "has_parent_who_needs_accessible",
)  # fmt: skip
_BATCH = 2_000


@dataclass(frozen=True, slots=True)
class Hold:
    """A column by which rows of a table hang on a person."""

    model: type[models.Model]
    column: str

    @property
    def label(self) -> str:
        """The table as app.Model."""
        return self.model._meta.label


def holds() -> Iterator[Hold]:
    """Every column that refers to a person and goes with her: of the record, and of where each row of it came from."""
    yield from (hold for hold in every_hold() if hold.label not in STAYING)


def every_hold() -> Iterator[Hold]:
    """Every column of any table that refers to a person, the copies that triggers keep apart."""
    for relation in Person._meta.get_fields(include_hidden=True):
        if not (
            relation.auto_created and not relation.concrete and (relation.one_to_many or relation.one_to_one)
        ):
            continue
        model = relation.related_model
        if not hasattr(model, "pgh_tracked_model"):
            yield Hold(model, relation.field.attname)


def move(merge: Merge, *, restricting: bool) -> list[str]:
    """Move rows to the person kept: those that restrict a record, which come last, or all others.

    Returns what had to stay, "app.Model:id": the same stands there already. What the database does not show to whoever
    merges is moved when this is done again by the worker, who sees all.
    """
    wanted = [hold for hold in holds() if (hold.label in RESTRICTING) is restricting]
    return [row for hold in wanted for row in _move(hold, merge)]


def _move(hold: Hold, merge: Merge) -> Iterator[str]:
    rows = list(
        hold.model._base_manager.filter(**{hold.column: merge.merged_id}).values_list("pk", flat=True)
    )
    for start in range(0, len(rows), _BATCH):
        some = rows[start : start + _BATCH]
        if not _moved(hold, some, merge):
            yield from (f"{hold.label}:{row}" for row in some if not _moved(hold, [row], merge))


def _moved(hold: Hold, rows: list[Any], merge: Merge) -> bool:
    """Whether all of these could be moved: a constraint may say that one of them stands there already.

    They are noted first: a restriction that comes over may close the record to whoever merges.
    """
    try:
        with transaction.atomic():
            MergeMove.objects.bulk_create(_note(merge, hold, row) for row in rows)
            hold.model._base_manager.filter(pk__in=rows).update(**{hold.column: merge.kept_id})
    except IntegrityError:
        return False
    return True


def _note(merge: Merge, hold: Hold, row: Any) -> MergeMove:
    return MergeMove(
        merge=merge, table=hold.label, row=str(row), column=hold.column,
        was=str(merge.merged_id), became=str(merge.kept_id),
    )  # fmt: skip


def fill(merge: Merge) -> None:
    """What is blank on the person kept and known of the other; a child's record stays a child's."""
    kept, merged = merge.kept, merge.merged
    filled = [
        name
        for name in FILLED
        if getattr(kept, name) in (None, "") and getattr(merged, name) not in (None, "")
    ]
    filled += ["is_child"] if merged.is_child and not kept.is_child else []
    for name in filled:
        was, became = as_text(kept, name), as_text(merged, name)
        MergeMove.objects.create(
            merge=merge, table="people.Person", row=str(kept.pk), column=name, was=was, became=became
        )
        setattr(kept, name, getattr(merged, name))
    kept.save(update_fields=filled)
    merged.merged_into = kept
    merged.save(update_fields=["merged_into"])


def as_text(person: Person, name: str) -> str | None:
    """A field's value as it is noted."""
    value = getattr(person, name)
    return None if value is None else Person._meta.get_field(name).value_to_string(person)


def put_back(merge: Merge, *, restricting: bool) -> list[str]:
    """Put back what the merge moved, in the same two steps. Returns what somebody changed since, left as it is now."""
    Person.objects.filter(pk=merge.merged_id).update(merged_into=None)
    moves = [moved for moved in merge.moves.order_by("pk") if (moved.table in RESTRICTING) is restricting]
    return [line for group in _by_column(moves) for line in _put_back(*group)]


def _by_column(moves: Iterable[MergeMove]) -> Iterator[tuple[str, str, str | None, str | None, list[str]]]:
    groups: dict[tuple[str, str, str | None, str | None], list[str]] = {}
    for moved in moves:
        groups.setdefault((moved.table, moved.column, moved.was, moved.became), []).append(moved.row)
    yield from ((*key, rows) for key, rows in groups.items())


def _put_back(table: str, column: str, was: str | None, became: str | None, rows: list[str]) -> Iterator[str]:
    model = apps.get_model(table)
    field = _field(model, column)
    now, before = field.to_python(became), field.to_python(was)
    values = dict(model._base_manager.filter(pk__in=rows).values_list("pk", column))
    model._base_manager.filter(pk__in=[row for row, value in values.items() if value == now]).update(
        **{column: before}
    )
    yield from (f"{table}:{row}" for row, value in values.items() if value not in (now, before))


def _field(model: type[models.Model], column: str) -> Field:
    found = next(field for field in model._meta.concrete_fields if column in (field.attname, field.name))
    return found.target_field if found.is_relation else found


def now_known_as(person: Person) -> Person:
    """The person that a record was merged into, through however many merges; herself where it was not."""
    seen: set[UUID] = set()
    while person.merged_into_id and person.pk not in seen:
        seen.add(person.pk)
        person = Person._base_manager.get(pk=person.merged_into_id)
    return person
