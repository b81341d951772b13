"""What somebody typed into the one box: a name, a date of birth in any usual way of writing, a number, an address."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from keel.exchange.dates import read_date
from keel.people.keys import bare, fold, postcode_of, words_of

LONGEST = 200  # characters that are read; nobody's name and address are longer
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
_NTH = r"(?:st|nd|rd|th)?"
_POSTCODE = re.compile(r"\b[A-Z]{1,2}[0-9][A-Z0-9]?\s*[0-9][A-Z]{2}\b", re.IGNORECASE)
_SAID = re.compile(r"\b(?:d\.?o\.?b\.?|date of birth|born(?: on)?|b\.)(?=[\s:0-9])[\s:]*", re.IGNORECASE)
_NUMERIC = re.compile(r"\b([0-9]{1,4})\s?([-/.\s])\s?([0-9]{1,2})\s?\2\s?([0-9]{4}|[0-9]{1,2})\b(?!\s?[0-9])")
_DAY_FIRST = re.compile(
    rf"\b([0-9]{{1,2}}){_NTH}(?:\s+of)?[-\s./]*({_MONTH})[-\s./,]*([0-9]{{4}}|[0-9]{{2}})\b", re.IGNORECASE
)
_MONTH_FIRST = re.compile(rf"\b({_MONTH})\.?\s+([0-9]{{1,2}}){_NTH},?\s+([0-9]{{4}})\b", re.IGNORECASE)
_MONTH_ALONE = re.compile(rf"\b({_MONTH})[\s,]+([0-9]{{4}})\b", re.IGNORECASE)
_EIGHT = re.compile(r"\b([0-9]{8})\b")
_YEAR = re.compile(r"\b((?:19|20)[0-9]{2})\b")
_SHORTEST_NUMBER = 2


@dataclass(frozen=True, slots=True)
class Span:
    """From the first day to the last: one day, a month or a year."""

    first: date
    last: date

    @property
    def is_day(self) -> bool:
        """One day exactly."""
        return self.first == self.last

    def mistaken(self) -> frozenset[date]:
        """Days that are easily written for this one: day and month exchanged, or a year, ten years or a day out."""
        day = self.first
        parts = [(day.year, day.day, day.month)]
        parts += [(day.year + years, day.month, day.day) for years in (-10, -1, 1, 10)]
        parts += [(day.year, day.month + months, day.day) for months in (-1, 1)]
        slips = {made for one in parts if (made := _day(*one))}
        return frozenset(slips | {day + timedelta(days) for days in (-10, -1, 1, 10)}) - {day}


@dataclass(frozen=True, slots=True)
class Asked:
    """What was typed, taken apart. A piece may be read in more than one way and then stands in more than one place."""

    words: tuple[str, ...] = ()  # of a name
    born: tuple[Span, ...] = ()
    numbers: tuple[str, ...] = ()  # as compared: letters and digits alone, in capitals
    postcode: str = ""
    place: str = ""  # what may be an address, postcode apart

    def __bool__(self) -> bool:
        return bool(self.words or self.born or self.numbers or self.postcode)


def read(text: str, today: date) -> Asked:
    """Take apart what was typed. Dates of two-digit years lie in the past, or within a year of today."""
    rest, born, numbers = _SAID.sub(" ", " ".join(text.split())[:LONGEST]), list[Span](), list[str]()
    postcode = ""
    if match := _POSTCODE.search(rest):
        postcode, rest = postcode_of(match[0]) or "", _without(rest, match)
    while found := next(_dates(rest, today), None):
        span, match, is_number_too = found
        born.append(span)
        numbers += [match[0]] if is_number_too else []
        rest = _without(rest, match)
    numbers += _numbers(rest)
    words = tuple(word for word in words_of(rest) if not any(c.isdigit() for c in word))
    return Asked(words, tuple(born), tuple(dict.fromkeys(numbers)), postcode, fold(rest))


def _without(text: str, match: re.Match[str]) -> str:
    return f"{text[: match.start()]} {text[match.end() :]}"


def _dates(text: str, today: date) -> Iterator[tuple[Span, re.Match[str], bool]]:
    for pattern, order in ((_DAY_FIRST, (1, 2, 3)), (_MONTH_FIRST, (2, 1, 3)), (_NUMERIC, (1, 3, 4))):
        for match in pattern.finditer(text):
            if on := _written("/".join(match[place] for place in order), today):
                yield Span(on, on), match, False
    if (match := _EIGHT.search(text)) and (on := _eight(match[1], today)):
        yield Span(on, on), match, True
    if (match := _MONTH_ALONE.search(text)) and (on := _written(f"1/{match[1]}/{match[2]}", today)):
        yield Span(on, _month_end(on)), match, False
    if match := _YEAR.search(text):
        year = int(match[1])
        yield Span(date(year, 1, 1), date(year, 12, 31)), match, True


def _written(text: str, today: date) -> date | None:
    """The day before the month, as the sector writes it; a named month in any case."""
    on = read_date(text.replace("/", " ") if any(c.isalpha() for c in text) else text).on
    if on and on > today + timedelta(days=366) and not re.search(r"[0-9]{4}", text):
        return _day(on.year - 100, on.month, on.day)
    return on


def _eight(digits: str, today: date) -> date | None:
    day_first = _written(f"{digits[:2]}/{digits[2:4]}/{digits[4:]}", today)
    return day_first or _written(f"{digits[:4]}-{digits[4:6]}-{digits[6:]}", today)


def _month_end(first: date) -> date:
    return (first.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _numbers(text: str) -> list[str]:
    """Each piece with a digit in it, and neighbouring pieces as one: numbers are written with spaces."""
    pieces = [bare(piece) for piece in text.split()]
    runs = "".join(piece if any(c.isdigit() for c in piece) else " " for piece in pieces).split()
    found = [piece for piece in (*pieces, *runs) if any(c.isdigit() for c in piece)]
    return [piece for piece in found if len(piece) >= _SHORTEST_NUMBER]
