"""Wrong tries make whoever makes them wait, and never shut the owner of an account out.

Tries are counted apart for each browser that an account has signed in with before, and together for all others. So
whoever guesses from elsewhere waits longer and longer, while the owner at her own desk does not notice.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.utils import timezone

from keel.report.wording import counted


class Rate(NamedTuple):
    """How many wrong tries in how many seconds before one waits."""

    tries: int
    seconds: int


OF_ACCOUNT = (Rate(5, 60), Rate(20, 3600))  # a minute's wait for a slip of the fingers, an hour's at the most
OF_ADDRESS = (Rate(60, 60),)  # a whole council may come from one address
MINUTE = 60


@dataclass(frozen=True, slots=True)
class Tries:
    """The wrong tries at one thing, such as the password of an account from a browser."""

    what: str
    rates: Sequence[Rate] = OF_ACCOUNT

    def refuse_too_soon(self) -> None:
        """Raise ValidationError, which says how long to wait, where there were too many."""
        if wait := self.seconds_to_wait():
            raise ValidationError(f"Too many wrong tries. Wait {_in_words(wait)} and try again.", "too_soon")

    def seconds_to_wait(self) -> int:
        """Seconds until the next try is looked at; 0 for none."""
        at, now = self._at(), _now()
        waits = [at[rate.tries - 1] + rate.seconds - now for rate in self.rates if len(at) >= rate.tries]
        return max(0, *(round(wait + 0.5) for wait in waits)) if waits else 0

    def note_wrong(self) -> None:
        """Remember a wrong try, for as long as it counts."""
        most = max(rate.tries for rate in self.rates)
        cache.set(self._key, [_now(), *self._at()][:most], max(rate.seconds for rate in self.rates))

    def forget(self) -> None:
        """The right answer came: what was wrong before no longer counts."""
        cache.delete(self._key)

    @property
    def _key(self) -> str:
        return "wrong:" + hashlib.sha256(self.what.encode()).hexdigest()

    def _at(self) -> list[float]:
        """When they were made, the newest first."""
        return list(cache.get(self._key, ()))


def _now() -> float:
    return timezone.now().timestamp()


def _in_words(seconds: int) -> str:
    if seconds < 2 * MINUTE:
        return counted(seconds, "second")
    return counted(-(-seconds // MINUTE), "minute")
