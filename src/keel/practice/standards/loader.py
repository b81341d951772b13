"""Reads the standards that Keel ships, and an authority's overlay where there is one."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from itertools import pairwise
from pathlib import Path

from keel.practice.calendar import Unit
from keel.practice.standards.model import (
    SET_ON_THE_ITEM,
    Councils,
    DatedValue,
    Direction,
    Known,
    Looser,
    Measure,
    Severity,
    Standard,
    StandardError,
    Standards,
    Status,
    shut_open_ends,
)
from keel.practice.standards.overlay import lay_over
from keel.practice.standards.reading import Table

CHANGE = "the change"  # in place of a file's name, where the authority changes a standard in the application
NO_ADDRESS = "none stored"  # written where the source has no public address that we hold

_STANDARD_FIELDS = (
    *("name", "unit", "direction", "severity", "status", "looser", "configurable"),
    *("values", "note", "loosest", "councils"),
)
_VALUE_FIELDS = ("value", "from", "until", "known", "known_how", "citation", "address", "in_force")
_COUNCIL_FIELDS = ("n", "min", "median", "max", "unit", "note")


def load(overlay: Path | None = None) -> Standards:
    """Every standard, with the authority's own values laid over where a file is given.

    Raises :class:`StandardError`, naming the file, the key, the value and what to do.
    """
    standards = _shipped()
    return standards if overlay is None else lay_over(standards, _overlay_tables(overlay))


def changed(standards: Standards, key: str, fields: Mapping[str, object]) -> Standards:
    """The standards with one more change of the authority's, which from its day on replaces what it set before.

    ``fields`` are those of a table of an overlay. Raises :class:`StandardError`, as for a file.
    """
    return lay_over(standards, [Table(CHANGE, key, fields)], shipped=_shipped())


def read_part(file: str, text: str) -> dict[str, Standard]:
    """The standards of one file, by key."""
    part = file.removesuffix(".toml")
    return {table.key: _standard(table, part) for table in _tables(file, _parsed(file, text))}


@cache
def _shipped() -> Standards:
    standards: dict[str, Standard] = {}
    for file in sorted(files(__package__).iterdir(), key=lambda each: each.name):
        if file.name.endswith(".toml"):
            part = read_part(file.name, file.read_text(encoding="utf-8"))
            _refuse_repeats(file.name, part, standards)
            standards |= part
    return Standards(standards)


def _refuse_repeats(file: str, part: Mapping[str, Standard], earlier: Mapping[str, Standard]) -> None:
    for key in part.keys() & earlier.keys():
        raise StandardError(f"{file}: {key}: also in {earlier[key].part}.toml; keep it in one file")


def _overlay_tables(path: Path) -> list[Table]:
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError as error:
        raise StandardError(f"{path.name}: there is no such file; check the path and try again") from error
    except OSError as error:
        why = (error.strerror or "unknown reason").lower()
        raise StandardError(f"{path.name}: cannot be read ({why}); give a TOML file in UTF-8") from error
    except UnicodeDecodeError as error:
        raise StandardError(f"{path.name}: is not text in UTF-8; save it as UTF-8 and try again") from error
    return _tables(path.name, _parsed(path.name, text), several=True)


def _parsed(file: str, text: str) -> dict[str, object]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise StandardError(f"{file}: not valid TOML ({error}); correct that line") from error


def _tables(file: str, contents: Mapping[str, object], *, several: bool = False) -> list[Table]:
    tables = []
    for key, value in contents.items():
        each = value if several and isinstance(value, list) else [value]
        for fields in each:
            if not isinstance(fields, Mapping):
                raise StandardError(f"{file}: {key}: is {fields!r}; write it under a heading [{key}]")
            tables.append(Table(file, key, fields))
    return tables


def _standard(table: Table, part: str) -> Standard:
    table.only(_STANDARD_FIELDS)
    unit = table.unit()
    return Standard(
        key=table.key,
        part=part,
        name=table.text("name"),
        unit=unit,
        direction=table.choice("direction", Direction),
        severity=table.choice("severity", Severity),
        status=table.choice("status", Status),
        looser=table.choice("looser", Looser),
        configurable=table.yes_or_no("configurable"),
        values=_values(table, unit),
        note=table.optional_text("note"),
        loosest=table.optional_number("loosest"),
        councils=_councils(table.table("councils")) if "councils" in table.fields else None,
    )


def _values(table: Table, unit: Unit | Measure) -> tuple[DatedValue, ...]:
    values = shut_open_ends([_value(each, unit) for each in table.tables("values")])
    for value in values:
        if value.until_on is not None and value.until_on < value.from_on:
            raise table.wrong(
                f"the value from {value.from_on} ends on {value.until_on}; give an end after its start, "
                "and each value its own start"
            )
    for earlier, later in pairwise(values):
        if earlier.until_on is not None and earlier.until_on >= later.from_on:
            raise table.wrong(
                f"values overlap: one runs until {earlier.until_on}, the next from {later.from_on}; "
                "end the first before the second begins"
            )
    return values


def _value(table: Table, unit: Unit | Measure) -> DatedValue:
    table.only(_VALUE_FIELDS)
    if not table.fields.get("citation"):
        raise table.wrong(f"the value {table.fields.get('value')!r} is uncited; say where it comes from")
    if unit in SET_ON_THE_ITEM and "value" in table.fields:
        raise table.wrong(
            f"value is {table.fields['value']!r}; leave it out, as the {unit} is set on the item"
        )
    return DatedValue(
        value=0 if unit in SET_ON_THE_ITEM else table.number("value"),
        unit=unit,
        from_on=table.day("from"),
        until_on=table.optional_day("until"),
        known=table.choice("known", Known),
        known_how=table.text("known_how"),
        citation=table.text("citation"),
        address=_address(table),
        in_force=table.yes_or_no("in_force", otherwise=True),
    )


def _address(table: Table) -> str | None:
    address = table.text("address")
    if address == NO_ADDRESS:
        return None
    if not address.startswith("https://"):
        raise table.wrong(f"address is {address!r}; give an https address, or {NO_ADDRESS!r}")
    return address


def _councils(table: Table) -> Councils:
    table.only(_COUNCIL_FIELDS)
    return Councils(
        n=int(table.number("n")),
        unit=table.text("unit"),
        note=table.text("note"),
        min=table.optional_number("min"),
        median=table.optional_number("median"),
        max=table.optional_number("max"),
    )
