"""Loads, changes and findings as the tables and figures of pages."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.apps import apps
from django.urls import reverse

from keel.chronology.tables import table_of
from keel.loading.models import Disappeared, Load, LoadChange, LoadExample, LoadFinding, ReadingChange, State
from keel.practice.timescales import BOOK
from keel.report.wording import short_day

Cells = list[Any]

LOADS = (
    "Source",
    "Format",
    "Speaks of",
    "State",
    {"words": "Children", "is_number": True},
    {"words": "Events", "is_number": True},
    "Asked for",
)
CHANGES = (
    "Kind of row",
    *(
        {"words": words, "is_number": True}
        for words in ("Added", "Changed", "As before", "No longer in the source", "Back again")
    ),
)
FINDINGS = ("What was found", "Where", {"words": "How often", "is_number": True}, "Level", "State")
EXAMPLES = ({"words": "Row", "is_number": True}, "Child", "As written")
LATE = ("Child", "What", "Now")
VANISHED = ("Child", "Row", "Last held by", "No longer in", "Note")
KINDS = {
    State.QUEUED: "unknown",
    State.RUNNING: "unknown",
    State.DONE: "calm",
    State.TRIED: "calm",
    State.REFUSED: "late",
    State.FAILED: "late",
}
_LEVELS = {"error": "red", "warning": "amber", "note": "calm"}


def load_rows(loads: Iterable[Load]) -> Iterator[Cells]:
    """Lines of the list of loads."""
    for load in loads:
        state = load.state
        yield [
            {"words": load.label, "href": reverse("loading:load", args=[load.pk])},
            load.form or "–",
            short_day(load.speaks_of) if load.speaks_of else "–",
            {"words": state.label.capitalize(), "kind": KINDS[state]},
            _number(load.children),
            _number(load.events),
            {"words": short_day(load.queued_at.date()), "hint": str(load.asked_by or "by a command")},
        ]


def _number(count: int | None) -> str:
    return "–" if count is None else f"{count:,}"


def name_of(table: str) -> str:
    """What the rows of a table are called."""
    shown = table_of(table)
    if shown is not None:
        return shown.many
    try:
        return str(apps.get_model(table)._meta.verbose_name_plural).capitalize()
    except LookupError:
        return table


def change_rows(changes: Iterable[LoadChange]) -> list[Cells]:
    """Lines of what a load did, for tables where it found anything."""
    return [
        [
            name_of(change.table),
            *(_number(n) for n in (change.added, change.updated, change.unchanged)),
            _number(change.disappeared),
            _number(change.returned),
        ]
        for change in changes
        if change.added or change.updated or change.unchanged or change.disappeared or change.returned
    ]


def figures_of(load: Load, changes: Iterable[LoadChange], late: Mapping[bool, int]) -> list[dict[str, Any]]:
    """What a load did, in a few numbers."""
    lines = list(changes)
    told = [
        {"number": _number(sum(line.added for line in lines)), "words": "rows added"},
        {"number": _number(sum(line.updated for line in lines)), "words": "rows changed"},
        {
            "number": _number(sum(line.disappeared for line in lines)),
            "words": "rows no longer in the source",
            "href": reverse("loading:vanished", args=[load.pk]),
        },
    ]
    way = reverse("loading:late", args=[load.pk])
    if any(late.values()):
        told.append(
            {
                "number": _number(late.get(True, 0)),
                "words": "newly late",
                "href": f"{way}?now=late",
                "kind": "late",
            }
        )
        told.append(
            {"number": _number(late.get(False, 0)), "words": "no longer late", "href": f"{way}?now=met"}
        )
    return told


def finding_rows(findings: Iterable[LoadFinding]) -> Iterator[Cells]:
    """Lines of the findings."""
    for found in findings:
        yield [
            {
                "words": found.message,
                "href": reverse("loading:finding", args=[found.load_id, found.pk]),
            },
            {"words": found.source, "hint": found.column},
            _number(found.count),
            {"words": found.level.capitalize(), "kind": _LEVELS[found.level]},
            {"words": found.get_state_display().capitalize(), "hint": found.note},
        ]


def example_rows(examples: Iterable[LoadExample], may_open: frozenset[Any]) -> Iterator[Cells]:
    """Lines of the places where a finding was met."""
    for example in examples:
        yield [
            _number(example.row) if example.row is not None else "–",
            _child(example.child_id, example.child_key or "–", may_open),
            example.raw or "–",
        ]


def late_rows(
    changes: Iterable[ReadingChange], names: Mapping[Any, str], may_open: frozenset[Any]
) -> Iterator[Cells]:
    """Lines of children whose readings changed."""
    for change in changes:
        timescale = BOOK.get(change.timescale)
        yield [
            _child(change.child_id, names.get(change.child_id, "–"), may_open),
            timescale.name if timescale else change.timescale,
            {"words": "Late", "kind": "late"}
            if change.is_late_now
            else {"words": "Not late", "kind": "calm"},
        ]


def vanished_rows(
    rows: Iterable[Disappeared], names: Mapping[Any, str], may_open: frozenset[Any]
) -> Iterator[Cells]:
    """Lines of rows that a source no longer holds."""
    for row in rows:
        where = {"words": name_of(row.table), "hint": row.key.replace("_", " ").replace(":", ", ")}
        if row.entry and row.child_id in may_open:
            where["href"] = _entry(row)
        yield [
            _child(row.child_id, names.get(row.child_id, "–"), may_open),
            where,
            {"words": row.last_load.label, "hint": short_day(row.last_load.speaks_of)},
            {"words": row.load.label, "hint": short_day(row.load.speaks_of)},
            {
                "words": row.note or "Add a note",
                "href": reverse("loading:vanished-note", args=[row.pk]),
            },
        ]


def _child(child: Any, name: str, may_open: frozenset[Any]) -> Any:
    if child is None or child not in may_open:
        return name
    return {"words": name, "href": reverse("chronology:child", args=[child])}


def _entry(row: Disappeared) -> str:
    shown = table_of(row.table)
    return reverse("chronology:entry", args=[row.child_id, shown.slug, row.entry]) if shown else ""
