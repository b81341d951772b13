"""What the tables of the standard say of people: who they are, whom they belong to, who works with them."""

import json
from collections.abc import Mapping

import polars as pl

from keel.exchange.findings import Findings
from keel.exchange.particulars import AddressKind, NameKind, Relation, Scheme
from keel.exchange.ssd.tables import Tables
from keel.exchange.ssd.troubles import SAYS_NOTHING, UNREADABLE_ADDRESS
from keel.exchange.tabular.files import ROW
from keel.exchange.tabular.troubles import tell
from keel.exchange.values import postcode

col = pl.col

_LINES = ("ROOM", "FLOOR", "FLAT", "BUILDING", "HOUSE", "STREET", "TOWN")


def people(tables: Tables, children: pl.DataFrame, findings: Findings) -> Mapping[str, pl.DataFrame]:
    """The tables of people. ``children`` are those who have events or may have."""
    rows = {
        name: tables.table(name)
        for name in ("address", "disability", "family", "mother", "immigration_status", "involvements")
    }
    held = {
        "identifiers": _identifiers(tables),
        "addresses": pl.concat([_addresses(rows["address"], findings), _placements(tables)], how="diagonal"),
        "relationships": _mothers(rows["mother"]),
        "disabilities": _placed(
            rows["disability"], "disability", person="disa_person_id", code="disa_disability_code"
        ),
        "teams": _teams(tables),
        "workers": _workers(tables),
        "involvements": _involvements(rows["involvements"], tables),
        "households": _placed(rows["family"], "family", household="fami_family_id", person="fami_person_id"),
        "names": _names(tables),
        "persons": _persons(tables, rows["immigration_status"], children),
    }
    return {
        name: _saying(frame, name, findings)
        for name, frame in held.items()
        if _FROM[name] & set(tables.held) or name == "persons"
    }


# The tables of the standard that each table of people is made from.
_FROM: Mapping[str, frozenset[str]] = {
    "persons": frozenset({"person"}),
    "names": frozenset({"person"}),
    "identifiers": frozenset({"person", "send", "linked_identifiers"}),
    "addresses": frozenset({"address", "cla_placement"}),
    "relationships": frozenset({"mother"}),
    "disabilities": frozenset({"disability"}),
    "teams": frozenset({"department"}),
    "workers": frozenset({"professionals"}),
    "involvements": frozenset({"involvements"}),
    "households": frozenset({"family"}),
}
# What a row must have to say anything.
_SAYS: Mapping[str, pl.Expr] = {
    "identifiers": col("person").is_not_null() & col("value").is_not_null(),
    "relationships": col("person").is_not_null() & col("other").is_not_null(),
    "disabilities": col("person").is_not_null() & (col("code").is_not_null() | col("raw").is_not_null()),
    "teams": col("team").is_not_null(),
    "workers": col("worker").is_not_null(),
    "households": col("person").is_not_null() & col("household").is_not_null(),
}


def _saying(rows: pl.DataFrame, name: str, findings: Findings) -> pl.DataFrame:
    """The rows less those that say nothing, which are told of. That a row names no person was told before."""
    says = _SAYS.get(name, col("person").is_not_null() if "person" in rows.columns else pl.lit(True))
    silent = rows.filter(~says)
    if "person" in rows.columns and name != "relationships":
        silent = silent.filter(col("person").is_not_null())
    for (source,), part in silent.group_by("source", maintain_order=True):
        tell(findings, part.select(ROW), SAYS_NOTHING, str(source))
    return rows.filter(says)


def _placed(rows: pl.DataFrame, table: str, **columns: str | pl.Expr) -> pl.DataFrame:
    """The columns under their names in the record, with where each row stood and what was written otherwise."""
    read = [name for name in columns.values() if isinstance(name, str)]
    return rows.select(source=pl.lit(table), row=col(ROW).cast(pl.Int32), raw=_raw(rows, read), **columns)


def _raw(rows: pl.DataFrame, names: list[str]) -> pl.Expr:
    texts = [pl.lit(f"{name}=") + col(f"{name}.raw") for name in names if f"{name}.raw" in rows.columns]
    if not texts:
        return pl.lit(None, pl.String)
    joined = pl.concat_str(texts, separator="; ", ignore_nulls=True)
    return pl.when(joined != "").then(joined)


def _persons(tables: Tables, statuses: pl.DataFrame, children: pl.DataFrame) -> pl.DataFrame:
    """Everyone of the table of persons, and those whom only other tables name."""
    written = tables.table("person").unique("pers_person_id", keep="first", maintain_order=True)
    more = written.select(
        child="pers_person_id", gender="pers_gender", nationality="pers_nationality"
    ).drop_nulls("child")
    current = _current_status(statuses)
    strangers = children.join(tables.register.persons, on="child", how="anti", maintain_order="left")
    known = pl.concat([tables.register.persons, strangers.select("child", "source", "row")], how="diagonal")
    is_child = pl.when(col("child").is_in(children["child"].implode())).then(True)
    return (
        known.join(more, on="child", how="left", maintain_order="left")
        .join(current, on="child", how="left", maintain_order="left")
        .with_columns(is_child=is_child.when(col("pers_is_mother")).then(False))
        .rename({"child": "person"})
    )


def _current_status(statuses: pl.DataFrame) -> pl.DataFrame:
    """The status of each person that began last and has not ended."""
    open_ones = statuses.filter(col("immi_immigration_status_end_date").is_null())
    latest = open_ones.sort("immi_immigration_status_start_date", ROW).unique("immi_person_id", keep="last")
    return latest.select(child="immi_person_id", immigration_status="immi_immigration_status")


def _names(tables: Tables) -> pl.DataFrame:
    rows = tables.table("person")
    named = rows.filter(col("pers_forename").is_not_null() | col("pers_surname").is_not_null())
    return _placed(
        named,
        "person",
        person="pers_person_id",
        kind=pl.lit(NameKind.LEGAL.value),
        forename="pers_forename",
        surname="pers_surname",
    )


def _identifiers(tables: Tables) -> pl.DataFrame:
    """The numbers of the person table, of pupils and learners, and those linked under a word of their own."""
    persons, pupils, linked = (tables.table(name) for name in ("person", "send", "linked_identifiers"))
    columns = (
        ("person", persons, "pers_person_id", "pers_person_id", Scheme.LA_CHILD_ID),
        ("person", persons, "pers_person_id", "pers_legacy_id", Scheme.LEGACY_ID),
        ("person", persons, "pers_person_id", "pers_common_child_id", Scheme.NHS_NUMBER),
        ("send", pupils, "send_person_id", "send_upn", Scheme.UPN),
        ("send", pupils, "send_person_id", "send_uln", Scheme.ULN),
    )
    frames = [
        _placed(rows, table, person=person, scheme=pl.lit(scheme.value), value=value).drop_nulls("value")
        for table, rows, person, value, scheme in columns
    ]
    written = "link_identifier_type.raw"
    own_word = col(written) if written in linked.columns else pl.lit(None, pl.String)
    kinds = pl.coalesce("link_identifier_type", own_word)
    others = _placed(
        linked,
        "linked_identifiers",
        person="link_person_id",
        scheme=kinds,
        value="link_identifier_value",
        from_on="link_valid_from_date",
        to_on="link_valid_to_date",
    )
    return pl.concat([*frames, others], how="diagonal")


def _addresses(rows: pl.DataFrame, findings: Findings) -> pl.DataFrame:
    """Addresses with their parts on one line. What is not in the keys of the standard is kept as written."""
    texts = rows["addr_address_json"].drop_nulls().unique().to_list()
    read = {text: _parts(text) for text in texts}
    odd = [text for text, parts in read.items() if parts is None]
    unread = rows.filter(col("addr_address_json").is_in(odd)).select(ROW, text="addr_address_json")
    tell(findings, unread, UNREADABLE_ADDRESS, "address", "addr_address_json")
    lines = {text: text if parts is None else _line(parts) for text, parts in read.items()}
    uprns = {text: (parts or {}).get("UPRN") or None for text, parts in read.items()}
    written = col("addr_address_json")
    return _placed(
        rows,
        "address",
        person="addr_person_id",
        kind="addr_address_type",
        is_protected=pl.when(col("addr_address_type") == AddressKind.SAFE).then(True),
        lines=written.replace_strict(lines, default=None, return_dtype=pl.String),
        postcode=_postcodes(rows["addr_address_postcode"]),
        uprn=written.replace_strict(uprns, default=None, return_dtype=pl.String),
        from_on="addr_address_start_date",
        to_on="addr_address_end_date",
    )


def _placements(tables: Tables) -> pl.DataFrame:
    """Where children in care were placed, of which the standard gives the postcode."""
    rows = tables.table("cla_placement").filter(col("clap_cla_placement_postcode").is_not_null())
    keys = tables.register.persons["child"]
    rows = rows.filter(col("child").is_not_null())
    return _placed(
        rows.with_columns(keys.gather(rows["child"]).alias("person")),
        "cla_placement",
        person="person",
        kind=pl.lit(AddressKind.PLACEMENT.value),
        postcode=_postcodes(rows["clap_cla_placement_postcode"]),
        from_on="clap_cla_placement_start_date",
        to_on="clap_cla_placement_end_date",
    )


def _postcodes(texts: pl.Series) -> pl.Expr:
    written = {text: postcode(text) for text in texts.drop_nulls().unique().to_list()}
    return col(texts.name).replace_strict(written, default=None, return_dtype=pl.String)


def _parts(text: str) -> dict[str, str] | None:
    """The parts of an address by their keys in capitals; None where the text is not in them."""
    try:
        held = json.loads(text)
    except ValueError:
        return None
    if not isinstance(held, dict):
        return None
    return {str(key).upper(): str(value).strip() for key, value in held.items() if value is not None}


def _line(parts: Mapping[str, str]) -> str | None:
    """House and street stand together; the other parts are parted by commas."""
    told = [parts[key] for key in _LINES if parts.get(key)]
    if parts.get("HOUSE") and parts.get("STREET"):
        at = told.index(parts["HOUSE"])
        told[at : at + 2] = [f"{parts['HOUSE']} {parts['STREET']}"]
    return ", ".join(told) or None


def _mothers(rows: pl.DataFrame) -> pl.DataFrame:
    return _placed(
        rows,
        "mother",
        person="moth_childs_person_id",
        other="moth_person_id",
        relation=pl.lit(Relation.MOTHER.value),
    )


def _teams(tables: Tables) -> pl.DataFrame:
    """The teams, and above them those that are only named as a parent."""
    rows = tables.table("department")
    teams = _placed(
        rows, "department", team="dept_team_id", name="dept_team_name", parent="dept_team_parent_id"
    )
    above = _placed(rows, "department", team="dept_team_parent_id", name="dept_team_parent_name").drop_nulls(
        "team"
    )
    above = above.unique("team", keep="first", maintain_order=True).join(teams, on="team", how="anti")
    return pl.concat([teams, above], how="diagonal")


def _workers(tables: Tables) -> pl.DataFrame:
    return _placed(
        tables.table("professionals"),
        "professionals",
        worker="prof_professional_id",
        name="prof_professional_name",
        role="prof_professional_job_title",
        team=_team_key("prof_professional_department", tables),
        is_agency="prof_agency_worker_flag",
        registration="prof_social_worker_registration_no",
    )


def _involvements(rows: pl.DataFrame, tables: Tables) -> pl.DataFrame:
    return _placed(
        rows,
        "involvements",
        person="invo_person_id",
        worker="invo_professional_id",
        team=_team_key("invo_professional_team", tables),
        role="invo_professional_role_id",
        from_on="invo_involvement_start_date",
        to_on="invo_involvement_end_date",
        reason_for_change="invo_worker_change_reason",
    )


def _team_key(column: str, tables: Tables) -> pl.Expr:
    """The standard gives a team's name where its key is meant; a name that two teams share is left as it is."""
    named = tables.table("department").drop_nulls(["dept_team_id", "dept_team_name"])
    alone = named.unique("dept_team_name", keep="none")
    return col(column).replace(dict(alone.select("dept_team_name", "dept_team_id").iter_rows()))
