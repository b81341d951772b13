"""Which rows of oversight: of a child, or those that somebody may see."""

from keel.access.sets import OfChildren


class Entries(OfChildren):
    """Rows of oversight."""
