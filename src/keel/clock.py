"""What day it is in England: the one place that asks.

``KEEL_TODAY`` (yyyy-mm-dd) sets it, for a made-up authority that lives on a day of its own and for tests. Instants
(when something was entered, when a session began) are not asked for here and cannot be set.
"""

import os
from datetime import date, datetime
from zoneinfo import ZoneInfo


def today() -> date:
    """The day it is in England, or the day that ``KEEL_TODAY`` gives. Raises ValueError where that is no date."""
    return set_day() or datetime.now(ZoneInfo("Europe/London")).date()


def set_day() -> date | None:
    """The day that ``KEEL_TODAY`` gives, for a page to say so; None where the day is England's own."""
    given = os.environ.get("KEEL_TODAY")
    return date.fromisoformat(given) if given else None
