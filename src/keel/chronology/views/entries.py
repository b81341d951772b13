"""Entries of a child's record: what there is, the rows of one table, and one row."""

from collections.abc import Iterator
from functools import partial
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.db.models import F, Model
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from keel.access.door import ABSENT, child_for, may
from keel.access.policy import Act
from keel.chronology.authorised import see
from keel.chronology.belonging import belonging_to
from keel.chronology.fields import field_words, value_of, values_of
from keel.chronology.holdings import counts_of
from keel.chronology.identity import identity_of
from keel.chronology.kinds import Group
from keel.chronology.origins import sources_of_row
from keel.chronology.tables import TABLES, Table
from keel.people.models import Person
from keel.people.ways import ways
from keel.recording.moves import moves_of
from keel.recording.views import ways_to_record

ROWS_ON_PAGE = 50
HOLDINGS = ("Kind of entry", {"words": "How many", "is_number": True})


@require_safe
def records(request: HttpRequest, child: UUID) -> HttpResponse:
    """Every table in which the child has rows, with how many."""
    person = child_for(request, child, Act.CHILD_READ)
    counts = counts_of(child)
    groups = [(group.label, _holdings(request, person, group, counts)) for group in Group]
    shown = [(label, rows) for label, rows in groups if rows]
    words = {"groups": shown, "columns": HOLDINGS, **_about(request, person)}
    return render(request, "chronology/records.html", words)


def _holdings(request: HttpRequest, person: Person, group: Group, counts: dict[str, int]) -> list[list[Any]]:
    return [
        [
            {"words": table.many, "href": reverse("chronology:rows", args=[person.pk, table.slug])},
            counts[table.label],
        ]
        for table in TABLES.values()
        if table.group is group and counts.get(table.label) and may(request, table.act, person)
    ]


@require_safe
def rows(request: HttpRequest, child: UUID, table: str) -> HttpResponse:
    """The rows of one table, the newest first."""
    kept = _table(table)
    person = child_for(request, child, kept.act)
    found = _rows(kept, child)
    page = Paginator(found, ROWS_ON_PAGE).get_page(request.GET.get("page"))
    heads = [field_words(kept.day) if kept.day else "Entry", *map(field_words, kept.shows)]
    lines = [_line(kept, row, child, kept.shows) for row in page]
    words = {"table": kept, "heads": heads, "lines": lines, "page": page, **_about(request, person)}
    return render(request, "chronology/rows.html", words)


@require_safe
def entry(request: HttpRequest, child: UUID, table: str, entry: int) -> HttpResponse:
    """One row with everything in it, when it was written down, and where it came from."""
    kept = _table(table)
    person = child_for(request, child, kept.act)
    row = _rows(kept, child).filter(pk=entry).first()
    if row is None:
        raise Http404(ABSENT)
    see(row, request.user, partial(_may, request, person))
    values = list(values_of(row))
    words = {
        "table": kept,
        "row": row,
        "day": getattr(row, kept.day) if kept.day else None,
        "values": [_shown(value) for value in values if not value.is_long and value.value is not None],
        "texts": [value for value in values if value.is_long and value.value],
        "blank": [value.words for value in values if value.value is None],
        "sources": sources_of_row(child, kept.label, entry),
        "together": _together(row),
        "next_steps": ways_to_record(request, person, row),
        "moves": moves_of(row),
        "belonging": list(_belonging(request, person, kept, row)),
        **_about(request, person),
    }
    return render(request, "chronology/entry.html", words)


def _belonging(request: HttpRequest, person: Person, kept: Table, row: Model) -> Iterator[dict[str, Any]]:
    allowed, rows_of = partial(_may, request, person), partial(_rows, child=person.pk)
    for found in belonging_to(row, kept, allowed, rows_of):
        table = found.table
        heads = [field_words(table.day) if table.day else table.one, *map(field_words, found.shows)]
        lines = [_line(table, each, person.pk, found.shows) for each in found.rows]
        href = reverse("chronology:rows", args=[person.pk, table.slug]) if found.has_more else ""
        yield {"words": table.many, "heads": heads, "lines": lines, "href": href}


def _may(request: HttpRequest, person: Person, act: Act) -> bool:
    return may(request, act, person)


def _table(slug: str) -> Table:
    if slug not in TABLES:
        raise Http404(ABSENT)
    return TABLES[slug]


def _rows(table: Table, child: UUID) -> Any:
    links = [
        field.name
        for field in table.model._meta.concrete_fields
        if field.is_relation and field.name != "child"
    ]
    found = table.model._default_manager.filter(child_id=child).select_related(*links)
    order = [F(table.day).desc(nulls_last=True)] if table.day else []
    return found.order_by(*order, "-pk")


def _line(table: Table, row: Model, child: UUID, shows: tuple[str, ...]) -> list[Any]:
    href = reverse("chronology:entry", args=[child, table.slug, row.pk])
    first = value_of(row, row._meta.get_field(table.day)) if table.day else None
    shown = [value_of(row, row._meta.get_field(name)) for name in shows]
    named = "" if table.day else next((str(value) for value in shown if value), "")
    return [{"words": first or named or f"{table.one}, no day", "href": href}, *map(_short, shown)]


def _short(value: Any) -> Any:
    return f"{value[:77]}…" if isinstance(value, str) and len(value) > 80 else value  # noqa: PLR2004 -- letters


def _shown(value: Any) -> dict[str, Any]:
    return {"words": value.words, "value": value.value, "hint": value.hint}


def _together(row: Any) -> int:
    """How many other children share this meeting or visit."""
    shared = getattr(row, "shared", None)
    if not shared:
        return 0
    return type(row)._default_manager.filter(shared=shared).exclude(pk=row.pk).count()


def _about(request: HttpRequest, person: Person) -> dict[str, Any]:
    return {"child": person, "identity": identity_of(person), "ways": ways(request, person, "records")}
