"""The tables of the Standard Safeguarding Dataset, and how a file is known to hold one of them."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib.resources import files

_LEAST_SHARE = 0.6  # of a file's headings that must belong to a table before the file is taken for it
_LEAST_HEADINGS = 3


@dataclass(frozen=True, slots=True)
class Table:
    """One table of the standard. ``key`` may not repeat for one person; ``person`` names the child."""

    name: str
    columns: tuple[str, ...]
    key: str | None = None
    person: str | None = None

    def column(self, heading: str) -> str | None:
        """The column that ``heading`` means, or None. Early releases left ``_date`` off some names."""
        name = re.sub(r"\W+", "_", heading.strip().strip("\ufeff\"'[]").lower())
        return next((spelt for spelt in (name, f"{name}_date") if spelt in self.columns), None)


def _tables() -> Mapping[str, Table]:
    text = files(__package__).joinpath("specification.toml").read_text(encoding="utf-8")
    return {
        name: Table(name, tuple(given["columns"].split()), given.get("key"), given.get("person"))
        for name, given in tomllib.loads(text).items()
    }


TABLES: Mapping[str, Table] = _tables()


def table_named(stem: str) -> Table | None:
    """The table that a file of this name (no suffix) holds, with or without ``ssd_``, in any case."""
    name = re.sub(r"\W+", "_", stem.strip().lower()).removeprefix("ssd_")
    return TABLES.get(name)


def table_with(headings: Iterable[str]) -> Table | None:
    """The table that most of the headings belong to, or None if no table explains enough of them."""
    written = list(headings)
    known, best = max(
        ((sum(t.column(h) is not None for h in written), t) for t in TABLES.values()), key=_first
    )
    return best if known >= max(_LEAST_HEADINGS, _LEAST_SHARE * len(written)) else None


def _first(pair: tuple[int, Table]) -> int:
    return pair[0]
