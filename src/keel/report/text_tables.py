"""The declared tables drawn for a terminal: words rather than colours carry the meaning."""

import re
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from rich import box
from rich.table import Table
from rich.text import Text

from keel.report.tables import Column, Kind
from keel.report.wording import NOT_RECORDED, short_day

ROOMY = 120  # columns of the terminal from which every column of a table is shown
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_STYLES = {
    "black": "bold reverse",
    "red": "bold red",
    "amber": "yellow",
    "overdue": "bold red",
    "cannot be computed": "magenta",
    "error": "bold red",
    "warning": "yellow",
}


def cell(value: object, kind: Kind = Kind.TEXT) -> Text:
    """A value ready to print: nothing in it can move the cursor, set a colour or break a line."""
    return Text(_CONTROL.sub("�", value_text(value, kind)), style=_style(value))


def value_text(value: object, kind: Kind = Kind.TEXT) -> str:
    """A value in words, as every format for people writes it."""
    if kind is Kind.YES_NO:
        return NOT_RECORDED if value is None else ("yes" if value else "no")
    if value is None:
        return ""
    if isinstance(value, date):
        return short_day(value)
    if isinstance(value, int):
        return f"{value:,}"
    if isinstance(value, float):
        return f"{value:.1f}%" if kind is Kind.PERCENT else f"{value:g}"
    return str(value)


def _style(value: object) -> str:
    return next((style for word, style in _STYLES.items() if str(value).startswith(word)), "")


def drawn(
    columns: Sequence[Column], lines: Iterable[Any], width: int, *, leave_out: Iterable[str] = ()
) -> Table:
    """A table of ``lines`` for a terminal ``width`` columns wide: short columns fit, long ones share the rest."""
    skipped = set(leave_out)
    shown = [c for c in columns if c.key not in skipped and (width >= ROOMY or not c.wide)]
    rows = [[cell(column.of(line), column.kind) for column in shown] for line in lines]
    is_long = any(_WEIGHTS.get(column.key, 0) >= _LONG for column in shown)
    is_tight = width < ROOMY and (is_long or len(shown) > _FEW)
    widest = _WIDEST_NARROW if is_tight else _WIDEST
    table = Table(box=box.SIMPLE_HEAD, expand=is_long, pad_edge=False, padding=(0, 1), show_edge=False)
    for place, column in enumerate(shown):
        weight = _WEIGHTS.get(column.key)
        table.add_column(
            Text(column.heading),
            justify="right" if column.kind in (Kind.NUMBER, Kind.PERCENT) else "left",
            overflow="fold",
            ratio=weight,
            min_width=_LEAST if weight else None,
            width=None if weight else _width(column, [row[place] for row in rows], widest),
        )
    for row in rows:
        table.add_row(*row)
    return table


def _width(column: Column, cells: Sequence[Text], widest: int) -> int:
    """As wide as the longest value, within reason, and never narrower than the longest word of the heading."""
    word = max(len(each) for each in column.heading.split())
    value = max((each.cell_len for each in cells), default=0)
    return max(word, min(value, widest))


_WIDEST, _WIDEST_NARROW, _FEW = 24, 14, 5  # columns of the terminal; columns of the table
_LEAST, _LONG = 10, 3  # columns of the terminal; the weight from which a table takes the whole width
_WEIGHTS = {
    **dict.fromkeys(("because", "message", "citation", "known_how", "examples"), 4),
    **dict.fromkeys(("why", "why_not", "address", "councils"), 3),
    **dict.fromkeys(("name", "team", "worker"), 2),
}
