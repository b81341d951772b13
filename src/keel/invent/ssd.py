"""Write the made-up authority as a folder of Standard Safeguarding Dataset tables, Parquet or CSV, in batches."""

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pc_csv
import pyarrow.parquet as pq

from keel.exchange.extract import EPOCH
from keel.invent.records import Person
from keel.invent.ssd_rows import LETTERS, TABLES, Row, Tables
from keel.invent.staff import TEAMS
from keel.invent.world import World

BATCH = 5_000  # children
_NAMED = ("person", "professionals", "department")  # tables whose key is given, not counted
_KEYS = {name: columns[0] for name, columns in TABLES.items()}


def _kind(table: str, column: str) -> pa.DataType:
    if column in LETTERS or (
        column == _KEYS[table] and table not in ("person", "professionals", "department")
    ):
        return pa.int64()
    if column.endswith(("_date", "_dob", "_latest_contact")):
        return pa.date32()
    return pa.string()


def _schema(table: str) -> pa.Schema:
    kinds = ((column, _kind(table, column)) for column in TABLES[table])
    return pa.schema([(name, kind if kind == pa.date32() else pa.string()) for name, kind in kinds])


class Folder:
    """Writers for all tables; each batch goes to disk at once."""

    def __init__(self, out: Path, *, as_csv: bool) -> None:
        out.mkdir(parents=True, exist_ok=True)
        self._writers = {name: _writer(out, name, as_csv) for name in TABLES}

    def write(self, rows: dict[str, list[Row]]) -> None:
        """Write the rows of a batch."""
        for name, batch in rows.items():
            self._writers[name].write_table(_table(name, batch))

    def close(self) -> None:
        """Finish every file."""
        for writer in self._writers.values():
            writer.close()


def _writer(out: Path, name: str, as_csv: bool) -> pq.ParquetWriter | pc_csv.CSVWriter:
    if as_csv:
        return pc_csv.CSVWriter(out / f"ssd_{name}.csv", _schema(name))
    return pq.ParquetWriter(out / f"ssd_{name}.parquet", _schema(name), compression="zstd")


def _table(name: str, rows: Sequence[Row]) -> pa.Table:
    columns = zip(*rows, strict=True)
    return pa.Table.from_arrays(
        [_column(name, title, values) for title, values in zip(TABLES[name], columns, strict=True)],
        schema=_schema(name),
    )


def _column(table: str, title: str, values: Sequence[object]) -> pa.Array:
    kind = _kind(table, title)
    if kind == pa.date32():
        days = pa.array(values, pa.int32())
        return pc.subtract(days, pa.scalar(EPOCH, pa.int32())).cast(pa.date32())
    if kind == pa.int64():
        return pc.binary_join_element_wise(
            LETTERS.get(title, "N"), pa.array(values, kind).cast(pa.string()), ""
        )
    return pa.array(values, pa.string())


def write(
    world: World, people: Iterable[Person], out: Path, *, as_csv: bool, progress: Callable[[int], None] | None
) -> None:
    """Write everyone in ``people``. ``progress`` is told how many children were written."""
    folder, tables = Folder(out, as_csv=as_csv), Tables(world.staff, world.as_of)
    folder.write({"professionals": _professionals(world), "department": _departments()})
    for written, child in enumerate(people, 1):
        tables.add(child)
        if written % BATCH == 0:
            folder.write(tables.take())
            if progress:
                progress(written)
    folder.write(tables.take())
    folder.close()


def _professionals(world: World) -> list[Row]:
    return [
        (w.key, w.key, w.name, w.role, TEAMS[w.team].name, "1.0", "Y" if w.is_agency else "N")
        for w in world.staff.all
    ]


def _departments() -> list[Row]:
    names = {team.key: team.name for team in TEAMS}
    return [(team.key, team.name, team.parent, names.get(team.parent or "")) for team in TEAMS]
