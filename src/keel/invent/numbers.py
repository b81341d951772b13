"""Numbers in the form of national ones that no real person has."""

from keel.invent import days

_AT_SCHOOL = 4.5  # years
_LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"  # of pupil numbers, by the remainder of 23
_NO_AUTHORITY = "999"  # no authority's number; and health numbers that begin so are kept for trials
_ELEVEN, _NINE_DIGITS, _SERIALS = 11, 9, 1_000_000
_PLACES = "ABCDE"


def has_pupil_number(birth: int, day: int) -> bool:
    """Whether a child is old enough to have been given one by then."""
    return day - birth > _AT_SCHOOL * days.YEAR


def pupil_number(family: int, place: str) -> str:
    """A unique pupil number with its check letter."""
    digits = f"{_NO_AUTHORITY}{family % 10_000_000:07d}{_PLACES.index(place):02d}"
    total = sum(int(digit) * weight for weight, digit in enumerate(digits, 2))
    return f"{_LETTERS[total % len(_LETTERS)]}{digits}"


def health_number(family: int, place: str) -> str | None:
    """A number of ten digits with its check digit; None where the sum allows none."""
    digits = f"{_NO_AUTHORITY}{(family * len(_PLACES) + _PLACES.index(place)) % _SERIALS:06d}"
    weights = range(_NINE_DIGITS + 1, 1, -1)
    total = sum(int(digit) * weight for weight, digit in zip(weights, digits, strict=True))
    check = (_ELEVEN - total % _ELEVEN) % _ELEVEN
    return None if check == _NINE_DIGITS + 1 else f"{digits}{check}"


def phone(serial: int) -> str:
    """One of the mobile numbers that are kept for stories."""
    return f"07700 900{serial % 1000:03d}"
