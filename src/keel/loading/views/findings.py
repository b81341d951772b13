"""What a load noticed, worked through one by one or taken away as a file."""

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from keel.access.door import may, staff_only
from keel.access.policy import Act
from keel.loading import showing
from keel.loading.actions import answer
from keel.loading.exports import COLUMNS, lines_of
from keel.loading.forms import AnswerForm, FindingFilter
from keel.loading.models import FindingState, Load, LoadFinding
from keel.loading.views.parts import as_file, load_for, open_of, page_of
from keel.report.sheet import FORMS


@require_safe
@staff_only(Act.LOAD_READ)
def findings(request: HttpRequest, load: int) -> HttpResponse:
    """The findings of a load, narrowed as asked."""
    found = load_for(request, load)
    form, rows = _narrowed(request, found)
    page = page_of(request, rows)
    words = {
        "load": found,
        "filter": form,
        "page": page,
        "columns": showing.FINDINGS,
        "rows": list(showing.finding_rows(page)),
        "asked": f"?{request.GET.urlencode()}" if request.GET else "",
        "chosen": [
            {"words": f"{form.fields[name].label}: {value}", "href": _without(request, name)}
            for name, value in form.chosen.items()
        ],
        "still_open": found.findings.filter(state=FindingState.OPEN).count(),
    }
    return render(request, "loading/findings.html", words)


def _narrowed(request: HttpRequest, found: Load) -> tuple[FindingFilter, QuerySet[LoadFinding]]:
    codes = list(found.findings.order_by("code").values_list("code", flat=True).distinct())
    form = FindingFilter(request.GET, codes)
    return form, found.findings.chosen(**form.chosen)


def _without(request: HttpRequest, name: str) -> str:
    rest = request.GET.copy()
    rest.pop(name, None)
    rest.pop("page", None)
    return f"?{rest.urlencode()}"


@require_safe
@staff_only(Act.LOAD_READ)
def export(request: HttpRequest, load: int, form: str) -> HttpResponse:
    """The findings as a file."""
    if form not in FORMS:
        raise Http404
    found = load_for(request, load)
    _, rows = _narrowed(request, found)
    lines = lines_of(rows.prefetch_related("examples"))
    return as_file(request, found, f"findings.{form}", [COLUMNS, *lines])


@staff_only(Act.LOAD_READ)
def finding(request: HttpRequest, load: int, finding: int) -> HttpResponse:
    """One finding with the places where it was met; whoever may load may say what became of it."""
    found = load_for(request, load)
    one = found.findings.filter(pk=finding).first()
    if one is None:
        raise Http404
    may_answer = may(request, Act.LOAD_RUN)
    kept = {"state": one.state, "note": one.note}
    form = AnswerForm(request.POST) if request.method == "POST" else AnswerForm(initial=kept)
    if request.method == "POST":
        return _answered(request, one, form) if may_answer else HttpResponse(status=403)
    return _shown(request, one, form, may_answer=may_answer)


def _answered(request: HttpRequest, one: LoadFinding, form: AnswerForm) -> HttpResponse:
    if not form.is_valid():
        return _shown(request, one, form, may_answer=True, status=400)
    said = form.cleaned_data
    answer(by=request.user, finding=one, state=FindingState(said["state"]), note=said["note"])
    return redirect("loading:findings", one.load_id)


def _shown(
    request: HttpRequest, one: LoadFinding, form: AnswerForm, *, may_answer: bool, status: int = 200
) -> HttpResponse:
    examples = list(one.examples.all())
    words = {
        "load": one.load,
        "finding": one,
        "form": form if may_answer else None,
        "columns": showing.EXAMPLES,
        "rows": list(showing.example_rows(examples, open_of(request, [each.child_id for each in examples]))),
    }
    return render(request, "loading/finding.html", words, status=status)
