"""Which rows of the front door: of one child, or those that somebody may see."""

from typing import Any, Self

from django.db import models
from django.db.models import F

from keel.access.sets import OfChildren


class Entries(OfChildren):
    """Rows of the front door."""


class Factors(Entries):
    """Factors of assessments."""

    def found(self) -> Self:
        """Those that stand."""
        return self.filter(taken_back_on=None)


class WorriesTold(models.QuerySet[Any]):
    """What other agencies told; the walls show whoever asks hers, or what waits for her."""

    def waiting(self) -> Self:
        """Those of which no contact is made yet, the oldest first."""
        return self.filter(contact=None).order_by("told_on", F("told_time").asc(nulls_first=True), "pk")

    def of_contact(self, contact: Any) -> Self:
        """The one that a contact was made of."""
        return self.filter(contact=contact)

    def told_by(self, user: Any) -> Self:
        """What somebody told, the latest first."""
        return self.filter(told_by=user).order_by("-told_on", "-told_time", "-pk")
