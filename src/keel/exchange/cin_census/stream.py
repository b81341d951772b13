"""The children of a census file, one element at a time, with memory that does not grow with the file."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from lxml import etree

from keel.exchange.cin_census.fault import Fault, chunks, locate
from keel.exchange.cin_census.form import local
from keel.exchange.cin_census.opening import Opening, parser_options
from keel.exchange.findings import UnreadableSource

LONGEST_GAP = 1 << 26  # bytes without a finished child before we stop: no child is this long
_SPELT = ("{*}Message", "{*}Child", "{*}child", "{*}CHILD")

Progress = Callable[[int, int], None]


class WrongEncodingError(Exception):
    """The bytes are not in the encoding that the file claims."""


class Stream:
    """Walks the ``Child`` elements. Afterwards ``fault`` says where the XML broke, if it did.

    ``beside`` is called with every element that stands where only children should. The children of an element
    handed out are gone as soon as the next is asked for.
    """

    def __init__(self, path: Path, opening: Opening, encoding: str | None) -> None:
        self.path = path
        self.encoding = encoding
        self.fault: Fault | None = None
        self.beside: Callable[[Any], None] = lambda element: None
        self.progress: Progress | None = None
        self._tags = (*_SPELT, *opening.tags)
        self._may_relabel = encoding is None
        self._root: Any = None
        self._quiet = 0

    def __iter__(self) -> Iterator[Any]:
        parser = etree.XMLPullParser(
            events=("end",),
            tag=self._tags,
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
        else:
            yield from self._left_over()

    def _chunks(self) -> Iterator[bytes]:
        size, read = self.path.stat().st_size, 0
        for chunk in chunks(self.path):
            yield chunk
            read += len(chunk)
            self._quiet += len(chunk)
            if self._quiet > LONGEST_GAP:
                raise UnreadableSource(
                    f"{self.path.name} goes on for {self._quiet >> 20} MB without a complete <Child> before byte "
                    f"{read}; export the return again"
                )
            if self.progress:
                self.progress(min(read, size), size)
        if self.progress:
            self.progress(size, size)

    def _finished(self, parser: Any) -> Iterator[Any]:
        for _, element in parser.read_events():
            if self._root is None:
                self._root = element.getroottree().getroot()
            if local(element.tag) == "child" and _stands_among_children(element):
                self._quiet = 0
                yield from self._earlier(element)
                yield element
                element.clear()

    def _earlier(self, element: Any) -> Iterator[Any]:
        """What stood before a child, freed: the last child, which is empty by now, and anything strange."""
        around = element.getparent()
        while (first := around[0]) is not element:
            if local(first.tag) != "child":
                self.beside(first)
            elif len(first):
                yield first
            del around[0]

    def _left_over(self) -> Iterator[Any]:
        """Children spelt in an unusual mix of capitals, and elements beside the children."""
        for group in () if self._root is None else self._root:
            if local(group.tag) == "children":
                yield from self._left_in(group)
            elif local(group.tag) != "header":
                self.beside(group)

    def _left_in(self, children: Any) -> Iterator[Any]:
        for element in children:
            if local(element.tag) != "child":
                self.beside(element)
            elif len(element):
                yield element

    def _stop(self, error: etree.XMLSyntaxError) -> None:
        if self._may_relabel and getattr(error, "code", None) == etree.ErrorTypes.ERR_INVALID_ENCODING:
            raise WrongEncodingError
        self.fault = locate(self.path, self.encoding, error)


def _feed(parser: Any, chunk: bytes) -> etree.XMLSyntaxError | None:
    """Feed a chunk; a fault is kept until the children before it have been read."""
    try:
        parser.feed(chunk)
    except etree.XMLSyntaxError as error:
        return error
    return None


def _stands_among_children(element: Any) -> bool:
    around = element.getparent()
    return around is not None and local(around.tag) == "children"
