"""Finding somebody. What was typed never stands in an address: it is kept with the session for half an hour."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.views.decorators.http import require_safe

from keel.access.audit import Code
from keel.access.door import record_look, staff_only
from keel.access.policy import Act
from keel.access.queries import findable_by, open_to
from keel.clock import today
from keel.people import asked, search
from keel.people.forms import Box
from keel.people.models import Person
from keel.people.ways import page_of
from keel.people.wording import born_words

KEPT, MOST_KEPT = timedelta(minutes=30), 10
SEARCHES = "people.searches"
COLUMNS = ("Name", "Born", "Who has the case", "Why this match")


@staff_only(Act.CHILD_FIND)
def find(request: HttpRequest) -> HttpResponse:
    """The box; what is typed is kept aside, and the answer has an address that says nothing."""
    form = Box(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return redirect("people:found", _keep(request, form.cleaned_data["text"]))
    return render(request, "people/find.html", {"form": form})


@require_safe
@staff_only(Act.CHILD_FIND)
def found(request: HttpRequest, token: str) -> HttpResponse:
    """Who was found, the best match first."""
    text = _kept(request).get(token, ("", ""))[0]
    if not text:
        return redirect("people:find")
    among = findable_by(request.user)
    matches = search.find(asked.read(text, today()), among)
    people = _people([match.person for match in matches])
    hers = set(open_to(request.user).filter(pk__in=people).values_list("pk", flat=True))
    in_order = sorted(matches, key=lambda match: (-round(match.score, 2), match.person not in hers))
    rows = [
        _row(match, people[match.person], match.person in hers)
        for match in in_order
        if match.person in people
    ]
    record_look(request, Code.CHILD_FOUND, count=len(rows))
    words = {"form": Box(initial={"text": text}), "rows": rows, "columns": COLUMNS, "most": search.MOST}
    return render(request, "people/find.html", words)


def _people(ids: list[UUID]) -> dict[UUID, Person]:
    return Person.objects.with_names().with_carers_of_the_case(today()).in_bulk(ids)


def _row(match: search.Match, person: Person, is_open: bool) -> list[Any]:
    why = {
        "words": ", ".join(match.why).capitalize(),
        "hint": "" if is_open else "Opening it asks for a reason",
    }
    name = {"words": person.shown_name, "href": page_of(person)}
    return [name, {"words": born_words(person, today())}, {"words": who_has(person)}, why]


def who_has(person: Person) -> str:
    """Who works with a child now, as far as whoever asks may know; wants ``with_carers_of_the_case``."""
    said = []
    for row in person.working:
        team = row.team or (row.worker.team if row.worker else None)
        said.append(", ".join(part for part in (row.worker and row.worker.name, team and team.name) if part))
    return "; ".join(dict.fromkeys(filter(None, said))) or (
        "Nobody now" if person.is_child else "Not a child on file"
    )


def _keep(request: HttpRequest, text: str) -> str:
    token = get_random_string(12)
    newest = list(_kept(request).items())[-(MOST_KEPT - 1) :]
    request.session[SEARCHES] = dict([*newest, (token, (text, timezone.now().isoformat()))])
    return token


def _kept(request: HttpRequest) -> dict[str, tuple[str, str]]:
    """Searches of this session that are not too old."""
    since = (timezone.now() - KEPT).isoformat()
    return {
        token: tuple(kept) for token, kept in request.session.get(SEARCHES, {}).items() if kept[1] >= since
    }
