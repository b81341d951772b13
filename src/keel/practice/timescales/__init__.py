"""The book of timescales: what the law, guidance and good practice ask to be done, and by when.

One module for each part of the journey, with the same name as its file of standards.
"""

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from keel.practice.timescales import (
    assurance,
    conferences,
    court,
    front_door,
    improvement,
    looked_after,
    missing,
    oversight,
    plans,
    pre_birth,
    pre_proceedings,
    private_fostering,
    reviews,
    strategy,
    visits,
)
from keel.practice.timescales.model import (
    Born,
    Doubt,
    Status,
    Subject,
    Timescale,
    TimescaleError,
    When,
    when,
)

__all__ = [
    "BOOK",
    "NOT_TIMESCALES",
    "Born",
    "Doubt",
    "Status",
    "Subject",
    "Timescale",
    "TimescaleError",
    "When",
    "bind",
    "when",
]

_PARTS: Mapping[str, tuple[Timescale, ...]] = {
    "front_door": front_door.TIMESCALES,
    "strategy": strategy.TIMESCALES,
    "conferences": conferences.TIMESCALES,
    "plans": plans.TIMESCALES,
    "visits": visits.TIMESCALES,
    "reviews": reviews.TIMESCALES,
    "pre_birth": pre_birth.TIMESCALES,
    "private_fostering": private_fostering.TIMESCALES,
    "oversight": oversight.TIMESCALES,
    "pre_proceedings": pre_proceedings.TIMESCALES,
    "court": court.TIMESCALES,
    "looked_after": looked_after.TIMESCALES,
    "missing": missing.TIMESCALES,
    "assurance": assurance.TIMESCALES,
    "improvement": improvement.TIMESCALES,
}


def bind(parts: Mapping[str, tuple[Timescale, ...]]) -> Mapping[str, Timescale]:
    """Timescales by key, each knowing its part. Raises :class:`TimescaleError` where a key repeats."""
    book: dict[str, Timescale] = {}
    for part, timescales in parts.items():
        for timescale in timescales:
            if timescale.key in book:
                raise TimescaleError(
                    f"{timescale.key}: declared in {book[timescale.key].part} and in {part}; keep one"
                )
            book[timescale.key] = replace(timescale, part=part)
    return MappingProxyType(book)


BOOK: Mapping[str, Timescale] = bind(_PARTS)

NOT_TIMESCALES: Mapping[str, str] = MappingProxyType(
    {
        "audit_programme": "A number of audits planned for a month, not an event that is due.",
        "scrutiny_report": "Hangs on a committee's date, which no history holds.",
        "cin_return": "A yearly return on a day the department sets; no child's history holds it.",
        "agency_return": "A quarterly return on a day the department sets; no child's history holds it.",
        "cla_review_second": "Dates alone do not tell a second review from later ones.",
    }
)
