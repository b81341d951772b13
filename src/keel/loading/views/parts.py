"""What several pages about loads need."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.apps import apps
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from keel.access.audit import Code
from keel.access.door import record_look
from keel.access.queries import open_to
from keel.exchange.particulars import Scheme
from keel.loading.exports import texts_of
from keel.loading.models import Load
from keel.report.sheet import FORMS

ON_A_PAGE = 50
AS = "as"  # what an address ends with for the same list as a file: ?as=csv


def load_for(request: HttpRequest, number: int) -> Load:
    """A load, with the look noted."""
    found = Load.objects.prefetch_related("states").select_related("asked_by").filter(pk=number).first()
    if found is None:
        raise Http404
    record_look(request, Code.LOAD_LOOKED_AT, entry=f"loading.load:{number}")
    return found


def page_of(request: HttpRequest, rows: QuerySet[Any]) -> Page:  # type: ignore[type-arg]
    """The page of a long list that was asked for; a number that is none is the first or the last."""
    return Paginator(rows, ON_A_PAGE).get_page(request.GET.get("page"))


@dataclass(frozen=True, slots=True)
class Listing:
    """A list about a load: its name, which is its template's too, and how rows become lines, with the numbers of
    their children and those whose records are open."""

    name: str
    columns: Sequence[str]
    cells: Callable[[Iterable[Any], Mapping[UUID, str], frozenset[UUID]], Iterator[Sequence[Any]]]


def listed(
    request: HttpRequest, load: Load | None, listing: Listing, rows: QuerySet[Any], **more: Any
) -> HttpResponse:
    """A page of the list or, where the address asks for that, the whole as a file."""
    form = request.GET.get(AS, "")
    page = rows if form in FORMS else page_of(request, rows)
    children = [row.child_id for row in page]
    lines = listing.cells(page, names_of(children), open_of(request, children))
    if form in FORMS:
        texts = map(texts_of, lines)
        return as_file(request, load, f"{listing.name}.{form}", [listing.columns, *texts])
    shown = {"page": page, "columns": listing.columns, "rows": list(lines), "files": _files(request)}
    template = f"loading/{listing.name.replace('-', '_')}.html"
    return render(request, template, {"load": load, **shown, **more})


def _files(request: HttpRequest) -> dict[str, str]:
    asked = request.GET.copy()
    asked.pop("page", None)
    ways = {}
    for form in FORMS:
        asked[AS] = form
        ways[form] = f"?{asked.urlencode()}"
    return ways


def as_file(
    request: HttpRequest, load: Load | None, file: str, lines: Iterable[Sequence[Any]]
) -> HttpResponse:
    """A list about a load, or about all of them, as a file to be kept, which is noted. The first line is its head."""
    name, form = file.rsplit(".")
    record_look(request, Code.LIST_EXPORTED, entry=f"loading.load:{load.pk}" if load else "", form=form)
    make, kind = FORMS[form]
    whose = f"load-{load.pk}" if load else "all-loads"
    headers = {"Content-Disposition": f'attachment; filename="{name}-of-{whose}.{form}"'}
    head, *rest = lines
    return HttpResponse(
        make(name.replace("-", " ").capitalize(), head, rest), content_type=kind, headers=headers
    )


def names_of(children: Iterable[UUID | None]) -> dict[UUID, str]:
    """The authority's own number of each child: a load is talked of in the source's words, not in names."""
    rows = apps.get_model("people.Identifier").objects.filter(
        scheme=Scheme.LA_CHILD_ID.value, person__in={child for child in children if child}
    )
    return dict(rows.order_by("-pk").values_list("person_id", "value"))


def open_of(request: HttpRequest, children: Iterable[UUID | None]) -> frozenset[UUID]:
    """Those of the children whose records are open to whoever asks."""
    wanted = {child for child in children if child}
    return frozenset(open_to(request.user).filter(pk__in=wanted).values_list("pk", flat=True))  # type: ignore[arg-type]
