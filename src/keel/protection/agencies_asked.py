"""Which agencies are asked to a conference, and whose report is in: every page that tells of it reads it here.

A report answers an agency where it is tied to an invitation of that agency, however the agency itself is written in it;
one that is tied to none, such as one from another system, answers the agency of the same name.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from keel.access.rules import capacity
from keel.protection.models import AgencyReport, ConferenceAttendance

OURS = "Local authority"
FAMILY = "Family"


@dataclass(slots=True)
class AgencyAsked:
    """An agency that is asked for its report, or that sent one unasked."""

    name: str
    reports: list[AgencyReport] = field(default_factory=list)

    @property
    def came_on(self) -> date | None:
        """When its first report came."""
        return min((each.received_on for each in self.reports if each.received_on), default=None)


def is_another_agency(person: ConferenceAttendance) -> bool:
    """Whether somebody who is asked comes for an agency that reports."""
    return person.agency not in ("", OURS, FAMILY)


def agencies_asked(
    people: Iterable[ConferenceAttendance], reports: Iterable[AgencyReport]
) -> list[AgencyAsked]:
    """The agencies in the order in which they were asked, those that sent a report unasked after them."""
    found: dict[str, AgencyAsked] = {}
    asked: dict[int, str] = {}
    for person in filter(is_another_agency, people):
        asked[person.pk] = capacity(person.agency)
        found.setdefault(asked[person.pk], AgencyAsked(person.agency))
    for report in reports:
        key = asked.get(report.invitation_id) or capacity(report.agency)
        found.setdefault(key, AgencyAsked(report.agency)).reports.append(report)
    return list(found.values())
