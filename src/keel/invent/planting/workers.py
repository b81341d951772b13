"""Failings in allocation: one worker after another, or nobody."""

from keel.invent import days
from keel.invent.planting.site import SSD, Site
from keel.invent.protection import between
from keel.invent.records import Allocation, Episode


def _workers(site: Site, key: str, number: int) -> bool:
    start, year_ago = site.plan.start, days.months(site.now, -12)
    if not (site.is_open and start < site.now - 150 and site.plants(key)):
        return False
    have = 2 if start > year_ago else 1
    fresh = site.rng.sample(
        [w for w in site.world.staff.managing if w != site.made.allocations[-1].worker], number - have
    )
    first = max(start, year_ago) + 10
    step = (site.now - 5 - first) // (len(fresh) + 1)
    for place, worker in enumerate(fresh):
        _change_worker(site.made, worker, days.on_or_after(first + step * (place + 1)), 0)
    site.expect(key, (SSD,), site.plan, signals=("D19_start_again",), since=start)
    return True


def _change_worker(made: Episode, worker: int, on: int, gap: int) -> int:
    last = made.allocations[-1]
    ended, last.end = last.end, on
    begins = days.later(on, gap)
    made.allocations.append(Allocation(worker, begins, ended))
    return begins


def three_workers(site: Site, key: str) -> bool:
    """Three workers in a year."""
    return _workers(site, key, 3)


def four_workers(site: Site, key: str) -> bool:
    """Four workers in a year."""
    return _workers(site, key, 4)


def unallocated(site: Site, key: str) -> bool:
    """Days without a worker, in the last year."""
    if not (site.is_open and site.plan.start < site.now - 120 and site.plants(key)):
        return False
    first = max(site.plan.start, days.months(site.now, -11)) + 10
    left = days.on_or_before(between(site.rng, first, site.now - 40))
    worker = site.rng.choice([w for w in site.world.staff.managing if w != site.made.allocations[-1].worker])
    begins = _change_worker(site.made, worker, left, between(site.rng, 4, 12))
    site.expect(key, (SSD,), site.plan, timescale="allocation", due=left, met=begins)
    site.expect(key, (SSD,), site.plan, signals=("D19_start_again",), since=left)
    return True
