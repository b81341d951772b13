"""The date that an answer is for, and how it was chosen."""

from datetime import date

import pyarrow as pa
import pyarrow.compute as pc

from keel.exchange.extract import Extract

GIVEN = "the date given with --as-of"


def chosen_date(extract: Extract, asked: date | None, now: date) -> tuple[date, str]:
    """The date and how it was chosen: as asked, else the file's own, else its latest day that is not after ``now``."""
    if asked is not None:
        return asked, GIVEN
    if extract.reference_on is not None:
        return extract.reference_on, "the date that the file itself gives"
    latest = _latest_event(extract, now)
    if latest is not None:
        return latest, "the latest day in the file that is not after today"
    return now, "today, as the file holds no dated event"


def _latest_event(extract: Extract, now: date) -> date | None:
    days = extract.events["on"]
    known = days.filter(pc.less_equal(days, pa.scalar(now, pa.date32())))
    latest: date | None = pc.max(known).as_py()
    return latest
