"""A text of the return as the value that its element holds: dates, codes, answers, counts."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from keel.exchange.cin_census.form import Element, Holds
from keel.exchange.dates import Form, read_date
from keel.exchange.findings import Level
from keel.exchange.values import answer_of, clean, code_of, is_blank

_ISO_WITH_ZONE = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})(?:Z|[+-][0-9]{2}:[0-9]{2})")
_COUNT = re.compile(r"[0-9]{1,4}")

LONGEST_TEXT = 1000
LONGEST_SHOWN = 120

Value = date | str | bool | int
Trouble = tuple[
    str, Level, str
]  # code of the finding, its level, and words with a place for the element's name


@dataclass(frozen=True, slots=True)
class Read:
    """A text read: its value, its raw form where that differs, and what is wrong."""

    value: Value | None = None
    raw: str | None = None
    trouble: Trouble | None = None

    @property
    def is_plain(self) -> bool:
        """A value whose text is the value itself, and nothing wrong with it."""
        return self.value is not None and self.raw is None and self.trouble is None


def read_text(text: str, element: Element) -> Read:
    """A text as what its element holds."""
    if len(text) > LONGEST_TEXT:
        words = "{} is too long to be a value; it was not used"
        return Read(None, text[:LONGEST_SHOWN], ("text-too-long", Level.WARNING, words))
    return READERS[element.holds](text, element)


def _date(text: str, _element: Element) -> Read:
    bare = text.strip()
    zoned = _ISO_WITH_ZONE.fullmatch(bare)
    dated = read_date(zoned[1] if zoned else bare)
    if dated.on is None:
        if dated.problem is None:
            return Read()
        words = f"{{}} {dated.problem}; correct it in the record"
        return Read(None, text, ("impossible-date", Level.WARNING, words))
    if dated.raw is None and not zoned:
        return Read(dated.on)
    if dated.form is Form.ISO:
        return Read(dated.on, text)
    words = "{} is not written yyyy-mm-dd; it is read with the day before the month"
    return Read(dated.on, text, ("date-form", Level.NOTE, words))


def _code(text: str, element: Element) -> Read:
    bare = clean(text)
    if bare in element.written and element.codes is None:
        return Read(bare)
    code = code_of(bare, element.codes) if element.codes else bare.upper()
    if bare in element.written:
        return Read(code) if code == bare else Read(code, bare)
    if is_blank(bare):
        return Read()
    if code and (element.codes or code in element.written):
        words = "{} is not written as the census writes it; read by its meaning"
        return Read(code, bare, ("odd-code", Level.NOTE, words))
    words = "{} holds a code that the census does not have; it was not used"
    return Read(None, bare, ("unknown-code", Level.WARNING, words))


def _answer(text: str, _element: Element) -> Read:
    answer = answer_of(text)
    if answer.yes is not None:
        return Read(answer.yes)
    if is_blank(text):
        return Read()
    words = "{} should be 0, 1, false or true; it was not used"
    return Read(None, clean(text), ("unknown-answer", Level.WARNING, words))


def _count(text: str, _element: Element) -> Read:
    bare = text.strip()
    if _COUNT.fullmatch(bare):
        return Read(int(bare))
    if is_blank(bare):
        return Read()
    return Read(None, bare, ("not-a-count", Level.WARNING, "{} should be a whole number; it was not used"))


def _text(text: str, _element: Element) -> Read:
    bare = clean(text)
    return Read() if is_blank(bare) else Read(bare)


READERS: Mapping[Holds, Callable[[str, Element], Read]] = {
    Holds.DATE: _date,
    Holds.CODE: _code,
    Holds.ANSWER: _answer,
    Holds.COUNT: _count,
    Holds.TEXT: _text,
}
