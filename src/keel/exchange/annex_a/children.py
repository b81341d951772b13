"""What the lists together say about each child; what is doubtful about it is reported."""

from collections.abc import Mapping, Sequence
from datetime import date

import polars as pl

from keel.exchange.annex_a.doubts import report_disagreements, report_look_alikes, report_unborn
from keel.exchange.annex_a.mentions import DETAILS, Detail, Mentions, mentions_in
from keel.exchange.annex_a.sheets import ListSheet
from keel.exchange.extract import bits
from keel.exchange.findings import Findings
from keel.practice.history import Fact

col = pl.col


def children_of(sheets: Sequence[ListSheet], findings: Findings) -> pl.DataFrame:
    """Every child of lists 1 to 10 with the columns of the table of children, in the order they are met."""
    named = mentions_in(sheets)
    details = {key: named.detail(key) for key in DETAILS}
    is_unborn = _is_unborn(named, details, _last_day(sheets))
    report_unborn(named, is_unborn, details["born_on"].values, findings)
    report_disagreements(named, findings)
    report_look_alikes(named.children, findings)
    return _table(named, details | {"born_on": _without_birth(details["born_on"], is_unborn)})


def _last_day(sheets: Sequence[ListSheet]) -> date:
    """The last day on which a row was opened: an unborn child's date of birth lies beyond it."""
    days = [sheet.values(sheet.annex_list.key_date).max() for sheet in sheets]
    return max((day for day in days if isinstance(day, date)), default=date.max)


def _is_unborn(named: Mentions, details: Mapping[str, Detail], last_on: date) -> pl.Series:
    """No sex and no age, and no date of birth that had come by the last day in the workbook."""
    ages = named.rows["age"].to_numpy()
    born_on = details["born_on"].values
    is_to_come = born_on.is_null() | named.any(ages < 0) | (born_on > last_on).fill_null(False)
    return (details["sex"].values.fill_null("U") == "U") & ~named.any(ages > 0) & is_to_come


def _without_birth(told: Detail, is_unborn: pl.Series) -> Detail:
    """An unborn child has no date of birth: what the column holds can only be the day birth is expected."""
    expected = "Date of Birth=" + told.values.cast(pl.String)
    raws = expected.zip_with(is_unborn & told.values.is_not_null(), told.raws)
    return Detail(told.values.set(is_unborn, None), raws, told.first)


def _table(named: Mentions, details: Mapping[str, Detail]) -> pl.DataFrame:
    rows = named.rows
    staffed = named.first(rows["team"].is_not_null() | rows["worker"].is_not_null())
    is_disabled = named.any(rows["disabled"].fill_null(False))
    is_able = named.any(~rows["disabled"].fill_null(True)) & ~is_disabled
    nothing = pl.repeat(None, len(named.children), dtype=pl.Date, eager=True)
    return pl.DataFrame(
        {
            "child": named.children,
            "birth_on": details["born_on"].values,
            "expected_on": nothing,
            "died_on": nothing,
            "sex": details["sex"].values,
            "ethnicity": details["ethnicity"].values,
            "category": details["category"].values,
            "yes": is_disabled.cast(pl.Int64) * bits([Fact.DISABLED]),
            "no": is_able.cast(pl.Int64) * bits([Fact.DISABLED]),
            "team": named.at("team", staffed),
            "worker": named.at("worker", staffed),
            "source": named.at("source", named.met),
            "row": named.at("row", named.met),
            "raw": _written(details),
        }
    )


def _written(details: Mapping[str, Detail]) -> pl.Series:
    """Texts of each child that are not the values, in the order in which the details were met."""
    parts = [
        pl.DataFrame({"raw": one.raws, "first": one.first}).with_row_index("who") for one in details.values()
    ]
    texts = pl.concat([part.filter(col("raw").is_not_null()) for part in parts])
    texts = texts.sort("who", "first", maintain_order=True)
    joined = texts.group_by("who", maintain_order=True).agg(col("raw").str.join("; "))
    everyone = parts[0].select("who")
    return everyone.join(joined, on="who", how="left", maintain_order="left")["raw"]
