"""The pages of somebody of another agency: the children whom she helps, and what she may read of each."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from keel.access.audit import Code
from keel.access.door import child_for, record_look, staff_only
from keel.access.policy import Act
from keel.people.models import Person
from keel.protection.helping import (
    Helper,
    Invited,
    PlanRead,
    accounts_by,
    children_helped,
    core_groups,
    discussions,
    helper_of,
    invited,
    plan_read,
    told_of,
    updates_by,
)
from keel.protection.models import PlanAction, StrategyAgency
from keel.protection.partners import ACCOUNT, REPORT, TOLD, UPDATE, head
from keel.recording.declared import Asked
from keel.recording.views import address_of
from keel.report.wording import day_text

CHILDREN = ("Child", "Next meetings", "What is asked of you")
ACTIONS = ("Action", "By", "What was told", "What you can do")


@require_safe
@staff_only(Act.PARTNER_LIST)
def helping(request: HttpRequest) -> HttpResponse:
    """The children whom she helps, with the next meetings and what is asked of her."""
    found = children_helped(request.user)
    for each in found:
        record_look(request, Code.LIST_LOOKED_AT, person=each.child.pk, scope="helping")
    rows = [
        [
            {
                "words": each.child.shown_name,
                "href": reverse("protection:helping-child", args=[each.child.pk]),
            },
            "; ".join(each.meetings) or "None is set",
            "; ".join(each.asked) or "Nothing now",
        ]
        for each in found
    ]
    return render(request, "protection/helping.html", {"rows": rows, "columns": CHILDREN})


@require_safe
def child(request: HttpRequest, child: UUID) -> HttpResponse:
    """What she may read of one child, and what is hers to do."""
    one = child_for(request, child, Act.PARTNER_READ)
    person = Person.objects.with_names().get(pk=one.pk)
    helper, asked = helper_of(request.user), Asked(request, person)
    plan = plan_read(helper, person)
    words = {
        "child": person,
        "conferences": [_conference(each, asked) for each in invited(helper, person)],
        "discussions": [_place(each, helper, asked) for each in discussions(helper, person)],
        "plan": plan,
        "actions": _actions(helper, plan, person) if plan else [],
        "columns": ACTIONS,
        "update_href": address_of(UPDATE, person.pk, plan.plan.pk) if plan and plan.is_member else "",
        "core_groups": core_groups(helper, person),
        "updates": updates_by(helper, person),
        **head(asked),
    }
    return render(request, "protection/helping_child.html", words)


def _place(each: StrategyAgency, helper: Helper, asked: Asked) -> dict[str, Any]:
    return {"accounts": accounts_by(helper, each), "href": address_of(ACCOUNT, asked.child.pk, each.pk)}


def _conference(each: Invited, asked: Asked) -> dict[str, Any]:
    return {
        "row": each.conference,
        "reports": each.reports,
        "may_read": each.may_read_record,
        "report_href": address_of(REPORT, asked.child.pk, each.conference.pk) if each.is_to_come else "",
    }


def _actions(helper: Helper, plan: PlanRead, child: Person) -> list[list[Any]]:
    told = told_of(helper, plan.actions)
    return [[row.action, row.due_on, _told(row, told), _way(row, child)] for row in plan.actions]


def _told(row: PlanAction, told: dict[int, Any]) -> str:
    said = [
        f"{day_text(each.done_on)}: {each.told}"
        for each in told.get(row.pk, [])
        if each.told and each.done_on
    ]
    done = [f"Done on {day_text(row.done_on)}"] if row.done_on else []
    return ". ".join([*done, *said]) or "Nothing yet"


def _way(row: PlanAction, child: Person) -> Any:
    if row.done_on:
        return "Done"
    return {"words": TOLD.title, "href": address_of(TOLD, child.pk, row.pk)}
