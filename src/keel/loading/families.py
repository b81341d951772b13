"""The formats that a load knows, and how each names the strands of a child's history."""

from dataclasses import dataclass

from keel.exchange.ssd.uses import USES
from keel.practice.history import EventKind

ANNEX_A, CENSUS, STANDARD = "Annex A", "CIN census", "Standard Safeguarding Dataset"


@dataclass(frozen=True, slots=True)
class Family:
    """A format, whatever its year.

    ``own_kinds`` are kinds of event whose strand is named by an identifier of the very row that tells them: such a row
    is the same row though its day is corrected. ``names_last``: a strand has the same name in the next extract; where
    names only count (the child's second plan), the next extract counts anew. ``goes_back_months``: what ended earlier
    than that before the day of the extract may be left out of it. ``code`` is a short name.
    """

    name: str
    code: str = "other"
    goes_back_months: int = 12
    own_kinds: frozenset[EventKind] = frozenset()
    names_last: bool = True


def _own_kinds() -> frozenset[EventKind]:
    marks = ((use.table.key, mark) for use in USES for mark in use.marks)
    return frozenset(mark.kind for key, mark in marks if key and mark.episode[1:] == (key,))


_FAMILIES = (
    Family(ANNEX_A, "annex-a", 6),
    Family(CENSUS, "cin-census", names_last=False),
    Family(STANDARD, "ssd", 72, own_kinds=_own_kinds()),
)


def family_of(form: str) -> Family:
    """The family of a format as its reader names it; a format of no known family is one of its own."""
    return next((family for family in _FAMILIES if form.startswith(family.name)), Family(form))
