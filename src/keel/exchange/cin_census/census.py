"""Reads a children in need census return into an extract."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path

import pyarrow as pa

from keel.exchange.cin_census.case import Case
from keel.exchange.cin_census.cases import CaseReader
from keel.exchange.cin_census.checks import check
from keel.exchange.cin_census.children import describe
from keel.exchange.cin_census.coverage import coverage, year_name
from keel.exchange.cin_census.fault import Fault
from keel.exchange.cin_census.form import form
from keel.exchange.cin_census.header import Stated, check_header
from keel.exchange.cin_census.opening import FALLBACK, LOOK_AT_MOST, Opening, look, refuse_unsafe
from keel.exchange.cin_census.particulars import Told, particulars_of, told
from keel.exchange.cin_census.parts import Part, PartReader
from keel.exchange.cin_census.rules import Year, report
from keel.exchange.cin_census.stream import Progress, Stream, WrongEncodingError
from keel.exchange.cin_census.telling import Teller
from keel.exchange.extract import Extract, Journal
from keel.exchange.findings import Findings, Level, UnreadableSource


def recognises(path: Path) -> bool:
    """Whether a file looks like a children in need census return. Never raises."""
    try:
        opening = look(path, LOOK_AT_MOST)
    except OSError:
        return False
    return opening.is_census or (opening.has_doctype and opening.root == "message")


def read(path: Path, progress: Progress | None = None) -> Extract:
    """The return as events, children and findings.

    ``progress`` is called with bytes read and bytes in all. Raises UnreadableSource when nothing can be read.
    """
    try:
        opening = look(path)
        refuse_unsafe(path, opening)
        with _without_collection():
            return _read(path, opening, progress)
    except OSError as error:
        reason = error.strerror or str(error)
        raise UnreadableSource(
            f"{path.name} cannot be opened ({reason}); check where it is and that you may read it"
        ) from error


def _read(path: Path, opening: Opening, progress: Progress | None) -> Extract:
    try:
        return _Reading(path, opening, opening.encoding).read(progress)
    except WrongEncodingError:
        return _Reading(path, opening, FALLBACK).read(progress)


@contextmanager
def _without_collection() -> Iterator[None]:
    """Nothing made here goes in circles, so looking for circles only costs time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


class _Reading:
    """One reading of one file."""

    def __init__(self, path: Path, opening: Opening, encoding: str | None) -> None:
        self.path = path
        self.opening = opening
        self.encoding = encoding
        self.stated = Stated.by(opening)
        self.year = Year.ending(self.stated.reference_on)
        self.journal = Journal()
        self.findings = self.journal.findings
        self.parts = PartReader(self.findings)
        self.cases = CaseReader(self.parts)
        self.teller = Teller(self.journal, self.year)
        self.plans_begun = self.conferences = 0

    def read(self, progress: Progress | None) -> Extract:
        """Every child of the file, then what only the whole return can show."""
        stream = Stream(self.path, self.opening, self.encoding)
        stream.progress = progress
        stream.beside = lambda element: self.parts.strange(element, None)
        for case in self.cases.of(stream):
            self._case(case)
        self.teller.write()
        if not self.cases.met:
            raise UnreadableSource(_nothing(self.path, stream.fault))
        if stream.fault:
            self._broken(stream.fault)
        self._whole()
        covered = coverage(self.parts.met, self.stated.ends_in)
        reference_on = self.stated.reference_on
        extract = self.journal.finish(self.stated.name, self.path.name, covered, reference_on=reference_on)
        again = partial(_again, self.path, self.opening, self.encoding, extract.children)
        return replace(extract, particulars=particulars_of(again, self.findings))

    def _case(self, case: Case) -> None:
        for need in case.needs:
            self._later(need, case)
        row = describe(case, self.journal)
        if case.is_repeat:
            report(self.findings, "8510", case.identifiers, case.key)
        self.teller.tell(case, row)
        check(case, self.year, self.findings)
        self._tally(case)

    def _later(self, need: Part, case: Case) -> None:
        """Groups that were not yet collected in the year of the return."""
        for parts in need.parts.values():
            first, since = parts[0], parts[0].group.since
            if since and self.stated.ends_in and self.stated.ends_in < since:
                words = f"collected only from {year_name(since)} on, but given in this return; it was read"
                source = first.group.source
                self.findings.add(
                    "later-group", Level.NOTE, words, source=source, row=first.line, child=case.key
                )

    def _tally(self, case: Case) -> None:
        for need in case.needs:
            self.plans_begun += self._in_year(need.inner("ChildProtectionPlans"), "CPPstartDate")
            self.conferences += self._in_year([need, *need.inner("Section47")], "DateOfInitialCPC")

    def _in_year(self, parts: list[Part], name: str) -> int:
        days = [day for part in parts if (day := part.day(name))]
        return sum(map(self.year.holds, days))

    def _whole(self) -> None:
        check_header(self.opening, self.stated, self.findings)
        if self.encoding:
            words = f"the text is not in the encoding that the file claims; it was read as {self.encoding}"
            self.findings.add("encoding", Level.NOTE, words, source="Message")
        if self.year.end and self.plans_begun > self.conferences:
            counts = f"{self.plans_begun} plans, {self.conferences} conferences"
            report(self.findings, "2883", None, None, raw=counts)
        group = form().child.groups["CINdetails"].groups["PreProceedingsandFGDM"]
        if (self.stated.ends_in or 0) >= (group.since or 0) and group.name not in self.parts.met:
            report(self.findings, "8995Q", None, None)

    def _broken(self, fault: Fault) -> None:
        words = (
            f"the XML breaks at line {fault.line}, column {fault.column}, in <{fault.element or 'Message'}> "
            f"({fault.reason}); children read before it: {self.cases.count}; nothing after it was read; "
            "ask for the whole file again"
        )
        self.findings.add(
            "malformed-xml", Level.ERROR, words, source="Message", column=fault.element, row=fault.line
        )
        if fault.is_in_child:
            words = "this child was cut short by the break in the XML, and nothing of it was read"
            self.findings.add(
                "cut-short", Level.ERROR, words, source="Child", row=fault.line, child=fault.child
            )


def _again(path: Path, opening: Opening, encoding: str | None, children: pa.Table) -> Told:
    """The return once more, for what no event carries; what is wrong with it has been said."""
    with _without_collection():
        return told(CaseReader(PartReader(Findings())).of(Stream(path, opening, encoding)), children)


def _nothing(path: Path, fault: Fault | None) -> str:
    if fault is None:
        return f"{path.name} holds no <Child> element with anything in it; export the return again"
    place = f"at line {fault.line}, column {fault.column}" + (
        f", in <{fault.element}>" if fault.element else ""
    )
    return (
        f"{path.name} stops being XML {place} ({fault.reason}), before any child could be read; "
        "export the return again"
    )
