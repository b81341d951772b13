"""Which looks a plan is owed by its age, and who may decide at each."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from django.db.models import Q

from keel.access.queries import standing_of
from keel.access.roles import Role
from keel.clock import today
from keel.oversight.models import SeniorReview, SeniorReviewKind
from keel.oversight.rules_held import standards_held
from keel.practice.calendar import add_months
from keel.protection.allowed import due_after
from keel.protection.models import ProtectionPlan
from keel.recording.declared import Asked

NOTICE = "plan_age_notice"


@dataclass(frozen=True, slots=True)
class Look:
    """A look that somebody senior owes a plan."""

    kind: SeniorReviewKind
    standard: str
    by: tuple[Role, ...]
    heard: Role | None = None

    @property
    def whose(self) -> str:
        """Whose decision it is, in words: "a head of service"."""
        return f"a {self.by[0].label.lower()}"


@cache
def looks() -> Mapping[SeniorReviewKind, Look]:
    """Those declared, by their kind, the youngest age first."""
    text = files("keel.supervision").joinpath("deciders.toml").read_text("utf-8")
    return {SeniorReviewKind(item["kind"]): _look(item) for item in tomllib.loads(text)["looks"]}


def _look(item: Mapping[str, Any]) -> Look:
    heard = Role(item["with"]) if "with" in item else None
    return Look(
        SeniorReviewKind(item["kind"]), item["standard"], tuple(Role(name) for name in item["by"]), heard
    )


def reached_on(look: Look, plan: ProtectionPlan) -> date | None:
    """The day on which a plan reaches the age of a look; None where that cannot be told."""
    return due_after(look.standard, plan.started_on) if plan.started_on else None


def undecided(plan: ProtectionPlan) -> list[Look]:
    """The looks by age that a plan has come to, or comes to within the notice, and that nobody has recorded."""
    taken, notice = _taken(plan), int(standards_held()[NOTICE].number_on(today()))
    return [
        look
        for look in looks().values()
        if look.kind != SeniorReviewKind.REPEAT
        and look.kind not in taken
        and (day := reached_on(look, plan))
        and add_months(day, -notice) <= today()
    ]


def next_age(plan: ProtectionPlan) -> tuple[Look, date] | None:
    """The next age that a plan comes to and nobody has decided at."""
    taken = _taken(plan)
    for look in looks().values():
        if look.kind == SeniorReviewKind.REPEAT or look.kind in taken:
            continue
        if (day := reached_on(look, plan)) and day > today():
            return look, day
    return None


def is_repeat(plan: ProtectionPlan) -> bool:
    """Whether enough plans came before it for a look at why they did not last."""
    standard = standards_held()[looks()[SeniorReviewKind.REPEAT].standard]
    return (plan.earlier_plans or 0) >= standard.number_on(plan.started_on or today())


def is_repeat_looked_at(plan: ProtectionPlan) -> bool:
    """Whether somebody has looked at that."""
    return SeniorReviewKind.REPEAT in _taken(plan)


def _taken(plan: ProtectionPlan) -> set[str]:
    """The looks taken at a plan: those of it, and those of its time that name none, as an import may bring them."""
    of_its_time = Q(plan=plan)
    if plan.started_on:
        of_its_time |= Q(plan=None, held_on__gte=plan.started_on)
    return set(SeniorReview.objects.of(plan.child_id).filter(of_its_time).values_list("kind", flat=True))


def roles_for(asked: Asked) -> frozenset[Role]:
    """The roles that whoever asks holds towards this child."""
    return frozenset(tie.role for tie in standing_of(asked.by.pk, asked.child.pk).standing.ties)


def those_she_may(found: Iterable[Look], roles: frozenset[Role]) -> list[Look]:
    """Those looks that these roles may decide."""
    return [look for look in found if roles & set(look.by)]
