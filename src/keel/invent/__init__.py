"""Severnshire, a made-up authority: one set of histories, written in any of three formats, with failings planted.

Who its people are (names, families, addresses, staff) is written as a roster, with the same keys; the cast is one of
them for each role. Nobody in it exists. Its shapes are those of published figures (``figures.toml``); what is planted,
and how often, is in ``plantings.toml``; the truth file says which child carries what and what each format can show.
"""

from keel.invent.authority import Format, demo, demo_roster, write_authority, write_roster
from keel.invent.cast import Cast, Member, Restricted, cast_of, demo_cast
from keel.invent.errors import InventError
from keel.invent.world import census_day

__all__ = [
    "Cast",
    "Format",
    "InventError",
    "Member",
    "Restricted",
    "cast_of",
    "census_day",
    "demo",
    "demo_cast",
    "demo_roster",
    "write_authority",
    "write_roster",
]
