"""Takes children's identifiers out of an answer, and puts codes in their place.

The codes number the children in the order of a salted hash, so a code says nothing of the identifier or of its
place in the file. The salt comes from all the identifiers together: the same extract gives the same codes in every
format and on every run, and nobody can work one out from a single identifier.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from hashlib import sha256

import polars as pl
import pyarrow as pa

from keel.exchange.extract import Extract
from keel.exchange.findings import Example, Finding, Findings
from keel.population.answer import Answer

HIDDEN = "(hidden)"
_TELLING = 4  # letters; a shorter word in a sentence is not taken for an identifier
_WORD = re.compile(r"[^\s,;:()'\"“”‘’]+")


def masked(answer: Answer) -> Answer:
    """The answer with no child's identifier in it: codes ``C0001``… instead, and no raw text from the file."""
    codes = codes_for(answer.children["key"].to_list())
    children = answer.children.with_columns(pl.col("key").replace_strict(codes, return_dtype=pl.String))
    return replace(answer, extract=_masked_extract(answer.extract, codes), children=children)


def codes_for(keys: Iterable[str]) -> dict[str, str]:
    """A code for each identifier."""
    known = sorted(set(keys))
    salt = sha256("\0".join(known).encode()).digest()
    shuffled = sorted(known, key=lambda key: sha256(salt + key.encode()).digest())
    width = max(4, len(str(len(known))))
    return {key: f"C{place:0{width}d}" for place, key in enumerate(shuffled, start=1)}


def _masked_extract(extract: Extract, codes: Mapping[str, str]) -> Extract:
    keys = extract.children["child"].to_pylist()
    place = extract.children.schema.get_field_index("child")
    coded = pa.array([codes.get(key, HIDDEN) for key in keys], pa.string())
    children = extract.children.set_column(place, extract.children.schema.field(place), coded)
    findings = MaskedFindings(_masked_finding(each, codes) for each in extract.findings)
    return replace(
        extract,
        events=_without_places(extract.events),
        children=children,
        findings=findings,
        label=_masked_text(extract.label, codes),
    )


def _without_places(events: pa.Table) -> pa.Table:
    """Events that no longer say in which row of the file they stood."""
    for name in ("source", "row", "column", "raw", "raw_facts"):
        place = events.schema.get_field_index(name)
        field = events.schema.field(place)
        events = events.set_column(place, field, pa.nulls(len(events), field.type))
    return events


class MaskedFindings(Findings):
    """Findings already counted, with nothing in them that tells who a child is."""

    def __init__(self, found: Iterable[Finding]) -> None:
        super().__init__()
        self._found = {(each.code, each.source, each.column): each for each in found}


def _masked_finding(finding: Finding, codes: Mapping[str, str]) -> Finding:
    return replace(
        finding,
        message=_masked_text(finding.message, codes),
        examples=[_masked_example(each, codes) for each in finding.examples],
    )


def _masked_example(example: Example, codes: Mapping[str, str]) -> Example:
    child = None if example.child is None else codes.get(example.child, HIDDEN)
    return Example(example.row, child, None if example.raw is None else HIDDEN)


def _masked_text(text: str, codes: Mapping[str, str]) -> str:
    """The text with every word that is an identifier replaced by its code."""

    def code(word: re.Match[str]) -> str:
        found = word.group()
        stem = found.rstrip(".!?")
        return codes[stem] + found[len(stem) :] if len(stem) >= _TELLING and stem in codes else found

    return _WORD.sub(code, text)
