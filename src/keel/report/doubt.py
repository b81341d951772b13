"""Children of whom something cannot be told: one definition, for every figure and table."""

import polars as pl

from keel.population.answer import Answer
from keel.practice.signals import Severity


def in_doubt(answer: Answer) -> pl.Expr:
    """Children with a reading or a signal that could not be computed, though the source can feed it."""
    signals = answer.signals.filter(pl.col("severity") == Severity.UNKNOWN.label)
    return (pl.col("unknown") > 0) | pl.col("child").is_in(signals["child"].unique().implode())
