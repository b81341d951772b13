"""What several pages about loads need."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.apps import apps
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest

from keel.access.audit import Code
from keel.access.door import record_look
from keel.access.queries import open_to
from keel.exchange.particulars import Scheme
from keel.loading.models import Load

ON_A_PAGE = 50


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
