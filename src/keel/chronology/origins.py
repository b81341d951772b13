"""Where the rows of a child's record came from: which source, and where in it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.apps import apps


@dataclass(frozen=True, slots=True)
class Source:
    """A source of a row: its format, the file's own name, the sheet or table, and the row in it."""

    form: str
    label: str
    place: str
    row: int | None
    raw: str = ""

    @property
    def words(self) -> str:
        """In one line: "Annex A, List 8, row 12"."""
        row = f"row {self.row}" if self.row is not None else ""
        return ", ".join(part for part in (self.form, self.place, row) if part)


def origins_of(child: UUID) -> Mapping[tuple[str, str], Source]:
    """The newest source of each row of a child's record, by table and entry. One statement."""
    rows = apps.get_model("loading.Origin").objects.filter(child_id=child).select_related("shape", "load")
    return {(row.shape.table.lower(), str(row.entry)): _source(row) for row in rows.order_by("load_id", "pk")}


def sources_of_row(child: UUID, table: str, entry: int) -> list[Source]:
    """Every source of one row, the newest first."""
    rows = apps.get_model("loading.Origin").objects.filter(
        child_id=child, entry=entry, shape__table__iexact=table
    )
    return [_source(row) for row in rows.select_related("shape", "load").order_by("-load_id", "-pk")]


def _source(row: Any) -> Source:
    return Source(row.shape.family, row.load.label, row.shape.source, row.row, row.raw)
