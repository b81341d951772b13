"""One table of TOML read strictly into dataclasses: an unknown, missing or wrongly typed field is refused."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import TypeVar

from keel.practice.calendar import Unit
from keel.practice.standards.model import Measure, StandardError
from keel.practice.standards.wording import unit_named

Choice = TypeVar("Choice", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class Table:
    """A table of a file, with the place to name when something in it is wrong."""

    file: str
    key: str
    fields: Mapping[str, object]

    def wrong(self, what: str, at: str = "") -> StandardError:
        """An error that names the file and the key; ``at`` is the field that is wrong."""
        return StandardError(f"{self.file}: {self.key}: {what}", what, at)

    def only(self, allowed: Sequence[str]) -> None:
        """Refuse a field that is not one of ``allowed``."""
        for name in self.fields.keys() - set(allowed):
            raise self.wrong(f"unknown field {name!r}; use one of {', '.join(allowed)}")

    def text(self, name: str) -> str:
        """A sentence that must be there."""
        value = self.fields.get(name)
        if not isinstance(value, str) or not value.strip():
            raise self.wrong(f"{name} is {value!r}; give it as text", name)
        return value

    def optional_text(self, name: str) -> str | None:
        """A sentence that may be left out."""
        return self.text(name) if name in self.fields else None

    def number(self, name: str) -> float:
        """A number that must be there and not be negative."""
        value = self.fields.get(name)
        if isinstance(value, bool) or not isinstance(value, int | float) or value < 0:
            raise self.wrong(f"{name} is {value!r}; give a number, 0 or more", name)
        return value

    def optional_number(self, name: str) -> float | None:
        """A number that may be left out."""
        return self.number(name) if name in self.fields else None

    def day(self, name: str) -> date:
        """A date that must be there, written 2024-04-01 without quotes."""
        value = self.fields.get(name)
        if not isinstance(value, date) or isinstance(value, datetime):
            raise self.wrong(f"{name} is {value!r}; give a date as 2024-04-01, without quotes", name)
        return value

    def optional_day(self, name: str) -> date | None:
        """A date that may be left out."""
        return self.day(name) if name in self.fields else None

    def yes_or_no(self, name: str, otherwise: bool | None = None) -> bool:
        """``true`` or ``false``; must be there unless ``otherwise`` is given."""
        value = self.fields.get(name, otherwise)
        if not isinstance(value, bool):
            raise self.wrong(f"{name} is {value!r}; give true or false", name)
        return value

    def choice(self, name: str, among: type[Choice]) -> Choice:
        """One of the words of ``among``."""
        value = self.fields.get(name)
        if not isinstance(value, str) or value not in set(among):
            raise self.wrong(f"{name} is {value!r}; use one of {', '.join(among)}")
        return among(value)

    def unit(self, name: str = "unit") -> Unit | Measure:
        """A unit of time or of count."""
        given = self.text(name)
        try:
            return unit_named(given)
        except ValueError:
            known = ", ".join([*Unit, *Measure])
            raise self.wrong(f"{name} is {given!r}; use one of {known}") from None

    def table(self, name: str) -> "Table":
        """A table inside this one."""
        return self._inner(self.fields.get(name), name)

    def tables(self, name: str) -> list["Table"]:
        """A list of tables inside this one, at least one long."""
        inner = self.fields.get(name)
        if not isinstance(inner, list) or not inner:
            raise self.wrong(f"{name} is {inner!r}; give at least one [[{self.key}.{name}]]")
        return [self._inner(each, name) for each in inner]

    def _inner(self, fields: object, name: str) -> "Table":
        if not isinstance(fields, Mapping):
            raise self.wrong(f"{name} is {fields!r}; give a table [{self.key}.{name}]")
        return Table(self.file, self.key, fields)
