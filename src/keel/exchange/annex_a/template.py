"""The lists of Annex A as declared in ``lists.toml``: their columns, and how each is known by its heading."""

import re
import tomllib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum, auto
from functools import cache
from importlib import resources
from typing import Any

from keel.exchange.values import plain


class Holds(StrEnum):
    """What a column holds."""

    IDENTIFIER = auto()
    DATE = auto()
    YES_NO = auto()
    DISABILITY = auto()
    CODE = auto()
    NUMBER = auto()
    TEXT = auto()


@dataclass(frozen=True, slots=True)
class Column:
    """A column that a list may have."""

    key: str
    heading: str
    holds: Holds
    alike: frozenset[str] = frozenset()  # the heading and spellings as good as it, plain
    like: tuple[re.Pattern[str], ...] = ()
    codeset: str | None = None
    is_key: bool = False  # the date that, with the child, tells one row from another
    yes: frozenset[str] = frozenset()
    no: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class AnnexList:
    """One of the eleven lists."""

    number: int
    name: str
    columns: Mapping[str, Column]

    @property
    def title(self) -> str:
        """How messages call the list: "list 7 (child protection)"."""
        return f"list {self.number} ({self.name})"

    @property
    def identifier(self) -> str:
        """Key of the column that says who a row is about."""
        return next(key for key, column in self.columns.items() if column.holds is Holds.IDENTIFIER)

    @property
    def key_date(self) -> str:
        """Key of the date that, with the child, tells one row from another."""
        return next(key for key, column in self.columns.items() if column.is_key)


@cache
def lists() -> Mapping[int, AnnexList]:
    """The lists by number."""
    raw = tomllib.loads(resources.files(__package__).joinpath("lists.toml").read_text("utf-8"))
    shared = {key: _column(key, entry) for key, entry in raw["columns"].items()}
    return {entry["number"]: _list(entry, shared) for entry in raw["lists"]}


@cache
def rarity() -> Mapping[str, float]:
    """How telling a heading is (plain): 1 where one list has it, 1/9 where nine have it."""
    counts = Counter(plain(column.heading) for one in lists().values() for column in one.columns.values())
    return {heading: 1 / count for heading, count in counts.items()}


def _list(entry: Mapping[str, Any], shared: Mapping[str, Column]) -> AnnexList:
    own = {key: _column(key, column) for key, column in entry["columns"].items()}
    return AnnexList(entry["number"], entry["name"], {**{key: shared[key] for key in entry["shared"]}, **own})


def _column(key: str, entry: Mapping[str, Any]) -> Column:
    return Column(
        key=key,
        heading=entry["heading"],
        holds=Holds(entry["as"]),
        alike=frozenset(map(plain, (entry["heading"], *entry.get("also", ())))),
        like=tuple(re.compile(pattern) for pattern in entry.get("like", ())),
        codeset=entry.get("set"),
        is_key=entry.get("key", False),
        yes=frozenset(entry.get("yes", ())),
        no=frozenset(entry.get("no", ())),
    )
