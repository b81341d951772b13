"""A word that stands nowhere else in every field of a family's record that says something about somebody.

The fields come from the models and the field register, so that a new one has its word from the day it is made.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from itertools import count
from typing import Any

from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.db import models

from cast import Cast, Family
from keel.access import tables
from keel.access.register import class_of
from keel.people.models import Person

TELLING = {
    "identity",
    "words",
    "protected",
    "privileged",
    "case",
}  # the classes that say something about somebody
OF_LOADS = {
    "child_key",
    "raw",
    "key",
    "note",
    "was",
    "became",
}  # what a load kept of a source, classed by how Keel works
OF_A_FILE = {
    "loading.Load",
    "loading.LoadFinding",
    "loading.OriginShape",
}  # about a file and not about a child
GUARDED = {"access.Restriction", "access.RestrictionMember", "access.Exclusion", "access.Opening"}
MADE_BY_KEEL = {
    "access.AuditEntry",
    "oversight.StoredReading",
    "oversight.StoredSignal",
    "oversight.Standing",
}
ENDS = ("ended", "closed", "to_on", "undone", "back_in", "merged_into", "cancelled", "died", "stopped")
DAY, MOMENT = date(2026, 2, 3), datetime(2026, 2, 3, 9, 30, tzinfo=UTC)
BORN = {"restricted": date(2007, 2, 13), "hidden": date(2008, 11, 17), "excluded": date(2009, 10, 19)}
WORD = re.compile(r"Zq([rhe])\d{4}k", re.IGNORECASE)


@dataclass
class Planted:
    """The words of one family, each with the field that it stands in."""

    family: Family
    words: dict[str, str] = field(default_factory=dict)
    rows: dict[str, Any] = field(default_factory=dict)  # the last row made in each table
    first: int = 0  # the number of its first word, where there is another family like it

    @property
    def letter(self) -> str:
        """What tells this family's words from another's."""
        return self.family.key[0]

    @property
    def born(self) -> tuple[str, ...]:
        """The elder child's day of birth, as pages and files might write it."""
        day = BORN[self.family.key]
        return (
            day.isoformat(), f"{day:%d/%m/%Y}", f"{day.day} {day:%B %Y}", f"{day.day} {day:%b %Y}",
        )  # fmt: skip

    def fields_of(self, said: set[str]) -> set[str]:
        """The fields whose words are among those."""
        return {self.words[word.lower()] for word in said if word.lower() in self.words}

    def value(self, where: str) -> str:
        """One of the words that stand in a field."""
        return next(word for word, place in self.words.items() if place == where).capitalize()

    def new(self, where: str) -> str:
        """A word for a field."""
        word = f"Zq{self.letter}{self.first + len(self.words):04d}k"
        self.words[word.lower()] = where
        return word


def plant(cast: Cast, key: str, *, children: int = 2, first: int = 0) -> Planted:
    """A row in every table of the record about each child of a family, and its mother where a table is of persons."""
    planted = Planted(cast.families[key], first=first)
    family = planted.family
    Person.objects.filter(pk=family.child.pk).update(birth_on=BORN[key])
    for child in family.children[:children]:
        made = _Making(cast, planted, child, family.mother)
        for model in _tables():
            made.row(model)
        _fill_person(planted, child)
        _guard(planted, child)
        planted.rows |= made.made
    _fill_person(planted, family.mother)
    return planted


def _tables() -> Iterator[type[models.Model]]:
    for table in tables.case_tables():
        label = table.model._meta.label
        if not table.is_history and label not in GUARDED | MADE_BY_KEEL | OF_A_FILE | {tables.PERSON}:
            yield table.model


def _fill_person(planted: Planted, person: Person) -> None:
    told = {name: planted.new(f"people.Person.{name}") for name in _telling(Person)}
    Person.objects.filter(pk=person.pk).update(**told)


def _guard(planted: Planted, person: Person) -> None:
    """Why the record is closed, and why it was opened once."""
    for kind in ("restrictions", "exclusions"):
        getattr(person, kind).update(reason=planted.new(f"access.{kind}.reason"))


def _telling(model: type[models.Model]) -> Iterator[str]:
    """The text fields of a table that say something about somebody, and are long enough for a word."""
    label = model._meta.label
    for each in model._meta.concrete_fields:
        is_text = isinstance(each, models.CharField | models.TextField) and not each.choices
        told = class_of(model, each.name)
        is_of_loads = label in tables.OF_LOADS and each.name in OF_LOADS and label != "loading.LoadFinding"
        is_telling = (
            told is not None and told.name in TELLING and label not in tables.OF_LOADS
        ) or is_of_loads
        if is_text and is_telling and (each.max_length or 99) >= len("Zqr0000k"):
            yield each.name


class _Making:
    """Makes one row of each table about one child, tied to one another."""

    def __init__(self, cast: Cast, planted: Planted, child: Person, mother: Person) -> None:
        self.cast, self.planted, self.child, self.mother = cast, planted, child, mother
        self.made: dict[str, Any] = {}
        self.under_way: set[str] = set()
        self.number = count()

    def row(self, model: type[models.Model]) -> Any:
        """The row of a table, made the first time that it is asked for."""
        label = model._meta.label
        if label not in self.made:
            self.under_way.add(label)
            row = model._base_manager.create(**dict(self._values(model)))
            self.under_way.discard(label)
            if tables.keeps_history(model) and (told := list(_telling(model))):
                self._say_again(row, told)
            self.made[label] = row
        return self.made[label]

    def _say_again(self, row: models.Model, told: list[str]) -> None:
        """Another word, so that the history of the table holds the first."""
        name = told[-1]
        type(row)._base_manager.filter(pk=row.pk).update(
            **{name: self.planted.new(f"{row._meta.label}.{name}")}
        )

    def _values(self, model: type[models.Model]) -> Iterator[tuple[str, Any]]:
        told = set(_telling(model))
        for each in model._meta.concrete_fields:
            if each.name in told:
                yield each.name, self.planted.new(f"{model._meta.label}.{each.name}")
            elif isinstance(each, models.ForeignKey):
                yield each.name, self._key(each)
            elif not each.primary_key and (value := self._plain(each)) is not None:
                yield each.name, value

    def _key(self, each: models.ForeignKey) -> Any:  # type: ignore[type-arg]
        target = each.related_model
        label = target._meta.label
        if label == tables.PERSON:
            return self._person(each)
        if each.name.startswith(ENDS) or (each.null and (label in self.under_way or label in MADE_BY_KEEL)):
            return None
        worker = self.cast.workers["team_manager" if each.name == "supervisor" else "worker"]
        known = {"access.User": worker.user, "workforce.Worker": worker, "workforce.Team": worker.team}
        if label in known:
            return known[label]
        if label in OF_A_FILE:
            return target._base_manager.get()
        return self.row(target)

    def _person(self, each: models.ForeignKey) -> Person | None:  # type: ignore[type-arg]
        if each.name.startswith(ENDS):
            return None
        first, second = sorted((self.child, self.mother), key=lambda one: one.pk)
        if each.name == "merged":
            return Person.objects.create()
        if each.model._meta.label == "people.Relationship":
            first, second = self.child, self.mother
        return {"one": first, "other": second}.get(each.name, self.child)

    def _plain(self, each: models.Field) -> Any:  # type: ignore[type-arg]
        if (
            each.name.startswith(ENDS)
            or each.has_default()
            or (each.unique and isinstance(each, models.UUIDField))
        ):
            return None
        if each.choices:
            return each.choices[0][0]
        if isinstance(each, models.CharField | models.TextField):
            return "" if each.blank else f"plain {next(self.number)}"[: each.max_length]
        if isinstance(each, ArrayField | models.JSONField):
            return None
        kinds = (
            (models.BooleanField, bool(each.null)),
            (models.DateTimeField, MOMENT),
            (models.DateField, DAY),
            (models.TimeField, "10:15"),
            ((models.IntegerField, models.FloatField), 1),
        )
        return next((value for kind, value in kinds if isinstance(each, kind)), None)


def make_load(cast: Cast) -> Any:
    """A load that a planted family's findings and origins can belong to."""
    load = apps.get_model("loading.Load").objects.create(
        label="annex-a.xlsx",
        form="Annex A",
        family="annex-a",
        asked_by=cast["analyst"],
        as_of=DAY,
        finished_at=MOMENT,
    )
    load.states.create(state="done")
    finding = load.findings.create(
        code="bad_date", level="warning", message="Not a date", source="List 6", column="Start"
    )
    shape = {
        "family": "annex-a",
        "table": "protection.visit",
        "source": "List 6",
        "fields": [],
        "columns": [],
    }
    apps.get_model("loading.OriginShape").objects.create(**shape)
    return finding
