"""Who the children of the lists are and who works with them, and what rows say beside their events."""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, partial
from importlib import resources

import polars as pl

from keel.exchange.annex_a.mentions import TELLING, Mentions, mentions_in
from keel.exchange.annex_a.sheets import ListSheet, raw_of
from keel.exchange.annex_a.telling import TOLD, Told
from keel.exchange.findings import Findings
from keel.exchange.particulars import AddressKind, Particulars, Scheme
from keel.exchange.values import code_of, postcode
from keel.practice.history import EventKind

col = pl.col

_ALLOCATED, _ADVISER = "Allocated worker", "Personal adviser"
_IN_CARE, _LEAVERS = 8, 9
_TOLD_OF_PEOPLE = frozenset({"child", "sex", "ethnicity", "born_on", "age", "disabled", "team", "worker"})
_PLACE = ("source", "row")


def particulars_of(sheets: Sequence[ListSheet], children: pl.DataFrame, known: Findings) -> Particulars:
    """What the lists say beside events, worked out when asked for."""
    telling = [sheet for sheet in sheets if sheet.annex_list.number in TELLING]
    return Particulars(partial(_people, telling, children), partial(_details, telling), known=known)


def _people(sheets: Sequence[ListSheet], children: pl.DataFrame, _: Findings) -> Mapping[str, pl.DataFrame]:
    named = mentions_in(sheets)
    involved = pl.concat([_allocated(named), *_advisers(sheets)])
    persons = children.select("child", "birth_on", "sex", "ethnicity", *_PLACE, "raw")
    return {
        "persons": persons.rename({"child": "person"}).with_columns(is_child=pl.lit(True)),
        "identifiers": persons.select(
            *_PLACE, person="child", scheme=pl.lit(Scheme.LA_CHILD_ID.value), value="child"
        ),
        "disabilities": _disabilities(named),
        "addresses": pl.concat([_NO_ADDRESS, *_addresses(sheets)], how="diagonal"),
        "teams": _each_once(named.rows, "team").with_columns(name="team"),
        "workers": _workers(named, involved),
        "involvements": involved,
    }


def _allocated(named: Mentions) -> pl.DataFrame:
    """The worker and team that the most telling row of each child names."""
    staffed = named.first(named.rows["team"].is_not_null() | named.rows["worker"].is_not_null())
    told = pl.DataFrame(
        {"person": named.children} | {key: named.at(key, staffed) for key in ("worker", "team", *_PLACE)}
    )
    return told.filter(col("source").is_not_null()).with_columns(role=pl.lit(_ALLOCATED))


def _advisers(sheets: Sequence[ListSheet]) -> Iterator[pl.DataFrame]:
    for sheet in sheets:
        if sheet.annex_list.number == _LEAVERS and "adviser" in sheet.columns:
            rows = sheet.frame().drop_nulls("adviser").unique(["child", "adviser"], maintain_order=True)
            yield rows.select(
                person="child",
                worker="adviser",
                team=pl.lit(None, pl.String),
                source=pl.lit(sheet.name),
                row="row",
                role=pl.lit(_ADVISER),
            )


def _each_once(rows: pl.DataFrame, key: str) -> pl.DataFrame:
    """The names in a column: workers and teams have no other key here."""
    return rows.drop_nulls(key).unique(key, keep="first", maintain_order=True).select(key, *_PLACE)


def _workers(named: Mentions, involved: pl.DataFrame) -> pl.DataFrame:
    """Everyone who is named as a worker, in the team of the first row that names both."""
    rows = pl.concat([named.rows.select("worker", *_PLACE), involved.select("worker", *_PLACE)])
    teams = named.rows.drop_nulls(["worker", "team"]).unique("worker", keep="first")
    workers = _each_once(rows, "worker").join(
        teams.select("worker", "team"), on="worker", how="left", maintain_order="left"
    )
    return workers.with_columns(name="worker")


def _disabilities(named: Mentions) -> pl.DataFrame:
    """Only where the answer is a code: a plain yes does not say which."""
    written = raw_of("disabled")
    answers = named.rows.select("child", *_PLACE, raw=written).drop_nulls("raw")
    texts = {text: _disability(text) for text in answers["raw"].unique().to_list()}
    coded = answers.with_columns(code=col("raw").replace_strict(texts, default=None, return_dtype=pl.String))
    told = coded.drop_nulls("code").unique(["child", "code"], keep="first", maintain_order=True)
    return told.rename({"child": "person"})


def _disability(written: str) -> str | None:
    """The census code in "heading=text", if it holds one and not only yes or no."""
    return code_of(written.partition("=")[2], "disability")


_NO_ADDRESS = pl.DataFrame(schema={"person": pl.String})


def _addresses(sheets: Sequence[ListSheet]) -> Iterator[pl.DataFrame]:
    """Where children in care live: the lists give the postcode and no more."""
    for sheet in sheets:
        if sheet.annex_list.number != _IN_CARE or "postcode" not in sheet.columns:
            continue
        rows = sheet.frame().drop_nulls("postcode")
        ends = {"from_on": "placed_on", "to_on": "ceased_on"}
        yield rows.select(
            person="child",
            kind=pl.lit(AddressKind.PLACEMENT.value),
            postcode=col("postcode").map_elements(postcode, return_dtype=pl.String),
            source=pl.lit(sheet.name),
            row="row",
            **{name: col(key) for name, key in ends.items() if key in sheet.columns},
        )


def _details(sheets: Sequence[ListSheet], _: Findings) -> Mapping[str, pl.DataFrame]:
    lines = [line for sheet in sheets for line in _lines(sheet)]
    return {"details": pl.concat([pl.DataFrame(schema=_KINDS), *lines])}


def _lines(sheet: ListSheet) -> Iterator[pl.DataFrame]:
    """One line for each value of a column that is neither who the child is nor the day of an event."""
    number = sheet.annex_list.number
    told = [one for one in TOLD if one.list_number == number and one.on in sheet.columns]
    told.sort(
        key=lambda one: one.kind is EventKind.STRATEGY_DISCUSSION_HELD
    )  # stands for the enquiry's start
    rows = sheet.frame().with_columns(**_event(sheet, told))
    carried = _TOLD_OF_PEOPLE | {one.on for one in told}
    for key in sheet.annex_list.columns:
        if key in carried or key not in sheet.columns:
            continue
        item = _items()[str(number)][key]
        value = pl.coalesce(_text(key, rows.schema[key]), raw_of(key))
        yield (
            rows.filter(value.is_not_null())
            .select(
                "child",
                *(col(f"event {name}").alias(name) for name in ("kind", "on", "episode")),
                field=pl.lit(item),
                value=value,
                raw=col(raw_of(key)),
                source=pl.lit(sheet.name),
                row="row",
                column=pl.lit(sheet.columns[key].heading),
            )
            .cast(_KINDS)  # type: ignore[arg-type]
        )


def _event(sheet: ListSheet, told: Sequence[Told]) -> dict[str, pl.Expr]:
    """The first event that a row tells, and its strand; a row that tells none has the day of the row."""
    key = sheet.annex_list.key_date
    day = col(key) if key in sheet.columns else pl.lit(None, pl.Date)
    strand = told[0].strand if told else sheet.annex_list.name
    is_told = [pl.when(col(one.on).is_not_null()) for one in told]
    kinds = [found.then(pl.lit(one.kind.value)) for found, one in zip(is_told, told, strict=True)]
    days = [found.then(col(one.on)) for found, one in zip(is_told, told, strict=True)]
    return {
        "event kind": pl.coalesce(*kinds, pl.lit(None, pl.String)),
        "event on": pl.coalesce(*days, day),
        "event episode": pl.format("{}:{}:{}", pl.lit(strand), col("child"), day.cast(pl.String))
        if strand
        else pl.lit(None, pl.String),
    }


def _text(key: str, kind: pl.DataType) -> pl.Expr:
    if kind == pl.Boolean:
        return pl.when(col(key)).then(pl.lit("Y")).when(~col(key)).then(pl.lit("N"))
    if kind.is_float():
        whole = col(key).cast(pl.Int64, strict=False)
        return pl.when(whole == col(key)).then(whole.cast(pl.String)).otherwise(col(key).cast(pl.String))
    return col(key).cast(pl.String)


@cache
def _items() -> Mapping[str, Mapping[str, str]]:
    return tomllib.loads(resources.files(__package__).joinpath("items.toml").read_text("utf-8"))


_KINDS = {
    "child": pl.Categorical,
    "kind": pl.Categorical,
    "on": pl.Date,
    "episode": pl.String,
    "field": pl.Categorical,
    "value": pl.String,
    "raw": pl.String,
    "source": pl.Categorical,
    "row": pl.Int32,
    "column": pl.Categorical,
}
