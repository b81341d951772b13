"""What whoever opens a record must know first: raised with a day to look at it again, and closed with a reason."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from keel.access.door import ABSENT, child_for, may
from keel.access.policy import Act
from keel.clock import today
from keel.people.actions import CannotBeDone, close_alert, raise_alert
from keel.people.forms import NewAlert, Reason
from keel.people.models import Alert, Person
from keel.people.ways import identity_of, ways


def alerts(request: HttpRequest, person: UUID) -> HttpResponse:
    """The alerts of a person, open and closed, and a form to raise one."""
    one = child_for(request, person, Act.ALERT_WRITE if request.method == "POST" else Act.ALERT_READ)
    may_write = may(request, Act.ALERT_WRITE, one)
    form = NewAlert(request.POST or None) if may_write else None
    if request.method == "POST" and form is not None and form.is_valid():
        raise_alert(by=request.user, person=one, **form.cleaned_data)
        messages.success(request, "The alert stands at the head of every page of the record.")
        return redirect("people:alerts", one.pk)
    rows = list(one.alerts.select_related("raised_by", "closed_by").order_by("review_on", "pk"))
    words = {
        "open": [row for row in rows if row.closed_on is None],
        "closed": [row for row in rows if row.closed_on is not None],
        "form": form,
        "day": today(),
        **_head(request, one),
    }
    return render(request, "people/alerts.html", words)


def close(request: HttpRequest, person: UUID, alert: int) -> HttpResponse:
    """The alert no longer holds."""
    one = child_for(request, person, Act.ALERT_WRITE)
    row = one.alerts.filter(pk=alert, closed_on=None).first()
    if row is None:
        raise Http404(ABSENT)
    form = Reason(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return _closed(request, row, form.cleaned_data["reason"])
    return render(request, "people/close_alert.html", {"form": form, "alert": row, **_head(request, one)})


def _closed(request: HttpRequest, row: Alert, reason: str) -> HttpResponse:
    try:
        close_alert(by=request.user, alert=row, reason=reason)
        messages.success(request, "The alert is closed.")
    except CannotBeDone as problem:
        messages.error(request, str(problem))
    return redirect("people:alerts", row.person_id)


def _head(request: HttpRequest, one: Person) -> dict[str, object]:
    found = Person.objects.with_everything().get(pk=one.pk)
    return {"person": found, "identity": identity_of(found), "ways": ways(request, found, "person")}
