"""Pages: one question, a promise kept, and what was asked about a child."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from keel.access.door import ABSENT, child_for, staff_only
from keel.access.policy import Act
from keel.chronology.identity import identity_of
from keel.clock import today
from keel.oversight.answering import CannotAnswer, Given, answer, may_answer, promise_kept
from keel.oversight.deciding import asks_of_incident
from keel.oversight.flags import told
from keel.oversight.models import Flag, FlagAnswer, FlagGround, Standing
from keel.oversight.posts import Posts
from keel.oversight.rules_held import standards_held
from keel.people.ways import ways
from keel.practice.ladder import Colour, Kind, Limits, Rung
from keel.questions.asked import Question, questions, seen
from keel.questions.forms import AnswerForm, DoneForm
from keel.questions.log import log_of
from keel.questions.mending import mends
from keel.questions.wanted import grounds_of, wanted
from keel.report.wording import day_text
from keel.workforce.models import Worker

UNPROCESSABLE = 422
CHANGED = (
    "Somebody answered this, or it changed, while you wrote. Read what is new below; your words are kept."
)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only(Act.HOME_READ)
def question(request: HttpRequest, flag: UUID) -> HttpResponse:
    """One question, with why it is asked, all that was said of it, and the answer."""
    asked = _question(request, flag)
    posts = Posts([each.pk for each in asked.children], today())
    # what is due soon asks nothing yet
    asking = [each.row for each in asked.flags if each.colour is not Colour.SOON]
    has_power = all(may_answer(row, request.user, posts.of(row.child_id)) for row in asking)
    sent = request.POST if request.method == "POST" else None
    grounds = grounds_of(asked)
    is_open = asked.first.row.closed_on is None
    form = _form(request, asked, (grounds, posts), sent) if is_open and asking else None
    if sent is not None and form is not None and form.is_valid():
        try:
            if request.POST.get("stamp") != _stamp(asked):
                raise CannotAnswer(CHANGED)
            given = form.given(request.user)
            answer(flags=asking, by=request.user, given=given)
        except CannotAnswer as refused:
            form.add_error(refused.box if refused.box in form.fields else None, str(refused))
        else:
            messages.success(request, _what_follows(given.kind, asking))
            return redirect(_next_page(given, grounds))
    seen(asked.flags, request.user)
    words = {
        "asked": asked,
        "day": today(),
        "form": form if has_power else None,
        "stamp": _stamp(asked),
        "logs": _logs(asked),
        "mends": mends(request, asked, grounds) if is_open else [],
        "is_asked": bool(asking),
    }
    return render(request, "questions/question.html", words, status=_status(form))


def _what_follows(kind: Kind, rows: list[Flag]) -> str:
    """What happens now that an answer is given, in words: it closed, went up, or is watched until a day."""
    now = list(Flag.objects.filter(pk__in=[row.pk for row in rows]).select_related("owner"))
    if all(row.closed_on for row in now):
        return "Your answer is recorded, and the question is closed."
    if up := next((row for row in now if row.asks), None):
        who = up.owner.name if up.owner else "nobody yet"
        return f"Your answer is recorded. {who}, {Rung(up.rung).label}, is asked now, until {day_text(up.answer_by)}."
    until = day_text(min((row.holds_until for row in now if row.holds_until), default=None))
    return {
        Kind.ACT: f"Your answer is recorded. It is watched until {until}: what is not put right then is asked again.",
        Kind.ACCEPT: f"It is accepted until {until}. Then it comes back to you.",
        Kind.ERROR: f"Your answer is recorded. If the record is not put right by {until}, it comes back to you.",
    }.get(kind, "Your answer is recorded.")


def _next_page(given: Given, grounds: list[FlagGround]) -> str:
    """Her questions; or the strategy discussion that she has decided on."""
    about = next((each.child_id for each in grounds if asks_of_incident([each])), None)
    if given.is_strategy_discussion_needed and about:
        return reverse("protection:strategy", args=[about])
    return reverse("questions:home")


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


def _form(
    request: HttpRequest, asked: Question, known: tuple[list[FlagGround], Posts], sent: Any
) -> AnswerForm:
    children = [child.pk for child in asked.children]
    day = today()
    involved = Q(involvements__child__in=children) & (
        Q(involvements__ended_on=None) | Q(involvements__ended_on__gt=day)
    )
    workers = Worker.objects.filter(involved | Q(user=request.user)).distinct().order_by("name", "key")
    limits = Limits(standards_held(), day)
    what = wanted(asked, *known)
    initial = {
        # a decision about a plan is nobody's proposal but her own
        "kind": "" if what.looks else Kind.ACT.value,
        "action": "" if what.looks else asked.acts,
        "until_on": min(limits.offered(each.colour, each.matter.hold) for each in asked.flags),
        "owner": workers.filter(
            involvements__child__in=children, involvements__holds_case=True, involvements__ended_on=None
        ).first(),
    }
    return AnswerForm(sent, workers=workers, wanted=what, initial=initial)


def _stamp(asked: Question) -> str:
    """What the page has seen: it changes with every answer and step."""
    return " ".join(
        f"{each.pk}:{each.row.rung}:{each.row.answer_by}:{each.row.holds_until}:{len(each.because)}"
        for each in asked.flags
    )


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
        "exposed": _exposed(person),
    }
    return render(request, "questions/of_child.html", words)


def _exposed(child: Any) -> dict[str, Any] | None:
    """Since when harm has been known and nothing on record protects the child; None where it is not so."""
    since = Standing.objects.filter(child=child).values_list("exposed_since", flat=True).first()
    return {"since": since, "days": (today() - since).days} if since else None
