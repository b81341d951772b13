"""Which fields of the record keep what a source says beside its events, as ``beside.toml`` has it."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import resources

_WORDS = ("strands", "each", "into", "of", "from")


@dataclass(frozen=True, slots=True)
class Item:
    """An item of a source's details. With a strand it names a row of another table."""

    name: str
    strand: str = ""

    @classmethod
    def of(cls, text: str) -> "Item":
        """ "item", or "strand:item"."""
        strand, _, name = text.rpartition(":")
        return cls(name, strand)


@dataclass(frozen=True, slots=True)
class Beside:
    """What one table keeps: fields with their items. ``strands`` are rows of a source that tell no event and become
    rows here by themselves; ``each`` is an item of several words, each of which becomes a row, ``into`` a field, that
    belongs to the row it stood in (``of``, a row of the table ``owner``)."""

    fields: Mapping[str, tuple[Item, ...]] = field(default_factory=dict)
    strands: tuple[str, ...] = ()
    each: str = ""
    into: str = ""
    of: str = ""
    owner: str = ""


@cache
def besides() -> Mapping[str, Beside]:
    """What each table keeps, by its label in small letters."""
    raw = tomllib.loads(resources.files("keel.loading").joinpath("beside.toml").read_text("utf-8"))
    return {label.lower(): _beside(told) for label, told in raw.items()}


def _beside(told: Mapping[str, object]) -> Beside:
    fields = {
        name: tuple(map(Item.of, items if isinstance(items, list) else [str(items)]))
        for name, items in told.items()
        if name not in _WORDS
    }
    strands = told.get("strands", [])
    assert isinstance(strands, list)
    return Beside(
        fields,
        tuple(strands),
        str(told.get("each", "")),
        str(told.get("into", "")),
        str(told.get("of", "")),
        str(told.get("from", "")).lower(),
    )


def items_wanted() -> frozenset[str]:
    """Every item that some table keeps."""
    named = {item.name for beside in besides().values() for items in beside.fields.values() for item in items}
    return frozenset(named | {beside.each for beside in besides().values() if beside.each})
