"""What a row can only say with the help of other rows or tables: workers, orders, looked-after children."""

import polars as pl

from keel.exchange.ssd.declaration import Desk
from keel.exchange.ssd.linking import by_day
from keel.exchange.ssd.troubles import CANCELLED, OTHER_ROLE
from keel.exchange.tabular.files import ROW
from keel.exchange.values import code_of

col = pl.col

# Roles are free text in the standard. The first list that fits decides; a role that fits none leaves it to
# the job title, because some systems export a number here.
_NEVER = "assistant|student|supervising|adoption|foster|reviewing|iro|chair|chairperson|manager|director"
_SOCIAL_WORKER = "social work|case ?(work|hold)|(allocated|lead) (work|practition)|sw"
_OTHER = "nurse|health|school|teacher|police|gp|youth|court|admin|advis|support|advocate|guardian"
_LONG_TERM = ("U1", "U4")  # long-term foster placements
_OTHER_FOSTER = ("U2", "U3", "U5", "U6")
_GOES_ON = "X1"  # an episode ends and the next begins: the child stays looked after


def involvements(rows: pl.DataFrame, desk: Desk) -> pl.DataFrame:
    """Only the allocated social worker counts as a change of worker; others are kept out and counted."""
    titles = desk.table("professionals").select(
        invo_professional_id="prof_professional_id", title="prof_professional_job_title"
    )
    titles = titles.drop_nulls("invo_professional_id").unique("invo_professional_id", keep="first")
    by_role, by_title = _is_social_worker("invo_professional_role_id"), _is_social_worker("title")
    rows = rows.join(titles, on="invo_professional_id", how="left", maintain_order="left").with_columns(
        is_social_worker=pl.coalesce(by_role, by_title, pl.lit(False))
        & col("invo_professional_id").is_not_null()
    )
    _kept_out(rows, desk)
    return rows


def _is_social_worker(column: str) -> pl.Expr:
    """Yes, no, or null where the words do not tell."""
    text = col(column).str.to_lowercase()
    return (
        pl.when(_mentions(text, _NEVER))
        .then(False)
        .when(_mentions(text, _SOCIAL_WORKER))
        .then(True)
        .when(_mentions(text, _OTHER))
        .then(False)
    )


def _mentions(text: pl.Expr, words: str) -> pl.Expr:
    return text.str.contains(rf"\b({words})(er|ers|ing|or|ors|s)?\b")


def _kept_out(rows: pl.DataFrame, desk: Desk) -> None:
    out = rows.filter(~col("is_social_worker"))
    roles = (
        out.group_by("invo_professional_role_id")
        .len()
        .sort("len", "invo_professional_role_id", descending=True)
    )
    named = ", ".join(f"{role or 'blank'} ({count:,})" for role, count in roles.head(5).iter_rows())
    desk.tell(out.select(ROW), OTHER_ROLE.of(roles=named), "invo_professional_role_id")


def orders(rows: pl.DataFrame, desk: Desk) -> pl.DataFrame:
    """Emergency protection orders and police protection, by the looked-after return's code or in words."""
    texts = rows["lega_legal_status"].drop_nulls().unique().to_list()
    codes = {text: code_of(text, "legal_status") for text in texts}
    code = col("lega_legal_status").replace_strict(codes, default=None, return_dtype=pl.String)
    return rows.with_columns(
        is_epo=(code == "L2").fill_null(False), is_police_protection=(code == "L1").fill_null(False)
    )


def care_periods(rows: pl.DataFrame, desk: Desk) -> pl.DataFrame:
    """Episodes make one period of care: it begins with the first and ends only when the last has ended.

    Without an identifier of the period, the date the child entered care stands for it.
    """
    period = pl.coalesce("clae_cla_id", col("clae_entered_care_date").cast(pl.String))
    rows = rows.with_columns(period=period.fill_null(pl.lit("")))
    by = ("child", "period")
    start = by_day("clae_cla_episode_start_date")
    is_first = start == start.min().over(by)
    is_last = start == start.max().over(by)
    goes_on = (col("clae_cla_episode_ceased_reason").str.to_uppercase() == _GOES_ON).fill_null(False)
    is_open = col("clae_cla_episode_ceased_date").is_null().any().over(by)
    entered = col("clae_entered_care_date").is_not_null()
    return rows.with_columns(
        is_first=is_first & entered,
        is_first_undated=is_first & ~entered,
        is_last=is_last & ~goes_on & ~is_open,
    )


def placements(rows: pl.DataFrame, desk: Desk) -> pl.DataFrame:
    """Long-term foster placements, where the type says whether they are."""
    kind = col("clap_cla_placement_type")
    return rows.with_columns(
        is_long_term=pl.when(kind.is_in(_LONG_TERM)).then(True).when(kind.is_in(_OTHER_FOSTER)).then(False)
    )


def care_reviews(rows: pl.DataFrame, desk: Desk) -> pl.DataFrame:
    """A cancelled review was not held."""
    cancelled = rows.filter("clar_cla_review_cancelled")
    desk.tell(cancelled.select(ROW), CANCELLED, "clar_cla_review_cancelled")
    return rows.with_columns(is_held=~col("clar_cla_review_cancelled").fill_null(False))


def health_checks(rows: pl.DataFrame, desk: Desk) -> pl.DataFrame:
    """Health assessments that took place: no dental checks, nothing planned, refused or cancelled."""
    kind = col("clah_health_check_type").str.to_lowercase()
    status = col("clah_health_check_status").str.to_lowercase().fill_null("completed")
    is_assessment = kind.str.contains(r"assess|\b(iha|rha)\b") & ~kind.str.contains(
        "dent|optic|immunis|teeth"
    )
    return rows.with_columns(
        is_assessment=(is_assessment & status.str.starts_with("complete")).fill_null(False)
    )
