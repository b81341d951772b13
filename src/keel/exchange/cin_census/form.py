"""The form of the census, as ``form.toml`` declares it: which elements stand in which group."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from importlib import resources
from typing import Any

from keel.exchange.values import codes_in


class Holds(StrEnum):
    """What an element holds."""

    DATE = "date"
    CODE = "code"
    ANSWER = "answer"
    COUNT = "count"
    TEXT = "text"


@dataclass(frozen=True, slots=True, eq=False)
class Element:
    """One element with a value. ``written`` are its codes as the form writes them."""

    name: str
    source: str  # path of its group, for instance "CINdetails/Section47"
    holds: Holds
    codes: str | None = None
    written: frozenset[str] = frozenset()
    rule: str | None = None
    needed: str | None = None
    many: bool = False
    item: str | None = None  # what a load calls the value, where no event carries it


class Spellings(dict[str, "Element | Group | None"]):
    """What a tag stands for, whatever its capitals and namespace; None for one that is not in the form."""

    KEPT = 1000

    def __init__(self) -> None:
        super().__init__()
        self._known: dict[str, Element | Group] = {}

    def know(self, things: Mapping[str, "Element | Group"]) -> None:
        """More names, and what they stand for."""
        self._known |= {name.casefold(): thing for name, thing in things.items()}

    def __missing__(self, tag: str) -> "Element | Group | None":
        thing = self._known.get(local(tag))
        if len(self) < self.KEPT:
            self[tag] = thing
        return thing


@dataclass(frozen=True, slots=True, eq=False)
class Group:
    """An element that holds others."""

    name: str
    source: str
    elements: Mapping[str, Element]
    groups: dict[str, "Group"] = field(default_factory=dict)
    is_wrapper: bool = False
    empty_rule: str | None = None
    since: int | None = None
    needed: frozenset[str] = frozenset()
    spelt: Spellings = field(default_factory=Spellings)


@dataclass(frozen=True, slots=True)
class Form:
    """The whole form: the group ``Child`` and what the header may hold."""

    child: Group
    header_used: frozenset[str]
    header_unused: frozenset[str]


def local(tag: str) -> str:
    """A tag without namespace and capitals."""
    return tag.rpartition("}")[2].casefold()


@cache
def form() -> Form:
    """The form, read once."""
    raw = tomllib.loads(resources.files(__package__).joinpath("form.toml").read_text("utf-8"))
    groups = {"Child": Group("Child", "Child", {})}
    for entry in raw["groups"]:
        _place(entry, groups, raw["codes"])
    for group in groups.values():
        group.spelt.know({**_loose(group), **group.elements, **group.groups})
    header = raw["header"]
    return Form(
        groups["Child"],
        frozenset(name.casefold() for name in header["used"]),
        frozenset(name.casefold() for name in header["unused"]),
    )


def _place(entry: Mapping[str, Any], groups: dict[str, Group], codes: Mapping[str, list[str]]) -> None:
    around = groups[entry["inside"]]
    source = entry["name"] if around.name == "Child" else f"{around.source}/{entry['name']}"
    elements = {name: _element(name, source, told, codes) for name, told in entry["elements"].items()}
    groups[entry["name"]] = around.groups[entry["name"]] = Group(
        name=entry["name"],
        source=source,
        elements=elements,
        is_wrapper=entry.get("wraps", False),
        empty_rule=entry.get("empty"),
        since=entry.get("since"),
        needed=frozenset(name for name, element in elements.items() if element.needed),
    )


def _element(name: str, source: str, told: Mapping[str, Any], codes: Mapping[str, list[str]]) -> Element:
    listed = told.get("set")
    written = told.get("written") or codes.get(listed or "") or (codes_in(listed) if listed else ())
    return Element(
        name=name,
        source=source,
        holds=Holds(told["as"]),
        codes=listed if listed and listed not in codes else None,
        written=frozenset(written),
        rule=told.get("rule"),
        needed=told.get("needed"),
        many=told.get("many", False),
        item=told.get("item"),
    )


def _loose(group: Group) -> dict[str, Element]:
    """Elements of the wrappers inside: some exports leave the wrapper out."""
    return {
        name: element
        for inner in group.groups.values()
        if inner.is_wrapper
        for name, element in inner.elements.items()
    }
