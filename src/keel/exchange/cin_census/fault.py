"""Where a file stops being XML: found by reading it once more without building anything, and only when it does."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lxml import etree

from keel.exchange.cin_census.form import local
from keel.exchange.cin_census.opening import CHUNK, parser_options, without_lead

_SHOWN = 120


@dataclass(frozen=True, slots=True)
class Fault:
    """The place, the element that stood open there, and the child that was being read, if any."""

    line: int
    column: int
    element: str
    reason: str
    is_in_child: bool = False
    child: str | None = None


class _Open:
    """Parser target: the elements that stand open, and the identifier of the child among them."""

    def __init__(self) -> None:
        self.path: list[str] = []
        self.child: str | None = None

    def start(self, tag: str, _attributes: object) -> None:
        if local(tag) == "child":
            self.child = None
        self.path.append(tag.rpartition("}")[2])

    def data(self, text: str) -> None:
        if self.path and self.path[-1].casefold() == "lachildid":
            self.child = ((self.child or "") + text).strip()[:_SHOWN]

    def end(self, _tag: str) -> None:
        self.path.pop()

    def close(self) -> None:
        """Nothing is built."""


def locate(path: Path, encoding: str | None, error: etree.XMLSyntaxError) -> Fault:
    """The place of an error that reading a file came to."""
    watcher: Any = _Open()
    parser = etree.XMLParser(target=watcher, encoding=encoding, **parser_options())
    try:
        for chunk in chunks(path):
            parser.feed(chunk)
    except etree.XMLSyntaxError:
        pass  # the same error, or a twin of it: what stands open is what was asked
    line, column = error.position
    is_in_child = any(name.casefold() == "child" for name in watcher.path)
    return Fault(
        line=line or 1,
        column=column,
        element=watcher.path[-1][:_SHOWN] if watcher.path else "",
        reason=(error.msg or "").partition(", line ")[0].strip(),
        is_in_child=is_in_child,
        child=watcher.child if is_in_child else None,
    )


def chunks(path: Path) -> Iterator[bytes]:
    """The bytes of a file, in turn."""
    with path.open("rb") as file:
        if chunk := file.read(CHUNK):
            yield without_lead(chunk)
        while chunk := file.read(CHUNK):
            yield chunk
