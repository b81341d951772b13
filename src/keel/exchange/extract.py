"""What every reader returns: one Arrow table of events, one of children, the findings, and what the source can feed.

Readers that go row by row fill a :class:`Journal`; :meth:`Journal.finish` sorts it and returns the
:class:`Extract`. Readers that go by whole columns use :func:`from_frames`.
"""

from array import array
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import numpy as np
import polars as pl
import pyarrow as pa
import pyarrow.compute as pc

from keel.exchange.findings import Findings
from keel.exchange.particulars import Particulars
from keel.practice.history import FACT_BITS, KIND_CODES, KINDS, EventKind, Fact

EPOCH = date(1970, 1, 1).toordinal()
NO_DAY = -(2**31)

EVENTS = pa.schema(
    [
        ("child", pa.int32()),  # row of the children table
        (
            "kind",
            pa.dictionary(pa.int16(), pa.string()),
        ),  # dictionary is KINDS, so the index is the kind's code
        ("on", pa.date32()),
        ("minute", pa.int16()),  # minute of the day, null where the time is unknown
        ("recorded_on", pa.date32()),
        ("episode", pa.dictionary(pa.int32(), pa.string())),  # for instance "plan:1234", "s47:99"
        ("anchor_on", pa.date32()),  # the second date that the kind defines
        ("yes", pa.int64()),  # bits of facts recorded as yes
        ("no", pa.int64()),  # bits of facts recorded as no
        ("code", pa.dictionary(pa.int32(), pa.string())),  # worker, agency, category, outcome
        ("number", pa.float32()),
        ("source", pa.dictionary(pa.int32(), pa.string())),  # sheet, element or table
        ("row", pa.int32()),
        ("column", pa.dictionary(pa.int32(), pa.string())),  # heading or element of the date
        ("raw", pa.string()),  # the date as it was written; null where it stood as yyyy-mm-dd
        ("raw_facts", pa.string()),  # "heading=text; …" for values whose text is not the value itself
    ]
)

CHILDREN = pa.schema(
    [
        ("child", pa.string()),  # identifier as the source has it
        ("birth_on", pa.date32()),
        ("expected_on", pa.date32()),
        ("died_on", pa.date32()),
        ("sex", pa.string()),  # M, F or U
        ("ethnicity", pa.string()),  # census code
        ("category", pa.string()),  # latest category of abuse, census code
        ("yes", pa.int64()),
        ("no", pa.int64()),
        ("team", pa.string()),
        ("worker", pa.string()),
        ("source", pa.string()),
        ("row", pa.int32()),
        ("raw", pa.string()),  # values whose text is not the value itself, "heading=text; …"
    ]
)


@dataclass(frozen=True, slots=True)
class Coverage:
    """What a source can feed: which kinds of event, with which facts, and why others are absent.

    ``kinds`` maps each kind the file holds in principle (its sheet, table or element is there, even with no rows)
    to the facts that it carries; ``anchored`` are the kinds whose anchor the file holds. ``child_facts`` are the
    facts of children. ``absent`` gives a reason, in a few words, for a kind that this file could have held but
    does not ("list 7 has no column 'Date of latest review conference'"). ``since`` are those kinds that are held only
    from a day on, because they are recorded in Keel from then: no file has any.
    """

    kinds: Mapping[EventKind, frozenset[Fact]] = field(default_factory=dict)
    anchored: frozenset[EventKind] = frozenset()
    child_facts: frozenset[Fact] = frozenset()
    absent: Mapping[EventKind, str] = field(default_factory=dict)
    has_births: bool = True
    since: Mapping[EventKind, date] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Extract:
    """An authority's extract, read."""

    format: str  # "Annex A", "CIN census 2025-26", "Standard Safeguarding Dataset"
    label: str  # the file's own name, no folder
    events: pa.Table
    children: pa.Table
    findings: Findings
    coverage: Coverage
    reference_on: date | None = None  # the date the file speaks of, where it says so
    particulars: Particulars | None = None  # who the people are; read when first asked for


def bits(facts: Iterable[Fact]) -> int:
    """The facts as bits."""
    return sum(FACT_BITS[fact] for fact in facts)


def _values(values: list[Any], kind: pa.DataType) -> pa.Array:
    """Values as Arrow, by way of Polars: Arrow's own way asks for pandas where that is installed, for a second."""
    return pl.Series(values, dtype=_POLARS[kind]).to_arrow().cast(kind)


def _masked(values: np.ndarray, mask: np.ndarray | None = None) -> pa.Array:
    """Numbers as Arrow, blank where ``mask`` says."""
    series = pl.Series(values)
    return (series if mask is None else series.set(pl.Series(mask), None)).to_arrow()


_POLARS = {
    pa.string(): pl.String,
    pa.date32(): pl.Date,
    pa.int64(): pl.Int64,
    pa.int32(): pl.Int32,
}
KIND_NAMES = _values(list(KINDS), pa.string())


class _Texts:
    """A column of repeated texts, kept as numbers."""

    def __init__(self) -> None:
        self.codes: dict[str, int] = {}
        self.values = array("i")

    def append(self, text: str | None) -> None:
        self.values.append(-1 if text is None else self.codes.setdefault(text, len(self.codes)))

    def extend(self, texts: Iterable[str | None]) -> None:
        codes = self.codes
        self.values.extend([-1 if text is None else codes.setdefault(text, len(codes)) for text in texts])

    def arrow(self) -> pa.DictionaryArray:
        codes = np.frombuffer(self.values, dtype=np.int32) if self.values else np.empty(0, np.int32)
        index = _masked(codes, codes < 0)
        return pa.DictionaryArray.from_arrays(index, _values(list(self.codes), pa.string()))


# An event as add_all takes it: child, kind, on, episode, anchor_on, yes, no, code, number, source, row, column,
# raw, raw_facts.
Told = tuple[
    int,
    EventKind,
    date,
    str | None,
    date | None,
    int,
    int,
    str | None,
    float | None,
    str | None,
    int | None,
    str | None,
    str | None,
    str | None,
]


class Journal:
    """Gathers children and events from a source, row by row, in compact columns."""

    def __init__(self) -> None:
        self.findings = Findings()
        self._rows: dict[str, int] = {}
        self._children: list[dict[str, object]] = []
        self._child, self._on, self._recorded, self._anchor = (array("i") for _ in range(4))
        self._kind, self._minute = array("h"), array("h")
        self._yes, self._no = array("q"), array("q")
        self._number = array("f")
        self._row = array("i")
        self._episode, self._code, self._source, self._column = (_Texts() for _ in range(4))
        self._raw: list[str | None] = []
        self._raw_facts: list[str | None] = []

    def child(self, key: str, **values: object) -> int:
        """The row of the child ``key``, made on first sight; known ``values`` fill what is still blank.

        ``yes`` and ``no`` (bits) are added together; ``team`` and ``worker`` are replaced by the newest call that
        gives them, so call in order of date or give them once.
        """
        row = self._rows.get(key)
        if row is None:
            row = self._rows[key] = len(self._children)
            self._children.append({"child": key, "yes": 0, "no": 0})
        known = self._children[row]
        for name, value in values.items():
            if value is None:
                continue
            if name in ("yes", "no"):
                known[name] = int(known[name]) | int(value)  # type: ignore[call-overload]
            elif name in ("team", "worker", "category") or known.get(name) is None:
                known[name] = value
        return row

    def get(self, row: int, name: str) -> object:
        """A value of the child in ``row``, or None."""
        return self._children[row].get(name)

    def __len__(self) -> int:
        return len(self._child)

    def add(
        self,
        child: int,
        kind: EventKind,
        on: date,
        *,
        minute: int | None = None,
        recorded_on: date | None = None,
        episode: str | None = None,
        anchor_on: date | None = None,
        yes: int = 0,
        no: int = 0,
        code: str | None = None,
        number: float | None = None,
        source: str | None = None,
        row: int | None = None,
        column: str | None = None,
        raw: str | None = None,
        raw_facts: str | None = None,
    ) -> None:
        """Write one event of the child in row ``child``."""
        self._child.append(child)
        self._kind.append(KIND_CODES[kind])
        self._on.append(on.toordinal() - EPOCH)
        self._minute.append(-1 if minute is None else minute)
        self._recorded.append(NO_DAY if recorded_on is None else recorded_on.toordinal() - EPOCH)
        self._anchor.append(NO_DAY if anchor_on is None else anchor_on.toordinal() - EPOCH)
        self._yes.append(yes)
        self._no.append(no)
        self._number.append(float("nan") if number is None else number)
        self._row.append(-1 if row is None else row)
        self._episode.append(episode)
        self._code.append(code)
        self._source.append(source)
        self._column.append(column)
        self._raw.append(raw)
        self._raw_facts.append(raw_facts)

    def add_all(self, told: Sequence[Told]) -> None:
        """Write many events in one go."""
        if not told:
            return
        child, kind, on, episode, anchor, yes, no, code, number, source, row, column, raw, raw_facts = zip(
            *told, strict=True
        )
        self._child.extend(child)
        self._kind.extend([KIND_CODES[each] for each in kind])
        self._on.extend([day.toordinal() - EPOCH for day in on])
        self._minute.extend([-1] * len(told))
        self._recorded.extend([NO_DAY] * len(told))
        self._anchor.extend([NO_DAY if day is None else day.toordinal() - EPOCH for day in anchor])
        self._yes.extend(yes)
        self._no.extend(no)
        self._number.extend([float("nan") if each is None else each for each in number])
        self._row.extend([-1 if each is None else each for each in row])
        self._episode.extend(episode)
        self._code.extend(code)
        self._source.extend(source)
        self._column.extend(column)
        self._raw.extend(raw)
        self._raw_facts.extend(raw_facts)

    def finish(
        self,
        name: str,
        label: str,
        coverage: Coverage,
        *,
        reference_on: date | None = None,
        particulars: Particulars | None = None,
    ) -> Extract:
        """Sort by child, day and kind, and hand over the extract; ``name`` is the format's."""
        return Extract(
            name,
            label,
            order(self._event_table()),
            self._child_table(),
            self.findings,
            coverage,
            reference_on,
            particulars,
        )

    def _event_table(self) -> pa.Table:
        kinds = pa.DictionaryArray.from_arrays(_masked(_numbers(self._kind, np.int16)), KIND_NAMES)
        minute, row, number = (
            _numbers(self._minute, np.int16),
            _numbers(self._row, np.int32),
            _numbers(self._number, np.float32),
        )
        columns = [
            _masked(_numbers(self._child, np.int32)),
            kinds,
            _days(self._on),
            _masked(minute, minute < 0),
            _days(self._recorded),
            self._episode.arrow(),
            _days(self._anchor),
            _masked(_numbers(self._yes, np.int64)),
            _masked(_numbers(self._no, np.int64)),
            self._code.arrow(),
            _masked(number, np.isnan(number)),
            self._source.arrow(),
            _masked(row, row < 0),
            self._column.arrow(),
            _values(self._raw, pa.string()),
            _values(self._raw_facts, pa.string()),
        ]
        return pa.Table.from_arrays(columns, schema=EVENTS)

    def _child_table(self) -> pa.Table:
        names = CHILDREN.names
        return pa.table(
            {
                name: _values([c.get(name) for c in self._children], CHILDREN.field(name).type)
                for name in names
            },
            schema=CHILDREN,
        )


def from_frames(
    name: str,
    label: str,
    *,
    events: pl.DataFrame,
    children: pl.DataFrame,
    findings: Findings,
    coverage: Coverage,
    reference_on: date | None = None,
    particulars: Particulars | None = None,
) -> Extract:
    """The extract from whole columns; ``name`` is the format's.

    ``events`` has the columns of EVENTS with ``kind`` as the kind's code, in any order of rows; events of one
    child, day and kind keep the order given. ``children`` has the columns of CHILDREN.
    """
    place = _places(events).to_arrow()
    columns = [_placed(events.get_column(field.name), field, place) for field in EVENTS]
    people = [_arrow(children.get_column(field.name), field) for field in CHILDREN]
    return Extract(
        name,
        label,
        pa.Table.from_arrays(columns, schema=EVENTS),
        pa.Table.from_arrays(people, schema=CHILDREN),
        findings,
        coverage,
        reference_on,
        particulars,
    )


def _places(events: pl.DataFrame) -> pl.Series:
    """Where each event stands once sorted by child, day and kind."""
    day = pl.col("on").to_physical().cast(pl.Int64) + 2**22  # days of the calendar fit in 23 bits, kinds in 9
    key = pl.col("child").cast(pl.Int64) * 2**32 + day * 2**9 + pl.col("kind").cast(pl.Int64)
    place = pl.int_range(pl.len(), dtype=pl.UInt32)
    return events.lazy().select(key=key, place=place).sort("key", maintain_order=True).collect()["place"]


def _placed(values: pl.Series, field: pa.Field, place: pa.Array) -> pa.Array:
    """One column in its new order; one that holds nothing costs nothing."""
    if values.null_count() == len(values):
        return pa.nulls(len(values), field.type)
    return _arrow(values, field).take(place)


def _arrow(values: pl.Series, field: pa.Field) -> pa.Array:
    """One column as the schema wants it; texts that repeat become a dictionary."""
    if field.name == "kind":
        # From Polars, because Arrow imports pandas, where it is installed, to look at a list.
        names = pl.Series([kind.value for kind in KINDS]).to_arrow().cast(pa.string())
        return pa.DictionaryArray.from_arrays(values.cast(pl.Int16).to_arrow(), names)
    array = values.rechunk().to_arrow()
    if pa.types.is_dictionary(field.type) and not pa.types.is_dictionary(array.type):
        array = array.cast(pa.string()).dictionary_encode()
    return array.cast(field.type)


def order(events: pa.Table) -> pa.Table:
    """Events by child, then day, then kind: the order that the evaluator walks."""
    if len(events) == 0:
        return events
    kind = events["kind"].combine_chunks()
    keys = pa.table(
        {
            "child": events["child"],
            "on": events["on"].cast(pa.int32()),
            "kind": kind.indices,
        }
    )
    return events.take(
        pc.sort_indices(keys, sort_keys=[("child", "ascending"), ("on", "ascending"), ("kind", "ascending")])
    )


def _numbers(values: array, dtype: type) -> np.ndarray:  # type: ignore[type-arg]
    return np.frombuffer(values, dtype=dtype) if len(values) else np.empty(0, dtype)


def _days(values: array) -> pa.Array:  # type: ignore[type-arg]
    days = _numbers(values, np.int32)
    return _masked(days, days == NO_DAY).cast(pa.date32())
