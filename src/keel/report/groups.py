"""Counts by team and by worker. Never ranked: they say where help is needed, not who is to blame."""

from dataclasses import dataclass

import polars as pl

from keel.population.answer import Answer
from keel.report.doubt import in_doubt
from keel.report.wording import NOT_RECORDED


@dataclass(frozen=True, slots=True)
class GroupLine:
    """The children of a team or worker. ``worker`` is blank on a line for a whole team."""

    team: str
    worker: str
    children: int
    on_plan: int
    in_breach: int  # children on plans with something overdue now
    red_or_black: int  # children on plans
    unknown: int  # children on plans of whom something cannot be told
    overdue: int  # readings overdue now, of all children


def by_team(answer: Answer) -> list[GroupLine]:
    """A line for each team, in alphabetical order, children with none recorded last."""
    return [_line(row) for row in _counts(answer, ["team"]).iter_rows(named=True)]


def by_worker(answer: Answer) -> list[GroupLine]:
    """A line for each worker within a team, in alphabetical order, children with none recorded last."""
    return [_line(row) for row in _counts(answer, ["team", "worker"]).iter_rows(named=True)]


def _counts(answer: Answer, by: list[str]) -> pl.DataFrame:
    plan = pl.col("on_plan").fill_null(False)
    grouped = answer.children.group_by(by).agg(
        children=pl.len(),
        plans=plan.sum(),
        in_breach=(plan & (pl.col("breaches_open") > 0)).sum(),
        red_or_black=(plan & ((pl.col("red") > 0) | (pl.col("black") > 0))).sum(),
        unknown=(plan & in_doubt(answer)).sum(),
        overdue=pl.col("breaches_open").sum(),
    )
    lowered = [pl.col(name).str.to_lowercase() for name in by]
    return grouped.sort(*lowered, *by, nulls_last=True)


def _line(row: dict[str, object]) -> GroupLine:
    return GroupLine(
        team=_named(row, "team"),
        worker=_named(row, "worker") if "worker" in row else "",
        children=_number(row, "children"),
        on_plan=_number(row, "plans"),
        in_breach=_number(row, "in_breach"),
        red_or_black=_number(row, "red_or_black"),
        unknown=_number(row, "unknown"),
        overdue=_number(row, "overdue"),
    )


def _named(row: dict[str, object], name: str) -> str:
    return str(row[name]) if row[name] is not None else NOT_RECORDED


def _number(row: dict[str, object], name: str) -> int:
    value = row[name]
    return value if isinstance(value, int) else 0
