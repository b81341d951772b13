"""Severnshire, a made-up authority: one set of histories, written in any of the three formats, with failings planted.

Nobody in it exists. Its shapes are those of published figures (``figures.toml``); what is planted, and how often, is
in ``plantings.toml``; the truth file says which child carries what and what each format can show of it.
"""

from keel.invent.authority import Format, demo, write_authority
from keel.invent.errors import InventError
from keel.invent.world import census_day

__all__ = ["Format", "InventError", "census_day", "demo", "write_authority"]
