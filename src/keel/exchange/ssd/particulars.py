"""The tables of people, and what rows say beside their events: read again from the folder when a load asks."""

from collections.abc import Callable, Mapping
from pathlib import Path

import polars as pl

from keel.exchange.findings import Findings
from keel.exchange.particulars import Particulars
from keel.exchange.ssd.details import details
from keel.exchange.ssd.people import people
from keel.exchange.ssd.tables import Tables
from keel.exchange.ssd.whole import whole_tables


def particulars_of(folder: Path, children: pl.DataFrame, known: Findings) -> Particulars:
    """What the folder says beside events. ``known`` are the findings that its events had."""
    opened: list[Tables] = []

    def tables(findings: Findings) -> Tables:
        if not opened:
            opened.append(whole_tables(folder, findings))
        return opened[0]

    return Particulars(
        _then_forget(tables, lambda held, findings: people(held, children, findings)),
        _then_forget(tables, details),
        known=known,
    )


def _then_forget(
    tables: Callable[[Findings], Tables],
    tell: Callable[[Tables, Findings], Mapping[str, pl.DataFrame]],
) -> Callable[[Findings], Mapping[str, pl.DataFrame]]:
    def read(findings: Findings) -> Mapping[str, pl.DataFrame]:
        held = tables(findings)
        told = tell(held, findings)
        held.forget()
        return told

    return read
