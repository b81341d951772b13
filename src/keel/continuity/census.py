"""Workforce figures as the Department for Education counts them, as far as the record holds what they need."""

import tomllib
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any

from django.db.models import Count

from keel.continuity.caseload import FULL, shares_of
from keel.continuity.instability import NOT_COMPUTED, percent
from keel.continuity.posts import Filled
from keel.workforce.models import Involvement

COLUMNS = ("Measure", "Figure", "What it counts")


@cache
def declared() -> Mapping[str, Any]:
    """What each measure counts, where that is said, and what cannot be computed and why."""
    return tomllib.loads(files("keel.continuity").joinpath("measures.toml").read_text("utf-8"))


def rows_of(of: Filled, workers: Iterable[int], day: date) -> list[list[Any]]:
    """Each measure with its figure on a day and what it counts."""
    figures = {
        "in_post": f"{float(of.employed):g}" if of.is_recorded else NOT_COMPUTED,
        "turnover": percent(of.turnover),
        "agency": percent(of.agency_rate),
        "vacancy": percent(of.vacancy_rate),
        "cases": _cases(workers, day),
        "permanent": str(of.became_permanent) if of.is_recorded else NOT_COMPUTED,
    }
    return [[each["name"], figures[each["key"]], each["counts"]] for each in declared()["measures"]]


def _cases(workers: Iterable[int], day: date) -> str:
    """Children held by those who hold any, for each full-time equivalent of them."""
    rows = Involvement.objects.counted(day).filter(worker__in=list(workers)).order_by()
    held = dict(rows.values_list("worker").annotate(n=Count("child", distinct=True)))
    known = shares_of(held, day)
    fte = sum((known.get(worker, FULL) for worker in held), Decimal(0))
    if not fte:
        return NOT_COMPUTED
    unknown = len(held) - len(known)
    taken = f" ({unknown} of {len(held)} taken as full time: their share is not recorded)" if unknown else ""
    return f"{sum(held.values()) / float(fte):.1f}{taken}"


def not_computed() -> list[list[str]]:
    """What the census asks and the record cannot say."""
    return [[each["name"], NOT_COMPUTED, each["why"]] for each in declared()["absent"]]
