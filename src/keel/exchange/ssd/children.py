"""The children of the folder: who they are, and a number for each that the events carry."""

import polars as pl

from keel.exchange.extract import bits
from keel.exchange.findings import Findings
from keel.exchange.ssd.declaration import Use
from keel.exchange.ssd.troubles import ONLY_MOTHER, REPEATED_PERSON, UNKNOWN_PERSON
from keel.exchange.tabular.files import ROW
from keel.exchange.tabular.troubles import tell
from keel.practice.history import Fact

col = pl.col

PERSON = Use(
    "person",
    dates=("pers_dob", "pers_expected_dob", "pers_death_date"),
    flags=("pers_is_mother",),
    codes={"pers_sex": "sex", "pers_ethnicity": "ethnicity"},
)
DISABILITY = Use("disability", codes={"disa_disability_code": "disability"})
_DISABLED = bits([Fact.DISABLED])


class Register:
    """Gives each person of the folder a number, in the order of the person table; strangers follow."""

    def __init__(self, persons: pl.DataFrame, findings: Findings) -> None:
        self._findings = findings
        named = persons.drop_nulls("pers_person_id")
        known = named.unique("pers_person_id", keep="first", maintain_order=True)
        again = named.join(known, on=ROW, how="anti", maintain_order="left")
        again = again.select(ROW, child_id="pers_person_id")
        tell(findings, again, REPEATED_PERSON, "person", "pers_person_id")
        self.persons = known.select(
            "pers_is_mother",
            child="pers_person_id",
            birth_on="pers_dob",
            expected_on="pers_expected_dob",
            died_on="pers_death_date",
            sex="pers_sex",
            ethnicity="pers_ethnicity",
            source=pl.lit("person"),
            row=col(ROW).cast(pl.Int32),
            raw=_raw(known),
        )
        self._numbers = _numbered(self.persons["child"], 0)

    def number(self, rows: pl.DataFrame, use: Use) -> pl.DataFrame:
        """The rows with ``child``. A person met here for the first time becomes a child, and is reported."""
        person = use.table.person
        if person is None:
            return rows.with_columns(child=pl.lit(None, pl.Int32))
        strangers = (
            rows.select(ROW, child_id=person)
            .drop_nulls()
            .join(self._numbers, on="child_id", how="anti", maintain_order="left")
        )
        if len(strangers):
            self._admit(strangers, use, person)
        return rows.join(
            self._numbers, left_on=person, right_on="child_id", how="left", maintain_order="left"
        )

    def _admit(self, strangers: pl.DataFrame, use: Use, person: str) -> None:
        tell(self._findings, strangers, UNKNOWN_PERSON, use.name, person)
        first = strangers.unique("child_id", keep="first", maintain_order=True)
        added = _numbered(first["child_id"], len(self._numbers))
        self._numbers = pl.concat([self._numbers, added])
        rows = first.select(child="child_id", source=pl.lit(use.name), row=col(ROW).cast(pl.Int32))
        self.persons = pl.concat([self.persons, rows], how="diagonal")


def _numbered(ids: pl.Series, start: int) -> pl.DataFrame:
    return pl.DataFrame(
        {"child_id": ids, "child": pl.int_range(start, start + len(ids), dtype=pl.Int32, eager=True)}
    )


def _raw(persons: pl.DataFrame) -> pl.Expr:
    """Texts that are not the value itself: "column=text; …"."""
    names = [name for name in persons.columns if name.endswith(".raw")]
    parts = [pl.lit(name.removesuffix("raw").rstrip(".") + "=") + col(name) for name in names]
    joined = pl.concat_str(parts, separator="; ", ignore_nulls=True)
    return pl.when(joined != "").then(joined)


def disabled(rows: pl.DataFrame) -> pl.DataFrame:
    """For each child with an answer, ``yes`` and ``no`` bits. Any disability outweighs "none"."""
    known = rows.drop_nulls(["child", "disa_disability_code"])
    is_disabled = (col("disa_disability_code") != "NONE").any()
    return known.group_by("child").agg(
        yes=pl.when(is_disabled).then(_DISABLED).otherwise(0),
        no=pl.when(is_disabled).then(0).otherwise(_DISABLED),
    )


def allocated(rows: pl.DataFrame, teams: pl.DataFrame) -> pl.DataFrame:
    """For each child with a social worker's involvement still open, the latest ``worker`` and ``team``."""
    named = teams.drop_nulls("dept_team_id").unique("dept_team_id", keep="first")
    names = dict(named.select("dept_team_id", pl.coalesce("dept_team_name", "dept_team_id")).iter_rows())
    is_open = col("invo_involvement_end_date").is_null() & col("invo_involvement_start_date").is_not_null()
    latest = (
        rows.filter(is_open & col("is_social_worker") & col("child").is_not_null())
        .sort("invo_involvement_start_date", ROW)
        .unique("child", keep="last")
    )
    team = col("invo_professional_team")
    return latest.select("child", worker="invo_professional_id", team=team.replace(names))


def category(rows: pl.DataFrame) -> pl.DataFrame:
    """For each child, the latest category of abuse of the plan that started last."""
    stated = pl.coalesce("cppl_cp_plan_latest_category", "cppl_cp_plan_initial_category")
    started = rows.drop_nulls(["child", "cppl_cp_plan_start_date"]).sort("cppl_cp_plan_start_date", ROW)
    return started.unique("child", keep="last").select("child", category=stated)


def assembled(persons: pl.DataFrame, about: list[pl.DataFrame]) -> pl.DataFrame:
    """The children in the columns of the exchange, with what the other tables say of them."""
    people = persons.with_row_index("number").with_columns(col("number").cast(pl.Int32))
    for frame in about:
        people = people.join(frame, left_on="number", right_on="child", how="left", maintain_order="left")
    untold = {name for name in ("category", "team", "worker") if name not in people.columns}
    people = people.with_columns(pl.lit(None, pl.String).alias(name) for name in sorted(untold))
    return people.with_columns(col("yes", "no").cast(pl.Int64).fill_null(0))


def without_mothers(
    people: pl.DataFrame, events: pl.DataFrame, findings: Findings
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Leave out people who are on file only as somebody's mother, and number the children anew."""
    active = events["child"].unique().implode()
    is_only_mother = col("pers_is_mother").fill_null(False) & ~col("number").is_in(active)
    left_out = people.filter(is_only_mother)
    if left_out.is_empty():
        return people, events
    tell(findings, left_out.select(ROW), ONLY_MOTHER, "person", "pers_is_mother")
    kept = people.filter(~is_only_mother)
    numbers = pl.zeros(len(people), dtype=pl.Int32, eager=True).scatter(
        kept["number"], pl.int_range(len(kept), dtype=pl.Int32, eager=True)
    )
    return kept, events.with_columns(child=numbers.gather(events["child"]))
