"""Failings in visits: nobody came, or the child was never alone with the worker."""

from keel.invent import days
from keel.invent.planting.site import ANNEX_A, SSD, Site
from keel.invent.protection import between, visit


def visit_overdue(site: Site, key: str) -> bool:
    """Nobody came for longer than allowed; but not twice as long."""
    cutoff = days.later(site.now, -between(site.rng, 12, 19))
    if not (
        site.is_open
        and site.is_of_clear_age
        and cutoff > days.later(site.plan.start, 12)
        and site.plants(key)
    ):
        return False
    kept = [v for v in site.plan.visits if v.on < cutoff]
    site.plan.visits = [*kept, visit(site.rng, cutoff, site.child.birth, True)]
    due = days.later(cutoff, 10)
    _expect_unseen(site, key, due, due if site.can_be_alone else None)
    return True


def _expect_unseen(site: Site, key: str, due: int, alone_due: int | None) -> None:
    both, plan = (SSD, ANNEX_A), site.plan
    late = site.with_disabled("D04_visit_missed")
    site.expect(key, both, plan, timescale="cp_visit", due=due, signals=late)
    if alone_due is not None:
        alone = ("D05_not_seen_alone",)
        site.expect(key, both, plan, timescale="cp_visit_seen_alone", due=alone_due, signals=alone)


def disabled_visit_overdue(site: Site, key: str) -> bool:
    """A disabled child, and nobody came for longer than allowed."""
    return bool(site.child.disabilities) and visit_overdue(site, key)


def no_visits(site: Site, key: str) -> bool:
    """A new plan, and nobody came at all."""
    start = site.plan.start
    is_new = days.later(site.now, -80) < start < days.later(site.now, -13)
    if not (site.is_open and is_new and site.is_of_clear_age and site.plants(key)):
        return False
    site.plan.visits = []
    due = days.later(start, 10)
    _expect_unseen(site, key, due, due if site.can_be_alone else None)
    home = days.later(start, 20)
    site.expect(key, (SSD,), site.plan, timescale="cp_visit_home", due=home)
    return True


def not_seen_alone(site: Site, key: str) -> bool:
    """An older child whose last visits were never alone with her."""
    made, alone = site.plan.visits, 3
    old_enough = site.age(site.plan.start) >= 4.1  # noqa: PLR2004
    if not (site.is_open and old_enough and len(made) > alone + 1 and site.plants(key)):
        return False
    due = days.later(made[-alone - 1].on, 10)
    if due >= site.now:
        return False
    site.plan.visits = made[:-alone] + [v._replace(alone=False) for v in made[-alone:]]
    signals = site.with_disabled("D05_not_seen_alone")
    site.expect(key, (SSD,), site.plan, timescale="cp_visit_seen_alone", due=due, signals=signals)
    site.expect(key, (ANNEX_A,), site.plan, signals=signals, since=made[-1].on)
    return True
