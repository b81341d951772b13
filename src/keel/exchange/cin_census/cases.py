"""From the ``Child`` elements of a return to cases: each child named, and her parts read."""

from collections.abc import Iterable, Iterator
from typing import Any

from keel.exchange.cin_census.case import Case
from keel.exchange.cin_census.children import identifier
from keel.exchange.cin_census.form import form
from keel.exchange.cin_census.parts import Part, PartReader
from keel.exchange.findings import Level


class CaseReader:
    """Reads one child after another. ``count`` counts the elements, ``met`` names the children."""

    def __init__(self, parts: PartReader) -> None:
        self.parts, self.findings = parts, parts.findings
        self.count = 0
        self.met: set[str] = set()

    def of(self, elements: Iterable[Any]) -> Iterator[Case]:
        """The cases of the elements, less those that hold nothing."""
        for element in elements:
            self.count += 1
            case = self._named(element)
            if case is not None:
                self._read(case, element)
                yield case

    def _named(self, element: Any) -> Case | None:
        line = element.sourceline or 0
        given = identifier(element)
        if given is None and not len(element):
            words = "a <Child> holds nothing"
            self.findings.add("empty-child", Level.WARNING, words, source="Child", row=line)
            return None
        key = self.parts.child = given or f"(no LAchildID, child {self.count} of the file)"
        is_repeat = key in self.met
        self.met.add(key)
        return Case(key, f"{key}@{self.count}" if is_repeat else key, line)

    def _read(self, case: Case, element: Any) -> None:
        child = self.parts.read(element, form().child)
        case.needs = child.inner("CINdetails")
        case.identifiers = self._only(child, "ChildIdentifiers", case)
        case.characteristics = self._only(child, "ChildCharacteristics", case)

    def _only(self, child: Part, name: str, case: Case) -> Part | None:
        found = child.inner(name)
        if not found:
            words = f"a child without {name}, which the census asks for"
            self.findings.add(
                "missing-group", Level.WARNING, words, source=name, row=case.line, child=case.key
            )
            return None
        for extra in found[1:]:
            words = f"a child with more than one {name}; the first was used"
            self.findings.add(
                "repeated-group", Level.WARNING, words, source=name, row=extra.line, child=case.key
            )
        return found[0]
