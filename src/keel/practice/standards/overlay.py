"""An authority's own values, laid over those shipped: stricter than the law or equal to it, never looser."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

from keel.practice.calendar import Unit, due_table
from keel.practice.standards.model import (
    SET_ON_THE_ITEM,
    DatedValue,
    Known,
    Looser,
    Measure,
    Standard,
    Standards,
    Status,
    shut_open_ends,
)
from keel.practice.standards.reading import Table
from keel.practice.standards.wording import duration_text

_FIELDS = ("value", "unit", "from", "citation", "authority", "in_force", "shipped")
_NOT_WITH_SHIPPED = ("value", "unit", "in_force")
_FORCE = {
    Status.STATUTORY: "the law",
    Status.GUIDANCE: "the statutory guidance",
    Status.LOCAL: "this standard",
}
_TYPICAL_DAYS = {  # only to compare a local value in one unit with a limit in another
    Unit.HOURS: 1 / 24,
    Unit.CALENDAR_DAYS: 1.0,
    Unit.WORKING_DAYS: 7 / 5,
    Unit.COURT_DAYS: 7 / 5,
    Unit.WEEKS: 7.0,
    Unit.MONTHS: 365.25 / 12,
    Unit.YEARS: 365.25,
}


def lay_over(standards: Standards, tables: Iterable[Table], shipped: Standards | None = None) -> Standards:
    """The standards with each table of the overlay laid over; ``StandardError`` where one may not be.

    ``shipped`` are those that the law's limits are taken from, where ``standards`` hold values of the authority
    already.
    """
    laid, bounds = dict(standards), standards if shipped is None else shipped
    for table in sorted(tables, key=lambda each: each.day("from")):
        if table.key not in laid:
            raise table.wrong("no standard has this key; see the keys in the reference of standards")
        laid[table.key] = _laid_over(laid[table.key], bounds[table.key], table)
    return Standards(laid)


def _laid_over(standard: Standard, shipped: Standard, table: Table) -> Standard:
    table.only(_FIELDS)
    if table.yes_or_no("shipped", otherwise=False):
        return _as_shipped(standard, shipped, table)
    local = _local_value(shipped, table)
    _refuse_uncountable(shipped, local, table)
    _refuse_looser(shipped, local, table)
    kept = [_cut(value, local.from_on) for value in standard.values if value.from_on < local.from_on]
    return replace(standard, unit=local.unit, values=shut_open_ends([*kept, local]))


def _as_shipped(standard: Standard, shipped: Standard, table: Table) -> Standard:
    """From its day on what Keel ships, in place of what the authority set."""
    for name in table.fields.keys() & set(_NOT_WITH_SHIPPED):
        raise table.wrong(f"shipped is true, so {name} is what Keel ships; leave one of the two out", name)
    from_on, _ = table.day("from"), table.text("citation")
    kept = [_cut(value, from_on) for value in standard.values if value.from_on < from_on]
    back = [
        replace(value, from_on=max(value.from_on, from_on))
        for value in shipped.values
        if value.until_on is None or value.until_on >= from_on
    ]
    return replace(standard, unit=shipped.unit, values=shut_open_ends([*kept, *back]))


def _cut(value: DatedValue, from_on: date) -> DatedValue:
    last = from_on - timedelta(days=1)
    return value if value.until_on is not None and value.until_on < last else replace(value, until_on=last)


def _local_value(shipped: Standard, table: Table) -> DatedValue:
    if not table.fields.get("citation"):
        raise table.wrong(
            f"the value {table.fields.get('value')!r} is uncited; name your own procedure", "citation"
        )
    if not table.yes_or_no("in_force", otherwise=True):
        raise table.wrong("in_force is false; a standard can be switched on here, not off")
    if not shipped.values[-1].in_force and "in_force" not in table.fields:
        raise table.wrong("not yet in force; to switch it on write in_force = true and from = its first day")
    if not shipped.values[-1].in_force and table.day("from") < shipped.values[-1].from_on:
        raise table.wrong(
            f"from is {table.day('from')}, before it was made law; give its first day in force", "from"
        )
    return DatedValue(
        value=_number(shipped, table),
        unit=_unit(shipped, table),
        from_on=table.day("from"),
        until_on=None,
        known=Known.SET_LOCALLY,
        known_how="Set by the authority in its own standards.",
        citation=table.text("citation"),
        address=None,
        set_by=table.optional_text("authority"),
    )


def _number(shipped: Standard, table: Table) -> float:
    dormant = not shipped.values[-1].in_force
    if shipped.unit in SET_ON_THE_ITEM and "value" in table.fields:
        raise table.wrong(
            f"value is {table.fields['value']!r}; leave it out, as the {shipped.unit} is set on the item",
            "value",
        )
    if shipped.unit in SET_ON_THE_ITEM or (dormant and "value" not in table.fields):
        return shipped.values[-1].value
    return table.number("value")


def _unit(shipped: Standard, table: Table) -> Unit | Measure:
    unit = table.unit() if "unit" in table.fields else shipped.unit
    comparable = not shipped.is_law and {unit, shipped.unit} <= _TYPICAL_DAYS.keys()
    if unit != shipped.unit and not comparable:
        raise table.wrong(f"unit is {str(unit)!r}; this standard is counted in {shipped.unit}", "unit")
    return unit


def _refuse_looser(shipped: Standard, local: DatedValue, table: Table) -> None:
    limit = _loosest_allowed(shipped, local.from_on)
    if limit is not None and _is_looser(shipped, local, limit):
        given, allowed = duration_text(local.value, local.unit), duration_text(limit, shipped.unit)
        raise table.wrong(
            f"{given} is looser than {_FORCE[shipped.status]} allows ({allowed}); give {allowed} or stricter",
            "value",
        )


def _refuse_uncountable(shipped: Standard, local: DatedValue, table: Table) -> None:
    """What no day can be counted by: half a working day, part of a month."""
    if not isinstance(local.unit, Unit) or local.unit in SET_ON_THE_ITEM:
        return
    try:
        due_table(local.unit, shipped.sign * local.value, local.from_on, local.from_on)
    except ValueError as error:
        raise table.wrong(str(error), "value") from error


def _loosest_allowed(shipped: Standard, from_on: date) -> float | None:
    """The strictest of the shipped values that the local one would replace, where they bind."""
    if not shipped.is_law and shipped.configurable:
        return shipped.loosest
    binding = [
        v.value for v in shipped.values if v.in_force and (v.until_on is None or v.until_on >= from_on)
    ]
    strictest = min if shipped.looser is Looser.MORE else max
    return strictest(binding, default=None)


def _is_looser(shipped: Standard, local: DatedValue, limit: float) -> bool:
    value = local.value
    if isinstance(local.unit, Unit) and isinstance(shipped.unit, Unit) and local.unit != shipped.unit:
        value *= _TYPICAL_DAYS[local.unit] / _TYPICAL_DAYS[shipped.unit]
    return value > limit if shipped.looser is Looser.MORE else value < limit
