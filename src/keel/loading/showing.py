"""Loads, changes and findings as the tables and figures of pages."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.apps import apps
from django.db import models
from django.urls import reverse
from django.utils.text import capfirst

from keel.chronology.tables import table_of
from keel.loading.models import Disappeared, Load, LoadChange, LoadExample, LoadFinding, ReadingChange, State
from keel.loading.vanishing import PERSONS
from keel.practice.ladder import Colour
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
QUESTIONS = (
    "Colour",
    *({"words": words, "is_number": True} for words in ("Raised", "Became so grave", "Ended")),
)
FINDINGS = ("What was found", "Where", {"words": "How often", "is_number": True}, "Level", "State")
EXAMPLES = ({"words": "Row", "is_number": True}, "Child", "As written")
LATE = ("Child", "What", "Now")
VANISHED = ("Child", "Row", "Last held by", "No longer in", "Note")
GONE = "no longer in the source"
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
    model = model_of(table)
    return capfirst(str(model._meta.verbose_name_plural)) if model else table


def one_of(table: str) -> str:
    """What one row of a table is called."""
    model = model_of(table)
    return capfirst(str(model._meta.verbose_name)) if model else table


def model_of(table: str) -> type[models.Model] | None:
    """The model of a table by its label; None where a later release of Keel has no such table any more."""
    try:
        return apps.get_model(table)
    except (LookupError, ValueError):
        return None


def counts_of(change: LoadChange) -> list[str]:
    """A line of what a load did to one table."""
    counts = (change.added, change.updated, change.unchanged, change.disappeared, change.returned)
    return [name_of(change.table), *map(_number, counts)]


def change_rows(load: Load) -> Iterator[Cells]:
    """The same for a page; a number of rows added or changed leads to them where they are kept."""
    way, kept = reverse("loading:changes", args=[load.pk]), load.row_changes.kinds()
    for change in load.changes.with_any():
        kind, added, changed, *rest = counts_of(change)
        ways = {how: f"{way}?table={table}&how={how}" for table, how in kept if table == change.table}
        yield [kind, _leading(added, ways.get("new")), _leading(changed, ways.get("changed")), *rest]


def _leading(words: str, href: str | None) -> Any:
    return {"words": words, "href": href} if href else words


def figures_of(load: Load) -> list[dict[str, Any]]:
    """What a load did, in a few numbers, each of which leads to what it counts."""
    counts = {name: load.changes.counted(name) for name in ("added", "updated", "disappeared")}
    gone = load.changes.filter(table=PERSONS).counted("disappeared")
    listed = {how for _, how in load.row_changes.kinds()}
    rows = reverse("loading:changes", args=[load.pk])
    left = reverse("loading:vanished", args=[load.pk]) if load.state is State.DONE else ""
    new = load.new_children.count(), reverse("loading:new-children", args=[load.pk])
    told = [
        _figure(new[0], "new child", "new children", new[1]),
        _figure(gone, f"child {GONE}", f"children {GONE}", left and f"{left}?what=children"),
        _figure(counts["added"], "row added", "rows added", f"{rows}?how=new" if "new" in listed else ""),
        _figure(
            counts["updated"],
            "row changed",
            "rows changed",
            f"{rows}?how=changed" if "changed" in listed else "",
        ),
        _figure(counts["disappeared"] - gone, f"row {GONE}", f"rows {GONE}", left and f"{left}?what=rows"),
    ]
    return [*told, *_late_figures(load)]


def _late_figures(load: Load) -> Iterator[dict[str, Any]]:
    """Children whose readings changed; said only where any did."""
    way = reverse("loading:late", args=[load.pk])
    late, no_longer = (load.reading_changes.children(is_late_now=now) for now in (True, False))
    if late or no_longer:
        yield _figure(late, "child newly late", "children newly late", f"{way}?now=late", "late")
        yield _figure(no_longer, "child no longer late", "children no longer late", f"{way}?now=met")


def question_rows(load: Load) -> list[Cells]:
    """How many questions of each colour a load raised, made so grave, and ended, the gravest first."""
    return [
        [
            {
                "words": Colour(each.colour).label.capitalize(),
                "kind": Colour(each.colour).label if each.colour else "calm",
            },
            *map(_number, (each.raised, each.worsened, each.closed)),
        ]
        for each in load.questions.all()
    ]


def _figure(number: int, one: str, many: str, href: str, kind: str = "calm") -> dict[str, Any]:
    words = one if number == 1 else many
    return {"number": _number(number), "words": words, "href": href if number else "", "kind": kind}


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
            child_cell(example.child_id, example.child_key or "–", may_open),
            example.raw or "–",
        ]


def late_rows(
    changes: Iterable[ReadingChange], names: Mapping[Any, str], may_open: frozenset[Any]
) -> Iterator[Cells]:
    """Lines of children whose readings changed."""
    for change in changes:
        timescale = BOOK.get(change.timescale)
        yield [
            child_cell(change.child_id, names.get(change.child_id, "–"), may_open),
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
        where = {"words": "The child", "hint": "nothing of her is in the source"}
        if row.table != PERSONS:
            where = {"words": one_of(row.table), "hint": row.key.replace("_", " ").replace(":", ", ")}
        if row.entry and row.child_id in may_open:
            where["href"] = entry_way(row.table, row.child_id, row.entry)
        yield [
            child_cell(row.child_id, names.get(row.child_id, "–"), may_open),
            where,
            {"words": row.last_load.label, "hint": short_day(row.last_load.speaks_of)},
            {"words": row.load.label, "hint": short_day(row.load.speaks_of)},
            {
                "words": row.note or "Add a note",
                "href": reverse("loading:vanished-note", args=[row.pk]),
            },
        ]


def child_cell(child: Any, name: str, may_open: frozenset[Any]) -> Any:
    """A child by a name that tells her only to who knows it, with the way to her record for who may open it."""
    if child is None or child not in may_open:
        return name
    return {"words": name, "href": reverse("chronology:child", args=[child])}


def entry_way(table: str, child: Any, entry: int) -> str:
    """The page of one row; blank where its table has none."""
    shown = table_of(table)
    return reverse("chronology:entry", args=[child, shown.slug, entry]) if shown else ""
