"""Columns that Annex A does not have but its rows imply: worked out here, so that telling stays a table."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import polars as pl

from keel.exchange.annex_a.columns import Values
from keel.exchange.annex_a.remarks import remark_on_each
from keel.exchange.annex_a.sheets import ListSheet, blank
from keel.exchange.annex_a.template import Column, Holds
from keel.exchange.findings import Findings
from keel.exchange.values import plain, without_letter

# Fostering meant to last: the two placement codes that say so.
LONG_TERM = frozenset({"U1", "U4"})
NOT_SEEN = frozenset({"not seen", "child not seen"})


@dataclass(frozen=True, slots=True)
class Derived:
    """A column worked out from others of the same list; there where any of ``needs`` is."""

    list_number: int
    key: str
    needs: tuple[str, ...]
    work_out: Callable[[ListSheet, Findings], tuple[pl.Series, pl.Series]]


def with_derived(sheets: Sequence[ListSheet], findings: Findings) -> list[ListSheet]:
    """The sheets with the implied columns added."""
    points = _points_of_referral(sheets)
    return [_with_anchor(_with_own(sheet, findings), points) for sheet in sheets]


def _with_own(sheet: ListSheet, findings: Findings) -> ListSheet:
    columns = dict(sheet.columns)
    for derived in DERIVED:
        first = next((key for key in derived.needs if key in columns), None)
        if derived.list_number == sheet.annex_list.number and first:
            values, raws = derived.work_out(sheet, findings)
            columns[derived.key] = _values(derived.key, columns[first].heading, values, raws)
    return replace(sheet, columns=columns)


def _with_anchor(sheet: ListSheet, points: Mapping[tuple[str, date], date]) -> ListSheet:
    started = sheet.columns.get("started_on")
    if sheet.annex_list.number != 4 or started is None:  # noqa: PLR2004
        return sheet
    starts = zip(sheet.children, started.values.to_list(), strict=True)
    anchors = pl.Series([points.get(start) for start in starts], dtype=pl.Date)
    column = _values("point_of_referral", started.heading, anchors, blank(len(sheet)))
    return replace(sheet, columns={**sheet.columns, "point_of_referral": column})


def _values(key: str, heading: str, values: pl.Series, raws: pl.Series) -> Values:
    return Values(Column(key, heading, Holds.TEXT), heading, values, raws)


def _days(sheets: Sequence[ListSheet], number: int, key: str) -> dict[str, list[date]]:
    """Days by child, in order, from every sheet of one list."""
    days: dict[str, set[date]] = defaultdict(set)
    for sheet in sheets:
        if sheet.annex_list.number == number and key in sheet.columns:
            for child, on in zip(sheet.children, sheet.columns[key].values.to_list(), strict=True):
                if on is not None:
                    days[child].add(on)
    return {child: sorted(found) for child, found in days.items()}


def _points_of_referral(sheets: Sequence[ListSheet]) -> dict[tuple[str, date], date]:
    """For a child and the start of an assessment: the latest referral by then that no earlier one answers."""
    referrals = _days(sheets, 3, "referred_on")
    points = {}
    for child, starts in _days(sheets, 4, "started_on").items():
        earlier = date.min
        for start in starts:
            known = referrals.get(child, [])
            at = bisect_right(known, start)
            if at and known[at - 1] > earlier:
                points[child, start] = known[at - 1]
            earlier = start
    return points


def _conference_required(sheet: ListSheet, findings: Findings) -> tuple[pl.Series, pl.Series]:
    """A conference that was held was required; otherwise the opposite of "deemed unnecessary"."""
    is_held = sheet.values("conference_on").is_not_null()
    is_unnecessary = sheet.values("unnecessary").cast(pl.Boolean)
    both = (is_held & is_unnecessary.fill_null(False)).arg_true().to_list()
    remark_on_each(findings, "conference-unnecessary-but-held", both, sheet.place)
    return is_held | ~is_unnecessary, _raws(sheet, "unnecessary")


def _is_long_term(sheet: ListSheet, _: Findings) -> tuple[pl.Series, pl.Series]:
    return sheet.values("placement").is_in(LONG_TERM), blank(len(sheet))


def _is_seen(sheet: ListSheet, _: Findings) -> tuple[pl.Series, pl.Series]:
    """Seen, by what a statutory visit is, unless "seen alone" is answered with "not seen"."""
    alone = _raws(sheet, "seen_alone").cast(pl.String)
    not_seen = [text for text in alone.unique().drop_nulls() if plain(without_letter(text)) in NOT_SEEN]
    return ~alone.is_in(not_seen).fill_null(False), blank(len(sheet))


def _raws(sheet: ListSheet, key: str) -> pl.Series:
    return sheet.columns[key].raws if key in sheet.columns else blank(len(sheet))


DERIVED: tuple[Derived, ...] = (
    Derived(5, "conference_required", ("unnecessary", "conference_on"), _conference_required),
    Derived(7, "is_seen", ("visited_on",), _is_seen),
    Derived(8, "is_long_term", ("placement",), _is_long_term),
)
