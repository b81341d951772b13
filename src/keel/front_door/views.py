"""The page of whoever looks after the front door: what waits for a decision, and for how long."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from keel.access.audit import Code
from keel.access.door import record_look, staff_only
from keel.access.policy import Act
from keel.clock import today
from keel.front_door.models import Contact
from keel.front_door.waiting import Waited, decided_today, median_hours, readable, undecided, waited
from keel.record.codes import words_of
from keel.report.wording import day_text

CONTACTS_ON_PAGE = 50
HOURS = {"words": "Hours", "is_number": True}
WAITING = ("Child", "Came", HOURS, "To be decided by", "From", "Taken by")
DECIDED = ("Child", "Came", HOURS, "Decision", "Referrer told")


@require_safe
@staff_only(Act.CHILD_LIST)
def front_door(request: HttpRequest) -> HttpResponse:
    """Contacts without a decision, the oldest first; those decided today; and how long decisions take."""
    asker = request.under_way.asker  # type: ignore[attr-defined]
    found = readable(asker, request.user)
    page = Paginator(undecided(found), CONTACTS_ON_PAGE).get_page(request.GET.get("page"))
    decided = waited(decided_today(found)[:CONTACTS_ON_PAGE])
    record_look(request, Code.LIST_LOOKED_AT, scope="front-door", page=page.number)
    words = {
        "day": today(),
        "figures": _figures(page.paginator.count, len(decided), median_hours(found)),
        "page": page,
        "waiting": [_waiting(each) for each in waited(page)],
        "decided": [_decided(each) for each in decided],
        "columns": {"waiting": WAITING, "decided": DECIDED},
    }
    return render(request, "front_door/front_door.html", words)


def _figures(waiting: int, decided: int, middle: float | None) -> list[dict[str, Any]]:
    return [
        {"number": waiting, "words": "without a decision"},
        {"number": decided, "words": "decided today"},
        {
            "number": "–" if middle is None else f"{middle:g}",
            "words": "hours to a decision, the median of four weeks",
        },
    ]


def _waiting(each: Waited) -> list[Any]:
    contact = each.contact
    is_late = each.due_on is not None and each.due_on < today()
    due = {"words": day_text(each.due_on) if each.due_on else "Not known", "kind": "late" if is_late else ""}
    who = contact.worker.name if contact.worker else "Not recorded"
    return [_child(contact), _came(contact), _hours(each), due, _from(contact), who]


def _decided(each: Waited) -> list[Any]:
    contact = each.contact
    told = {True: "Yes", False: "Not yet", None: "Not recorded"}[contact.is_referrer_told]
    return [_child(contact), _came(contact), _hours(each), contact.outcome or "Not recorded", told]


def _child(contact: Contact) -> dict[str, str]:
    href = reverse("chronology:entry", args=[contact.child_id, "contact", contact.pk])
    return {"words": contact.child.shown_name, "href": href}


def _came(contact: Contact) -> dict[str, str]:
    at = f"{contact.received_time:%H:%M}" if contact.received_time else "time not recorded"
    return {"words": day_text(contact.received_on), "hint": at}


def _hours(each: Waited) -> dict[str, Any]:
    return {"words": each.hours, "hint": "at most" if each.is_at_most else ""}


def _from(contact: Contact) -> dict[str, str]:
    return {"words": words_of("source", contact.source) or "Not recorded", "hint": contact.partner_agency}
