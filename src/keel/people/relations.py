"""Relations as data: one row is read from both sides, in plain words."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib import resources
from typing import Any


class Line(StrEnum):
    """How a genogram joins two people."""

    PARENT = "parent"
    CHILD = "child"
    STEP_PARENT = "step-parent"
    STEP_CHILD = "step-child"
    PARTNER = "partner"
    FORMER_PARTNER = "former partner"
    SIBLING = "sibling"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Relation:
    """What somebody is to a person; see relations.toml."""

    name: str
    back: str
    generation: int
    line: Line
    by_sex: Mapping[str, str]
    said: str


@cache
def relations() -> Mapping[str, Relation]:
    """Every relation by its name."""
    raw = tomllib.loads(resources.files("keel.people").joinpath("relations.toml").read_text("utf-8"))
    return {name: _relation(name, entry) for name, entry in raw.items()}


def _relation(name: str, entry: Mapping[str, Any]) -> Relation:
    words = {sex: entry[word] for sex, word in (("F", "woman"), ("M", "man")) if word in entry}
    return Relation(
        name, entry["back"], entry["generation"], Line(entry["line"]), words, entry.get("said", name)
    )


def relation(name: str) -> Relation:
    """The relation of a name. A word of a source that is none of ours is kept as it is, and told of both ways."""
    return relations().get(name) or Relation(name, name, 0, Line.OTHER, {}, name)


def words(name: str, sex: str) -> str:
    """What somebody of this sex is called in a relation: a "parent" who is F is a "mother"."""
    return relation(name).by_sex.get(sex, relation(name).said)
