"""The children of a census file, one element at a time, with memory that does not grow with the file."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lxml import etree

from keel.exchange.cin_census.form import local
from keel.exchange.cin_census.opening import CHUNK, parser_options, without_lead
from keel.exchange.findings import UnreadableSource

LONGEST_GAP = 1 << 26  # bytes without a finished child before we stop: no child is this long
_SPELT = ("Child", "child", "CHILD")

Progress = Callable[[int, int], None]


class WrongEncodingError(Exception):
    """The bytes are not in the encoding that the file claims."""


@dataclass(frozen=True, slots=True)
class Fault:
    """Where a file stopped being XML, and the element it stood in."""

    line: int
    column: int
    element: str
    reason: str
    cut: str | None = None  # identifier of the child that was cut short, if it was reached
    in_child: bool = False


class Stream:
    """Walks the ``Child`` elements. Afterwards ``fault`` says where the XML broke, if it did.

    ``beside`` is called with every element that stands where only children should.
    """

    def __init__(self, path: Path, encoding: str | None, progress: Progress | None = None) -> None:
        self.path = path
        self.encoding = encoding
        self.may_relabel = encoding is None
        self.progress = progress
        self.fault: Fault | None = None
        self._root: etree._Element | None = None
        self.beside: Callable[[etree._Element], None] = lambda element: None

    def __iter__(self) -> Iterator[etree._Element]:
        parser = etree.XMLPullParser(
            events=("start", "end"),
            tag=("{*}Message", "{*}message", "{*}MESSAGE", *(f"{{*}}{name}" for name in _SPELT)),
            encoding=self.encoding,
            remove_comments=True,
            remove_pis=True,
            **parser_options(),
        )
        try:
            for chunk in self._chunks():
                broke = _feed(parser, chunk)
                yield from self._finished(parser)
                if broke:
                    raise broke
            parser.close()
        except etree.XMLSyntaxError as error:
            self._stop(error)
        yield from self._left_over()

    def _chunks(self) -> Iterator[bytes]:
        size = self.path.stat().st_size
        read = self._quiet = 0
        with self.path.open("rb") as file:
            while chunk := file.read(CHUNK):
                yield chunk if read else without_lead(chunk)
                read += len(chunk)
                self._quiet += len(chunk)
                if self._quiet > LONGEST_GAP:
                    raise UnreadableSource(
                        f"{self.path.name} goes on for {self._quiet >> 20} MB without a complete <Child> "
                        f"before byte {read}; export the return again"
                    )
                if self.progress:
                    self.progress(read, size)

    def _finished(self, parser: etree.XMLPullParser) -> Iterator[etree._Element]:
        event: str
        element: Any
        for event, element in parser.read_events():
            if self._root is None:
                self._root = element.getroottree().getroot()
            if event == "end" and local(element.tag) == "child" and _is_at_child_level(element):
                self._quiet = 0
                yield from self._earlier(element)
                yield element
                element.clear()

    def _earlier(self, element: etree._Element) -> Iterator[etree._Element]:
        """What stood before a child, freed: the last child, which is empty by now, and anything strange."""
        around: Any = element.getparent()
        while (first := around[0]) is not element:
            if local(first.tag) != "child":
                self.beside(first)
            elif len(first):
                yield first
            del around[0]

    def _left_over(self) -> Iterator[etree._Element]:
        """Children spelt in an unusual mix of capitals, and elements beside the children."""
        if self._root is None or self.fault:
            return
        for group in self._root:
            if local(group.tag) != "children":
                if local(group.tag) != "header":
                    self.beside(group)
                continue
            for element in group:
                if local(element.tag) != "child":
                    self.beside(element)
                elif len(element):
                    yield element

    def _stop(self, error: etree.XMLSyntaxError) -> None:
        line, column = error.position
        if getattr(error, "code", None) == etree.ErrorTypes.ERR_INVALID_ENCODING and self.may_relabel:
            raise WrongEncodingError
        trail = _trail(self._root)
        child = next((e for e in trail if local(e.tag) == "child"), None)
        reason = (error.msg or "").partition(", line ")[0].strip()
        self.fault = Fault(
            line, column, trail[-1].tag if trail else "", reason, _identifier(child), child is not None
        )


def _feed(parser: etree.XMLPullParser, chunk: bytes) -> etree.XMLSyntaxError | None:
    """Feed a chunk; a fault is kept until the children before it have been read."""
    try:
        parser.feed(chunk)
    except etree.XMLSyntaxError as error:
        return error
    return None


def _is_at_child_level(element: etree._Element) -> bool:
    around = element.getparent()
    return around is not None and local(around.tag) == "children"


def _trail(root: etree._Element | None) -> list[etree._Element]:
    """From the root down to the last element begun."""
    trail = []
    while root is not None:
        trail.append(root)
        root = root[-1] if len(root) else None
    return trail


def _identifier(child: etree._Element | None) -> str | None:
    if child is None:
        return None
    return next(((e.text or "").strip() or None for e in child.iter() if local(e.tag) == "lachildid"), None)
