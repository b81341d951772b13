"""Rows that an earlier source held and a later one does not: nobody deletes them, somebody finds out why."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from keel.access.door import staff_only
from keel.access.policy import Act
from keel.loading import showing
from keel.loading.actions import note_disappeared
from keel.loading.forms import NoteForm
from keel.loading.models import Disappeared, Load
from keel.loading.queries import Vanished
from keel.loading.views.parts import Listing, listed, load_for, names_of, open_of

VANISHED = Listing("vanished", showing.VANISHED, showing.vanished_rows)


@require_safe
@staff_only(Act.LOAD_READ)
def vanished(request: HttpRequest, load: int) -> HttpResponse:
    """Rows that were last held before this load."""
    found = load_for(request, load)
    return _list(request, found, found.disappeared.all())


@require_safe
@staff_only(Act.LOAD_READ)
def every(request: HttpRequest) -> HttpResponse:
    """Rows that no source holds any more, of all loads, the newest first."""
    return _list(request, None, Disappeared.objects.still().order_by("-pk"))


def _list(request: HttpRequest, load: Load | None, rows: Vanished) -> HttpResponse:
    what = request.GET.get("what", "")
    rows = rows.of_children() if what == "children" else rows.of_rows() if what == "rows" else rows
    rows = rows.select_related("load", "last_load")
    return listed(request, load, VANISHED, rows, what=what)


@staff_only(Act.LOAD_RUN)
def note(request: HttpRequest, row: int) -> HttpResponse:
    """Say why a row is no longer in its source."""
    one = Disappeared.objects.select_related("load", "last_load").filter(pk=row).first()
    if one is None:
        raise Http404
    form = NoteForm(request.POST) if request.method == "POST" else NoteForm(initial={"note": one.note})
    if request.method == "POST" and form.is_valid():
        note_disappeared(by=request.user, row=one, note=form.cleaned_data["note"])
        return redirect("loading:vanished", one.load_id)
    children = [one.child_id]
    words = {
        "form": form,
        "row": one,
        "columns": showing.VANISHED[:-1],
        "rows": [
            cells[:-1]
            for cells in showing.vanished_rows([one], names_of(children), open_of(request, children))
        ],
    }
    return render(request, "loading/note.html", words, status=400 if form.errors else 200)
