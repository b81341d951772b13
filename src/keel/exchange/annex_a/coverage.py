"""What a workbook can feed, by the lists and columns that are there, and why it cannot feed the rest."""

from collections.abc import Iterable, Mapping, Sequence

from keel.exchange.annex_a.sheets import ListSheet
from keel.exchange.annex_a.telling import TOLD, Told
from keel.exchange.annex_a.template import lists
from keel.exchange.extract import Coverage
from keel.practice.history import EventKind, Fact


def coverage_of(sheets: Sequence[ListSheet]) -> Coverage:
    """Read off the table of what each list tells, against the columns that were found."""
    there = {number: _columns(sheets, number) for number in lists()}
    kinds: dict[EventKind, frozenset[Fact]] = {}
    absent: dict[EventKind, str] = {}
    for told in TOLD:
        if told.on in there[told.list_number]:
            kinds[told.kind] = kinds.get(told.kind, frozenset()) | _facts(told, there[told.list_number])
        else:
            absent[told.kind] = _reason(told, sheets)
    everything = frozenset().union(*there.values())
    return Coverage(
        kinds=kinds,
        anchored=_anchored(there),
        child_facts=frozenset({Fact.DISABLED} if "disabled" in everything else ()),
        absent={kind: reason for kind, reason in absent.items() if kind not in kinds},
        has_births="born_on" in everything,
    )


def _columns(sheets: Iterable[ListSheet], number: int) -> frozenset[str]:
    return frozenset(key for sheet in sheets if sheet.annex_list.number == number for key in sheet.columns)


def _facts(told: Told, columns: frozenset[str]) -> frozenset[Fact]:
    return told.given | {fact for fact, key in told.facts.items() if key in columns}


def _anchored(there: Mapping[int, frozenset[str]]) -> frozenset[EventKind]:
    """A point of referral needs both ends: the assessments' list and the referrals' list."""
    both = "started_on" in there[4] and "referred_on" in there[3]
    return frozenset({EventKind.ASSESSMENT_STARTED} if both else ())


def _reason(told: Told, sheets: Iterable[ListSheet]) -> str:
    one = lists()[told.list_number]
    held = [sheet for sheet in sheets if sheet.annex_list.number == told.list_number]
    if not held:
        return f"the workbook has no {one.title}"
    if not any(sheet.columns for sheet in held):
        return f"{one.title} has no column {one.columns[one.identifier].heading!r}"
    return f"{one.title} has no column {one.columns[told.on].heading!r}"
