"""Values as they stand in extracts: blanks, yes and no, identifiers and national codes.

Nothing is repaired silently: what a text does not say stays unsaid, and the caller can ask whether it was
understood.
"""

import math
import re
import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache, lru_cache
from importlib import resources
from typing import Any

_LETTER_PREFIX = re.compile(r"^[A-Za-z]{1,2}[).]\s+(?=\S)|^[A-Za-z]\)(?=\S)")
_LEADING = re.compile(r"^\(?(?P<code>[A-Za-z0-9]{1,4})\)?(?P<gap>\s*[:\-–—]\s*|\s+|$)(?P<rest>.*)$")
_BRACKETED = re.compile(r"[\[(]\s*([A-Z0-9]{1,4})\s*[\])]")
_APOSTROPHES = re.compile(r"['‘’`´]")
_NOT_WORD = re.compile(r"[^a-z0-9]+")
_POSTCODE = re.compile(r"([A-Z]{1,2}[0-9][A-Z0-9]?)([0-9][A-Z]{2})")
_FLAGS = re.compile(r"[YN]{2,}")
_CODES_KEPT = 65_536


@dataclass(frozen=True, slots=True)
class CodeSet:
    """A list of codes and the words that mean them; see ``codes.toml``."""

    codes: Mapping[str, str]  # upper case to the code itself
    phrases: Mapping[str, str]
    words: Mapping[str, str] = field(default_factory=dict)
    many: str | None = None
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """A yes, a no, or neither; ``is_understood`` is False when the text is none of the forms we know."""

    yes: bool | None = None
    is_understood: bool = True


def clean(text: str) -> str:
    """The text on one line, without spaces at either end or of any odd kind."""
    return " ".join(text.split())


def is_blank(value: object) -> bool:
    """Nothing, or one of the texts that stand for nothing."""
    if isinstance(value, str):
        return _is_blank_text(value)
    return value is None or (isinstance(value, float) and math.isnan(value))


@lru_cache(maxsize=_CODES_KEPT)
def _is_blank_text(text: str) -> bool:
    return clean(text) in _data().blank


def text_of(value: object) -> str | None:
    """A cell as text: whole numbers without their ".0", dates as yyyy-mm-dd, blanks as None."""
    if isinstance(value, str):
        text = clean(value)
        return None if text in _data().blank else text
    if is_blank(value):
        return None
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, date):
        return value.isoformat()
    return clean(str(value))


def plain(text: str) -> str:
    """Lower case, apostrophes dropped, anything else that is not a letter or a digit a single space."""
    lowered = _APOSTROPHES.sub("", text.lower()).replace("&", " and ")
    return _NOT_WORD.sub(" ", lowered).strip()


def postcode(text: str) -> str:
    """A postcode in capitals with its space; a text of another shape as it stands."""
    match = _POSTCODE.fullmatch("".join(text.split()).upper())
    return f"{match[1]} {match[2]}" if match else clean(text)


def without_letter(text: str) -> str:
    """The text without a label such as ``a) ``; the letter differs between templates and means nothing."""
    return _LETTER_PREFIX.sub("", text, count=1)


def yes_no(value: object) -> bool | None:
    """Yes or no; None when blank, unknown or not understood (:func:`answer_of` tells these apart)."""
    return answer_of(value).yes


def answer_of(value: object, *, yes: Collection[str] = (), no: Collection[str] = ()) -> Answer:
    """The value read as yes or no; ``yes`` and ``no`` are further phrases that mean it in this one column."""
    text = text_of(value)
    if text is None:
        return Answer()
    data = _data()
    for form in _forms(text):
        if form in data.yes or form in yes:
            return Answer(True)
        if form in data.no or form in no:
            return Answer(False)
        if form in data.unknown:
            return Answer(None)
    return Answer(None, is_understood=False)


def is_disabled(value: object) -> Answer:
    """Whether the value says the child is disabled: yes, no, or any census code of a disability."""
    answer = answer_of(value)
    if answer.yes is not None:
        return answer
    code = "NONE" if value == "NONE" else code_of(value, "disability")
    return answer if code is None else Answer(code != "NONE")


def code_of(value: object, codeset: str) -> str | None:
    """The code that a cell holds, or None when blank or not known to ``codeset`` (a name in ``codes.toml``).

    The code itself is looked for first, with or without a label before it; then phrases, then single words.
    """
    text = text_of(value)
    return None if text is None else _code_of_text(text, codeset)


def codes_in(codeset: str) -> tuple[str, ...]:
    """Every code of a set, in the order of ``codes.toml``."""
    return tuple(_data().sets[codeset].codes.values())


@lru_cache(maxsize=_CODES_KEPT)
def _code_of_text(text: str, codeset: str) -> str | None:
    known = _data().sets[codeset]
    bare = without_letter(text)
    code = _written_code(bare, known)
    if code is None:
        return _phrase(bare, known) or _flagged(bare, known) or _worded(bare, known)
    return code if _phrase(bare, known) in (None, code) else None


def _written_code(text: str, known: CodeSet) -> str | None:
    """The code as it is written; its words may still contradict it ("7 - Police" is a local numbering)."""
    if whole := known.codes.get(text.upper()):
        return whole
    if (match := _LEADING.match(text)) and _looks_like_code(match) and match["code"].upper() in known.codes:
        return known.codes[match["code"].upper()]
    return next((known.codes[c] for c in _BRACKETED.findall(text) if c in known.codes), None)


def _looks_like_code(match: re.Match[str]) -> bool:
    """Followed by a colon or dash, or plainly not a word: capitals, or with a digit."""
    return bool(match["gap"].strip()) or match["code"].isupper() or any(c.isdigit() for c in match["code"])


def _phrase(text: str, known: CodeSet) -> str | None:
    if code := known.phrases.get(plain(text)):
        return code
    match = _LEADING.match(text)
    return known.phrases.get(plain(match["rest"])) if match and match["gap"].strip() else None


def _flagged(text: str, known: CodeSet) -> str | None:
    if len(text) != len(known.flags) or not _FLAGS.fullmatch(text.upper()):
        return None
    return _one_of({code for code, flag in zip(known.flags, text.upper(), strict=True) if flag == "Y"}, known)


def _worded(text: str, known: CodeSet) -> str | None:
    return _one_of({known.words[word] for word in plain(text).split() if word in known.words}, known)


def _one_of(found: set[str], known: CodeSet) -> str | None:
    return known.many if len(found) > 1 else next(iter(found), None)


def _forms(text: str) -> tuple[str, ...]:
    """The ways to look at an answer: as it is, without its letter, and after a leading ``1 -``."""
    bare = without_letter(text)
    match = _LEADING.match(bare)
    rest = plain(match["rest"]) if match and match["gap"].strip() and match["rest"] else None
    forms = (plain(text), plain(bare), rest)
    return tuple(form for form in forms if form)


@dataclass(frozen=True, slots=True)
class _Data:
    blank: frozenset[str]
    yes: frozenset[str]
    no: frozenset[str]
    unknown: frozenset[str]
    sets: Mapping[str, CodeSet]


@cache
def _data() -> _Data:
    raw = tomllib.loads(resources.files("keel.exchange").joinpath("codes.toml").read_text("utf-8"))
    answers = {name: frozenset(forms) for name, forms in raw["answers"].items()}
    sets = {name: _code_set(entry) for name, entry in raw["sets"].items()}
    return _Data(frozenset(raw["blank"]), answers["yes"], answers["no"], answers["unknown"], sets)


def _code_set(entry: Mapping[str, Any]) -> CodeSet:
    codes: Mapping[str, list[str]] = entry["codes"]
    return CodeSet(
        codes={code.upper(): code for code in codes},
        phrases={phrase: code for code, phrases in codes.items() for phrase in [plain(code), *phrases]},
        words=entry.get("words", {}),
        many=entry.get("many"),
        flags=tuple(entry.get("flags", ())),
    )
