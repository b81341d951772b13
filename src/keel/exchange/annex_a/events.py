"""From rows to events: the one engine that reads the table of what each list tells."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from keel.exchange.annex_a.remarks import remark
from keel.exchange.annex_a.sheets import ListSheet
from keel.exchange.annex_a.telling import TOLD, Told
from keel.exchange.extract import Journal, bits
from keel.exchange.findings import Findings
from keel.practice.history import FACT_BITS


@dataclass(slots=True)
class Scribe:
    """Writes the events of sheets into a journal, each once though several rows or sheets tell it."""

    journal: Journal
    child_rows: Mapping[str, int]
    _written: set[tuple[object, ...]] = field(default_factory=set)

    def write(self, sheet: ListSheet) -> None:
        """Every event that a sheet tells of; rows that tell of none are reported."""
        told = [told for told in TOLD if told.list_number == sheet.annex_list.number]
        is_told = [False] * len(sheet)
        for one in told:
            if one.on in sheet.columns:
                self._write_kind(one, sheet, is_told)
        if told:
            _report_untold(sheet, is_told, self.journal.findings)

    def _write_kind(self, told: Told, sheet: ListSheet, is_told: list[bool]) -> None:
        column = sheet.columns[told.on]
        row_of = _RowReader(told, sheet)
        for at, on in enumerate(column.values):
            if not isinstance(on, date):
                continue
            is_told[at] = True
            if not row_of.counts(at):
                continue
            child = self.child_rows[sheet.children[at]]
            attributes = row_of.attributes(at)
            if told.repeats or self._is_new(child, told, on, attributes):
                self.journal.add(
                    child,
                    told.kind,
                    on,
                    minute=column.minutes[at] if column.minutes else None,
                    source=sheet.name,
                    row=sheet.rows[at],
                    column=column.heading,
                    raw=column.raws[at],
                    raw_facts=row_of.raw_facts(at),
                    **attributes,
                )

    def _is_new(self, child: int, told: Told, on: date, attributes: Mapping[str, object]) -> bool:
        event = (child, told.kind, on, *attributes.values())
        if event in self._written:
            return False
        self._written.add(event)
        return True


class _RowReader:
    """What one kind of event takes from each row beside its date."""

    def __init__(self, told: Told, sheet: ListSheet) -> None:
        self.sheet = sheet
        self.strand = told.strand
        self.key_days = _column(sheet, sheet.annex_list.key_date)
        self.given = bits(told.given)
        columns = sheet.columns
        self.facts = [
            (FACT_BITS[fact], columns[key].values) for fact, key in told.facts.items() if key in columns
        ]
        self.code, self.number, self.anchor = (
            _column(sheet, key) for key in (told.code, told.number, told.anchor)
        )
        self.only = [(columns[key].values, wanted) for key, wanted in told.only.items() if key in columns]
        kept = [columns[key] for key in (*told.facts.values(), told.code, *told.only) if key in columns]  # type: ignore[index]
        self.raws = [(column.heading, column.raws) for column in kept if any(column.raws)]

    def counts(self, at: int) -> bool:
        """Whether this row is one that tells of the event."""
        return all(values[at] in wanted for values, wanted in self.only)

    def attributes(self, at: int) -> dict[str, Any]:
        """Episode, facts, code, number and anchor of the event in the row ``at``."""
        yes, no = self.given, 0
        for bit, values in self.facts:
            if values[at] is not None:
                yes, no = (yes | bit, no) if values[at] else (yes, no | bit)
        return {
            "episode": self._episode(at),
            "yes": yes,
            "no": no,
            "code": self.code and self.code[at],
            "number": self.number and self.number[at],
            "anchor_on": self.anchor and self.anchor[at],
        }

    def raw_facts(self, at: int) -> str | None:
        """Texts of the row that are not the values read from them."""
        if not self.raws:
            return None
        return "; ".join(f"{heading}={raws[at]}" for heading, raws in self.raws if raws[at]) or None

    def _episode(self, at: int) -> str | None:
        day = self.key_days[at] if self.key_days else None
        if not self.strand or day is None:
            return None
        return f"{self.strand}:{self.sheet.children[at]}:{day}"


def _column(sheet: ListSheet, key: str | None) -> Sequence[object] | None:
    return sheet.columns[key].values if key is not None and key in sheet.columns else None


def _report_untold(sheet: ListSheet, is_told: Iterable[bool], findings: Findings) -> None:
    title = sheet.annex_list.title
    for at, told in enumerate(is_told):
        if not told:
            remark(findings, "row-without-date", **sheet.place(at), list=title)
