"""The tables of a child's record as pages show them: their words, their day, and what must be allowed to read them."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from django.apps import apps
from django.db import models
from django.utils.text import capfirst

from keel.access.acts import Act
from keel.chronology.kinds import Group


@dataclass(frozen=True, slots=True)
class Table:
    """A table of the record. ``day`` is the field by which its rows stand in order; ``act`` is asked to read one."""

    label: str  # "protection.visit"
    act: Act
    group: Group
    day: str = ""
    shows: tuple[str, ...] = ()  # fields that a list of rows shows beside the day

    @property
    def model(self) -> type[models.Model]:
        """The model."""
        return apps.get_model(self.label)

    @property
    def one(self) -> str:
        """What one row is called: "Child protection visit"."""
        return capfirst(str(self.model._meta.verbose_name))

    @property
    def many(self) -> str:
        """What several are called."""
        return capfirst(str(self.model._meta.verbose_name_plural))

    @property
    def slug(self) -> str:
        """Its place in an address: the name of the table."""
        return self.label.partition(".")[2]


def _tables() -> Iterator[Table]:
    for item in tomllib.loads(files("keel.chronology").joinpath("tables.toml").read_text("utf-8"))["items"]:
        for label, day, shows in item["tables"]:
            act, group = Act(item["act"]), Group(item["group"])
            yield Table(label.lower(), act, group, day, tuple(shows.split()))


TABLES: Mapping[str, Table] = MappingProxyType({table.slug: table for table in _tables()})


@cache
def table_of(label: str) -> Table | None:
    """The table with a label as the view of events names it ("protection.visit"); None where it has no page."""
    return next((table for table in TABLES.values() if table.label == label.lower()), None)
