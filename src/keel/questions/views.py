"""Pages: what each must answer, one question, and what was asked about a child."""

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from keel.access.audit import Code
from keel.access.door import ABSENT, child_for, may, record_look, staff_only
from keel.access.policy import Act
from keel.chronology.identity import identity_of
from keel.chronology.views.lists import MANAGING
from keel.chronology.views.lists import home as lists_home
from keel.clock import today
from keel.oversight.answering import CannotAnswer, answer, may_answer, promise_kept
from keel.oversight.flags import told
from keel.oversight.models import Flag, FlagAnswer
from keel.oversight.posts import Posts
from keel.oversight.rules_held import standards_held
from keel.people.ways import ways
from keel.practice.ladder import Colour, Kind, Limits
from keel.questions.asked import Question, questions, seen
from keel.questions.forms import AnswerForm, DoneForm
from keel.questions.log import log_of
from keel.recording.declared import recordings
from keel.workforce.models import Worker

SHOWN, SOON_SHOWN = 60, 20  # flags that one page reads
UNPROCESSABLE = 422
CHANGED = (
    "Somebody answered this, or it changed, while you wrote. Read what is new below; your words are kept."
)


@require_safe
@staff_only(Act.HOME_READ)
def home(request: HttpRequest) -> HttpResponse:
    """Whoever has children to answer for sees what she must answer; others, what they do."""
    if not may(request, Act.CHILD_LIST):
        return lists_home(request)
    day = today()
    hers = Flag.objects.visible_to(request.user).filter(owner=request.user).open()
    asking = hers.filter(answer_by__isnull=False).order_by("-colour", "answer_by", "opened_on")
    found = questions(asking[:SHOWN])
    seen((flag for question in found for flag in question.flags), request.user)
    record_look(request, Code.LIST_LOOKED_AT, scope="questions")
    words = {
        "day": day,
        "asked": found,
        "figures": _figures(asking, hers, day),
        "has_more": len(asking[SHOWN : SHOWN + 1]) > 0,
        "held": questions(hers.filter(holds_until__isnull=False).order_by("holds_until")[:SHOWN]),
        "soon": questions(hers.filter(colour=Colour.SOON).order_by("opened_on")[:SOON_SHOWN]),
        "others": questions(_asked_of_others(request.user)[:SHOWN]),
        "promises": _promises(request.user),
        "lists": _lists(request),
    }
    return render(request, "questions/home.html", words)


def _lists(request: HttpRequest) -> list[dict[str, str]]:
    """The other ways in: her children as a list, and the pages of those who look after others."""
    asker = request.under_way.asker  # type: ignore[attr-defined]
    found = [{"words": "Your children, by what is late", "href": reverse("chronology:home")}]
    if asker.roles & set(MANAGING):
        found.append({"words": "Questions, team by team", "href": reverse("questions:service")})
        found.append({"words": "Known and not changed", "href": reverse("questions:known")})
    return found


def _figures(asking: Any, hers: Any, day: date) -> list[dict[str, Any]]:
    number, late = _number(asking), _number(asking.filter(answer_by__lt=day))
    black = _number(asking.filter(colour=Colour.BLACK))
    return [
        {"number": f"{number:,}", "words": "to answer", "kind": "due" if number else "calm"},
        {"number": f"{black:,}", "words": "black", "kind": "black" if black else "calm"},
        {"number": f"{late:,}", "words": "past their time", "kind": "overdue" if late else "calm"},
        {"number": f"{_number(hers.filter(holds_until__isnull=False)):,}", "words": "answered, and watched"},
        {"number": f"{_number(hers.filter(colour=Colour.SOON)):,}", "words": "due soon"},
    ]


def _asked_of_others(user: Any) -> Any:
    """What is asked of another about the children whose worker she is: the answer is not hers, the work is."""
    hers = Flag.objects.visible_to(user).open().filter(child__standing__worker__user=user)
    return hers.exclude(owner=user).exclude(colour=Colour.SOON).order_by("-colour", "opened_on")


def _number(flags: Any) -> int:
    """How many questions these flags are: those of one cause are one, as the list shows them."""
    return int(flags.order_by().values("cause").distinct().count())


def _promises(user: Any) -> Any:
    """What she promised to do, or another promised that she does."""
    rows = FlagAnswer.objects.visible_to(user).filter(kind=Kind.ACT, done_on=None, owner__user=user)
    return rows.select_related("child").prefetch_related("child__names").order_by("until_on")[:SHOWN]


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only(Act.HOME_READ)
def question(request: HttpRequest, flag: UUID) -> HttpResponse:
    """One question, with why it is asked, all that was said of it, and the answer."""
    asked = _question(request, flag)
    posts = Posts([each.pk for each in asked.children], today())
    has_power = all(may_answer(each.row, request.user, posts.of(each.row.child_id)) for each in asked.flags)
    sent = request.POST if request.method == "POST" else None
    form = _form(request, asked, sent) if asked.first.row.closed_on is None else None
    if sent is not None and form is not None and form.is_valid():
        try:
            if request.POST.get("stamp") != _stamp(asked):
                raise CannotAnswer(CHANGED)
            answer(flags=[each.row for each in asked.flags], by=request.user, given=form.given())
        except CannotAnswer as refused:
            form.add_error(refused.box or None, str(refused))
        else:
            messages.success(request, "Your answer is recorded. The day that you gave is watched.")
            return redirect("questions:home")
    seen(asked.flags, request.user)
    words = {
        "asked": asked,
        "day": today(),
        "form": form if has_power else None,
        "stamp": _stamp(asked),
        "logs": _logs(asked),
        "ways": [*_ways_to_put_right(request, asked)],
    }
    return render(request, "questions/question.html", words, status=_status(form))


def _logs(asked: Question) -> list[tuple[Any, list[dict[str, Any]]]]:
    """Each flag with what happened to it."""
    logs = log_of([each.pk for each in asked.flags])
    return [(each, logs[each.pk]) for each in asked.flags]


def _status(form: AnswerForm | None) -> int:
    return UNPROCESSABLE if form is not None and form.errors else 200


def _question(request: HttpRequest, flag: UUID) -> Question:
    """The question that a flag belongs to, with every child's look noted. Raises Http404 where she may not see it."""
    row = Flag.objects.visible_to(request.user).filter(pk=flag).first()
    if row is None:
        raise Http404(ABSENT)
    if row.closed_on is not None:
        same = Flag.objects.filter(pk=row.pk)
    else:
        same = Flag.objects.visible_to(request.user).open().filter(cause=row.cause, owner=row.owner_id)
        same = same.filter(answer_by__isnull=row.answer_by is None)
    found = next(each for each in questions(same) if any(one.pk == row.pk for one in each.flags))
    for child in found.children:
        child_for(request, child.pk, Act.SIGNAL_READ)
    return found


def _form(request: HttpRequest, asked: Question, sent: Any) -> AnswerForm:
    children = [child.pk for child in asked.children]
    day = today()
    involved = Q(involvements__child__in=children) & (
        Q(involvements__ended_on=None) | Q(involvements__ended_on__gt=day)
    )
    workers = Worker.objects.filter(involved | Q(user=request.user)).distinct().order_by("name", "key")
    limits = Limits(standards_held(), day)
    initial = {
        "kind": Kind.ACT.value,
        "action": asked.first.matter.acts,
        "until_on": limits.answer_by(Colour.AMBER),
        "owner": workers.filter(
            involvements__child__in=children, involvements__holds_case=True, involvements__ended_on=None
        ).first(),
    }
    may_accept = all(each.matter.may_accept for each in asked.flags)
    return AnswerForm(sent, workers=workers, may_accept=may_accept, initial=initial)


def _stamp(asked: Question) -> str:
    """What the page has seen: it changes with every answer and step."""
    return " ".join(
        f"{each.pk}:{each.row.rung}:{each.row.answer_by}:{each.row.holds_until}:{len(each.because)}"
        for each in asked.flags
    )


def _ways_to_put_right(request: HttpRequest, asked: Question) -> list[dict[str, str]]:
    """What to record that puts it right, of what whoever asks may record."""
    keys = asked.first.matter.put_right
    return [
        {"words": each.title, "href": reverse(each.key, args=[asked.children[0].pk])}
        for each in recordings()
        if each.key in keys and may(request, each.act, asked.children[0])
    ]


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only(Act.HOME_READ)
def promise(request: HttpRequest, answer_id: int) -> HttpResponse:
    """Something promised in an answer is done, and what came of it."""
    row = FlagAnswer.objects.visible_to(request.user).filter(pk=answer_id, kind=Kind.ACT).first()
    if row is None:
        raise Http404(ABSENT)
    child = child_for(request, row.child_id, Act.SIGNAL_READ)
    hers = (getattr(row.owner, "user_id", None), row.recorded_by_id, row.flag.owner_id)
    if request.user.pk not in hers:
        raise Http404(ABSENT)
    form = DoneForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            promise_kept(row, by=request.user, words=form.cleaned_data["words"])
        except CannotAnswer as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "It is recorded as done.")
            return redirect("questions:home")
    words = {"promise": row, "form": form, "child": child}
    return render(request, "questions/promise.html", words, status=UNPROCESSABLE if form.errors else 200)


@require_safe
def of_child(request: HttpRequest, child: UUID) -> HttpResponse:
    """All that was ever asked about a child: open and closed, with who saw it and when, and what each answered."""
    person = child_for(request, child, Act.SIGNAL_READ)
    rows = Flag.objects.of(person).select_related("owner").order_by("closed_on", "-colour", "opened_on")
    flags = told(list(rows))
    everything = log_of([each.pk for each in flags])
    shown = [each for each in flags if each.colour is not Colour.SOON or each.row.closed_on is None]
    seen((each for each in flags if each.row.closed_on is None), request.user)
    words = {
        "child": person,
        "person": person,
        "identity": identity_of(person),
        "ways": ways(request, person, "questions"),
        "open": [(each, everything[each.pk]) for each in shown if each.row.closed_on is None],
        "closed": [(each, everything[each.pk]) for each in reversed(shown) if each.row.closed_on],
        "day": today(),
    }
    return render(request, "questions/of_child.html", words)
