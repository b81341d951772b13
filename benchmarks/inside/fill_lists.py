"""Make a workbook whose lists each have so many rows, by going round the rows of another."""

import sys
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from itertools import cycle, islice
from pathlib import Path

import python_calamine
import xlsxwriter

Cell = object
_DAY = {"num_format": "dd/mm/yyyy"}


def main(source: Path, rows: int, out: Path) -> None:
    """Every list of ``source``, with ``rows`` rows of its own kind."""
    book = python_calamine.CalamineWorkbook.from_path(source)
    with xlsxwriter.Workbook(str(out), {"constant_memory": True}) as made:
        day = made.add_format(_DAY)
        for name in book.sheet_names:
            headings, *held = book.get_sheet_by_name(name).to_python()
            sheet = made.add_worksheet(name)
            for place, row in enumerate([headings, *islice(_round(held), rows)]):
                _write(sheet, place, row, day)


def _round(held: Sequence[Sequence[Cell]]) -> Iterator[list[Cell]]:
    """The rows for ever; from the second time round about somebody else."""
    for place, row in enumerate(cycle(held)):
        turn = place // len(held)
        yield [f"{row[0]}{turn}" if turn else row[0], *row[1:]]


def _write(sheet: xlsxwriter.workbook.Worksheet, place: int, row: Sequence[Cell], day: object) -> None:
    for column, cell in enumerate(row):
        if isinstance(cell, date | datetime):
            sheet.write_datetime(place, column, cell, day)
        elif isinstance(cell, str):
            sheet.write_string(place, column, cell)
        elif cell is not None:
            sheet.write(place, column, cell)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3]))
