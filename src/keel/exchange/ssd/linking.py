"""What a row can only say with the help of other rows or tables: the front door and child protection.

Each function takes the cleaned rows of its table and adds the columns that the mapping names.
"""

import polars as pl

from keel.exchange.ssd.declaration import Desk
from keel.exchange.ssd.troubles import CONTRADICTION, NOT_HELD, OTHER_AUTHORITY
from keel.exchange.tabular.files import ROW

col = pl.col


def referrals(rows: pl.DataFrame, desk: Desk) -> pl.DataFrame:
    """The flag of its own is believed before the one inside the outcome."""
    return rows.with_columns(referral_nfa=pl.coalesce("cine_referral_nfa", "outcome_nfa"))


def assessments(rows: pl.DataFrame, desk: Desk) -> pl.DataFrame:
    """The first assessment of a referral is counted from the referral; later ones are not."""
    referred = desk.table("cin_episodes").select(
        "child", cina_referral_id="cine_referral_id", referred_on="cine_referral_date"
    )
    factors = desk.table("assessment_factors").select(
        "cinf_assessment_factors_json", cina_assessment_id="cinf_assessment_id"
    )
    order = by_day("cina_assessment_start_date")
    return (
        _joined(rows, referred, "child", "cina_referral_id")
        .with_columns(is_first=order == order.min().over("child", "cina_referral_id"))
        .with_columns(referred_on=pl.when("is_first").then("referred_on"))
        .pipe(_joined, factors, "cina_assessment_id")
    )


def conferences(rows: pl.DataFrame, desk: Desk) -> pl.DataFrame:
    """A conference that is not marked as a transfer in is an initial conference."""
    return rows.with_columns(
        is_initial=~col("icpc_icpc_transfer_in").fill_null(False),
        plan_made=pl.coalesce("icpc_icpc_outcome_cp_flag", "outcome_cp"),
    )


def enquiries(rows: pl.DataFrame, desk: Desk) -> pl.DataFrame:
    """Whether the enquiry led, or must lead, to a conference, and whether harm was substantiated.

    A conference held for the enquiry settles it. "No" is believed only once the enquiry has ended: systems
    export it for open enquiries too, and a child whose conference is due would vanish.
    """
    held = desk.table("initial_cp_conference").filter(col("icpc_icpc_date").is_not_null())
    is_held = col("s47e_s47_enquiry_id").is_in(held["icpc_s47_enquiry_id"].drop_nulls().unique().implode())
    nfa = pl.coalesce("s47e_s47_nfa", "outcome_nfa")
    rows = rows.with_columns(
        is_held=is_held.fill_null(False), nfa=nfa, ended=col("s47e_s47_end_date").is_not_null()
    )
    _contradictions(rows, desk)
    required = col("is_held") | col("outcome_conference").fill_null(False)
    refused = col("ended") & (col("nfa").fill_null(False) | ~col("outcome_conference").fill_null(True))
    return rows.with_columns(
        conference_required=pl.when(required).then(True).when(refused).then(False),
        harm_substantiated=pl.when(required).then(True).when(col("ended") & col("nfa")).then(False),
    )


def _contradictions(rows: pl.DataFrame, desk: Desk) -> None:
    odd = rows.filter(
        (col("is_held") & (col("outcome_conference").not_() | col("nfa")))
        | (col("outcome_conference") & col("nfa"))
    )
    desk.tell(odd.select(ROW), CONTRADICTION, "s47e_s47_outcome_json")


def plans(rows: pl.DataFrame, desk: Desk) -> pl.DataFrame:
    """How many plans the child had before, and whether the plan came with a child who moved in."""
    conferences = desk.table("initial_cp_conference")
    by_conference = conferences.select("child", cppl_icpc_id="icpc_icpc_id", by_link="icpc_icpc_transfer_in")
    by_plan = conferences.select("child", cppl_cp_plan_id="icpc_cp_plan_id", by_plan="icpc_icpc_transfer_in")
    desk.tell(rows.filter("cppl_cp_plan_ola").select(ROW), OTHER_AUTHORITY, "cppl_cp_plan_ola")
    return (
        rows.pipe(_joined, _earlier_plans(rows), "child", "cppl_cp_plan_id")
        .pipe(_joined, by_conference, "child", "cppl_icpc_id")
        .pipe(_joined, by_plan, "child", "cppl_cp_plan_id")
        .with_columns(is_transfer_in=pl.coalesce("by_link", "by_plan"))
    )


def _earlier_plans(rows: pl.DataFrame) -> pl.DataFrame:
    """For each plan of a child, the number of her plans that started before it."""
    started = rows.filter(col("child").is_not_null() & col("cppl_cp_plan_start_date").is_not_null())
    first = started.sort("cppl_cp_plan_start_date", ROW).unique(["child", "cppl_cp_plan_id"], keep="first")
    ranked = col("cppl_cp_plan_start_date").rank("min").over("child") - 1
    return first.select("child", "cppl_cp_plan_id", earlier_plans=ranked.cast(pl.Float32))


def reviews(rows: pl.DataFrame, desk: Desk) -> pl.DataFrame:
    """A review that was not quorate decides nothing. Reviews with only a due date have not been held."""
    waiting = rows.filter(col("cppr_cp_review_date").is_null() & col("cppr_cp_review_due").is_not_null())
    desk.tell(waiting.select(ROW), NOT_HELD, "cppr_cp_review_date")
    return rows.with_columns(decision_made=col("cppr_cp_review_quorate").fill_null(True))


def spells(rows: pl.DataFrame, desk: Desk) -> pl.DataFrame:
    """Spells of pre-proceedings of one child in one family group, numbered from 1 as they began."""
    spell = by_day("prep_pre_pro_decision_date").rank("ordinal").over("prep_person_id", "prep_plo_family_id")
    return rows.with_columns(
        prep_plo_family_id=col("prep_plo_family_id").fill_null("no family group"), spell=spell.cast(pl.String)
    )


def by_day(column: str) -> pl.Expr:
    """A number that orders rows by the date in ``column``, no date last, and then as they stand."""
    day = col(column).to_physical().cast(pl.Int64).fill_null(2**31 - 1)
    return day * 2**32 + col(ROW).cast(pl.Int64)


def _joined(rows: pl.DataFrame, other: pl.DataFrame, *on: str) -> pl.DataFrame:
    """The rows, in their order and number, with what the first matching row of the other table adds."""
    found = other.drop_nulls(list(on)).unique(list(on), keep="first", maintain_order=True)
    return rows.join(found, on=list(on), how="left", maintain_order="left")
