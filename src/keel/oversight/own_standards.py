"""The changes of standards that the authority made in the application, laid over what else it holds."""

import logging
from dataclasses import dataclass

from keel.oversight.standards_kept import StandardChange
from keel.practice.standards import StandardError, Standards, changed

log = logging.getLogger(__name__)
AS_SHIPPED = "The change that stood here cannot be used any more."


@dataclass(frozen=True, slots=True)
class Laid:
    """The standards with every change that can be used, and why others cannot be, by their key in the table."""

    standards: Standards
    refused: dict[int, str]


def laid_over(standards: Standards) -> Laid:
    """Each change in the order in which it was made.

    The law that Keel ships may have become stricter than a change made before. The law then stands in its place, and
    the page of the standard says so: work on children does not stop for it.
    """
    refused: dict[int, str] = {}
    for change in StandardChange.objects.select_related("by").order_by("pk"):
        try:
            standards = changed(standards, change.key, change.fields)
        except StandardError as error:
            log.error("Change %s of the standard %s cannot be used: %s", change.pk, change.key, error.what)
            refused[change.pk] = error.what
            if change.key in standards:
                back = {"from": change.from_on, "citation": AS_SHIPPED, "shipped": True}
                standards = changed(standards, change.key, back)
    return Laid(standards, refused)
