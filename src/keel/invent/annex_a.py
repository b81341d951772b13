"""Write the made-up authority as an Annex A workbook: eleven lists, each row written as it is made."""

from collections.abc import Callable, Iterable
from datetime import date
from io import BytesIO
from pathlib import Path

from xlsxwriter import Workbook
from xlsxwriter.exceptions import FileCreateError
from xlsxwriter.format import Format as Style
from xlsxwriter.worksheet import Worksheet

from keel.exchange.annex_a.template import AnnexList, lists
from keel.invent.annex_a_rows import Day, Row, Rows
from keel.invent.errors import InventError
from keel.invent.records import Person
from keel.invent.world import World

MOST_ROWS = 1_048_575  # rows of a sheet, without the headings
_LAST = ("team", "worker")
_STEP = 2_000  # children


class TooManyRowsError(InventError):
    """More rows than a sheet can hold."""


def order(one: AnnexList) -> list[str]:
    """Keys of the columns in the order of the template: team and worker at the end, and the like."""
    keys = [key for key in one.columns if key not in _LAST]
    if "asylum" in keys:
        keys.remove("asylum")
        keys.insert(keys.index("age") + 1, "asylum")
    if "adopter" in keys:
        keys.remove("adopter")
        keys.insert(0, "adopter")
    at = keys.index("adviser") if "adviser" in keys else len(keys)
    return [*keys[:at], *(key for key in _LAST if key in one.columns), *keys[at:]]


class _Sheet:
    """One list of the workbook."""

    def __init__(self, book: Workbook, one: AnnexList, day: Style) -> None:
        self._title, self._day = one.title, day
        self._places = {key: place for place, key in enumerate(order(one))}
        self._sheet: Worksheet = book.add_worksheet(f"List {one.number}")
        self._rows = 0
        for key, place in self._places.items():
            self._sheet.write_string(0, place, one.columns[key].heading)

    def write(self, row: Row) -> None:
        """The next row. Raises TooManyRowsError."""
        self._rows += 1
        if self._rows > MOST_ROWS:
            raise TooManyRowsError(
                f"{self._title} has more than {MOST_ROWS:,} rows, the most a sheet can hold: "
                "ask for fewer children, or for the ssd format."
            )
        for key, place in self._places.items():
            self._cell(place, row.get(key))

    def _cell(self, place: int, value: object) -> None:
        if isinstance(value, Day):
            self._sheet.write_datetime(self._rows, place, date.fromordinal(value.on), self._day)
        elif isinstance(value, int):
            self._sheet.write_number(self._rows, place, value)
        elif value is not None:
            self._sheet.write_string(self._rows, place, str(value))


def write(
    world: World, people: Iterable[Person], out: Path, *, progress: Callable[[int], None] | None = None
) -> None:
    """Write everyone in ``people`` as at the day of the world. Raises TooManyRowsError."""
    # In memory, because a full disk would otherwise be told from inside the archive, as a traceback.
    whole = BytesIO()
    try:
        with Workbook(whole, {"constant_memory": True, "strings_to_formulas": False}) as book:
            _fill(book, world, people, progress)
    except FileCreateError as error:
        raise OSError(*error.args[0].args) from error
    out.write_bytes(whole.getbuffer())


def _fill(
    book: Workbook, world: World, people: Iterable[Person], progress: Callable[[int], None] | None
) -> None:
    day = book.add_format({"num_format": "dd/mm/yyyy"})
    sheets = {number: _Sheet(book, one, day) for number, one in lists().items()}
    rows = Rows(world.staff, world.as_of)
    for written, child in enumerate(people, 1):
        for number, row in rows.of(child):
            sheets[number].write(row)
        if progress and written % _STEP == 0:
            progress(written)
