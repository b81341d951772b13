"""Words that are not said to families, found in a text, with what can be said instead."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

QUOTED = re.compile(r"“[^”]*”|\"[^\"]*\"|‘[^’]*’(?!\w)", re.DOTALL)
OPEN_END = "*"


@dataclass(frozen=True, slots=True)
class Avoided:
    """Terms of one meaning: what to say instead, and whether they stop a sign-off."""

    terms: tuple[str, ...]
    say: str
    source: str
    blocks: bool = False

    @property
    def pattern(self) -> re.Pattern[str]:
        """What finds any of them, as whole words, in whichever letters."""
        return _pattern(self.terms)


@dataclass(frozen=True, slots=True)
class Found:
    """An avoided term that stands in a text, as it is written there."""

    term: str
    say: str
    blocks: bool


@cache
def avoided() -> tuple[Avoided, ...]:
    """All of them. Raises ``KeyError`` where a line of the file lacks something."""
    told = tomllib.loads(files(__package__).joinpath("language.toml").read_text(encoding="utf-8"))
    return tuple(_avoided(each) for each in told["words"])


def _avoided(told: Mapping[str, object]) -> Avoided:
    terms = told["terms"]
    assert isinstance(terms, list)
    return Avoided(tuple(terms), str(told["say"]), str(told["source"]), bool(told.get("blocks")))


@cache
def _stems() -> tuple[tuple[str, Avoided], ...]:
    """What stands in any text that holds a term, in small letters."""
    return tuple((term.removesuffix(OPEN_END).lower(), each) for each in avoided() for term in each.terms)


@cache
def _pattern(terms: tuple[str, ...]) -> re.Pattern[str]:
    each = (
        re.escape(term.removesuffix(OPEN_END)) + (r"\w*" if term.endswith(OPEN_END) else "") for term in terms
    )
    return re.compile(rf"(?<!\w)(?:{'|'.join(each)})(?!\w)", re.IGNORECASE)


def found_in(text: str) -> Iterator[Found]:
    """Each avoided term of a text, once. What stands between quotation marks is somebody's own words."""
    own = QUOTED.sub(" ", text)
    small = own.lower()
    for each in dict.fromkeys([each for stem, each in _stems() if stem in small]):  # a pattern is dear
        for term in dict.fromkeys(match.group().lower() for match in each.pattern.finditer(own)):
            yield Found(term, each.say, each.blocks)
