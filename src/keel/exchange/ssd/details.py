"""What each row of the standard's tables says beside the events that are made of it."""

import json
from collections.abc import Iterator, Mapping, Sequence

import polars as pl

from keel.exchange.findings import Findings
from keel.exchange.ssd.declaration import Mark, Use
from keel.exchange.ssd.events import is_meant
from keel.exchange.ssd.preparing import prepared
from keel.exchange.ssd.tables import Tables
from keel.exchange.ssd.uses import USES
from keel.exchange.ssd.whole import BESIDE, WHOLE
from keel.exchange.tabular.files import ROW
from keel.exchange.values import yes_no

col = pl.col

# Tables of which the record keeps every row as a strand of its own: the word of the strand, and when it began.
_STRANDS: Mapping[str, tuple[str, str | None]] = {
    "legal_status": ("legal_status", "lega_legal_status_start_date"),
    "immigration_status": ("immigration_status", "immi_immigration_status_start_date"),
    "cla_care_plan": ("care_plan", "lacp_cla_care_plan_start_date"),
    "cla_convictions": ("conviction", "clac_cla_conviction_date"),
    "cla_immunisations": ("immunisations", "clai_immunisations_status_date"),
    "cla_previous_permanence": ("previous_permanence", None),
    "cla_substance_misuse": ("substance_misuse", "clas_substance_misuse_date"),
    "permanence": ("permanence", "perm_adm_decision_date"),
    "sdq_scores": ("sdq", "csdq_sdq_completed_date"),
    "voice_of_child": ("voice", None),
}
# Columns of the person table that no table of people has.
_OF_PERSONS = ("pers_upn_unknown", "pers_send_flag")
_FACTORS, _CODES = "cinf_assessment_factors_json", "assessment_factors"
_NOT_HERE = (
    "professionals",
    "department",
    "involvements",
    "assessment_factors",
)  # people, and joined elsewhere


def details(tables: Tables, findings: Findings) -> Mapping[str, pl.DataFrame]:
    """One line for each value that no event carries."""
    names = [use.name for use in USES if use.name not in _NOT_HERE]
    names += [*BESIDE, "immigration_status"]
    frames = [
        line
        for name in names
        if name in tables.held
        for line in _lines(WHOLE[name], prepared(tables, WHOLE[name], findings))
    ]
    if "person" in tables.held:
        frames += _values(tables.table("person"), "person", _OF_PERSONS, _UNTOLD)
    return {"details": _named(pl.concat([_NOTHING, *frames]), tables)}


def _lines(use: Use, rows: pl.DataFrame) -> Iterator[pl.DataFrame]:
    yield from _values(rows, use.name, _fields(use, rows), _event(use))


def _fields(use: Use, rows: pl.DataFrame) -> list[str]:
    """Columns of the row, and of rows joined to it, that its events do not carry whole."""
    carried = {use.table.key, use.table.person, *(use.child_from or ())}
    for mark in use.marks:
        carried |= {*mark.facts.values(), *mark.episode[1:]}
        if mark.where is None and use.name not in _STRANDS:
            carried.add(mark.on)
    joined = [name for mark in use.marks for name in mark.kept if name not in use.table.columns]
    every = dict.fromkeys([*use.table.columns, *joined])
    return [name for name in every if name in rows.columns and name not in carried]


_UNTOLD = {
    "kind": pl.lit(None, pl.String),
    "on": pl.lit(None, pl.Date),
    "episode": pl.lit(None, pl.String),
}


def _event(use: Use) -> dict[str, pl.Expr]:
    """The first event of a row; where it makes none, the strand that it belongs to and its day."""
    marks = sorted(use.marks, key=lambda mark: not mark.is_start)
    kind = _first(marks, [pl.lit(mark.kind.value) for mark in marks], pl.lit(None, pl.String))
    strand, began = _STRANDS.get(use.name, (None, use.marks[0].on if use.marks else None))
    if strand:
        key = col(use.table.key or ROW).cast(pl.String)
        episode = pl.concat_str([pl.lit(strand), key], separator=":")
    else:
        episode = _episode(use.marks[0])
    day = col(began) if began else pl.lit(None, pl.Date)
    return {
        "kind": kind,
        "on": _first(marks, [col(mark.on) for mark in marks], day),
        "episode": _first(marks, [_episode(mark) for mark in marks], episode),
    }


def _first(marks: Sequence[Mark], values: Sequence[pl.Expr], otherwise: pl.Expr) -> pl.Expr:
    """The value of the first mark that the row holds."""
    found = [pl.when(is_meant(mark)).then(value) for mark, value in zip(marks, values, strict=True)]
    return pl.coalesce(*found, otherwise)


def _episode(mark: Mark) -> pl.Expr:
    if not mark.episode:
        return pl.lit(None, pl.String)
    word, *columns = mark.episode
    return pl.concat_str([pl.lit(word), *columns], separator=":")


def _values(
    rows: pl.DataFrame, source: str, fields: Sequence[str], event: Mapping[str, pl.Expr]
) -> Iterator[pl.DataFrame]:
    """For each of the fields, the rows that have something in it."""
    place = rows.filter(col("child").is_not_null()).with_columns(
        *(value.alias(f"event {name}") for name, value in event.items())
    )
    if _FACTORS in fields:
        place = place.with_columns(_factors(place[_FACTORS]))
        fields = [*fields, _CODES]
    for field in fields:
        raw = col(f"{field}.raw") if f"{field}.raw" in rows.columns else pl.lit(None, pl.String)
        value = pl.coalesce(_text(field, place.schema[field]), raw)
        yield (
            place.filter(value.is_not_null())
            .select(
                "child",
                *(col(f"event {name}").alias(name) for name in event),
                field=pl.lit(field),
                value=value,
                raw=raw,
                source=pl.lit(source),
                row=col(ROW).cast(pl.Int32),
                column=pl.lit(_FACTORS if field == _CODES else field),
            )
            .cast(_KINDS)  # type: ignore[arg-type]
        )


def _factors(texts: pl.Series) -> pl.Series:
    """The codes of a list, or of a table of codes and answers, parted by spaces; blank where it is neither."""
    codes = {text: _factor_codes(text) for text in texts.drop_nulls().unique().to_list()}
    return texts.replace_strict(codes, default=None, return_dtype=pl.String).alias(_CODES)


def _factor_codes(text: str) -> str | None:
    try:
        held = json.loads(text)
    except ValueError:
        return None
    if isinstance(held, dict):
        held = [code for code, answer in held.items() if yes_no(answer)]
    return " ".join(map(str, held)) if isinstance(held, list) else None


def _text(field: str, kind: pl.DataType) -> pl.Expr:
    if kind == pl.Boolean:
        return pl.when(col(field)).then(pl.lit("Y")).when(~col(field)).then(pl.lit("N"))
    return col(field).cast(pl.String)


_KINDS = {
    "child": pl.Int32,
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
_NOTHING = pl.DataFrame(schema=_KINDS)


def _named(lines: pl.DataFrame, tables: Tables) -> pl.DataFrame:
    """The children by the identifier that the source has."""
    keys = tables.register.persons["child"]
    return lines.with_columns(child=keys.gather(lines["child"]).cast(pl.Categorical))
