"""Reads an Annex A workbook into an extract."""

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from keel.exchange.annex_a.children import children_of
from keel.exchange.annex_a.coverage import coverage_of
from keel.exchange.annex_a.derived import with_derived
from keel.exchange.annex_a.events import each_once, events_of
from keel.exchange.annex_a.headings import recognise
from keel.exchange.annex_a.particulars import particulars_of
from keel.exchange.annex_a.remarks import remark
from keel.exchange.annex_a.sheets import ListSheet, read_sheet
from keel.exchange.annex_a.template import lists
from keel.exchange.annex_a.untold import remark_on_untold
from keel.exchange.annex_a.workbook import SheetRows, open_workbook, sheets
from keel.exchange.extract import Extract, from_frames
from keel.exchange.findings import Findings, UnreadableSource
from keel.exchange.values import is_blank

FORMAT = "Annex A"
# Reading the cells is most of the work; telling what they mean is the rest.
READING_SHARE = 0.7

Progress = Callable[[float, str], None]


def recognises(path: Path) -> bool:
    """Whether the file is a workbook with at least one list of Annex A in it."""
    try:
        with open_workbook(path) as book:
            return any(recognise(sheet.rows) for sheet in sheets(path, book))
    except UnreadableSource:
        return False


def read(path: Path, progress: Progress | None = None) -> Extract:
    """The workbook as events and children, with everything odd about it.

    ``progress`` is called with the share done (0 to 1) and a few words. Raises :class:`UnreadableSource` when
    the file is not a workbook, is damaged, locked or too large, or holds none of the lists.
    """
    with _without_collection():
        return _read(path, progress or (lambda done, doing: None))


@contextmanager
def _without_collection() -> Iterator[None]:
    """Nothing made here goes in circles, and looking for circles takes a sixth of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _read(path: Path, tell: Progress) -> Extract:
    findings = Findings()
    found = with_derived(_list_sheets(path, findings, tell), findings)
    children = children_of(found, findings)
    told = []
    for at, sheet in enumerate(found):
        tell(READING_SHARE + (1 - READING_SHARE) * at / len(found), f"reading {sheet.annex_list.title}")
        told += events_of(sheet, findings)
        remark_on_untold(sheet, findings)
    tell(1.0, "read")
    return from_frames(
        FORMAT,
        path.name,
        events=each_once(told, children["child"]),
        children=children,
        findings=findings,
        coverage=coverage_of(found),
        particulars=particulars_of(found, children, findings),
    )


def _list_sheets(path: Path, findings: Findings, tell: Progress) -> list[ListSheet]:
    """Every sheet that is a list, read; the others named."""
    found = []
    with open_workbook(path) as book:
        count = len(book.sheet_names)
        for at, sheet in enumerate(sheets(path, book)):
            tell(READING_SHARE * at / count, f"opening sheet {sheet.name!r}")
            if (one := _list_sheet(sheet, findings)) is not None:
                found.append(one)
    if not found:
        raise UnreadableSource(
            f"{path.name} is a workbook but none of its sheets has the columns of an Annex A list; "
            "check that it is the right file and that each list keeps its headings."
        )
    _report_lists(path.name, found, findings)
    return found


def _list_sheet(sheet: SheetRows, findings: Findings) -> ListSheet | None:
    known = recognise(sheet.rows)
    if known is None:
        _report_unrecognised(sheet, findings)
        return None
    if sheet.is_hidden:
        remark(findings, "hidden-sheet", source=sheet.name)
    return read_sheet(sheet, known, findings)


def _report_unrecognised(sheet: SheetRows, findings: Findings) -> None:
    rows = sum(any(not is_blank(cell) for cell in row) for row in sheet.rows)
    if rows:
        remark(findings, "unrecognised-sheet", source=sheet.name, count=rows)


def _report_lists(label: str, found: list[ListSheet], findings: Findings) -> None:
    held: dict[int, list[str]] = {}
    for sheet in found:
        held.setdefault(sheet.annex_list.number, []).append(sheet.name)
        if not sheet.rows and sheet.columns:
            remark(findings, "no-rows", source=sheet.name)
    missing = [one.title for number, one in lists().items() if number not in held]
    if missing:
        remark(findings, "missing-lists", source=label, count=len(missing), lists=", ".join(missing))
    for number, names in held.items():
        if len(names) > 1:
            title = lists()[number].title
            source = ", ".join(names)
            remark(findings, "list-in-several-sheets", source=source, count=len(names), list=title)
