"""The opening of a census file: is it one, is it safe to read, and what does its header say."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from lxml import etree

from keel.exchange.cin_census.form import form, local
from keel.exchange.findings import UnreadableSource
from keel.exchange.values import clean

CHUNK = 1 << 18
FALLBACK = "windows-1252"  # what a file most often is where it is not what it claims
LOOK_AT_MOST = 1 << 20  # bytes, when only asked whether this is a census
_HARDENED: dict[str, Any] = {
    "resolve_entities": False,
    "no_network": True,
    "load_dtd": False,
    "huge_tree": False,
}
_TEXT_KEPT = 200
_NAMES_KEPT = 20
_MARKS = {"childidentifiers", "cindetails", "lachildid"}
_LABELLED_UTF16 = re.compile(rb"""^<\?xml[^>]{0,80}encoding=["']utf-?16""", re.IGNORECASE)
_NOT_XML = {
    b"\x1f\x8b": "is compressed (gzip); unpack it and give the XML file inside",
    b"PK\x03\x04": "is a zip file or a workbook, not XML; give the XML file itself",
    b"%PDF": "is a PDF, not XML; give the XML file of the return",
}


class _EnoughError(Exception):
    """What was looked for has been seen."""


class _DoctypeError(Exception):
    """A document type declaration, with the root it names."""


@dataclass(slots=True)
class Opening:
    """What the opening shows. ``header`` gives texts by lower-case element name."""

    root: str | None = None
    header: dict[str, list[str]] = field(default_factory=dict)
    strange: set[str] = field(default_factory=set)
    tags: set[str] = field(default_factory=set)  # how the root and the children are spelt
    has_mark: bool = False
    has_doctype: bool = False
    encoding: str | None = None  # to be used in place of a label that cannot be true

    def first(self, name: str) -> str | None:
        """The first text given for a header element, or None."""
        return next((text for text in self.header.get(name.casefold(), []) if text), None)

    @property
    def is_census(self) -> bool:
        """A CIN return by its collection or, failing that, by the elements of its children."""
        return self.root == "message" and (self.has_mark or (self.first("Collection") or "").upper() == "CIN")


class _Watcher:
    """Parser target: notes the root and the header, builds no tree."""

    def __init__(self, opening: Opening) -> None:
        self.opening = opening
        self.path: list[str] = []
        self.texts: list[str] = []
        self.header_done = False
        self.known = form().header_used | form().header_unused

    def doctype(self, name: str, _public: str, _system: str) -> None:
        raise _DoctypeError(name)

    def start(self, tag: str, _attributes: object) -> None:
        name = local(tag)
        self.opening.root = self.opening.root or name
        if (name == "child" or not self.path) and len(self.opening.tags) < _NAMES_KEPT:
            self.opening.tags.add(tag)
        self.opening.has_mark |= name in _MARKS
        if self.header_done and self.opening.has_mark:
            raise _EnoughError
        self.path.append(name)
        self.texts.clear()

    def data(self, text: str) -> None:
        if "header" in self.path[1:3] and len(self.texts) < _TEXT_KEPT:
            self.texts.append(text[:_TEXT_KEPT])

    def end(self, tag: str) -> None:
        name = self.path.pop()
        if self.path[1:2] == ["header"]:
            self._note(name)
        self.header_done |= name == "header" and len(self.path) == 1

    def close(self) -> None:
        """Nothing is built."""

    def _note(self, name: str) -> None:
        if name not in self.known and len(self.opening.strange) < _NAMES_KEPT:
            self.opening.strange.add(name)
        if name in form().header_used:
            self.opening.header.setdefault(name, [])[_NAMES_KEPT:] = []
            self.opening.header[name].append(clean("".join(self.texts))[:_TEXT_KEPT])
        self.texts.clear()


def look(path: Path, at_most: int | None = None) -> Opening:
    """Read the opening: to the end of the header, or ``at_most`` bytes. Faults are left to be met later.

    A stray byte that is not of the encoding claimed costs nothing of the header. Raises OSError when the file cannot
    be opened.
    """
    try:
        return _look(path, at_most, None)
    except UnicodeError:
        opening = _look(path, at_most, FALLBACK)
        opening.encoding = None  # whether the whole file is to be read so, its reader decides
        return opening


def _look(path: Path, at_most: int | None, encoding: str | None) -> Opening:
    opening = Opening(encoding=encoding)
    try:
        for chunk in _feed(path, opening, at_most):
            if not chunk:
                break
    except _EnoughError:
        pass
    except _DoctypeError as declared:
        opening.has_doctype, opening.root = True, str(declared).casefold()
    except etree.XMLSyntaxError as error:
        if (
            encoding is None
            and getattr(error, "code", None) == etree.ErrorTypes.ERR_INVALID_ENCODING
            and not opening.encoding
        ):
            raise UnicodeError from error
    except LookupError:
        pass
    return opening


def _feed(path: Path, opening: Opening, at_most: int | None) -> Iterator[bytes]:
    with path.open("rb") as file:
        chunk = without_lead(file.read(CHUNK))
        if _LABELLED_UTF16.match(chunk):
            opening.encoding = "utf-8"
        watcher: Any = _Watcher(opening)
        parser = etree.XMLParser(target=watcher, encoding=opening.encoding, **_HARDENED)
        read = 0
        while chunk and (at_most is None or read < at_most):
            parser.feed(chunk)
            read += len(chunk)
            yield chunk
            chunk = file.read(CHUNK)


def refuse_unsafe(path: Path, opening: Opening) -> None:
    """Raise UnreadableSource for what must not, or cannot, be read on as a census."""
    with path.open("rb") as file:
        start = file.read(CHUNK)
    if not start.strip():
        raise UnreadableSource(f"{path.name} is empty; export the return again")
    for magic, reason in _NOT_XML.items():
        if start.startswith(magic):
            raise UnreadableSource(f"{path.name} {reason}")
    if opening.has_doctype:
        raise UnreadableSource(
            f"{path.name} has a document type declaration (<!DOCTYPE), which can hide harmful content and is "
            "never part of a census return; remove it or export the return again"
        )
    if opening.root is not None and opening.root != "message":
        raise UnreadableSource(
            f"{path.name} starts with <{opening.root[:_TEXT_KEPT]}> where a census return starts with "
            "<Message>; give the XML file sent to the department"
        )


def without_lead(chunk: bytes) -> bytes:
    """The first bytes without the blank lines that some exports put before the XML declaration."""
    bare = chunk.lstrip(b" \t\r\n")
    return bare if bare.startswith(b"<?xml") else chunk


def parser_options() -> dict[str, Any]:
    """How every parser of this room is hardened."""
    return dict(_HARDENED)
