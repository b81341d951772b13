"""Which rows of proceedings: of one child, or those that somebody may see."""

from keel.access.sets import OfChildren


class Entries(OfChildren):
    """Rows of proceedings."""
