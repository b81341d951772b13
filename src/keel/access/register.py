"""The field register: every field of every table, with how sensitive it is, for whom, for how long and why.

Read from ``fields.toml``. A field that stands in no class is not used until somebody has thought about it: the build
fails. The table that the register makes is what a data protection impact assessment asks for.
"""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.apps import apps
from django.db import models

FILE = Path(__file__).with_name("fields.toml")
EVERY = "*"
OF_THE_HISTORY = "pgh_"


@dataclass(frozen=True, slots=True)
class FieldClass:
    """What is so for all fields of a kind; each is a short phrase for a reader."""

    name: str
    holds: str
    sensitivity: str
    audience: str
    basis: str
    retention: str
    subject_access: str
    test_data: str


@dataclass(frozen=True, slots=True)
class Registered:
    """One field of one table, and its class; None where nobody has classed it."""

    table: str
    field: str
    field_class: FieldClass | None


@cache
def classes() -> dict[str, FieldClass]:
    """The classes by name."""
    return {name: FieldClass(name, **said) for name, said in _read()["classes"].items()}


def registered() -> Iterator[Registered]:
    """Every field of every table of the application, in the order of the tables."""
    for model in sorted(apps.get_models(), key=lambda model: model._meta.label):
        for field in model._meta.local_concrete_fields:
            yield Registered(model._meta.label, field.name, class_of(model, field.name))


def class_of(model: type[models.Model], field: str) -> FieldClass | None:
    """The class of a field. A table of history has the classes of the table that it keeps."""
    kept = getattr(model, "pgh_tracked_model", None)
    if kept is not None and field.startswith(OF_THE_HISTORY):
        return classes()["audit"]
    named = _read()["fields"].get((kept or model)._meta.label, {})
    found = (name for name, fields in named.items() if field in fields or EVERY in fields)
    return next((classes()[name] for name in found), None)


def strangers() -> list[str]:
    """What the register names and no table has: a field that was renamed or went."""
    there = {one._meta.label: {f.name for f in one._meta.local_concrete_fields} for one in apps.get_models()}
    return [
        f"{table}.{field}"
        for table, named in _read()["fields"].items()
        for fields in named.values()
        for field in fields
        if field != EVERY and field not in there.get(table, set())
    ]


@cache
def _read() -> dict[str, dict[str, dict[str, list[str]]]]:
    return tomllib.loads(FILE.read_text(encoding="utf-8"))
