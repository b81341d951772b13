"""The plan as it is read: as a whole with what the gate says, beside another version, by the family, over time."""

from typing import Any
from uuid import UUID

from django.db.models import prefetch_related_objects
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from keel.access.door import ABSENT, child_for, may, staff_only
from keel.access.policy import Act
from keel.clock import today
from keel.people.kin import children_near
from keel.people.models import Person
from keel.people.ways import OF_THE_BAR, identity_of, ways
from keel.protection.comparing import Change, Comparison, Line, compared
from keel.protection.family import family_version, readers
from keel.protection.models import PlanApproval, PlanVersion, ProtectionPlan
from keel.protection.planning import State, plan_page, source_words, stands, versions_of
from keel.protection.progress import Lines, category_words, courses_of, earlier_plans, number_of, time_on_plan
from keel.protection.reading import read
from keel.protection.sharing import receivers
from keel.protection.signing import overrides
from keel.protection.written import SECTIONS, beside, written
from keel.recording.moves import moves_of
from keel.recording.views import ways_to_record
from keel.report.wording import counted, percent

PROGRESS = ("Day", {"words": "Scale", "is_number": True}, "Against the last", "Evidence")
SHARED = ("Who", "Given", "How", "Understood", "Agreed", "Signed", "Outstanding")
EARLIER = ("From", "Until", "Category")
OVERRIDES = ("Signed on", "Signed by", "What the gate said", "Reason")
CHANGES = ("Section", *({"words": change.capitalize(), "is_number": True} for change in Change))
ROWS_SHOWN = 100
UNDER_WAY = (State.DRAFT, State.PUBLISHED)  # what cannot be done with it yet is told, with why


@require_safe
def newest(request: HttpRequest, child: UUID) -> HttpResponse:
    """The plan that a child is on: the draft that is being written, else the newest version; or how to begin."""
    person = child_for(request, child, Act.PLAN_READ)
    plan = ProtectionPlan.objects.of(person).order_by("-started_on", "-pk").first()
    version = versions_of(plan).first() if plan else None
    if version:
        return _whole(request, person, version)
    steps = ways_to_record(request, person, plan) if plan else []
    return render(
        request, "protection/plan_none.html", {"plan": plan, "next_steps": steps, **_about(request, person)}
    )


@require_safe
def version(request: HttpRequest, child: UUID, version: int) -> HttpResponse:
    """One version as a whole, with what the gate says beside each section."""
    person = child_for(request, child, Act.PLAN_READ)
    return _whole(request, person, _version(person, version))


def _version(person: Person, pk: int) -> PlanVersion:
    found = (
        PlanVersion.objects.of(person)
        .select_related("plan", "begun_from", "conference", "author")
        .filter(pk=pk)
    )
    kept = found.first()
    if kept is None:
        raise Http404(ABSENT)
    return kept


def _whole(request: HttpRequest, person: Person, version: PlanVersion) -> HttpResponse:
    page = read(version, may_write=may(request, Act.PLAN_WRITE, person))
    plan, state = version.plan, stands(version)
    steps = ways_to_record(request, person, version)
    words = {
        "version": version,
        "plan": plan,
        "page": page,
        "state": state,
        "source": source_words(version) if version.begun_from or version.conference else "",
        "versions": versions_of(plan) if plan else [],
        "next_steps": [way for way in steps if way["href"] or state in UNDER_WAY],
        "plan_steps": [way for way in ways_to_record(request, person, plan) if way["href"]] if plan else [],
        "moves": moves_of(version),
        "given": _given(version) if version.published_on else [],
        "columns": SHARED,
        "time_on_plan": time_on_plan(plan) if plan else "",
        "facts": _facts(version),
        **_about(request, person),
    }
    return render(request, "protection/plan.html", words)


def _facts(version: PlanVersion) -> list[dict[str, Any]]:
    """What the record knows of the plan, and who stands behind this version."""
    plan = version.plan
    approved = PlanApproval.objects.of(version.child_id).filter(version=version)
    signed = approved.select_related("approved_by").order_by("-pk").first()
    facts = [{"words": "Written by", "value": version.author.name if version.author else None}]
    if plan:
        facts = [
            {"words": "Category of harm", "value": category_words(plan) or None},
            {"words": "Plan began", "value": plan.started_on, "hint": f"Plan number {number_of(plan)}"},
            *facts,
        ]
    if signed:
        by = signed.approved_by.name if signed.approved_by else None
        passed = {True: "The gate passed", False: f"The gate did not pass: {signed.override_reason}"}
        hint = passed.get(signed.gate_passed, "")  # type: ignore[call-overload]
        facts += [
            {"words": "Signed on", "value": signed.approved_on, "hint": hint},
            {"words": "Signed by", "value": by},
        ]
    return facts


def _given(version: PlanVersion) -> list[list[Any]]:
    """Each who is to have it, with what is outstanding and for how many days."""
    lines = []
    for each in receivers(version):
        row, (waits, days) = each.sharing, each.waiting(today())
        told = f"{waits}, {days} {'day' if days == 1 else 'days'}" if waits else "Nothing"
        form = ", ".join(filter(None, (row.method, row.form_given))) if row else ""
        lines.append(
            [
                {"words": each.name, "hint": each.kind},
                row.shared_on if row else None,
                form or None,
                row.is_understood if row else None,
                {"words": row.is_agreed if row else None, "hint": row.disagreement if row else ""},
                row.signed_on if row else None,
                {"words": told.capitalize(), "kind": "amber" if waits else ""},
            ]
        )
    return lines


@require_safe
def compare(request: HttpRequest, child: UUID, version: int) -> HttpResponse:
    """What changed since another version of the same plan, section by section and word by word."""
    person = child_for(request, child, Act.PLAN_READ)
    later = _version(person, version)
    others = list(versions_of(later.plan).exclude(pk=later.pk)) if later.plan else []
    earlier = _asked_for(others, request.GET.get("with", ""), later)
    words: dict[str, Any] = {
        "version": later,
        "others": others,
        "earlier": earlier,
        **_about(request, person),
    }
    if earlier:
        plan = written(later)
        found = compared(beside(earlier, plan), plan)
        counts = [[each.title, *(found.count(change, each.key) for change in Change)] for each in SECTIONS]
        words |= {
            "sections": [(each.title, lines) for each in SECTIONS if (lines := _differing(found, each.key))],
            "same": [line for line in found.lines if line.change is Change.SAME],
            "counts": counts,
            "summary": _in_short(found),
            "columns": CHANGES,
            "unchanged": found.unchanged,
            "was_there": found.was_there,
            "share": percent(found.unchanged, found.was_there),
            "CHANGE": {change.name: change for change in Change},
        }
    return render(request, "protection/plan_compare.html", words)


def _in_short(found: Comparison) -> list[str]:
    """What changed in a few lines, which stand before anything else."""
    differing = sum(bool(_differing(found, each.key)) for each in SECTIONS)
    told = [f"{differing} of {counted(len(SECTIONS), 'section')} changed"]
    actions = ((found.count(change, "actions"), words) for change, words in OF_ACTIONS.items())
    kinds = ", ".join(f"{number} {words}" for number, words in actions if number)
    share = percent(found.unchanged, found.was_there)
    told.append(f"Actions: {kinds or 'none'}")
    if share is not None:
        kept = f"{found.unchanged} of {found.was_there} things are carried over unchanged"
        told.append(f"{kept} ({round(share, 1):g}%)")
    return told


OF_ACTIONS = {
    Change.ADDED: "new",
    Change.CHANGED: "changed",
    Change.GONE: "taken out",
    Change.SAME: "carried over unchanged",
}


def _differing(found: Comparison, key: str) -> list[Line]:
    return [line for line in found.of(key) if line.change is not Change.SAME]


def _asked_for(others: list[PlanVersion], asked: str, later: PlanVersion) -> PlanVersion | None:
    if asked:
        found = next((each for each in others if str(each.pk) == asked), None)
        if found is None:
            raise Http404(ABSENT)
        return found
    of_before = (each for each in others if each.pk == later.begun_from_id)
    return next(of_before, None) or next(iter(others), None)


@require_safe
def family(request: HttpRequest, child: UUID, version: int) -> HttpResponse:
    """A version in plain words for one of the family, without what another has said in confidence."""
    person = child_for(request, child, Act.PLAN_READ)
    plan = written(_version(person, version))
    found = readers(plan)
    asked = request.GET.get("for", "")
    reader = next((each for each in found if str(each.pk) == asked), None)
    if asked and reader is None:
        raise Http404(ABSENT)
    reader = reader or found[0]
    words = {
        "version": plan.version,
        "reader": reader,
        "readers": found,
        "called": plan.called or "the child",
        "is_child": reader.pk == plan.child.pk,
        "parts": family_version(plan, reader),
        **_about(request, person),
    }
    return render(request, "protection/plan_family.html", words)


@require_safe
def progress(request: HttpRequest, child: UUID, plan: int) -> HttpResponse:
    """How far each outcome has come, how long the plan has lasted, and the plans before it."""
    person = child_for(request, child, Act.PLAN_READ)
    kept = ProtectionPlan.objects.of(person).filter(pk=plan).first()
    if kept is None:
        raise Http404(ABSENT)
    words = {
        "plan": kept,
        "courses": courses_of(kept),
        "lines": Lines(),
        "columns": {"progress": PROGRESS, "earlier": EARLIER},
        "time_on_plan": time_on_plan(kept),
        "earlier": earlier_plans(person, kept),
        **_about(request, person),
    }
    return render(request, "protection/plan_progress.html", words)


@require_safe
def together(request: HttpRequest, child: UUID) -> HttpResponse:
    """The plans of brothers and sisters side by side, of those whose plans whoever asks may read."""
    person = child_for(request, child, Act.PLAN_READ)
    near = [one for one in children_near(person) if may(request, Act.PLAN_READ, one)]
    plans = [_newest_of(child_for(request, one.pk, Act.PLAN_READ)) for one in (person, *near)]
    words = {"plans": [each for each in plans if each], **_about(request, person)}
    return render(request, "protection/plan_together.html", words)


def _newest_of(person: Person) -> dict[str, Any] | None:
    plan = ProtectionPlan.objects.of(person).filter(ended_on=None).order_by("-started_on", "-pk").first()
    version = versions_of(plan).first() if plan else None
    if version is None:
        return None
    whole = written(version)
    return {"plan": whole, "name": whole.child.shown_name, "version": version, "state": stands(version)}


@require_safe
@staff_only(Act.CHILD_LIST)
def signed_anyway(request: HttpRequest) -> HttpResponse:
    """How many plans were signed although the gate did not pass, and why, among the children whom one may see."""
    signed = PlanApproval.objects.visible_to(request.user).exclude(gate_passed=None)
    anyway = (
        signed.filter(gate_passed=False)
        .select_related("approved_by", "version")
        .order_by("-approved_on", "-pk")
    )
    rows = [
        [
            {"words": row.approved_on, "href": _page_of(row)},
            row.approved_by.name if row.approved_by else None,
            row.gate_said,
            row.override_reason,
        ]
        for row in anyway[:ROWS_SHOWN]
    ]
    counts = overrides(signed)
    figures = [
        {"number": counts["signed"], "words": "plans signed"},
        {"number": counts["overridden"], "words": "signed although the gate did not pass"},
    ]
    words = {"figures": figures, "rows": rows, "columns": OVERRIDES}
    return render(request, "protection/plan_overrides.html", words)


def _page_of(row: PlanApproval) -> str:
    return plan_page(row.version) if row.version else ""


def _about(request: HttpRequest, person: Person) -> dict[str, Any]:
    prefetch_related_objects([person], *OF_THE_BAR)
    return {"child": person, "identity": identity_of(person), "ways": ways(request, person, "plan")}
