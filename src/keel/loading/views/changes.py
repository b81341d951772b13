"""What a load brought that is new, and what it changed: for whoever sent it, to be looked through."""

from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from keel.access.door import staff_only
from keel.access.policy import Act
from keel.loading import showing, showing_changes
from keel.loading.models import RowChange
from keel.loading.views.parts import Listing, listed, load_for

NEW_CHILDREN = Listing("new-children", showing_changes.NEW_CHILDREN, showing_changes.new_child_rows)
LATE = Listing("late", showing.LATE, showing.late_rows)


@require_safe
@staff_only(Act.LOAD_READ)
def changes(request: HttpRequest, load: int) -> HttpResponse:
    """Rows added and values changed, of one kind or of all."""
    found = load_for(request, load)
    how, table = request.GET.get("how", ""), request.GET.get("table", "")
    rows = found.row_changes.chosen(how=how, table=table)
    width = 2 if how == "new" else len(showing_changes.CHANGES)  # of a new row nothing was or became
    kind = showing.name_of(table) if table and rows.exists() else ""
    listing = Listing("changes", showing_changes.CHANGES[:width], partial(_cells, width))
    return listed(request, found, listing, rows, how=how, kind=kind)


def _cells(
    width: int, rows: Iterable[RowChange], _names: Mapping[UUID, str], may_open: frozenset[UUID]
) -> Iterator[list[Any]]:
    return (cells[:width] for cells in showing_changes.changed_rows(rows, may_open))


@require_safe
@staff_only(Act.LOAD_READ)
def new_children(request: HttpRequest, load: int) -> HttpResponse:
    """Children whom nobody knew before this load."""
    found = load_for(request, load)
    return listed(request, found, NEW_CHILDREN, found.new_children.all())


@require_safe
@staff_only(Act.LOAD_READ)
def late(request: HttpRequest, load: int) -> HttpResponse:
    """Children whose readings a load changed."""
    found = load_for(request, load)
    rows = found.reading_changes.all()
    now = request.GET.get("now", "")
    if now in ("late", "met"):
        rows = rows.filter(is_late_now=now == "late")
    return listed(request, found, LATE, rows, now=now)
