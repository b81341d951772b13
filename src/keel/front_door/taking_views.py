"""The pages on which the front door takes up what another agency told: who the child is, then the contact."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from keel.access.audit import Code
from keel.access.door import ABSENT, child_for, may, record_look, staff_only
from keel.access.policy import Act
from keel.access.queries import findable_by, front_doors_of
from keel.clock import today
from keel.front_door.arriving import alike
from keel.front_door.earlier import earlier_referrals
from keel.front_door.models import WorryTold
from keel.front_door.taking import TAKEN, TakenUp, as_arrival, take_up
from keel.front_door.telling import LABEL, in_words
from keel.people import asked, search
from keel.people.kin import children_near
from keel.people.models import Person
from keel.people.search import Match
from keel.people.wording import born_words
from keel.recording.boxes import line
from keel.recording.pages import entry_page

FOUND = ("Name", "Born", "Why this match", "What to do")


class AlsoForm(forms.Form):
    """The other children of the family whom it is about too."""

    also = forms.MultipleChoiceField(
        label="Is it about another child of the family too?", required=False, widget=forms.CheckboxSelectMultiple,
        help_text="The same words then go into the record of each, and a manager decides for each",
    )  # fmt: skip

    def __init__(self, *args: Any, others: list[Person], **named: Any) -> None:
        super().__init__(*args, **named)
        self.fields["also"].choices = [(str(one.pk), one.shown_name) for one in others]


class LookForm(forms.Form):
    """The child by other words than those of whoever told."""

    q = line(
        "Look for the child by other words",
        is_needed=True,
        help_text="A name, a date of birth, a number or an address",
    )


@require_safe
@staff_only(Act.PERSON_REGISTER)
def one_waiting(request: HttpRequest, worry: int) -> HttpResponse:
    """What was told, and who on file is like the child."""
    told = _waiting(request, worry)
    if told is None:
        messages.warning(request, TAKEN)
        return redirect("front_door:front-door")
    form = LookForm(request.GET if request.GET.get("q") else None)
    by_hand = form.is_valid() and asked.read(form.cleaned_data["q"], today())
    matches = (
        search.find(by_hand, findable_by(request.user)) if by_hand else alike(request.user, as_arrival(told))
    )  # type: ignore[arg-type]
    record_look(request, Code.CHILD_FOUND, entry=f"{LABEL}:{told.pk}", count=len(matches))
    words = {
        "worry": told,
        "said": in_words(told),
        "found": _found(told, matches),
        "columns": FOUND,
        "look": form,
    }
    return render(request, "front_door/waiting.html", words)


def _waiting(request: HttpRequest, worry: int) -> WorryTold | None:
    """What waits, for the front door; None where it was taken up. Raises Http404 where there is none."""
    if not front_doors_of(request.user):  # type: ignore[arg-type]
        raise PermissionDenied("Only the front door takes up what another agency told.")
    told = WorryTold.objects.filter(pk=worry).first()
    if told is None:
        raise Http404(ABSENT)
    return told if told.contact_id is None else None


def _found(told: WorryTold, matches: list[Match]) -> list[list[Any]]:
    people = Person.objects.with_names().in_bulk([each.person for each in matches])
    return [
        [
            one.shown_name,
            born_words(one, today()) or "Not recorded",
            ", ".join(each.why).capitalize(),
            {
                "words": f"Record the contact for {one.shown_name}",
                "href": reverse("front_door:taking", args=[told.pk, one.pk]),
            },
        ]
        for each in matches
        if (one := people.get(each.person)) and one.is_child
    ]


@staff_only(Act.PERSON_REGISTER)
def taking(request: HttpRequest, worry: int, child: UUID) -> HttpResponse:
    """It is this child: a contact is made of what was told. Of a record that is not hers, she is asked why first."""
    told = _waiting(request, worry)
    if told is None:
        messages.warning(request, TAKEN)
        return redirect("front_door:front-door")
    one = child_for(request, child, Act.CHILD_READ)
    person = Person.objects.with_names().get(pk=one.pk)
    near = children_near(person)
    others = [each for each in near if may(request, Act.CHILD_READ, each)]
    form = AlsoForm(request.POST if request.method == "POST" else None, others=others) if others else None
    if request.method == "POST" and (form is None or form.is_valid()):
        also = form.cleaned_data["also"] if form else []
        return _taken(request, told, person, [each for each in others if str(each.pk) in also])
    words = {
        "worry": told,
        "said": in_words(told),
        "child": person,
        "born": born_words(person, today()) or "Not recorded",
        "earlier": earlier_referrals(person, today()),
        "form": form,
        "closed": [_closed(request, each) for each in near if each not in others],
    }
    return render(request, "front_door/taking.html", words)


def _closed(request: HttpRequest, child: Person) -> dict[str, str]:
    """A brother or sister whose record is not hers: where she says why she opens it, and comes back."""
    back = urlencode({"next": request.path})
    return {"words": child.shown_name, "href": f"{reverse('access:reason', args=[child.pk])}?{back}"}


def _taken(request: HttpRequest, told: WorryTold, child: Person, others: list[Person]) -> HttpResponse:
    try:
        contact = take_up(by=request.user, told=told, child=child, others=others)
    except TakenUp as problem:
        messages.warning(request, str(problem))
        return redirect("front_door:front-door")
    messages.success(request, "The contact is recorded. It waits for a manager’s decision.")
    return redirect(entry_page(contact))
