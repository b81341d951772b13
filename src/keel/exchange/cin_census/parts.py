"""From an element of the file to its values: checked against the form, never dropped without a finding."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from lxml import etree

from keel.exchange.cin_census.form import Element, Group, Holds
from keel.exchange.cin_census.texts import Trouble, Value, read_text
from keel.exchange.findings import Findings, Level

SHOWN = 120
_KEPT = 100_000
_STRANGE_KEPT = 50

_STRAY = ("stray-text", Level.WARNING, "text stands between the elements of <{}> and was not used")
_NESTED = (
    "nested-element",
    Level.WARNING,
    "{} holds other elements where it should hold only a value; they were not used",
)
_REPEATED = (
    "repeated-element",
    Level.WARNING,
    "{} is given more than once in one group; the first is used",
)
_BLANK = ("blank-element", Level.NOTE, "{} is there but blank; fill it or leave it out")
_EMPTY = ("empty-group", Level.NOTE, "<{}> is there but holds nothing; fill it or leave it out")
_STRANGE = (
    "unknown-element",
    Level.WARNING,
    "<{}> is not an element that the census has here, and was not used; check its spelling",
)
_MISSING = ("missing-element", Level.WARNING, "{} is missing")
_SCHEMA = "schema"


@dataclass(slots=True)
class Part:
    """A group as it stood: its values by element name, and the texts that are not the value itself.

    Elements that repeat are in ``many``, each with its raw text and its line.
    """

    group: Group
    line: int
    values: dict[str, Value] = field(default_factory=dict)
    raws: dict[str, str] = field(default_factory=dict)
    many: dict[str, list[tuple[Value, str | None, int]]] = field(default_factory=dict)
    parts: dict[str, list["Part"]] = field(default_factory=dict)

    def day(self, name: str) -> date | None:
        """The date of an element, or None."""
        return self.values.get(name)  # type: ignore[return-value]

    def text(self, name: str) -> str | None:
        """The code or text of an element, or None."""
        return self.values.get(name)  # type: ignore[return-value]

    def inner(self, name: str) -> list["Part"]:
        """The groups of that name inside this one."""
        return self.parts.get(name) or []

    def all_of(self, name: str) -> list[Value]:
        """The values of an element that repeats."""
        return [value for value, _, _ in self.many.get(name) or ()]


class PartReader:
    """Reads groups of one file. ``child`` is named in findings; ``met`` names the groups met so far."""

    def __init__(self, findings: Findings) -> None:
        self.findings = findings
        self.child: str | None = None
        self.met: set[str] = set()
        self._known: dict[Element, dict[str, Value]] = defaultdict(dict)
        self._strange: set[str] = set()

    def read(self, node: Any, group: Group) -> Part:
        """The group and everything inside it."""
        part = Part(group, node.sourceline or 0, {}, {}, {}, {})
        self.met.add(group.name)
        self._fill(part, node, group)
        if not group.needed <= part.values.keys():
            self._missing(part, node)
        return part

    def strange(self, node: Any, group: Group | None) -> None:
        """An element that the form does not have in this group, or beside the children."""
        name = etree.QName(node).localname[:SHOWN]
        if name not in self._strange and len(self._strange) >= _STRANGE_KEPT:
            name = "others"
        self._strange.add(name)
        source = group.source if group else "Children"
        self._add(_STRANGE, (source, name), node, "".join(node.itertext()))

    def _fill(self, part: Part, node: Any, group: Group) -> None:
        """The elements of a group, into the part. A text in order that was met before is only looked up."""
        if (text := node.text) and not text.isspace():
            self._stray(text, group, node)
        spelt, known, values, raws = group.spelt, self._known, part.values, part.raws
        for inner in node:
            thing = spelt[inner.tag]
            if isinstance(thing, Element):
                name, text = thing.name, inner.text
                value = known[thing].get(text)
                if value is None or thing.many or name in values or name in raws or len(inner):
                    self._take(part, inner, thing, text)
                else:
                    values[name] = value
            elif thing is None:
                self.strange(inner, group)
            else:
                self._group(part, inner, thing)
            if (tail := inner.tail) and not tail.isspace():
                self._stray(tail, group, inner)

    def _group(self, part: Part, node: Any, group: Group) -> None:
        if not group.is_wrapper:
            part.parts.setdefault(group.name, []).append(self.read(node, group))
            return
        self.met.add(group.name)
        if not len(node):
            self._add(_EMPTY, (group.source, None), node, rule=group.empty_rule)
        self._fill(part, node, group)

    def _missing(self, part: Part, node: Any) -> None:
        """Elements that the group needs, and that are not there however written."""
        for element in part.group.elements.values():
            if element.needed and element.name not in part.values and element.name not in part.raws:
                self._note(_MISSING, element, node, rule=element.needed)

    def _take(self, part: Part, node: Any, element: Element, text: str | None) -> None:
        """The value of one element, into the part."""
        name = element.name
        if len(node):
            self._note(_NESTED, element, node, "".join(node.itertext()))
        value, raw = self._known[element].get(text or ""), None
        if value is None:
            if not text or text.isspace():
                if element.many:
                    self._note(_BLANK, element, node, rule=element.rule)
                return
            value, raw = self._judged(text, node, element)
        if element.many:
            if value is not None:
                part.many.setdefault(name, []).append((value, raw, node.sourceline or 0))
        elif name in part.values or name in part.raws:
            self._note(_REPEATED, element, node, text)
        else:
            if raw is not None:
                part.raws[name] = raw
            if value is not None:
                part.values[name] = value

    def _judged(self, text: str, node: Any, element: Element) -> tuple[Value | None, str | None]:
        """The value, and the text where it is not the value itself. A text in order is judged only once."""
        known, read = self._known[element], read_text(text, element)
        if read.trouble:
            self._note(read.trouble, element, node, text, rule=element.rule)
        elif read.is_plain and element.holds is not Holds.TEXT and len(known) < _KEPT:
            known[text] = read.value  # type: ignore[assignment]
        return read.value, read.raw

    def _note(
        self,
        trouble: Trouble,
        element: Element,
        node: Any,
        raw: str | None = None,
        *,
        rule: str | None = None,
    ) -> None:
        self._add(trouble, (element.source, element.name), node, raw, rule)

    def _stray(self, text: str, group: Group, node: Any) -> None:
        self._add(_STRAY, (group.source, None), node, text)

    def _add(
        self,
        trouble: Trouble,
        place: tuple[str, str | None],
        node: Any,
        raw: str | None = None,
        rule: str | None = None,
    ) -> None:
        """A finding about one element: ``rule`` is the DfE rule that it breaks, if one does."""
        code, level, words = trouble
        asks = "" if rule is None else " (census schema)" if rule == _SCHEMA else f" (DfE rule {rule})"
        self.findings.add(
            code,
            Level.NOTE if rule and rule.endswith("Q") else level,
            words.format(place[1] or place[0].rpartition("/")[2]) + asks,
            source=place[0],
            column=place[1],
            row=node.sourceline,
            child=self.child,
            raw=raw if raw is None else raw.strip()[:SHOWN],
        )
