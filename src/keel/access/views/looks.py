"""Who looked at a record, when and why; and, for those who look after it, everything that anybody did."""

from typing import Any
from uuid import UUID

from django import forms
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from keel.access.audit import Code
from keel.access.door import child_for, is_known, may_come, record_look, staff_only
from keel.access.forms import staff
from keel.access.models import AuditEntry
from keel.access.policy import Act
from keel.access.purposes import Purpose

PER_PAGE = 50
COLUMNS = ("When", "Who", "As", "What", "Why")
WORDS = {
    Code.CHILD_LOOKED_AT: "Looked at the record",
    Code.CHILD_REFUSED: "Was refused",
    Code.CHILD_FOUND: "Found in a search",
    Code.LIST_LOOKED_AT: "Looked at a list",
    Code.LIST_EXPORTED: "Took away a list",
    Code.RECORD_OPENED: "Gave a reason and opened the record",
    Code.RECORD_CLOSED: "Closed the record again",
    Code.AUDIT_LOOKED_AT: "Looked at who looked",
    Code.ENTRY_RECORDED: "Recorded something",
}


class Sought(forms.Form):
    """Whose doings, and of which days."""

    is_dense = True
    user = forms.ModelChoiceField(label="Who", queryset=staff(), required=False)
    first = forms.DateField(label="From", required=False, widget=forms.DateInput)
    last = forms.DateField(label="To", required=False, widget=forms.DateInput)


@require_safe
def looks(request: HttpRequest, person: UUID) -> HttpResponse:
    """Who looked at this person's record, the latest first."""
    one = child_for(request, person, Act.AUDIT_READ)
    found = AuditEntry.objects.filter(person_id=person)
    if not is_known(one):
        return _page(request, found, {"title": "Who looked at a restricted record"})
    words = {"person": one, "title": f"Who looked at the record of {one.shown_name}"}
    return _page(request, found, {**words, "may_close": may_come(request, Act.RESTRICTION_MANAGE, one)})


@require_safe
@staff_only(Act.AUDIT_READ)
def audit(request: HttpRequest) -> HttpResponse:
    """Everything that was done and looked at, narrowed to a person who did it and to days."""
    form = Sought(request.GET or None)
    found = AuditEntry.objects.all()
    if form.is_valid():
        found = _narrowed(found, form.cleaned_data)
    record_look(request, Code.AUDIT_LOOKED_AT)
    return _page(request, found, {"form": form, "title": "Who looked at what"})


def _narrowed(found: QuerySet[AuditEntry], asked: dict[str, Any]) -> QuerySet[AuditEntry]:
    if asked["user"]:
        found = found.filter(actor=asked["user"])
    if asked["first"]:
        found = found.filter(at__date__gte=asked["first"])
    if asked["last"]:
        found = found.filter(at__date__lte=asked["last"])
    return found


def _page(request: HttpRequest, found: QuerySet[AuditEntry], words: dict[str, Any]) -> HttpResponse:
    page = Paginator(found.select_related("actor").order_by("-sequence"), PER_PAGE).get_page(
        request.GET.get("page")
    )
    rows = [_row(entry) for entry in page]
    return render(request, "access/looks.html", {**words, "page": page, "columns": COLUMNS, "rows": rows})


def _row(entry: AuditEntry) -> list[Any]:
    return [
        entry.at,
        entry.actor.name if entry.actor else "Keel itself",
        entry.acting_as,
        what(entry.code),
        why(entry.detail),
    ]


def what(code: str) -> str:
    """An entry's code in ordinary words."""
    try:
        return WORDS.get(Code(code), code.replace(".", ": ").replace("_", " ").capitalize())
    except ValueError:
        return code


def why(detail: dict[str, Any]) -> str:
    """The purpose that was given, or else what the policy said."""
    purpose = detail.get("purpose")
    return Purpose(purpose).label if purpose in set(Purpose) else str(detail.get("why", ""))
