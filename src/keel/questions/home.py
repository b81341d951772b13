"""The first page: what whoever signs in must answer, worst for a child first, and what waits for her."""

from collections.abc import Iterable
from datetime import date
from operator import attrgetter
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from keel.access.audit import Code
from keel.access.door import may, record_look, staff_only
from keel.access.policy import Act
from keel.chronology.views.lists import home as lists_home
from keel.clock import today
from keel.oversight.models import Flag, FlagAnswer, ManagementDecision
from keel.practice.ladder import Colour, Kind
from keel.questions.asked import Question, by_question, lists_of_questions, seen
from keel.questions.awaited import awaited
from keel.questions.climbed import over_the_head_of
from keel.questions.reach import leads
from keel.questions.sums import LATELY

SHOWN, SOON_SHOWN = 40, 20  # flags that one page reads


@require_safe
@staff_only(Act.HOME_READ)
def home(request: HttpRequest) -> HttpResponse:
    """Whoever has children to answer for sees what she must answer; others, what they do."""
    if not may(request, Act.CHILD_LIST):
        return lists_home(request)
    day = today()
    hers = list(Flag.objects.visible_to(request.user).filter(owner=request.user).open())
    over = over_the_head_of(request.user, day)
    found, held, soon, others, gone = lists_of_questions(
        [each for each in sorted(hers, key=_worst) if each.asks][:SHOWN],
        sorted((each for each in hers if each.holds_until), key=attrgetter("holds_until"))[:SHOWN],
        sorted((each for each in hers if each.colour == Colour.SOON), key=attrgetter("opened_on"))[
            :SOON_SHOWN
        ],
        _asked_of_others(request.user)[:SHOWN],
        over.flags.order_by("-colour", "opened_on")[:SHOWN],
    )
    seen((flag for question in found for flag in question.flags), request.user)
    record_look(request, Code.LIST_LOOKED_AT, scope="questions")
    words = {
        "day": day,
        "asked": found,
        "figures": _figures(hers, over.lately),
        "gone": over.told(gone),
        "awaited": awaited(request),
        "has_more": _shown_of(found) == SHOWN,
        "held": held,
        "soon": soon,
        "others": others,
        "promises": _promises(request.user),
        "lists": _lists(request),
    }
    return render(request, "questions/home.html", words)


def _lists(request: HttpRequest) -> list[dict[str, str]]:
    """The other ways in: her children as a list, and the pages of those who look after others."""
    asker = request.under_way.asker  # type: ignore[attr-defined]
    found = [{"words": "Your children, by what is late", "href": reverse("chronology:home")}]
    if leads(asker):
        found.append({"words": "Questions, team by team", "href": reverse("questions:service")})
        found.append({"words": "Known and not changed", "href": reverse("questions:known")})
    return found


def _shown_of(found: list[Question]) -> int:
    """How many flags a page shows: as many as it reads, where more may follow."""
    return sum(len(each.flags) for each in found)


def _worst(flag: Any) -> tuple[int, date, date]:
    return -flag.colour, flag.answer_by or date.max, flag.since_on


def _figures(hers: Iterable[Flag], climbed: int) -> list[dict[str, Any]]:
    """How many questions there are of each kind: flags of one cause are one, as the list shows them."""
    questions = by_question(hers)
    asking = [flags for flags in questions if flags[0].asks]
    others = [flags for flags in questions if not flags[0].asks]
    found = {
        "number": len(asking),
        "black": sum(max(flag.colour for flag in flags) == Colour.BLACK for flags in asking),
        "answered": sum(any(flag.holds_until for flag in flags) for flags in questions),
        "soon": sum(min(flag.colour for flag in flags) == Colour.SOON for flags in others),
    }
    return [
        {
            "number": f"{found['number']:,}",
            "words": "to answer",
            "kind": "due" if found["number"] else "calm",
        },
        {"number": f"{found['black']:,}", "words": "black", "kind": "black" if found["black"] else "calm"},
        {
            "number": f"{climbed:,}",
            "words": f"climbed unanswered in {LATELY} days",
            "kind": "overdue" if climbed else "calm",
        },
        {"number": f"{found['answered']:,}", "words": "answered, and watched"},
        {"number": f"{found['soon']:,}", "words": "due soon"},
    ]


def _asked_of_others(user: Any) -> Any:
    """What is asked of another about the children whose worker she is: the answer is not hers, the work is."""
    hers = Flag.objects.visible_to(user).open().filter(child__standing__worker__user=user)
    return hers.exclude(owner=user).exclude(colour=Colour.SOON).order_by("-colour", "since_on", "pk")


def _promises(user: Any) -> list[dict[str, Any]]:
    """What she promised to do, or another promised that she does: in answers, and in decisions of managers."""
    answers = FlagAnswer.objects.visible_to(user).filter(kind=Kind.ACT, done_on=None, owner__user=user)
    decided = (
        ManagementDecision.objects.visible_to(user)
        .filter(done_on=None, owner__user=user, answer=None, due_on__isnull=False)
        .exclude(action="")
    )
    found = [
        *(
            _promise(each, each.until_on, reverse("questions:promise", args=[each.pk]))
            for each in _soonest(answers, "until_on")
        ),
        *(
            _promise(each, each.due_on, reverse("supervision:decision-done", args=[each.child_id, each.pk]))
            for each in _soonest(decided, "due_on")
        ),
    ]
    return sorted(found, key=lambda each: each["until_on"] or date.max)


def _soonest(rows: Any, day: str) -> Any:
    return rows.select_related("child").prefetch_related("child__names").order_by(day)[:SHOWN]


def _promise(row: Any, until_on: date, href: str) -> dict[str, Any]:
    return {"words": row.action, "child": row.child, "until_on": until_on, "href": href}
