"""Which list a sheet is, and which column is which, told by the headings: never by the name of the sheet."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from keel.exchange.annex_a.template import AnnexList, Column, Holds, lists, rarity
from keel.exchange.values import clean, plain

# Title rows, notes and dates of extraction stand above the headings in many exports.
ROWS_SEARCHED = 30
EXACT, ALIKE, FIRST_PATTERN = 0, 1, 2
# A heading known by a pattern only counts for less than one that is spelt as in the template.
PATTERN_WEIGHT = 0.8
HEADINGS_KEPT = 4096


@dataclass(frozen=True, slots=True)
class Match:
    """The columns of a list found in a row of headings."""

    annex_list: AnnexList
    places: Mapping[str, int]  # key of the column: place in the row, from 0
    guessed: frozenset[str]  # keys known by a pattern, not by spelling
    score: float

    @property
    def missing(self) -> tuple[Column, ...]:
        """Columns of the list that the sheet does not have."""
        return tuple(column for key, column in self.annex_list.columns.items() if key not in self.places)


@dataclass(frozen=True, slots=True)
class Recognised:
    """A sheet known to be a list: where its headings stand, what they are and what they mean."""

    heading_row: int  # from 0
    headings: tuple[str, ...]
    match: Match


def recognise(rows: Sequence[Sequence[object]]) -> Recognised | None:
    """The list that a sheet holds, or None: the first row of which enough cells are headings of one list."""
    for place, row in enumerate(rows[:ROWS_SEARCHED]):
        headings = tuple(clean(cell) if isinstance(cell, str) else "" for cell in row)
        if best := best_match(headings):
            return Recognised(place, headings, best)
    return None


def best_match(headings: Sequence[str]) -> Match | None:
    """The list that these headings fit best, or None where they fit none."""
    if sum(map(bool, headings)) < 2:  # noqa: PLR2004
        return None
    best = max((match(headings, one) for one in lists().values()), key=lambda found: found.score)
    return best if _is_enough(best) else None


def match(headings: Sequence[str], one: AnnexList) -> Match:
    """Give each column of the list at most one heading, and each heading to at most one column.

    The best spelling claims first: exact, then alike but for case and punctuation, then pattern by pattern.
    """
    claims = sorted(
        (rank, place, order, key)
        for place, heading in enumerate(headings)
        if heading
        for order, (key, column) in enumerate(one.columns.items())
        if (rank := _rank(heading, column)) is not None
    )
    places: dict[str, int] = {}
    guessed = set()
    for rank, place, _, key in claims:
        if key not in places and place not in places.values():
            places[key] = place
            guessed.update([key] if rank >= FIRST_PATTERN else [])
    return Match(one, places, frozenset(guessed), _score(one, places, guessed))


@lru_cache(maxsize=HEADINGS_KEPT)
def _plain(heading: str) -> str:
    return plain(heading)


def _rank(heading: str, column: Column) -> int | None:
    """How well a heading fits a column, 0 best; None when it does not."""
    if heading == column.heading:
        return EXACT
    if _plain(heading) in column.alike:
        return ALIKE
    found = (place for place, pattern in enumerate(column.like) if pattern.search(_plain(heading)))
    return next((FIRST_PATTERN + place for place in found), None)


def _score(one: AnnexList, places: Mapping[str, int], guessed: set[str]) -> float:
    return sum(
        rarity()[_plain(one.columns[key].heading)] * (PATTERN_WEIGHT if key in guessed else 1)
        for key in places
    )


def _is_enough(found: Match) -> bool:
    """Columns that only this list has: two of them, or one beside an identifier."""
    own = [key for key in found.places if rarity()[_plain(found.annex_list.columns[key].heading)] == 1]
    own_facts = [key for key in own if found.annex_list.columns[key].holds is not Holds.IDENTIFIER]
    return len(own_facts) > 1 or (bool(own_facts) and found.annex_list.identifier in found.places)
