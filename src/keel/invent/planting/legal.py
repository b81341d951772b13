"""Failings in pre-proceedings: late steps, no decision, no offer of a family meeting."""

from keel.invent import days
from keel.invent.planting.site import CIN, SSD, Site
from keel.invent.protection import between


def stuck(site: Site, key: str) -> bool:
    """No decision sixteen weeks after the letter."""
    spell = site.plan.proceedings
    if not (spell and spell.letter and site.is_open and spell.letter + 125 < site.now and site.plants(key)):
        return False
    spell.ended = None
    site.expect(
        key, (SSD, CIN), spell, timescale="plo_16w", due=spell.letter + 16 * 7, signals=("D29_plo_late",)
    )
    return True


def letter_late(site: Site, key: str) -> bool:
    """The letter came late; what follows it is in time."""
    spell = site.plan.proceedings
    if not (spell and spell.decided + 60 < site.now and site.plants(key)):
        return False
    spell.letter = days.later(spell.decided, between(site.rng, 8, 15))
    spell.meeting = days.later(spell.letter, between(site.rng, 3, 9))
    spell.ended = days.on_or_before(spell.letter + 7 * between(site.rng, 8, 15))
    due = days.later(spell.decided, 5)
    _expect_step(site, key, "plo_letter", due, spell.letter)
    return True


def meeting_late(site: Site, key: str) -> bool:
    """The first meeting came late."""
    spell = site.plan.proceedings
    if not (spell and spell.letter and spell.decided + 60 < site.now and site.plants(key)):
        return False
    spell.meeting = days.later(spell.letter, between(site.rng, 13, 20))
    spell.ended = days.on_or_before(spell.letter + 7 * between(site.rng, 8, 15))
    _expect_step(site, key, "plo_first_meeting", days.later(spell.letter, 10), spell.meeting)
    return True


def _expect_step(site: Site, key: str, timescale: str, due: int, met: int) -> None:
    signals = ("D29_plo_late",)
    spell = site.plan.proceedings
    site.expect(
        key, (SSD, CIN), spell, timescale=timescale, due=due, met=met, signals=signals, late_counts=True
    )


def no_family_meeting(site: Site, key: str) -> bool:
    """The letter made no offer of a family meeting."""
    spell = site.plan.proceedings
    if not (spell and spell.letter and spell.ended and spell.ended > site.now - 200 and site.plants(key)):
        return False
    spell.family_meeting = False
    site.expect(key, (CIN,), spell, signals=("D31_family_permanence",), since=spell.letter, until=spell.ended)
    return True
