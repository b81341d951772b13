"""Which rows of the front door: of one child, or those that somebody may see."""

from typing import Self

from keel.access.sets import OfChildren


class Entries(OfChildren):
    """Rows of the front door."""


class Factors(Entries):
    """Factors of assessments."""

    def found(self) -> Self:
        """Those that stand."""
        return self.filter(taken_back_on=None)
