"""Records that may be of one person: side by side, and a person's decision either way, which can be undone."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe
from procrastinate.exceptions import AlreadyEnqueued

from keel.access.door import ABSENT, child_for, staff_only
from keel.access.policy import Act
from keel.access.queries import findable_by
from keel.clock import today
from keel.people.actions import CannotBeDone, judge_different, merge, unmerge
from keel.people.comparing import compared
from keel.people.duplicates import scored
from keel.people.forms import MergeChoice, Reason
from keel.people.models import Merge, Person, PossibleDuplicate
from keel.people.queries import merges_among, pairs_among
from keel.people.tasks import find_possible_duplicates
from keel.people.ways import page_of
from keel.people.wording import born_words

PAIRS_ON_PAGE, MERGES_SHOWN = 25, 10
COLUMNS = {
    "pairs": ("One", "Other", "How alike"),
    "merges": ("Kept", "When and by whom", "Reason", "Undo"),
}


@require_safe
@staff_only(Act.CHILD_FIND)
def duplicates(request: HttpRequest) -> HttpResponse:
    """Pairs on offer, the likeliest first, and what was merged lately."""
    among = findable_by(request.user)
    page = Paginator(pairs_among(PossibleDuplicate.objects.all(), among), PAIRS_ON_PAGE).get_page(
        request.GET.get("page")
    )
    words = {
        "page": page,
        "pairs": [_pair_row(pair) for pair in page],
        "merges": [_merge_row(done) for done in merges_among(Merge.objects.all(), among)[:MERGES_SHOWN]],
        "columns": COLUMNS,
    }
    return render(request, "people/duplicates.html", words)


def _pair_row(pair: PossibleDuplicate) -> list[Any]:
    how = {"words": pair.why, "href": f"{pair.one_id}/{pair.other_id}"}
    return [_named(pair.one), _named(pair.other), how]


def _named(person: Person) -> dict[str, str]:
    return {"words": person.shown_name, "hint": born_words(person, today())}


def _merge_row(done: Merge) -> list[Any]:
    undo = {"words": "Undo", "href": f"merges/{done.pk}"}
    return [_named(done.kept), {"words": done.at, "hint": done.by.name}, done.reason, undo]


@staff_only(Act.CHILD_FIND)
@require_POST
def look_again(request: HttpRequest) -> HttpResponse:
    """Ask the worker to look through everybody."""
    try:
        with transaction.atomic():
            find_possible_duplicates.defer()
        messages.success(request, "Keel is looking. New pairs appear here as they are found.")
    except AlreadyEnqueued:
        messages.info(request, "Keel is looking already.")
    return redirect("people:duplicates")


def compare(request: HttpRequest, one: UUID, other: UUID) -> HttpResponse:
    """Two records side by side, what differs marked; merged into one, or judged to be of two."""
    pair = [_one(child_for(request, pk, Act.PERSON_MERGE)) for pk in (one, other)]
    if pair[0] == pair[1] or any(person.merged_into_id for person in pair):
        raise Http404(ABSENT)
    is_merge = request.POST.get("decision") == "merge"
    form = MergeChoice(request.POST if is_merge else None, people=pair, prefix="merge")
    different = Reason(request.POST if request.POST and not is_merge else None, prefix="different")
    asked = form if is_merge else different
    if request.method == "POST" and asked.is_valid():
        return _decided(request, pair, asked.cleaned_data, is_merge=is_merge)
    found = next(scored([(min(one, other), max(one, other))]), None)
    words = {"form": form, "different": different, "rows": compared(*pair), "pair": pair, "found": found}
    return render(request, "people/compare.html", words)


def _decided(
    request: HttpRequest, pair: list[Person], said: dict[str, str], *, is_merge: bool
) -> HttpResponse:
    if not is_merge:
        judge_different(by=request.user, one=pair[0], other=pair[1], why=said["reason"])
        messages.success(request, "They are two people. Keel will not offer them again.")
        return redirect("people:duplicates")
    kept, merged = sorted(pair, key=lambda person: str(person.pk) != said["kept"])
    try:
        merge(by=request.user, kept=kept, merged=merged, reason=said["reason"])
    except CannotBeDone as problem:
        messages.error(request, str(problem))
        return redirect("people:duplicates")
    messages.success(request, "The two records are one. You can undo this under possible duplicates.")
    return redirect(page_of(kept))


def _one(person: Person) -> Person:
    return Person.objects.with_everything().get(pk=person.pk)


def undo(request: HttpRequest, merge: int) -> HttpResponse:
    """Two people after all. The record that was merged is nobody's now, so that opening it asks for a reason first."""
    done = get_object_or_404(Merge, pk=merge, undone_at=None, kept__in=findable_by(request.user))
    kept = _one(child_for(request, done.kept_id, Act.PERSON_MERGE))
    child_for(request, done.merged_id, Act.PERSON_MERGE)
    form = Reason(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            left = unmerge(by=request.user, merge=done, why=form.cleaned_data["reason"])
        except CannotBeDone as problem:
            messages.error(request, str(problem))
        else:
            _tell(request, left)
        return redirect("people:duplicates")
    return render(request, "people/undo.html", {"form": form, "merge": done, "kept": kept})


def _tell(request: HttpRequest, left: list[str]) -> None:
    if left:
        words = f"The records are two again. {len(left)} values were changed since the merge and stay as they are now."
        messages.warning(request, words)
    else:
        messages.success(request, "The records are two again, as they were before.")
