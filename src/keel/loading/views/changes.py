"""What a load brought that is new, and what it changed: for whoever sent it, to be looked through."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from keel.access.door import staff_only
from keel.access.policy import Act
from keel.loading import showing, showing_changes
from keel.loading.views.parts import load_for, names_of, open_of, page_of


@require_safe
@staff_only(Act.LOAD_READ)
def changes(request: HttpRequest, load: int) -> HttpResponse:
    """Rows added and values changed, of one kind or of all."""
    found = load_for(request, load)
    how, table = request.GET.get("how", ""), request.GET.get("table", "")
    page = page_of(request, found.row_changes.chosen(how=how, table=table))
    may_open = open_of(request, [row.child_id for row in page])
    width = 2 if how == "new" else None  # of a new row nothing was or became
    words = {
        "load": found,
        "page": page,
        "how": how,
        "kind": showing.name_of(table) if page.object_list and table else "",
        "columns": showing_changes.CHANGES[:width],
        "rows": [cells[:width] for cells in showing_changes.changed_rows(page, may_open)],
    }
    return render(request, "loading/changes.html", words)


@require_safe
@staff_only(Act.LOAD_READ)
def new_children(request: HttpRequest, load: int) -> HttpResponse:
    """Children whom nobody knew before this load."""
    found = load_for(request, load)
    page = page_of(request, found.new_children.all())
    children = [row.child_id for row in page]
    words = {
        "load": found,
        "page": page,
        "columns": showing_changes.NEW_CHILDREN,
        "rows": list(showing_changes.new_child_rows(page, names_of(children), open_of(request, children))),
    }
    return render(request, "loading/new_children.html", words)
