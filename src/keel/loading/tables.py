"""The tables of the record that events fill, each with its tellings and the columns that a load writes."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import polars as pl
from django.apps import apps
from django.db import models

from keel.loading.beside import Beside, besides
from keel.practice.history import Fact
from keel.record.models import Entry
from keel.record.telling import PRESENT, Telling, all_tellings

TEXT, DAY, FLAG, NUMBER, WHOLE, MINUTE = (
    pl.String(),
    pl.Date(),
    pl.Boolean(),
    pl.Float64(),
    pl.Int64(),
    pl.Int16(),
)
LATEST_ONLY, EPISODE, RECORDED = "is_latest_only", "episode", "recorded_on"

_KINDS: tuple[tuple[type[models.Field], pl.DataType], ...] = (  # type: ignore[type-arg]
    (models.DateField, DAY),
    (models.TimeField, MINUTE),  # minutes of the day, so that two times compare as numbers
    (models.BooleanField, FLAG),
    (models.FloatField, NUMBER),
    (models.IntegerField, WHOLE),
    (models.UUIDField, TEXT),
)


_STAFF = {
    "workforce.involvement": ("worker", "team", "role", "reason_for_change")
}  # told by a list of its own
_ALIKE = {  # whoever brings it, one time of one person in one role; its end, or the team, may be known to one only
    "workforce.involvement": (
        ("worker_id", "team_id", "role", "started_on", "ended_on"),
        ("worker_id", "role", "started_on"),
    )
}


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its name in the database and what it holds."""

    name: str
    kind: pl.DataType
    limit: int | None = None  # letters
    unsaid: bool | None = None  # what stands where nobody has said yes or no, if the column cannot be blank

    @property
    def is_text(self) -> bool:
        """Blank is an empty text, never null."""
        return self.kind == TEXT


@dataclass(frozen=True, slots=True)
class Table:
    """A table and what may fill it. ``owner`` is the column that names the person, None where nobody is named.

    ``alike`` are sets of columns, the strictest first, that make a row of one source the same as a row of another.
    """

    model: type[models.Model]
    columns: tuple[Column, ...]
    owner: str | None
    tellings: tuple[Telling, ...] = ()
    links: Mapping[str, str] = None  # type: ignore[assignment]  # column to the label of the table it leads to
    alike: tuple[tuple[str, ...], ...] = ()

    @property
    def label(self) -> str:
        """ "app.model"."""
        return self.model._meta.label_lower

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the columns."""
        return tuple(column.name for column in self.columns)

    def __hash__(self) -> int:
        return hash(self.label)


def column_of(model: type[models.Model], name: str) -> Column:
    """The column of a field."""
    field = model._meta.get_field(name)
    held = field.target_field if isinstance(field, models.ForeignKey) else field
    kind = next((kind for of, kind in _KINDS if isinstance(held, of)), TEXT)
    is_never_blank = isinstance(field, models.BooleanField) and not field.null
    unsaid = bool(field.default) if is_never_blank else None
    return Column(field.column, kind, getattr(field, "max_length", None), unsaid)  # type: ignore[union-attr]


@cache
def told_tables() -> tuple[Table, ...]:
    """Every table of entries that a telling names, in the order of the tellings."""
    labels = dict.fromkeys(telling.model for telling in all_tellings() if issubclass(telling.table, Entry))
    return tuple(_table(tuple(t for t in all_tellings() if t.model == label)) for label in labels)


def _table(tellings: tuple[Telling, ...]) -> Table:
    model = tellings[0].table
    names = dict.fromkeys(name for telling in tellings for name in fields_told(telling))
    beside = besides().get(model._meta.label_lower, Beside())
    links = _links(model)
    columns = [column_of(model, name) for name in (*names, *links.values(), *beside.fields)]
    more = [
        column_of(model, name)
        for name in (EPISODE, RECORDED, LATEST_ONLY, *_STAFF.get(model._meta.label_lower, ()))
    ]
    owner = model._meta.get_field(tellings[0].child).column  # type: ignore[union-attr]
    by_column = {column_of(model, name).name: label for label, name in links.items()}
    every = tuple(dict.fromkeys([*columns, *more]))
    return Table(model, every, owner, tellings, by_column, _ALIKE.get(model._meta.label_lower, ()))


@cache
def table_without_tellings(label: str) -> Table:
    """A table of the record that tells no event and is filled by what stands beside events."""
    model = apps.get_model(label)
    beside = besides()[label]
    names = [*beside.fields, *filter(None, (beside.into, beside.of)), EPISODE, RECORDED, LATEST_ONLY]
    columns = tuple(dict.fromkeys(column_of(model, name) for name in names))
    leads = {column_of(model, beside.of).name: beside.owner} if beside.of else {}
    return Table(model, columns, "child_id", links=leads)


def fields_told(telling: Telling) -> list[str]:
    """The fields that a telling reads, its day first."""
    single = (telling.on, telling.minute, telling.recorded_on, telling.anchor, telling.code, telling.number)
    return [name for name in (*single, *telling.facts.values(), *telling.when) if name]


def _links(model: type[models.Model]) -> dict[str, str]:
    """Tables of the record that a row may belong to, each with the one field that says so."""
    fields = [field for field in model._meta.get_fields() if isinstance(field, models.ForeignKey)]
    found: dict[str, list[str]] = {}
    for field in fields:
        to = field.related_model
        if isinstance(to, type) and issubclass(to, Entry) and to is not model:
            found.setdefault(to._meta.label_lower, []).append(field.name)
    return {label: names[0] for label, names in found.items() if len(names) == 1}


def constant_of(wanted: object) -> object:
    """What a load writes for a value that a telling asks for: of several the first; nothing where any will do."""
    if wanted is PRESENT:
        return None
    return wanted[0] if isinstance(wanted, tuple) else wanted


def facts_kept(telling: Telling) -> frozenset[Fact]:
    """The facts that a row can say of the kind of event."""
    latest = {Fact.EARLIER_UNKNOWN} if telling.is_main else set()
    return frozenset(telling.facts) | telling.always | latest
