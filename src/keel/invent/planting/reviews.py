"""Failings in review conferences: held late, or not held."""

from keel.invent import days
from keel.invent.planting.site import CIN, EVERY, SSD, Site
from keel.invent.protection import between, reviews


def review_first_late(site: Site, key: str) -> bool:
    """The first review was held late."""
    due = days.months(site.plan.start, 3)
    return _review_late(site, key, "rcpc_first", due, (), site.plan.start)


def review_next_late(site: Site, key: str) -> bool:
    """A later review was held late."""
    past = [day for day in site.plan.reviews if day < site.now]
    if len(past) < 2:  # noqa: PLR2004
        return False
    place = between(site.rng, 1, len(past) - 1)
    held = tuple(past[:place])
    return _review_late(site, key, "rcpc_next", days.months(held[-1], 6), held, held[-1])


def _review_late(site: Site, key: str, timescale: str, due: int, held: tuple[int, ...], since: int) -> bool:
    late = days.on_or_after(due + between(site.rng, 8, 35))
    ends = site.plan.end or site.now
    if late >= min(ends, site.now) - 30 or site.child.due is not None or not site.plants(key):
        return False
    site.plan.reviews = reviews(site.rng, site.plan, site.now + 400, None, (*held, late))
    site.expect(key, (SSD, CIN), (site.plan, since), timescale=timescale, due=due, met=late)
    return True


def review_overdue(site: Site, key: str) -> bool:
    """The last review was not held."""
    past = [day for day in site.plan.reviews if day <= site.now]
    if not site.is_open or not past or site.child.due is not None:
        return False
    kept = past[:-1]
    due = days.months(kept[-1], 6) if kept else days.months(site.plan.start, 3)
    if due >= site.now - 5 or not site.plants(key):
        return False
    site.plan.reviews = kept
    since = kept[-1] if kept else site.plan.start
    site.expect(key, EVERY, (site.plan, since), timescale="rcpc_next" if kept else "rcpc_first", due=due)
    return True
