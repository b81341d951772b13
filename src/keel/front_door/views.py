"""The page of whoever looks after the front door: what waits for a decision, and for how long."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from keel.access.audit import Code
from keel.access.door import may, record_look, staff_only
from keel.access.policy import Act
from keel.access.queries import front_doors_of
from keel.clock import today
from keel.front_door.arriving import ArrivalForm, SureForm, alike, arrive, shown
from keel.front_door.models import Contact, WorryTold
from keel.front_door.taking import as_arrival, waiting_for
from keel.front_door.telling import Urgency
from keel.front_door.waiting import (
    Waited,
    decided_today,
    hours_since,
    median_hours,
    readable,
    undecided,
    waited,
)
from keel.people.models import Person
from keel.people.search import Match
from keel.people.ways import page_of
from keel.people.wording import born_words
from keel.record.codes import words_of
from keel.report.wording import day_text

CONTACTS_ON_PAGE = 50
HOURS = {"words": "Hours", "is_number": True}
WAITING = ("Child", "Came", HOURS, "To be decided by", "From", "Taken by")
TOLD = ("Child, as told", "Came", HOURS, "How soon", "From")
FOUND = ("Name", "Born", "Why this match")
WRONG = 422
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
    told = waiting_for(request.user)
    words = {
        "day": today(),
        "told": [_told(each) for each in told],
        "figures": _figures(len(told) + page.paginator.count, len(decided), median_hours(found)),
        "page": page,
        "waiting": [_waiting(each) for each in waited(page)],
        "decided": [_decided(each) for each in decided],
        "columns": {"waiting": WAITING, "told": TOLD, "decided": DECIDED},
        "may_register": may(request, Act.PERSON_REGISTER) and bool(front_doors_of(request.user)),
    }
    return render(request, "front_door/front_door.html", words)


@staff_only(Act.PERSON_REGISTER)
def new(request: HttpRequest) -> HttpResponse:
    """A child who is not on file: looked for with what is typed, and put on file once who was found has been seen."""
    if not front_doors_of(request.user):
        raise PermissionDenied("Only the front door puts a child on file.")
    told = WorryTold.objects.waiting().filter(pk=_number(request.GET.get("told"))).first()
    form = ArrivalForm(request.POST or None, initial=as_arrival(told) if told else None)
    if request.method != "POST":
        return render(request, "front_door/new.html", {"form": form})
    if not form.is_valid():
        return render(request, "front_door/new.html", {"form": form}, status=WRONG)
    matches = alike(request.user, form.cleaned_data)
    seen = shown(form.cleaned_data, matches)
    has_seen = request.POST.get("seen") == seen
    sure = SureForm(request.POST if has_seen else None, prefix="sure") if matches else None
    if has_seen and (sure is None or sure.is_valid()):
        why = sure.cleaned_data["why"] if sure else ""
        person = arrive(by=request.user, said=form.cleaned_data, why=why)
        return (
            redirect("front_door:taking", told.pk, person.pk)
            if told
            else redirect("front_door:contact", person.pk)
        )
    record_look(request, Code.CHILD_FOUND, count=len(matches))
    words = {
        "form": form,
        "sure": sure,
        "seen": seen,
        "found": _found(matches),
        "columns": FOUND,
        "is_asked": True,
    }
    return render(request, "front_door/new.html", words, status=WRONG if has_seen else 200)


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isdecimal() and len(text) < 18 else None  # noqa: PLR2004 -- a row's number


def _found(matches: list[Match]) -> list[list[Any]]:
    people = Person.objects.with_names().in_bulk([each.person for each in matches])
    return [
        [
            {"words": people[each.person].shown_name, "href": page_of(people[each.person])},
            born_words(people[each.person], today()) or "Not recorded",
            ", ".join(each.why).capitalize(),
        ]
        for each in matches
        if each.person in people
    ]


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


def _told(each: WorryTold) -> list[Any]:
    return [
        {"words": each.child_called, "href": reverse("front_door:one-waiting", args=[each.pk])},
        {"words": day_text(each.told_on), "hint": f"{each.told_time:%H:%M}" if each.told_time else ""},
        hours_since(each.told_on, each.told_time),
        {"words": each.urgency, "kind": "late" if each.urgency == Urgency.NOW else ""},
        {"words": words_of("source", each.source), "hint": each.partner_agency},
    ]


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
