"""What is doubtful about children once all lists are held together: reported, never settled silently."""

import polars as pl

from keel.exchange.annex_a.mentions import Mentions
from keel.exchange.annex_a.remarks import remark
from keel.exchange.findings import Findings

col = pl.col

DISAGREEMENTS = {
    "born_on": "different-births",
    "sex": "different-sexes",
    "ethnicity": "different-ethnicities",
    "disabled": "different-disabilities",
}
# What exports make of one identifier: capitals, ".0" after it, hyphens in it, zeros before it.
_ALIKE = (
    col("child")
    .str.to_lowercase()
    .str.strip_suffix(".0")
    .str.replace_all("-", "", literal=True)
    .str.strip_chars_start("0")
)


def report_unborn(named: Mentions, is_unborn: pl.Series, born_on: pl.Series, findings: Findings) -> None:
    """Children not born yet, with the date that stood as their date of birth."""
    for child in is_unborn.arg_true():
        raw = born_on[child] and born_on[child].isoformat()
        remark(findings, "unborn-child", **named.place(child), raw=raw)


def report_disagreements(named: Mentions, findings: Findings) -> None:
    """Children of whom rows tell different things."""
    for key, code in DISAGREEMENTS.items():
        for child, values, sources in _told_differently(named, key).iter_rows():
            told = zip(values, sources, strict=True)
            raw = "; ".join(f"{_worded(value)} in {source}" for value, source in told)
            remark(findings, code, **named.place(child), raw=raw)


def _told_differently(named: Mentions, key: str) -> pl.DataFrame:
    """Children with the different values told of each, and the sheet that first tells each."""
    told = named.rows.select(col(key).alias("value"), "source", who=pl.Series(named.who))
    first = told.filter(named.is_strong(key)).filter(pl.struct("who", "value").is_first_distinct())
    several = first.filter(col("who").is_duplicated())
    return several.group_by("who", maintain_order=True).agg("value", "source").sort("who")


def _worded(value: object) -> str:
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)


def report_look_alikes(children: pl.Series, findings: Findings) -> None:
    """Identifiers that differ only as exports make them differ are reported, never joined."""
    alike = children.to_frame("child").with_columns(alike=_ALIKE).filter(col("alike").is_duplicated())
    for (found,) in alike.group_by("alike", maintain_order=True).agg("child").select("child").iter_rows():
        remark(findings, "identifiers-alike", source="all lists", child=found[0], raw=", ".join(found))
