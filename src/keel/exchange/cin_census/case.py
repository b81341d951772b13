"""One ``Child`` element, read: the parts that checks and events look at."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from keel.exchange.cin_census.parts import Part


@dataclass(slots=True)
class Case:
    """A child of the return. ``mark`` stands in the names of episodes: the key, made unlike any other."""

    key: str
    mark: str
    line: int
    identifiers: Part | None = None
    characteristics: Part | None = None
    needs: list[Part] = field(default_factory=list)  # the CINdetails groups

    @property
    def is_repeat(self) -> bool:
        """Whether the child stands further up in the return as well."""
        return self.mark != self.key

    def day(self, name: str) -> date | None:
        """A date among the identifiers."""
        return self.identifiers.day(name) if self.identifiers else None

    def all_inner(self, name: str) -> Iterator[Part]:
        """The groups of that name in every episode of need."""
        for need in self.needs:
            yield from need.inner(name)

    @property
    def disabilities(self) -> list[str]:
        """Codes of disability, as given."""
        part = self.characteristics
        return part.all_of("Disability") if part else []  # type: ignore[return-value]

    def conference_days(self) -> set[date]:
        """Days of initial and transfer-in conferences of this child."""
        days = {need.day("DateOfInitialCPC") for need in self.needs}
        days |= {enquiry.day("DateOfInitialCPC") for enquiry in self.all_inner("Section47")}
        return {day for day in days if day}


def transfer_on(need: Part) -> date | None:
    """The day of a transfer-in conference: on the episode, and not a section 47 conference given twice."""
    day = need.day("DateOfInitialCPC")
    if day is None or any(enquiry.day("DateOfInitialCPC") == day for enquiry in need.inner("Section47")):
        return None
    return day
