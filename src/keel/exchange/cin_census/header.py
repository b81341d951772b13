"""What a return says of itself: whose it is, of which year, and as at which day."""

from dataclasses import dataclass
from datetime import date

from keel.exchange.cin_census.coverage import year_name
from keel.exchange.cin_census.opening import Opening
from keel.exchange.cin_census.rules import report
from keel.exchange.dates import read_date
from keel.exchange.findings import Findings, Level

COLLECTION = "CIN"
_LAST_DAY = (3, 31)
_YEAR_DIGITS = 4


@dataclass(frozen=True, slots=True)
class Stated:
    """The year that a return ends in and its reference date, each from the other where one is missing."""

    ends_in: int | None = None
    reference_on: date | None = None

    @classmethod
    def by(cls, opening: Opening) -> "Stated":
        """What the header states."""
        reference = read_date(opening.first("ReferenceDate")).on
        year = opening.first("Year") or ""
        is_year = (
            year.isascii() and year.isdigit() and len(year) == _YEAR_DIGITS and int(year) > date.min.year
        )
        ends_in = int(year) if is_year else reference.year if reference else None
        if reference is None and ends_in:
            reference = date(ends_in, *_LAST_DAY)
        return cls(ends_in, reference)

    @property
    def name(self) -> str:
        """The collection and its year: "CIN census 2025-26"."""
        return f"CIN census {year_name(self.ends_in)}" if self.ends_in else "CIN census"

    @property
    def is_year_end(self) -> bool:
        """Whether the reference date is the last day of the census year."""
        on = self.reference_on
        return on is not None and (on.month, on.day) == _LAST_DAY and on.year == self.ends_in


def check_header(opening: Opening, stated: Stated, findings: Findings) -> None:
    """Say whose return it is, and what its header lacks."""
    lea, year, reference = (opening.first(name) for name in ("LEA", "Year", "ReferenceDate"))
    words = f"return of authority {lea or 'not given'} for the year {year or 'not given'}"
    findings.add("return", Level.NOTE, words, source="Header")
    if not stated.is_year_end or reference is None:
        report(findings, "100", None, None, raw=reference)
    for name, given in (("LEA", lea), ("Year", year)):
        if given is None:
            words = (
                f"{name} is missing from the header, so the return does not say whose it is or of which year"
            )
            findings.add("missing-element", Level.WARNING, words, source="Header", column=name)
    _check_collection(opening.first("Collection"), findings)
    for name in sorted(opening.strange):
        words = f"<{name}> is not an element of the census header, and was not used"
        findings.add("unknown-element", Level.WARNING, words, source="Header", column=name)


def _check_collection(given: str | None, findings: Findings) -> None:
    if (given or COLLECTION).upper() == COLLECTION:
        return
    words = f"the header names another collection than {COLLECTION}; check that this is the right file"
    findings.add("other-collection", Level.WARNING, words, source="Header", column="Collection", raw=given)
