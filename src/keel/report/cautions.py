"""What must be said before any figure: that part of the file was not read, or that the date lies long after it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import pyarrow as pa
import pyarrow.compute as pc

from keel.exchange.findings import Level
from keel.population.answer import Answer
from keel.report.wording import counted, day_text

LONG_AFTER = 31  # days between the latest day in the file and the date asked for that pass without a word


@dataclass(frozen=True, slots=True)
class Caution:
    """A sentence for the top of the report; ``has_findings`` where the findings about the file say more."""

    sentence: str
    has_findings: bool = False


def cautions(answer: Answer) -> tuple[Caution, ...]:
    """Everything to be said first, the gravest first; empty where there is nothing."""
    return tuple(_cautions(answer))


def file_errors(answer: Answer) -> int:
    """In how many places a row or a part of the file could not be read."""
    return sum(finding.count for finding in answer.extract.findings if finding.level is Level.ERROR)


def days_after_latest(answer: Answer) -> int | None:
    """Days from the latest day in the file, up to the date, to the date; None where it holds no day up to then."""
    days = answer.extract.events["on"]
    up_to_then = days.filter(pc.less_equal(days, pa.scalar(answer.as_of, pa.date32())))
    known: tuple[date | None, ...] = (pc.max(up_to_then).as_py(), answer.extract.reference_on)
    return min(((answer.as_of - day).days for day in known if day and day <= answer.as_of), default=None)


def _cautions(answer: Answer) -> Iterator[Caution]:
    places, after = file_errors(answer), days_after_latest(answer)
    if places:
        yield Caution(
            f"Part of the file could not be read ({counted(places, 'place')}), so children may be missing "
            "from this report, and what is here of others may be short.",
            has_findings=True,
        )
    if after is not None and after > LONG_AFTER:
        yield Caution(
            f"The date asked for, {day_text(answer.as_of)}, is {counted(after, 'day')} after the latest day in the "
            "file: what was done since is not in it, so children may look later than they are."
        )
